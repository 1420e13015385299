"""Many cards moved at once, with a list or swimlane, and what that brings along.

What a move does to one card is said in `domain.card_guides`; here it is done in batches.
Source: `move` of Wekan's models/lists.js, swimlanes.js and cards.js.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from domain import activities, card_activities
from domain.activities import Entry
from domain.card_guides import OUTLINE, Guide, Target, batches, guide_for, share_fields
from domain.context import Context
from domain.errors import ForbiddenError
from domain.visibility import Seen, narrowing
from store.bulk import update_each
from store.copies import find_outlines
from store.documents import (
    Attachment,
    Board,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    Dependency,
)
from store.match import ABSENT, Filter, all_of, any_of, element, where
from store.mongo import Modifier


@dataclass(slots=True)
class Transfer:
    """Cards that are to be moved, looked up and permitted, not written yet."""

    guide: Guide
    old_board: Board
    moved: list[tuple[Card, Card]] = field(default_factory=list)
    """What was written: each card before and after."""


async def prepared(ctx: Context, source: Seen[Any], wanted: Filter, target: Target) -> Transfer:
    """Returns what `write` needs. Raises ForbiddenError where the actor sees only some of the
    cards and would take the others to another board: it might show them."""
    own = all_of(wanted, where(Card, board_id=source.board.id, deleted_at=ABSENT))
    seen = all_of(own, narrowing(ctx.actor, {source.board.id: source.access}))
    crosses = source.board.id != target.board.board.id
    if crosses and await ctx.store.count(Card, own) != await ctx.store.count(Card, seen):
        raise ForbiddenError("There are cards that you do not see.")
    cards = {card.id: card for card in await find_outlines(ctx.store, Card, own, OUTLINE)}
    same = {card_id: card_id for card_id in cards}
    guide = await guide_for(ctx, cards, same, {source.board.id: source.board}, target)
    return Transfer(guide, source.board)


async def write(ctx: Context, transfer: Transfer) -> None:
    """Moves the cards; for `atomically`, which may run it again."""
    guide, old_board = transfer.guide, transfer.old_board
    transfer.moved.clear()
    await share_fields(ctx, guide)
    for batch in batches(guide.ids):
        own = where(Card, id=any_of(batch), board_id=old_board.id)
        changes: dict[str, Modifier] = {}
        for card in await ctx.store.find_many(Card, own):
            altered = guide.moved(card)
            changes[card.id] = Modifier(set=altered)
            transfer.moved.append((card, dataclasses.replace(card, **altered)))
        await update_each(ctx.store, Card, changes)
        await _bring_files(ctx, guide, batch)
    if guide.board.id != old_board.id:
        for batch in batches(guide.ids):
            await _bring_parts(ctx, guide, batch)
            await _forget(ctx, old_board, batch)


async def _bring_files(ctx: Context, guide: Guide, card_ids: list[str]) -> None:
    """Attachments say where their card lies; one write for each place cards went to."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for card_id in card_ids:
        place = guide.places[card_id]
        by_place.setdefault((place.list.id, place.swimlane.id), []).append(card_id)
    for (list_id, swimlane_id), ids in by_place.items():
        there = {"board_id": guide.board.id, "list_id": list_id, "swimlane_id": swimlane_id}
        held = where(Attachment, card_id=any_of(ids))
        await ctx.store.update_many(Attachment, held, Modifier(set=there))


async def _bring_parts(ctx: Context, guide: Guide, card_ids: list[str]) -> None:
    board = Modifier(set={"board_id": guide.board.id})
    for kind in (Checklist, ChecklistItem, Comment):
        await ctx.store.update_many(kind, where(kind, card_id=any_of(card_ids)), board)


async def _forget(ctx: Context, old_board: Board, card_ids: list[str]) -> None:
    """Takes the cards off the dependencies of those left behind; old entries are bare ids."""
    entry = where(Dependency, card_id=any_of(card_ids))
    for condition, pulled in (
        (any_of(card_ids), card_ids),
        (element(Dependency, card_id=any_of(card_ids)), entry),
    ):
        left = where(Card, board_id=old_board.id, dependencies=condition)
        await ctx.store.update_many(Card, left, Modifier(pull={"dependencies": pulled}))


async def tell(ctx: Context, transfer: Transfer) -> None:
    """Records where each card went."""
    await activities.record(ctx, *_entries(ctx, transfer))


def _entries(ctx: Context, transfer: Transfer) -> Iterator[Entry]:
    for before, after in transfer.moved:
        place = transfer.guide.places[before.id]
        names = card_activities.Names(
            transfer.guide.board, place.list, place.swimlane, {}, transfer.old_board
        )
        yield from card_activities.card_changes(ctx, _but_for_place(before, after), after, names)


def _but_for_place(before: Card, after: Card) -> Card:
    """That labels and members are others on another board is no news of its own."""
    kept = {name: getattr(after, name) for name in ("label_ids", "member_ids")}
    return dataclasses.replace(before, **kept)
