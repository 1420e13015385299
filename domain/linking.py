"""Linked cards: a card of one board that stands on another.

Source: `createLinkedCard` of Wekan's server/models/cards.js. Wekan's REST copies every field
of the other card along, its author and its people too; its page, and this, only the title.
"""

from typing import Any

from domain import cards, moves, values
from domain.card_sets import LINKED
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.roles import Capability
from domain.visibility import Seen, require_board, require_card
from store.documents import Card


async def create(
    ctx: Context,
    linked_id: str,
    *,
    board_id: str,
    list_id: str,
    swimlane_id: str | None = None,
    sort: float | None = None,
) -> Card:
    """Stores and returns a card that stands for another; a link to a link leads to its end.

    Raises as `require_board` for the board it goes to, BadInputError where the other card is
    hidden, archived or no plain card.
    """
    board = (await require_board(ctx, board_id, Capability.WRITE)).board
    source = (await _require_source(ctx, linked_id)).it
    place = await moves.require_place(ctx, board, list_id, swimlane_id)
    content: dict[str, Any] = {"title": source.title, "type": LINKED, "linked_id": source.id}
    if sort is not None:
        content["sort"] = values.number("input.sort", sort)
    (card,) = await cards.insert(ctx, board, [(place, content)])
    return card


async def _require_source(ctx: Context, linked_id: str) -> Seen[Card]:
    try:
        seen = await require_card(ctx, linked_id)
        if seen.it.type == LINKED:
            seen = await require_card(ctx, seen.it.linked_id)
    except NotFoundError:
        raise BadInputError("input.linkedId", "There is no such card.") from None
    if seen.it.archived or seen.it.type != "cardType-card":
        raise BadInputError("input.linkedId", "Only live cards can be linked.")
    return seen
