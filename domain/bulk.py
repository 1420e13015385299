"""The same done to many cards of one board at once, as Wekan's bulk routes do it.

Source: the bulk routes of Wekan's server/models/cards.js. Cards that are not on the board, or
hidden from the actor, are named in the answer; all else that is wrong refuses the whole.
"""

import dataclasses
from collections.abc import Sequence

from domain import activities, card_activities, cards, moves, removal, values
from domain.batch import numbered
from domain.card_activities import Names
from domain.card_checks import checked_content
from domain.card_writes import touched
from domain.changes import NewCard
from domain.context import Context
from domain.errors import BadInputError
from domain.roles import Capability
from domain.visibility import require_board, sees_card
from store.documents import Card
from store.match import ABSENT, NOT_TRUE, Filter, all_of, any_of, where
from store.mongo import Modifier

MOST = 500
"""The most cards of one request (Wekan's #4743)."""


async def create(ctx: Context, board_id: str, new: Sequence[NewCard]) -> list[Card]:
    """Stores and returns cards at the bottom of their lists. Raises as `cards.create`; the
    error says by `index` which of them is wrong."""
    board = (await require_board(ctx, board_id, Capability.WRITE)).board
    places: dict[tuple[str, str | None], moves.Place] = {}
    checked: list[cards.New] = []
    for index, each in enumerate(new):
        with numbered(index):
            where_to = (each.list_id, each.swimlane_id)
            if where_to not in places:
                places[where_to] = await moves.require_place(ctx, board, *where_to)
            title = values.title("input.title", each.title)
            content = await checked_content(ctx, each.content, board, before=None)
            filled = {name: value for name, value in content.items() if value is not None}
            checked.append((places[where_to], filled | {"title": title}))

    async def work() -> list[Card]:
        return await cards.insert(ctx, board, checked)

    return await ctx.store.atomically(work)


async def delete(ctx: Context, board_id: str, card_ids: Sequence[str]) -> list[str]:
    """Removes those of the cards that are on the board, archived or not, with their subtasks
    and all that hangs on them; returns the ids that were named and found."""
    found = await _on_board(ctx, board_id, card_ids, where(Card))
    family = await cards.families(ctx, found)
    if found:
        await removal.remove_cards(ctx, family)
        entries = (card_activities.card_deleted(card) for card in reversed(family))
        await activities.record(ctx, *entries)
        await removal.remove_files(ctx, family)
    return [card.id for card in found]


async def merge_labels(
    ctx: Context, board_id: str, card_ids: Sequence[str], add: Sequence[str], remove: Sequence[str]
) -> list[Card]:
    """Takes labels off live cards of the board and puts others on; returns those cards as they
    then are. Raises LabelsError where the board lacks a label that is to be put on."""
    board = (await require_board(ctx, board_id, Capability.WRITE)).board
    unknown = [each for each in add if each not in {label.id for label in board.labels}]
    if unknown:
        raise LabelsError(unknown)

    async def work() -> list[Card]:
        found = await _on_board(ctx, board_id, card_ids, where(Card, archived=NOT_TRUE))
        same = where(Card, id=any_of([card.id for card in found]), board_id=board_id)
        for part in ({"pull": {"label_ids": remove}}, {"add": {"label_ids": add}}):
            await ctx.store.update_many(Card, same, Modifier(set=touched(ctx), **part))
        return found

    before = await ctx.store.atomically(work)
    after = [_relabelled(card, add, remove) for card in before]
    names = Names(board, None, None, {})
    entries = [
        entry
        for pair in zip(before, after, strict=True)
        for entry in card_activities.card_changes(ctx, *pair, names)
    ]
    await activities.record(ctx, *entries)
    return after


class LabelsError(BadInputError):
    """Labels that the board does not have."""

    def __init__(self, label_ids: list[str]) -> None:
        super().__init__("input.addLabelIds", "addLabelIds contains labels not on this board")
        self.label_ids = label_ids


def _relabelled(card: Card, add: Sequence[str], remove: Sequence[str]) -> Card:
    kept = [each for each in card.label_ids if each not in remove]
    return dataclasses.replace(card, label_ids=list(dict.fromkeys([*kept, *add])))


async def _on_board(
    ctx: Context, board_id: str, card_ids: Sequence[str], condition: Filter
) -> list[Card]:
    """Returns those of the cards that are there and that the actor sees, in the order given.

    Raises as `require_board`, since they are to be changed.
    """
    seen = await require_board(ctx, board_id, Capability.WRITE)
    named = where(Card, id=any_of(card_ids), board_id=board_id, deleted_at=ABSENT)
    found = await ctx.store.find_many(Card, all_of(named, condition))
    known = {
        card.id: card for card in found if sees_card(ctx.actor, seen.access, card.assignee_ids)
    }
    return [known[each] for each in dict.fromkeys(card_ids) if each in known]
