"""Swimlanes: make one below the others of its board.

Source: Wekan's server/models/swimlanes.js.
"""

from domain import activities, positions, values
from domain.context import Context
from domain.roles import Capability
from domain.visibility import require_board
from store.documents import Swimlane
from store.ids import new_id


async def create(ctx: Context, board_id: str, title: str, sort: float | None = None) -> Swimlane:
    """Stores and returns a swimlane, last unless a sort is given."""
    board = (await require_board(ctx, board_id, Capability.WRITE)).board
    checked = values.title("input.title", title)
    if sort is None:
        sort = await positions.last_sort(ctx, Swimlane, board.id)
    now = ctx.now()
    made = Swimlane(
        id=new_id(),
        title=checked,
        board_id=board.id,
        sort=values.number("input.sort", sort),
        created_at=now,
        updated_at=now,
        modified_at=now,
    )
    await ctx.store.insert(made)
    await activities.record(ctx, activities.swimlane_created(board.id, made.id))
    await positions.remember_position(ctx, made)
    return made
