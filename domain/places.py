"""Lists and swimlanes by their address: the board and the thing together, as Wekan's REST
names them. What lies on another board is not there, whatever its id."""

from domain.context import Context
from domain.errors import NotFoundError
from domain.roles import Capability
from domain.visibility import Seen, require_board, require_list, require_swimlane
from store.documents import List, Swimlane


async def list_on(ctx: Context, board_id: str, list_id: str) -> Seen[List]:
    """Returns a list of the board that the actor may change. Raises as `require_board`, then
    as `require_list`."""
    await require_board(ctx, board_id, Capability.WRITE)
    seen = await require_list(ctx, list_id)
    if seen.board.id != board_id:
        raise NotFoundError("list")
    return seen


async def swimlane_on(ctx: Context, board_id: str, swimlane_id: str) -> Seen[Swimlane]:
    """Returns a swimlane of the board that the actor may change, as `list_on`."""
    await require_board(ctx, board_id, Capability.WRITE)
    seen = await require_swimlane(ctx, swimlane_id)
    if seen.board.id != board_id:
        raise NotFoundError("swimlane")
    return seen
