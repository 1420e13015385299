"""What hangs on a card, found together with the card that permits it: checklists, their items,
comments. Whoever may not see the card is told that there is no such thing.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.context import Context
from domain.errors import HiddenError, NotFoundError, UnauthenticatedError
from domain.placed import require_on_board
from domain.roles import Capability
from domain.visibility import Seen, require_card
from store.documents import Board, Card, Checklist, ChecklistItem, Comment

P = TypeVar("P", Checklist, ChecklistItem, Comment)


@dataclass(frozen=True, slots=True)
class At:
    """Where a path says that something hangs: elsewhere it is not there."""

    board_id: str
    card_id: str
    checklist_id: str | None = None


@dataclass(frozen=True, slots=True)
class Hanging(Generic[P]):
    """The thing itself, and its card as the actor sees it."""

    it: P
    seen: Seen[Card]

    @property
    def card(self) -> Card:
        return self.seen.it

    @property
    def board(self) -> Board:
        return self.seen.board


async def require_checklist(
    ctx: Context,
    checklist_id: str,
    capability: Capability = Capability.READ,
    at: At | None = None,
) -> Hanging[Checklist]:
    """Returns a checklist. Raises NotFound/HiddenError, then ForbiddenError; with `at` first what
    `require_on_board` raises. So do those below."""
    return await _require(ctx, Checklist, "checklist", checklist_id, capability, at)


async def require_item(
    ctx: Context, item_id: str, capability: Capability = Capability.READ, at: At | None = None
) -> Hanging[ChecklistItem]:
    found = await _require(ctx, ChecklistItem, "checklist item", item_id, capability, at)
    if at is not None and found.it.checklist_id != at.checklist_id:
        raise NotFoundError("checklist item")
    return found


async def require_comment(
    ctx: Context, comment_id: str, capability: Capability = Capability.READ, at: At | None = None
) -> Hanging[Comment]:
    return await _require(ctx, Comment, "comment", comment_id, capability, at)


async def _require(
    ctx: Context, kind: type[P], noun: str, part_id: str, capability: Capability, at: At | None
) -> Hanging[P]:
    if at is not None:
        seen = await require_on_board(ctx, at.board_id, at.card_id, capability)
        found = await ctx.store.find(kind, id=part_id)
        if found is None or found.card_id != at.card_id:
            raise NotFoundError(noun)
        return Hanging(found, seen)
    found = await ctx.store.find(kind, id=part_id)
    if found is None:
        raise NotFoundError(noun) if ctx.actor else UnauthenticatedError
    try:
        return Hanging(found, await require_card(ctx, found.card_id, capability))
    except NotFoundError:
        raise HiddenError(noun) from None
