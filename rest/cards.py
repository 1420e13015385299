"""Cards, mostly under /api/boards/:boardId/lists/:listId/cards.

Source: Wekan's server/models/cards.js.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from domain import card_values, cards, linking, listing, placed, whole
from domain.changes import CardChange, NewCard
from domain.context import Context
from domain.errors import BadInputError, NotFoundError, StaleError
from domain.listing import Due
from domain.people import active_members
from domain.placed import Address
from domain.reading import Document
from domain.visibility import require_board
from rest import card_fields, conditions
from rest.body import as_date, as_flag, as_text, as_title
from rest.door import Call
from rest.errors import RefusedError
from rest.present import answer, card_lines, made, picked


def address_of(call: Call) -> Address:
    return Address(call["board_id"], call["list_id"], call["card_id"])


async def in_list(call: Call) -> Response:
    found = await listing.cards_in_list(call.ctx, call["board_id"], call["list_id"])
    return answer(card_lines(found, "swimlaneId"))


async def in_swimlane(call: Call) -> Response:
    found = await listing.cards_in_swimlane(call.ctx, call["board_id"], call["swimlane_id"])
    return answer(card_lines(found, "listId"))


async def one(call: Call) -> Response:
    return conditions.shown(call, await whole.card_at(call.ctx, address_of(call)))


async def by_id(call: Call) -> Response:
    return conditions.shown(call, await whole.card(call.ctx, call["card_id"]))


async def count_on_board(call: Call) -> Response:
    count = await listing.count_cards(call.ctx, call["board_id"])
    return answer({"board_cards_count": count})


async def count_in_list(call: Call) -> Response:
    count = await listing.count_cards(call.ctx, call["board_id"], call["list_id"])
    return answer({"list_cards_count": count})


async def by_custom_field(call: Call) -> Response:
    """The value in the path is a text, and stands for a number, a flag or a date as well."""
    text = call["custom_field_value"]
    field_id = call["custom_field_id"]
    candidates = card_values.candidates(text)
    return answer(await whole.cards_holding(call.ctx, call["board_id"], field_id, candidates))


async def own(call: Call) -> Response:
    query = call.request.query_params
    due = Due(
        only=query.get("due", "").strip().lower() in ("true", "1", "yes"),
        start=as_date("from", query.get("from")),
        end=as_date("to", query.get("to")),
    )
    found = await listing.own_cards(call.ctx, due)
    names = ("_id", "title", "boardId", "swimlaneId", "listId", "dueAt", "startAt", "endAt")
    people: Document = {"members": [], "assignees": []}
    return answer(picked([people | each for each in found], *names, *people))


async def create(call: Call) -> Response:
    body = call.body()
    if body.get("linkedId"):
        return await _link(call, body)
    board_id = call["board_id"]
    content = await without_strangers(call.ctx, board_id, card_fields.content(body))
    new = NewCard(
        board_id=board_id,
        list_id=call["list_id"],
        swimlane_id=_swimlane(call, body),
        title=as_title("cards", body.get("title"))[: card_fields.LONGEST_TITLE],
        content=content,
    )
    try:
        return made((await cards.create(call.ctx, new)).id)
    except BadInputError as error:
        if error.field == "input.listId":  # here the path names it
            raise NotFoundError("list") from None
        raise card_fields.as_named(error) from None


def _swimlane(call: Call, body: Mapping[str, object]) -> str | None:
    """python-wekan names the board here, and Wekan shows such a card in the first swimlane."""
    named = as_text("swimlaneId", body.get("swimlaneId")) or None
    return None if named == call["board_id"] else named


async def _link(call: Call, body: Mapping[str, object]) -> Response:
    try:
        card = await linking.create(
            call.ctx,
            as_text("linkedId", body["linkedId"]) or "",
            board_id=call["board_id"],
            list_id=call["list_id"],
            swimlane_id=as_text("swimlaneId", body.get("swimlaneId")) or None,
        )
    except BadInputError as error:
        if error.field == "input.linkedId":
            raise RefusedError(404, {"error": "linkedId card not found"}) from None
        if error.field == "input.listId":
            raise NotFoundError("list") from None
        raise card_fields.as_named(error) from None
    return made(card.id)


async def update(call: Call) -> Response:
    body, address = call.body(), address_of(call)
    archived = as_flag("archive", body["archive"]) if "archive" in body else None
    change = _joined(card_fields.content(body), card_fields.placement(body))
    board_id = change.board_id if isinstance(change.board_id, str) else address.board_id
    change = await without_strangers(call.ctx, board_id, change)
    try:
        await placed.update(
            call.ctx, address, change, archived=archived, expected=conditions.expected(call)
        )
    except StaleError as error:
        raise conditions.as_failed(error) from None
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


async def without_strangers(ctx: Context, board_id: str, change: CardChange) -> CardChange:
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
    try:
        await placed.delete(call.ctx, address_of(call), conditions.expected(call))
    except StaleError as error:
        raise conditions.as_failed(error) from None
    return made(call["card_id"])
