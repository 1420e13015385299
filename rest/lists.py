"""/api/boards/:boardId/lists: lists.

Source: Wekan's server/models/lists.js.
"""

from starlette.responses import Response

from domain import listing, lists, whole
from rest.body import as_text, as_title
from rest.door import Call
from rest.present import answer, list_lines, made


async def every(call: Call) -> Response:
    found = await listing.lists(call.ctx, call["board_id"])
    touched = await listing.cards_touched(call.ctx, call["board_id"])
    return answer(list_lines(found, touched))


async def one(call: Call) -> Response:
    return answer(await whole.list_on(call.ctx, call["board_id"], call["list_id"]))


async def create(call: Call) -> Response:
    body = call.body()
    title = as_title("lists", body.get("title"))
    swimlane_id = as_text("swimlaneId", body.get("swimlaneId")) or None
    return made((await lists.create(call.ctx, call["board_id"], title, swimlane_id)).id)
