"""Lists: make one at the right end of its board.

Source: `createListAfter` of Wekan's server/models/lists.js.
"""

from domain import activities, moves, positions, values
from domain.context import Context
from domain.roles import Capability
from domain.visibility import require_board
from store.documents import List
from store.ids import new_id


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
        created_at=now,
        updated_at=now,
        modified_at=now,
    )
    await ctx.store.insert(made)
    await activities.record(ctx, activities.list_created(made))
    await positions.remember_position(ctx, made)
    return made
