"""/api/boards/:boardId/swimlanes: swimlanes.

Source: Wekan's server/models/swimlanes.js.
"""

from starlette.responses import Response

from domain import listing, swimlanes, whole
from rest.body import as_number, as_title
from rest.door import Call
from rest.present import answer, made, picked


async def every(call: Call) -> Response:
    return answer(picked(await listing.swimlanes(call.ctx, call["board_id"]), "_id", "title"))


async def one(call: Call) -> Response:
    return answer(await whole.swimlane_on(call.ctx, call["board_id"], call["swimlane_id"]))


async def create(call: Call) -> Response:
    body = call.body()
    title = as_title("swimlanes", body.get("title"))
    sort = as_number("sort", body.get("sort"))
    return made((await swimlanes.create(call.ctx, call["board_id"], title, sort)).id)
