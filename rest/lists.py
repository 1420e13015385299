"""/api/boards/:boardId/lists: lists.

Source: Wekan's server/models/lists.js.
"""

import math
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from domain import list_places, listing, lists, places, whole
from domain.errors import BadInputError, NotFoundError
from domain.place_changes import ListChange
from domain.reading import documents
from rest import conditions
from rest.body import as_number, as_strict_flag, as_text, as_title
from rest.card_fields import LONGEST_TITLE
from rest.destinations import destination
from rest.door import Call
from rest.errors import RefusedError, SchemaError
from rest.present import answer, list_lines, made

_NO_COLOR = "Invalid list color. Use a named palette color or a #rrggbb hex value."


async def every(call: Call) -> Response:
    found = await listing.lists(call.ctx, call["board_id"])
    touched = await listing.cards_touched(call.ctx, call["board_id"])
    return answer(list_lines(found, touched))


async def one(call: Call) -> Response:
    return conditions.shown(call, await whole.list_on(call.ctx, call["board_id"], call["list_id"]))


async def create(call: Call) -> Response:
    body = call.body()
    title = as_title("lists", body.get("title"))
    swimlane_id = as_text("swimlaneId", body.get("swimlaneId")) or None
    return made((await lists.create(call.ctx, call["board_id"], title, swimlane_id)).id)


async def update(call: Call) -> Response:
    change = _change(call.body())
    seen = await places.list_on(call.ctx, call["board_id"], call["list_id"])
    if seen.it.archived:
        raise NotFoundError("list")
    if not dict(change.given()):
        raise RefusedError(404, {"message": "Error"})
    try:
        return made((await lists.update(call.ctx, seen.it.id, change)).id)
    except BadInputError as error:
        if error.field == "input.color":
            raise RefusedError(400, {"error": _NO_COLOR}) from None
        raise


def _change(body: Mapping[str, object]) -> ListChange:
    values: dict[str, Any] = {}
    if "title" in body:
        values["title"] = (as_text("title", body["title"]) or "").strip()[:LONGEST_TITLE]
    if "color" in body:
        values["color"] = as_text("color", body["color"])
    if "starred" in body:
        values["starred"] = as_strict_flag("starred", body["starred"])
    if "wipLimit" in body:
        values["wip_limit"] = _wip_limit(body["wipLimit"])
    return ListChange(**values)


def _wip_limit(value: object) -> documents.WipLimit:
    """What is missing of a limit is as in a new one."""
    if not isinstance(value, dict):
        raise SchemaError("wipLimit", "Wip limit must be of type Object in lists updateAsync")
    if not value.keys() <= {"value", "enabled", "soft"}:
        raise BadInputError("wipLimit", "A limit has value, enabled and soft.")
    number = as_number("wipLimit", value.get("value"))
    flags = {
        name: as_strict_flag("wipLimit", value[name])
        for name in ("enabled", "soft")
        if value.get(name) not in (None, "")
    }
    if number is not None and not (math.isfinite(number) and number % 1 == 0):
        raise BadInputError("wipLimit", "A limit is a whole number.")
    return documents.WipLimit(value=1 if number is None else int(number), **flags)


async def delete(call: Call) -> Response:
    seen = await places.list_on(call.ctx, call["board_id"], call["list_id"])
    await lists.delete(call.ctx, seen.it.id)
    return made(seen.it.id)


async def copy(call: Call) -> Response:
    to = destination(call.body())
    seen = await places.list_on(call.ctx, call["board_id"], call["list_id"])
    return made((await list_places.copy(call.ctx, seen.it.id, to)).id)


async def move(call: Call) -> Response:
    to = destination(call.body())
    seen = await places.list_on(call.ctx, call["board_id"], call["list_id"])
    return made((await list_places.move(call.ctx, seen.it.id, to)).id)
