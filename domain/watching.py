"""Who watches a board, a list or a card, and is told of what happens there.

Source: Wekan's server/notifications/watch.js and models/watchable.js.
"""

from enum import Enum
from typing import Any

from domain.context import Context
from domain.errors import ForbiddenError
from domain.site import site_settings
from domain.visibility import require_board, require_card, require_list
from store.documents import Board, Card, List, Watcher
from store.match import where
from store.mongo import Modifier
from store.records import Record


class WatchLevel(Enum):
    """How much of a board somebody is told."""

    WATCHING = "watching"
    TRACKING = "tracking"
    MUTED = "muted"


async def watch_board(ctx: Context, board_id: str, level: WatchLevel) -> None:
    """Sets how much of a board the actor is told. Raises as `require_board`, like all below."""
    user_id = await _actor(ctx)
    await require_board(ctx, board_id)
    board = where(Board, id=board_id)
    touched = {"modified_at": ctx.now()}
    own = Watcher(user_id=user_id, level=level.value)

    async def work() -> None:
        gone = {"watchers": where(Watcher, user_id=user_id)}
        await ctx.store.update(Board, board, Modifier(pull=gone, set=touched))
        if level is not WatchLevel.MUTED:  # which is what nobody needs to say
            await ctx.store.update(Board, board, Modifier(push={"watchers": [own]}))

    await ctx.store.atomically(work)


async def watch_list(ctx: Context, list_id: str, *, watching: bool) -> None:
    """Has the actor told of a list's cards, or no longer."""
    user_id = await _actor(ctx)
    await require_list(ctx, list_id)
    touched = {"modified_at": ctx.now(), "updated_at": ctx.now()}
    await _watch(ctx, List, list_id, user_id, touched, watching=watching)


async def watch_card(ctx: Context, card_id: str, *, watching: bool) -> None:
    """Has the actor told of a card, or no longer."""
    user_id = await _actor(ctx)
    await require_card(ctx, card_id)
    touched = {"modified_at": ctx.now(), "date_last_activity": ctx.now()}
    await _watch(ctx, Card, card_id, user_id, touched, watching=watching)


async def _watch(
    ctx: Context,
    record_type: type[Record],
    thing_id: str,
    user_id: str,
    touched: dict[str, Any],
    *,
    watching: bool,
) -> None:
    own = {"watcher_ids": [user_id]}
    change = Modifier(add=own, set=touched) if watching else Modifier(pull=own, set=touched)
    await ctx.store.update(record_type, where(record_type, id=thing_id), change)


async def _actor(ctx: Context) -> str:
    user_id = ctx.require_actor().user_id
    if (await site_settings(ctx)).disable_watch:
        raise ForbiddenError("Watching is switched off on this site.")
    return user_id
