"""/api/createtoken and /api/deletetoken: login tokens of others, for site admins.

Source: Wekan's server/models/users.js.
"""

from starlette.responses import Response

from domain import users
from rest.body import check
from rest.door import Call
from rest.present import answer


async def create(call: Call) -> Response:
    call.body()  # nothing in it counts, but it must be an object
    issued = await users.create_token(call.ctx, call["user_id"])
    return answer({"_id": issued.user_id, "authToken": issued.token})


async def delete(call: Call) -> Response:
    given = check(dict(call.body()), (), ("userId", "token"))
    user_id, token = given.get("userId"), given.get("token")
    if not user_id:
        return _told("Expected a userId to be set but received none.")
    await users.delete_tokens(call.ctx, user_id, token or None)
    if token:
        return _told(f"Delete token: [{token}] from user: {user_id}")
    return _told(f"Delete all token from user: {user_id}")


def _told(message: str) -> Response:
    return answer({"message": message})
