"""/api/users and /api/user: people.

Source: Wekan's server/models/users.js.
"""

import re

from starlette.responses import Response

from domain import listing, users, whole
from domain.creation import NewUser
from domain.errors import BadInputError
from rest.body import as_text, check
from rest.door import Call
from rest.errors import MatchError, SchemaError
from rest.present import answer, made, picked

_DIGEST = re.compile(r"[0-9a-f]{64}")


async def viewer(call: Call) -> Response:
    found = await whole.viewer(call.ctx)
    return answer(found | {"boards": await whole.memberships(call.ctx, found["_id"])})


async def every(call: Call) -> Response:
    return answer(picked(await listing.people(call.ctx), "_id", "username"))


async def one(call: Call) -> Response:
    found = await whole.person_called(call.ctx, call["user_id"])
    return answer(found | {"boards": await whole.memberships(call.ctx, found["_id"])})


async def boards(call: Call) -> Response:
    found = await listing.boards_of(call.ctx, call["user_id"])
    return answer(picked(found, "_id", "title"))


async def create(call: Call) -> Response:
    body = call.body()
    named = {name: body[name] for name in ("username", "email") if name in body}
    given = check(named, (), ("username", "email"))
    password, digest = _password(body.get("password"))
    new = NewUser(given.get("username"), given.get("email"), password, digest)
    try:
        user = await users.create_user(call.ctx, new)
    except BadInputError as error:
        raise in_wekans_words(error) from None
    return made(user.id)


def _password(value: object) -> tuple[str | None, str | None]:
    """Wekan's web page sends a digest in place of the password; scripts may as well."""
    if isinstance(value, str | None):
        return value, None
    digest = value.get("digest") if isinstance(value, dict) else None
    if not isinstance(value, dict) or value.keys() != {"digest", "algorithm"}:
        raise MatchError("password", "Expected string, or digest and algorithm in field password")
    if value["algorithm"] != "sha-256" or not isinstance(digest, str):
        raise MatchError("password", "Expected a sha-256 digest in field password")
    if not _DIGEST.fullmatch(digest):
        raise MatchError("password", "Expected a sha-256 digest in field password")
    return None, digest


def in_wekans_words(error: BadInputError) -> BadInputError:
    """Returns the error that Wekan's schema layer has for an address that is none."""
    if error.field != "input.email":
        return error
    return SchemaError(
        "email", "Address must be a valid email address (emails.0.address) in users insertAsync"
    )


async def change(call: Call) -> Response:
    """Anything but the three actions changes nothing, and neither does disabling oneself."""
    user_id = call["user_id"]
    action = as_text("action", call.body().get("action"))
    if action == "takeOwnership":
        taken = await users.take_ownership(call.ctx, user_id)
        return answer([{"_id": board.id, "title": board.title} for board in taken])
    if action == "enableLogin":
        await users.enable(call.ctx, user_id)
    if action == "disableLogin" and user_id != call.ctx.require_actor().user_id:
        await users.disable(call.ctx, user_id)
    return answer(await whole.person(call.ctx, user_id))


async def delete(call: Call) -> Response:
    await users.delete(call.ctx, call["user_id"])
    return made(call["user_id"])
