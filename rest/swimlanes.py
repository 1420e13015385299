"""/api/boards/:boardId/swimlanes: swimlanes.

Source: Wekan's server/models/swimlanes.js.
"""

from starlette.responses import Response

from domain import listing, places, swimlane_places, swimlanes, whole
from domain.changes import UNSET
from domain.place_changes import SwimlaneChange
from rest.body import as_number, as_text, as_title
from rest.destinations import destination
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


async def update(call: Call) -> Response:
    body = call.body()
    title = as_text("title", body["title"]) if "title" in body else UNSET
    seen = await places.swimlane_on(call.ctx, call["board_id"], call["swimlane_id"])
    return made((await swimlanes.update(call.ctx, seen.it.id, SwimlaneChange(title=title))).id)


async def delete(call: Call) -> Response:
    seen = await places.swimlane_on(call.ctx, call["board_id"], call["swimlane_id"])
    await swimlanes.delete(call.ctx, seen.it.id)
    return made(seen.it.id)


async def copy(call: Call) -> Response:
    to = destination(call.body(), titled=True)
    seen = await places.swimlane_on(call.ctx, call["board_id"], call["swimlane_id"])
    return made((await swimlane_places.copy(call.ctx, seen.it.id, to)).id)


async def move(call: Call) -> Response:
    to = destination(call.body(), titled=True)
    seen = await places.swimlane_on(call.ctx, call["board_id"], call["swimlane_id"])
    return made((await swimlane_places.move(call.ctx, seen.it.id, to)).id)
