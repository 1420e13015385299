"""Boards that a person marks for themselves.

Source: the hook of Wekan's server/models/users.js that counts the stars of a board.
"""

from domain.context import Context
from domain.visibility import require_board
from store.documents import Board, User
from store.match import differs, where
from store.mongo import Modifier


async def star(ctx: Context, board_id: str) -> None:
    """Puts a board among the actor's starred ones."""
    await _mark(ctx, board_id, starred=True)


async def unstar(ctx: Context, board_id: str) -> None:
    """Takes a board off them."""
    await _mark(ctx, board_id, starred=False)


async def _mark(ctx: Context, board_id: str, *, starred: bool) -> None:
    user_id = ctx.require_actor().user_id
    await require_board(ctx, board_id)
    other = differs(board_id) if starred else board_id
    changed = where(User, id=user_id, starred_boards=other)
    now = {"starred_boards": [board_id]}
    mark = Modifier(add=now) if starred else Modifier(pull=now)

    async def work() -> None:
        if await ctx.store.update(User, changed, mark):
            by = Modifier(increase={"stars": 1 if starred else -1})
            await ctx.store.update(Board, where(Board, id=board_id), by)

    await ctx.store.atomically(work)
