"""The bulk routes: many cards of a board at once.

Source: Wekan's server/models/cards.js. Wekan keeps what it wrote before the first card that
is wrong; here the whole request is refused.
"""

from collections.abc import Mapping

from starlette.responses import Response

from domain import bulk
from domain.changes import NewCard
from domain.errors import BadInputError
from domain.roles import Capability
from domain.visibility import require_board
from rest import card_fields
from rest.body import as_object, as_text
from rest.cards import without_strangers
from rest.door import Call
from rest.errors import RefusedError
from rest.present import answer

_KEYS = ("title", "description", "parentId", "members", "assignees")


async def _permitted(call: Call) -> Mapping[str, object]:
    """Returns the body. Whoever may not write on the board is told that before anything else."""
    await require_board(call.ctx, call["board_id"], Capability.WRITE)
    return call.body()


async def create(call: Call) -> Response:
    body = await _permitted(call)
    given = _bounded("cards", body.get("cards"))
    swimlane_id = as_text("swimlaneId", body.get("swimlaneId"))
    new = [await _new_card(call, as_object(each), swimlane_id) for each in given]
    made = await bulk.create(call.ctx, call["board_id"], new)
    return answer([{"index": index, "_id": card.id} for index, card in enumerate(made)])


async def _new_card(call: Call, body: Mapping[str, object], swimlane_id: str | None) -> NewCard:
    board_id = call["board_id"]
    content = card_fields.content({key: body[key] for key in _KEYS if key in body})
    return NewCard(
        board_id=board_id,
        list_id=call["list_id"],
        swimlane_id=as_text("swimlaneId", body.get("swimlaneId")) or swimlane_id or None,
        title=card_fields.title("title", body.get("title")),
        content=await without_strangers(call.ctx, board_id, content),
    )


async def delete(call: Call) -> Response:
    wanted = _ids(await _permitted(call), "cardIds")
    deleted = await bulk.delete(call.ctx, call["board_id"], wanted)
    return answer({"deleted": deleted, "notFound": _missing(wanted, deleted)})


async def merge_labels(call: Call) -> Response:
    body = await _permitted(call)
    wanted = _ids(body, "cardIds")
    add, remove = (_texts(name, body.get(name) or []) for name in ("addLabelIds", "removeLabelIds"))
    if not add and not remove:
        raise RefusedError(400, {"error": "provide at least one of addLabelIds or removeLabelIds"})
    try:
        cards = await bulk.merge_labels(call.ctx, call["board_id"], wanted, add, remove)
    except bulk.LabelsError as error:
        told = {"error": error.message, "invalidLabelIds": error.label_ids}
        raise RefusedError(400, told) from None
    updated = [{"_id": card.id, "labelIds": card.label_ids} for card in cards]
    return answer({"updated": updated, "notFound": _missing(wanted, [c.id for c in cards])})


def _missing(wanted: list[str], found: list[str]) -> list[str]:
    return [each for each in dict.fromkeys(wanted) if each not in found]


def _ids(body: Mapping[str, object], name: str) -> list[str]:
    return _texts(name, _bounded(name, body.get(name)))


def _texts(name: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadInputError(name, "A list of ids is required.")
    return value


def _bounded(name: str, value: object) -> list[object]:
    if not isinstance(value, list) or not value:
        raise RefusedError(400, {"error": f"{name} must be a non-empty array"})
    if len(value) > bulk.MOST:
        problem = f"{name} array too large (max {bulk.MOST} per request)"
        raise RefusedError(400, {"error": problem})
    return value
