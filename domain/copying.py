"""Copies of cards with all that hangs on them: subtasks, checklists, comments, attachments.

`copy_cards` does it all; a copy of a whole board puts its own writes around the steps.
Everything is read and written in batches. Source: Wekan's models/cards.js, checklists.js and
cardComments.js; replies and covers, which Wekan's copies lose or leave at the original,
follow here.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from domain import activities, card_activities, positions
from domain.activities import Entry
from domain.card_guides import OUTLINE, Guide, Target, batches, guide_for, share_fields
from domain.context import Context
from domain.visibility import ACCESS_ATTRIBUTES, Seen, board_access, narrowing, sees_card
from store.copies import copy_documents, find_outlines
from store.documents import (
    Attachment,
    Board,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
)
from store.file_copies import FileCopies, copy_bytes, copy_files, discard_bytes
from store.ids import new_id
from store.match import ABSENT, Filter, all_of, any_of, where

_DEEPEST = 20
"""How many levels of subtasks are copied with a card."""


@dataclass(slots=True)
class Copies:
    """A set of cards that is to be copied, looked up and permitted, not written yet."""

    guide: Guide
    files: FileCopies
    cards: dict[str, Card] = field(default_factory=dict)
    """What was written: each copy by the id of its original."""
    comments: list[Comment] = field(default_factory=list)


async def copy_cards(
    ctx: Context, source: Seen[Any], wanted: Filter, target: Target
) -> dict[str, Card]:
    """Copies the cards of the source's board that `wanted` names and that the actor sees.

    Returns the copies by the ids of their originals, subtasks among them.
    """
    async with prepared(ctx, source, wanted, target) as copies:
        await ctx.store.atomically(partial(write, ctx, copies))
    await tell(ctx, copies)
    return copies.cards


@asynccontextmanager
async def prepared(
    ctx: Context, source: Seen[Any], wanted: Filter, target: Target
) -> AsyncIterator[Copies]:
    """Looks up all that `write` stands on, and copies the bytes of attachments, which are
    taken back unless the body succeeds."""
    boards = {source.board.id: source.board}
    cards = await _family(ctx, source, wanted, boards)
    ids = {card_id: new_id() for card_id in cards}
    guide = await guide_for(ctx, cards, ids, boards, target)
    files = FileCopies()
    try:
        for batch in batches(guide.ids):
            held = where(Attachment, card_id=any_of(batch))
            await copy_bytes(ctx.store, Attachment, held, files)
        yield Copies(replace(guide, files=files.ids), files)
    except BaseException:
        await discard_bytes(ctx.store, Attachment, files)
        raise


async def _family(
    ctx: Context, source: Seen[Any], wanted: Filter, boards: dict[str, Board]
) -> dict[str, Card]:
    """Returns the cards wanted and the subtasks below them that the actor sees, parents first.

    The boards that subtasks lie on are added to `boards`.
    """
    own = where(Card, board_id=source.board.id, deleted_at=ABSENT)
    seen = narrowing(ctx.actor, {source.board.id: source.access})
    found = await find_outlines(ctx.store, Card, all_of(wanted, own, seen), OUTLINE)
    family = {card.id: card for card in found}
    for _ in range(_DEEPEST):
        if not found:
            break
        below = where(Card, parent_id=any_of([card.id for card in found]), deleted_at=ABSENT)
        children = await find_outlines(ctx.store, Card, below, OUTLINE)
        await _learn_boards(ctx, children, boards)
        found = [each for each in children if each.id not in family and _sees(ctx, each, boards)]
        family |= {card.id: card for card in found}
    return family


async def _learn_boards(ctx: Context, cards: list[Card], boards: dict[str, Board]) -> None:
    unknown = {card.board_id for card in cards} - boards.keys()
    if unknown:
        names = (*ACCESS_ATTRIBUTES, "labels")
        found = await find_outlines(ctx.store, Board, where(Board, id=any_of(unknown)), names)
        boards |= {board.id: board for board in found}


def _sees(ctx: Context, card: Card, boards: Mapping[str, Board]) -> bool:
    board = boards.get(card.board_id)
    access = board_access(ctx.actor, board) if board else None
    return access is not None and sees_card(ctx.actor, access, card.assignee_ids)


async def write(ctx: Context, copies: Copies) -> None:
    """Stores the copies; for `atomically`, which may run it again."""
    guide = copies.guide
    copies.cards.clear()
    copies.comments.clear()
    await share_fields(ctx, guide)
    for batch in batches(guide.ids):
        wanted = where(Card, id=any_of(batch))
        pairs = await copy_documents(ctx.store, Card, wanted, guide.copied)
        copies.cards |= {old.id: made for old, made in pairs}
        await _copy_checklists(ctx, guide, batch)
        copies.comments += await _copy_comments(ctx, guide, batch)
        await _copy_attachments(ctx, copies, batch)


async def _copy_checklists(ctx: Context, guide: Guide, card_ids: list[str]) -> None:
    ids: dict[str, str] = defaultdict(new_id)
    own = guide.part

    def of_checklist(old: Checklist) -> dict[str, Any]:
        return own(old.card_id) | {"id": ids[old.id]}

    def of_item(old: ChecklistItem) -> dict[str, Any]:
        return own(old.card_id) | {"id": new_id(), "checklist_id": ids[old.checklist_id]}

    held = where(Checklist, card_id=any_of(card_ids))
    await copy_documents(ctx.store, Checklist, held, of_checklist)
    if ids:
        items = where(ChecklistItem, checklist_id=any_of(list(ids)), card_id=any_of(card_ids))
        await copy_documents(ctx.store, ChecklistItem, items, of_item)


async def _copy_comments(ctx: Context, guide: Guide, card_ids: list[str]) -> list[Comment]:
    ids: dict[str, str] = defaultdict(new_id)

    def altered(old: Comment) -> dict[str, Any]:
        parent_id = ids[old.parent_id] if old.parent_id else ""
        return guide.part(old.card_id) | {"id": ids[old.id], "parent_id": parent_id}

    held = where(Comment, card_id=any_of(card_ids))
    return [made for _, made in await copy_documents(ctx.store, Comment, held, altered)]


async def _copy_attachments(ctx: Context, copies: Copies, card_ids: list[str]) -> None:
    guide, files = copies.guide, copies.files

    def altered(old: Attachment) -> dict[str, Any]:
        assert old.card_id is not None
        place = guide.places[old.card_id]
        return {
            "id": files.ids[old.id],
            "card_id": guide.ids[old.card_id],
            "board_id": guide.board.id,
            "list_id": place.list.id,
            "swimlane_id": place.swimlane.id,
            "source": "copy",
            "copied_from": old.id,
            "copied_storage": "gridfs",
            "versions": files.versions(old.versions or {}),
        }

    held = where(Attachment, card_id=any_of(card_ids))
    await copy_files(ctx.store, Attachment, held, files, altered)


async def tell(ctx: Context, copies: Copies) -> None:
    """Records what was written, and where it stands."""
    await activities.record(ctx, *_entries(copies))
    await positions.remember_position(ctx, *copies.cards.values())


def _entries(copies: Copies) -> Iterator[Entry]:
    guide = copies.guide
    made = {card.id: card for card in copies.cards.values()}
    for old_id, card in copies.cards.items():
        place = guide.places[old_id]
        names = card_activities.Names(guide.board, place.list, place.swimlane, {})
        yield card_activities.card_created(card, names)
    for comment in copies.comments:
        yield _comment_added(made[comment.card_id], comment.id)


def _comment_added(card: Card, comment_id: str) -> Entry:
    place = {"boardId": card.board_id, "listId": card.list_id, "swimlaneId": card.swimlane_id}
    return Entry("addComment", {"cardId": card.id, "commentId": comment_id} | place)
