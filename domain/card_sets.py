"""Labels and people of a card, put on and taken off one at a time.

Each is one write that leaves the others alone, whoever changes them meanwhile. Source: the
`members` and `assignees` routes of Wekan's server/models/cards.js, and its card helpers.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain import activities, card_activities, cards
from domain.card_activities import Names
from domain.card_checks import require_labels, require_members
from domain.card_writes import touched
from domain.changes import CardChange
from domain.context import Context
from domain.errors import NotFoundError
from domain.people import usernames
from domain.roles import Capability
from domain.visibility import Seen, require_card
from store.documents import Card
from store.match import ABSENT, where
from store.mongo import Modifier

LINKED = "cardType-linkedCard"


@dataclass(frozen=True, slots=True)
class Part:
    """What is put on a card or taken off: `name` is the attribute that lists such ids."""

    name: str
    id: str


async def put_on(ctx: Context, card_id: str, part: Part) -> Card:
    """Puts a label, a member or an assignee on a card; returns the card that it went to.

    Who is put on a linked card is put on the card behind it. Raises BadInputError unless the
    label is the board's, the person an active member of the board.
    """
    seen = await _required(ctx, card_id, part, [part.id])
    if part.id in getattr(seen.it, part.name):
        return seen.it
    if part.name == "label_ids":
        require_labels([part.id], seen.board, seen.it)
    else:
        require_members(part.name, [part.id], seen.board, seen.it)
    return await _changed(ctx, seen, part, Modifier(add={part.name: [part.id]}))


async def take_off(ctx: Context, card_id: str, part: Part) -> Card:
    """Takes a label or a person off a card; nothing happens where it is not there."""
    seen = await _required(ctx, card_id, part, [])
    return await _changed(ctx, seen, part, Modifier(pull={part.name: [part.id]}))


async def _required(ctx: Context, card_id: str, part: Part, put: list[str]) -> Seen[Card]:
    seen = await require_card(ctx, card_id, Capability.MOVE_CARD)
    if seen.it.type == LINKED and seen.it.linked_id and part.name != "label_ids":
        cards.require_right(ctx, seen, _as_change(seen.it, part, put))
        seen = await require_card(ctx, seen.it.linked_id, Capability.MOVE_CARD)
    cards.require_right(ctx, seen, _as_change(seen.it, part, put))
    return seen


def _as_change(card: Card, part: Part, put: list[str]) -> CardChange:
    """What roles are asked about: a worker may take cards on, and nothing else."""
    others = [each for each in getattr(card, part.name) if each != part.id]
    changed: Mapping[str, Any] = {part.name: [*others, *put]}
    return CardChange(**changed)


async def _changed(ctx: Context, seen: Seen[Card], part: Part, change: Modifier) -> Card:
    card = seen.it
    before = await ctx.store.change(
        Card,
        where(Card, id=card.id, board_id=card.board_id, deleted_at=ABSENT),
        dataclasses.replace(change, set=touched(ctx)),
        before=True,
    )
    if before is None:
        raise NotFoundError("card")
    others = [each for each in getattr(before, part.name) if each != part.id]
    new = [*others, part.id] if change.add else others
    altered: Mapping[str, Any] = {part.name: new}
    after = dataclasses.replace(before, **altered)
    people = {part.id} if part.name != "label_ids" else set[str]()
    names = Names(seen.board, None, None, await usernames(ctx, people))
    await activities.record(ctx, *card_activities.card_changes(ctx, before, after, names))
    return after
