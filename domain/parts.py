"""Checklists, their items and comments as they are stored, for a door that shows them whole.

Whoever may see a card may see what hangs on it.
"""

from domain.checklist_items import items_of
from domain.context import Context
from domain.errors import NotFoundError
from domain.hanging import At, require_checklist, require_comment, require_item
from domain.placed import require_on_board
from domain.reading import Document
from store.documents import Checklist, ChecklistItem, Comment
from store.match import where
from store.records import Record
from store.whole import find_whole

_ALL = 10_000
"""More than any card has."""


async def checklists_on(ctx: Context, board_id: str, card_id: str) -> list[Checklist]:
    """Returns the checklists of a card from top to bottom. Raises as `require_on_board`."""
    await require_on_board(ctx, board_id, card_id)
    own, order = where(Checklist, card_id=card_id), [("sort", 1), ("id", 1)]
    return await ctx.store.find_many(Checklist, own, sort=order, limit=_ALL)


async def checklist_at(
    ctx: Context, at: At, checklist_id: str
) -> tuple[Document, list[ChecklistItem]]:
    """Returns a checklist and its items. Raises as `require_checklist`."""
    await require_checklist(ctx, checklist_id, at=at)
    found = await _whole(ctx, Checklist, checklist_id, "checklist")
    return found, list(await items_of(ctx, checklist_id))


async def item_at(ctx: Context, at: At, item_id: str) -> Document:
    """Returns an item of a checklist. Raises as `require_item`."""
    await require_item(ctx, item_id, at=at)
    return await _whole(ctx, ChecklistItem, item_id, "checklist item")


async def comments_on(ctx: Context, board_id: str, card_id: str) -> list[Comment]:
    """Returns the comments on a card, oldest first; old ones do not name their board. Raises as
    `require_on_board`."""
    await require_on_board(ctx, board_id, card_id)
    own, order = where(Comment, card_id=card_id), [("created_at", 1), ("id", 1)]
    return await ctx.store.find_many(Comment, own, sort=order, limit=_ALL)


async def comment_at(ctx: Context, at: At, comment_id: str) -> Document:
    """Returns a comment. Raises as `require_comment`."""
    await require_comment(ctx, comment_id, at=at)
    return await _whole(ctx, Comment, comment_id, "comment")


async def _whole(ctx: Context, kind: type[Record], wanted: str, noun: str) -> Document:
    found = await find_whole(ctx.store, kind, where(kind, id=wanted))
    if found is None:
        raise NotFoundError(noun)
    return found
