"""Cards by their address: board, list and card together, as Wekan's REST names them.

A card that lies elsewhere is not there, whatever its id; so an address that is out of date
never touches a card.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain import card_copying, card_sets, card_values, cards
from domain.card_sets import Part
from domain.changes import UNSET, CardChange, FieldValue
from domain.context import Context
from domain.errors import BadInputError, NotFoundError, StaleError
from domain.people import active_members
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
    seen = await require_on_board(ctx, address.board_id, address.card_id, capability)
    if seen.it.list_id != address.list_id:
        raise NotFoundError("card")
    return seen


async def require_on_board(
    ctx: Context, board_id: str, card_id: str, capability: Capability = Capability.READ
) -> Seen[Card]:
    """Returns the card, archived or not, whichever list it lies in. Raises as `require`."""
    await require_board(ctx, board_id, capability)
    seen = await require_card(ctx, card_id)
    if seen.board.id != board_id:
        raise NotFoundError("card")
    return seen


async def require_live(ctx: Context, address: Address, capability: Capability) -> Seen[Card]:
    """Returns the card unless it is archived. Raises as `require`."""
    seen = await require(ctx, address, capability)
    if seen.it.archived:
        raise NotFoundError("card")
    return seen


async def update(
    ctx: Context,
    address: Address,
    change: CardChange,
    *,
    archived: bool | None = None,
    expected: Collection[datetime] | None = None,
) -> None:
    """Changes a card as `cards.update`, and archives or restores it if `archived` is given.

    All is refused before anything is written. Raises StaleError unless the card was changed
    last at one of the moments expected.
    """
    seen = await require(ctx, address, Capability.MOVE_CARD)
    moment = _moment(seen.it, expected)
    if archived is not None:
        await require_card(ctx, address.card_id, Capability.WRITE)
        _require_kept_in_sight(ctx, seen, change)
    if dict(change.given()):
        await cards.update(ctx, address.card_id, change, moment)
        moment = None
    if archived is not None:
        await (cards.archive if archived else cards.restore)(ctx, address.card_id, moment)


def _moment(card: Card, expected: Collection[datetime] | None) -> datetime | None:
    if expected is None:
        return None
    if card.modified_at not in expected:
        raise StaleError("card")
    return card.modified_at


def _require_kept_in_sight(ctx: Context, seen: Seen[Card], change: CardChange) -> None:
    """Whoever sees assigned cards only cannot archive one after leaving it."""
    if not seen.access.assigned_only or change.assignee_ids is UNSET:
        return
    if ctx.require_actor().user_id not in (change.assignee_ids or ()):
        raise BadInputError("input.archive", "Archive the card before you take yourself off it.")


async def delete(
    ctx: Context, address: Address, expected: Collection[datetime] | None = None
) -> None:
    """Removes a card as `cards.delete`. Raises StaleError as `update`."""
    seen = await require(ctx, address, Capability.WRITE)
    await cards.delete(ctx, address.card_id, _moment(seen.it, expected))


async def archive(ctx: Context, address: Address) -> Card:
    """Archives a card that is not; returns it."""
    await require_live(ctx, address, Capability.WRITE)
    return await cards.archive(ctx, address.card_id)


async def restore(ctx: Context, address: Address) -> Card:
    """Restores a card that is archived; returns it."""
    if not (await require(ctx, address, Capability.WRITE)).it.archived:
        raise NotFoundError("card")
    return await cards.restore(ctx, address.card_id)


async def copy(
    ctx: Context,
    address: Address,
    *,
    board_id: str,
    list_id: str,
    swimlane_id: str,
    position: float | None,
) -> Card:
    """Copies a card, archived or not, as `card_copying.copy`."""
    await require(ctx, address, Capability.WRITE)
    return await card_copying.copy(
        ctx,
        address.card_id,
        board_id=board_id,
        list_id=list_id,
        swimlane_id=swimlane_id,
        position=position,
    )


async def put_on(ctx: Context, address: Address, part: Part) -> Card:
    """Puts somebody on a live card as `card_sets.put_on`; returns the card addressed.

    Raises BadInputError unless they are an active member of its board, too.
    """
    seen = await require_live(ctx, address, Capability.MOVE_CARD)
    if part.id not in active_members(seen.board):
        raise BadInputError("userId", "userId is not an active member of this board")
    return _addressed(seen, await card_sets.put_on(ctx, address.card_id, part))


async def take_off(ctx: Context, address: Address, part: Part) -> Card:
    """Takes somebody off a live card as `card_sets.take_off`; returns the card addressed."""
    seen = await require_live(ctx, address, Capability.MOVE_CARD)
    return _addressed(seen, await card_sets.take_off(ctx, address.card_id, part))


def _addressed(seen: Seen[Card], changed: Card) -> Card:
    return changed if changed.id == seen.it.id else seen.it


async def set_value(ctx: Context, address: Address, given: FieldValue) -> Card:
    """Sets a custom field that a live card has; returns the card."""
    seen = await require_live(ctx, address, Capability.WRITE)
    return await card_values.set_on(ctx, seen, given, adds=False)
