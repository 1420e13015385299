"""/api/boards/:boardId/cards/:cardId/checklists: checklists and their items.

Source: Wekan's server/models/checklists.js and checklistItems.js.
"""

import math

from starlette.responses import Response

from domain import checklist_items, checklists, parts
from domain.changes import UNSET, Given
from domain.checklist_items import ItemChange
from domain.checklists import NewChecklist
from domain.errors import BadInputError
from domain.hanging import At, require_checklist, require_item
from domain.placed import require_on_board
from domain.roles import Capability
from rest.body import as_flag, as_number, as_text
from rest.door import Call
from rest.present import answer, made


async def every(call: Call) -> Response:
    found = await parts.checklists_on(call.ctx, call["board_id"], call["card_id"])
    return answer([{"_id": each.id, "title": each.title} for each in found])


async def one(call: Call) -> Response:
    found, items = await parts.checklist_at(call.ctx, _at(call), call["checklist_id"])
    lines = [{"_id": e.id, "title": e.title, "isFinished": e.is_finished} for e in items]
    return answer({**found, "items": lines})


def _at(call: Call) -> At:
    return At(call["board_id"], call["card_id"])


async def create(call: Call) -> Response:
    await require_on_board(call.ctx, call["board_id"], call["card_id"], Capability.WRITE)
    body = call.body()
    new = NewChecklist(
        card_id=call["card_id"],
        title=as_text("title", body.get("title")),
        items=_items(body.get("items")),
    )
    return made((await checklists.create(call.ctx, new)).id)


def _items(value: object) -> list[str]:
    """Reads titles; a single text is one, and an empty one is none."""
    if value is None or value == "":
        return []
    given = value if isinstance(value, list) else [value]
    return [as_text("items", each) or "" for each in given]


async def delete(call: Call) -> Response:
    await checklists.delete(call.ctx, call["checklist_id"], _at(call))
    return made(call["checklist_id"])


async def item(call: Call) -> Response:
    return answer(await parts.item_at(call.ctx, _in(call), call["item_id"]))


def _in(call: Call) -> At:
    return At(call["board_id"], call["card_id"], call["checklist_id"])


async def create_item(call: Call) -> Response:
    checklist_id = call["checklist_id"]
    await require_checklist(call.ctx, checklist_id, Capability.WRITE, _at(call))
    body = call.body()
    title = as_text("title", body.get("title"))
    sort = _sort(body["sort"]) if "sort" in body else None
    return made((await checklist_items.create(call.ctx, checklist_id, title, sort)).id)


def _sort(value: object) -> float | None:
    """Reads a place; nothing is the first, and what is no number the last."""
    text = (as_text("sort", value) or "").strip()
    if not text:
        return 0
    try:
        number = as_number("sort", text)
    except BadInputError:
        return None
    return number if number is not None and math.isfinite(number) else None


async def update_item(call: Call) -> Response:
    await require_item(call.ctx, call["item_id"], Capability.WRITE, _in(call))
    body = call.body()
    title: Given[str] = as_text("title", body["title"]) if "title" in body else UNSET
    finished: Given[bool] = UNSET
    if "isFinished" in body:
        finished = _finished(body["isFinished"])
    change = ItemChange(title=title, is_finished=finished)
    await checklist_items.update(call.ctx, call["item_id"], change)
    return made(call["item_id"])


def _finished(value: object) -> bool:
    if value is None:
        raise BadInputError("isFinished", "This is true or false.")
    return value != 0 if isinstance(value, int | float) else as_flag("isFinished", value)


async def delete_item(call: Call) -> Response:
    await checklist_items.delete(call.ctx, call["item_id"], _in(call))
    return made(call["item_id"])
