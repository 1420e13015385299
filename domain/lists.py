"""Lists: make, change, archive, delete, and bring back.

Source: Wekan's models/lists.js and server/models/lists.js. Where they go, and copies of them,
are in `list_places`.
"""

import dataclasses
from datetime import datetime
from typing import Any

from domain import activities, moves, positions, values
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.place_activities import list_told
from domain.place_changes import ListChange
from domain.roles import Capability
from domain.visibility import require_board, require_list
from store.documents import Card, List, Undoable, WipLimit
from store.ids import new_id
from store.match import ABSENT, where
from store.mongo import Modifier

_NARROWEST, _WIDEST = 100, 1000
_MARKS = ("deleted_at", "deleted_by", "delete_batch_id")


async def create(ctx: Context, board_id: str, title: str, swimlane_id: str | None = None) -> List:
    """Stores and returns a list; without a swimlane it belongs to the board's first."""
    board = (await require_board(ctx, board_id, Capability.WRITE)).board
    checked = values.title("input.title", title)
    swimlane = await moves.require_swimlane(ctx, board, swimlane_id)
    now = ctx.now()
    made = List(
        id=new_id(),
        title=checked,
        board_id=board.id,
        swimlane_id=swimlane.id,
        sort=await positions.last_sort(ctx, List, board.id),
        wip_limit=WipLimit(),
        created_at=now,
        updated_at=now,
        modified_at=now,
    )
    await ctx.store.insert(made)
    await activities.record(ctx, activities.list_created(made))
    await positions.remember_position(ctx, made)
    return made


async def update(ctx: Context, list_id: str, change: ListChange) -> List:
    """Changes a list and returns it as it then is. Raises BadInputError."""
    seen = await require_list(ctx, list_id, Capability.WRITE)
    altered = {name: _checked(name, value) for name, value in change.given()}
    if not altered:
        return seen.it
    after = await _change(ctx, seen.it, altered)
    if after.title != seen.it.title:
        await activities.record(ctx, list_told("changedListTitle", after))
    return after


def _checked(name: str, value: Any) -> Any:
    if name == "title":
        return values.title("input.title", value)
    if name == "color":
        return values.card_color("input.color", value)
    if name == "width":
        return values.within("input.width", value, _NARROWEST, _WIDEST)
    if name == "wip_limit":
        return _checked_limit(value)
    return bool(value)


def _checked_limit(limit: WipLimit | None) -> WipLimit | None:
    if limit is not None and limit.value < 1:
        raise BadInputError("input.wipLimit", "A limit is at least 1.")
    return limit


def touched(now: datetime) -> dict[str, Any]:
    return {"updated_at": now, "modified_at": now}


async def _change(ctx: Context, of: List, altered: dict[str, Any]) -> List:
    own = where(List, id=of.id, board_id=of.board_id, deleted_at=ABSENT)
    after = await ctx.store.change(List, own, Modifier(set=altered | touched(ctx.now())))
    if after is None:
        raise NotFoundError("list")
    return after


async def archive(ctx: Context, list_id: str) -> List:
    """Hides a list and returns it; its cards are hidden with it. An archived one stays so."""
    seen = await require_list(ctx, list_id, Capability.WRITE)
    if seen.it.archived:
        return seen.it
    after = await _change(ctx, seen.it, {"archived": True, "archived_at": ctx.now()})
    await activities.record(ctx, list_told("archivedList", after))
    return after


async def restore(ctx: Context, list_id: str) -> List:
    """Shows a list again that was archived or deleted, and returns it. With a deleted one come
    the cards that went with it."""
    seen = await require_list(ctx, list_id, Capability.WRITE, deleted=True)
    if seen.it.deleted_at is not None:
        return await _undelete(ctx, seen.it)
    if not seen.it.archived:
        return seen.it
    after = await _change(ctx, seen.it, {"archived": False})
    await activities.record(ctx, list_told("restoredList", after))
    return after


async def delete(ctx: Context, list_id: str) -> None:
    """Hides a list and its cards as deleted, as Wekan's page does: `restore` brings them back."""
    seen = await require_list(ctx, list_id, Capability.WRITE)
    now, batch = ctx.now(), new_id()
    user_id = ctx.require_actor().user_id
    gone = {"deleted_at": now, "deleted_by": user_id, "delete_batch_id": batch}

    async def work() -> None:
        cards = where(Card, list_id=list_id, board_id=seen.board.id, deleted_at=ABSENT)
        await ctx.store.update_many(Card, cards, Modifier(set=gone))
        own = where(List, id=list_id, deleted_at=ABSENT)
        await ctx.store.update(List, own, Modifier(set=gone))
        undone = where(Undoable, user_id=user_id, board_id=seen.board.id, is_undone=True)
        await ctx.store.delete(Undoable, undone)
        await ctx.store.insert(_undoable(seen.it, gone))

    await ctx.store.atomically(work)


def _undoable(of: List, gone: dict[str, Any]) -> Undoable:
    return Undoable(
        id=new_id(),
        user_id=gone["deleted_by"],
        board_id=of.board_id,
        entity_type="list",
        entity_id=of.id,
        action_type="delete",
        old_swimlane_id=of.swimlane_id,
        old_sort=of.sort,
        old_board_id=of.board_id,
        deleted_at=gone["deleted_at"],
        previous_sort=of.sort,
        previous_swimlane_id=of.swimlane_id,
        previous_board_id=of.board_id,
        batch_id=gone["delete_batch_id"],
        created_at=gone["deleted_at"],
    )


async def _undelete(ctx: Context, deleted: List) -> List:
    back = Modifier(set=dict.fromkeys(_MARKS))

    async def work() -> None:
        if deleted.delete_batch_id:
            batch = where(Card, list_id=deleted.id, delete_batch_id=deleted.delete_batch_id)
            await ctx.store.update_many(Card, batch, back)
        await ctx.store.update(List, where(List, id=deleted.id), back)

    await ctx.store.atomically(work)
    return dataclasses.replace(deleted, deleted_at=None, deleted_by=None, delete_batch_id=None)
