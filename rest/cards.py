"""Cards, mostly under /api/boards/:boardId/lists/:listId/cards.

Source: Wekan's server/models/cards.js.
"""

import dataclasses
from typing import Any

from starlette.responses import Response

from domain import cards, listing, placed, whole
from domain.changes import CardChange, NewCard
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.people import active_members
from domain.placed import Address
from domain.visibility import require_board
from rest import card_fields
from rest.body import as_flag, as_text, as_title
from rest.door import Call
from rest.errors import RefusedError
from rest.present import answer, card_lines, made


def _address(call: Call) -> Address:
    return Address(call["board_id"], call["list_id"], call["card_id"])


async def in_list(call: Call) -> Response:
    found = await listing.cards_in_list(call.ctx, call["board_id"], call["list_id"])
    return answer(card_lines(found, "swimlaneId"))


async def in_swimlane(call: Call) -> Response:
    found = await listing.cards_in_swimlane(call.ctx, call["board_id"], call["swimlane_id"])
    return answer(card_lines(found, "listId"))


async def one(call: Call) -> Response:
    return answer(await whole.card_at(call.ctx, _address(call)))


async def by_id(call: Call) -> Response:
    return answer(await whole.card(call.ctx, call["card_id"]))


async def create(call: Call) -> Response:
    body = call.body()
    board_id = call["board_id"]
    content = await _without_strangers(call.ctx, board_id, card_fields.content(body))
    new = NewCard(
        board_id=board_id,
        list_id=call["list_id"],
        swimlane_id=as_text("swimlaneId", body.get("swimlaneId")) or None,
        title=as_title("cards", body.get("title"))[: card_fields.LONGEST_TITLE],
        content=content,
    )
    try:
        return made((await cards.create(call.ctx, new)).id)
    except BadInputError as error:
        if error.field == "input.listId":  # here the path names it
            raise NotFoundError("list") from None
        raise card_fields.as_named(error) from None


async def update(call: Call) -> Response:
    body, address = call.body(), _address(call)
    archived = as_flag("archive", body["archive"]) if "archive" in body else None
    change = _joined(card_fields.content(body), card_fields.placement(body))
    board_id = change.board_id if isinstance(change.board_id, str) else address.board_id
    change = await _without_strangers(call.ctx, board_id, change)
    try:
        await placed.update(call.ctx, address, change, archived=archived)
    except BadInputError as error:
        raise _as_placed(error, change) from None
    if archived is None and not dict(change.given()):
        raise RefusedError(404, {"message": "Error"})
    return made(address.card_id)


def _as_placed(error: BadInputError, change: CardChange) -> Exception:
    """Returns the error as Wekan tells it where a place is wrong."""
    told = card_fields.as_named(error)
    if told.field not in ("listId", "swimlaneId"):
        return told
    if isinstance(change.board_id, str):
        noun = told.field.removesuffix("Id")
        reason = f"Destination {noun} not found or does not belong to destination board"
        return RefusedError(404, {"error": reason})
    reason = (
        f"{told.field} does not belong to this board. To move a card to another board, "
        "send newBoardId, newSwimlaneId and newListId."
    )
    return RefusedError(400, {"error": reason})


def _joined(one: CardChange, other: CardChange) -> CardChange:
    return dataclasses.replace(one, **dict(other.given()))


async def _without_strangers(ctx: Context, board_id: str, change: CardChange) -> CardChange:
    """Wekan's REST drops people who are not on the board without a word."""
    people = {
        name: value for name, value in change.given() if name in ("member_ids", "assignee_ids")
    }
    if not people:
        return change
    known = active_members((await require_board(ctx, board_id)).board)
    kept: dict[str, Any] = {
        name: [each for each in value if each in known] for name, value in people.items()
    }
    return dataclasses.replace(change, **kept)


async def delete(call: Call) -> Response:
    await placed.delete(call.ctx, _address(call))
    return made(call["card_id"])
