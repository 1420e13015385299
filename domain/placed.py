"""Cards by their address: board, list and card together, as Wekan's REST names them.

A card that lies elsewhere is not there, whatever its id; so an address that is out of date
never touches a card.
"""

from dataclasses import dataclass

from domain import cards
from domain.changes import UNSET, CardChange
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.roles import Capability
from domain.visibility import Seen, require_board, require_card
from store.documents import Card


@dataclass(frozen=True, slots=True)
class Address:
    board_id: str
    list_id: str
    card_id: str


async def require(
    ctx: Context, address: Address, capability: Capability = Capability.READ
) -> Seen[Card]:
    """Returns the card, archived or not. Raises as `require_board`, then as `require_card`."""
    await require_board(ctx, address.board_id, capability)
    seen = await require_card(ctx, address.card_id)
    if (seen.board.id, seen.it.list_id) != (address.board_id, address.list_id):
        raise NotFoundError("card")
    return seen


async def update(
    ctx: Context, address: Address, change: CardChange, *, archived: bool | None = None
) -> None:
    """Changes a card as `cards.update`, and archives or restores it if `archived` is given.

    All is refused before anything is written.
    """
    seen = await require(ctx, address, Capability.MOVE_CARD)
    if archived is not None:
        await require_card(ctx, address.card_id, Capability.WRITE)
        _require_kept_in_sight(ctx, seen, change)
    await cards.update(ctx, address.card_id, change)
    if archived is not None:
        await (cards.archive if archived else cards.restore)(ctx, address.card_id)


def _require_kept_in_sight(ctx: Context, seen: Seen[Card], change: CardChange) -> None:
    """Whoever sees assigned cards only cannot archive one after leaving it."""
    if not seen.access.assigned_only or change.assignee_ids is UNSET:
        return
    if ctx.require_actor().user_id not in (change.assignee_ids or ()):
        raise BadInputError("input.archive", "Archive the card before you take yourself off it.")


async def delete(ctx: Context, address: Address) -> None:
    """Removes a card as `cards.delete`."""
    await require(ctx, address, Capability.WRITE)
    await cards.delete(ctx, address.card_id)
