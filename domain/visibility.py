"""What a person may see: as MongoDB filters, and as the same rules on documents in hand.

A board is seen by everybody if it is public, by its active members in any role, and by
whoever an active share with an organisation, a team or an e-mail domain reaches. Site
admins may read all. The three assigned-only roles see, of a board's cards, only those they
are assigned to. Source: Wekan's models/lib/boardVisibilitySelectors.js and its
publications. `_share_tests` is the one table that filter and predicate are made from.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from domain.context import Actor, Context
from domain.errors import ForbiddenError, HiddenError, NotFoundError, UnauthenticatedError
from domain.roles import Capability, Role, role_of
from store.documents import Board, Card, List, Member, Share, Swimlane
from store.match import (
    ABSENT,
    EVERYTHING,
    Filter,
    any_of,
    element,
    holds,
    none_of,
    one_of,
    where,
)
from store.members import active_member
from store.records import load

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Access:
    """What one actor is to one visible board. `role` is None for a mere reader."""

    role: Role | None
    is_site_admin: bool = False
    assigned_only: bool = field(init=False)
    """Whether only assigned cards are shown. A site admin reads all."""

    def __post_init__(self) -> None:
        narrow = not self.is_site_admin and self.role is not None and self.role.assigned_only
        object.__setattr__(self, "assigned_only", narrow)

    @property
    def is_member(self) -> bool:
        """Whether the actor is more than a reader: on the board, or a site admin."""
        return self.role is not None or self.is_site_admin

    def can(self, capability: Capability) -> bool:
        if self.is_site_admin or capability is Capability.READ:
            return True
        return self.role is not None and self.role.can(capability)


_LIVE_CARD = where(Card, deleted_at=ABSENT)
_LIVE_LIST = where(List, deleted_at=ABSENT)
ACCESS_ATTRIBUTES = ("permission", "members", "orgs", "teams", "domains")
"""What `board_access` looks at; a planned read of a board brings these along."""


def _share_tests(actor: Actor) -> Iterator[tuple[str, str, frozenset[str]]]:
    yield "orgs", "org_id", actor.org_ids
    yield "teams", "team_id", actor.team_ids
    yield "domains", "domain", actor.email_domains


def visible_boards(actor: Actor | None) -> Filter:
    """Returns the filter of the boards that `actor` may see."""
    if actor is None:
        return where(Board, permission="public")
    if actor.is_admin:
        return EVERYTHING
    shares = [
        where(Board, **{array: element(Share, **{key: any_of(ids), "is_active": True})})
        for array, key, ids in _share_tests(actor)
        if ids
    ]
    return one_of(where(Board, permission="public"), active_member_boards(actor.user_id), *shares)


def active_member_boards(user_id: str) -> Filter:
    """Returns the filter of the boards that a person is an active member of."""
    return where(Board, members=element(Member, user_id=user_id, is_active=True))


def board_access(actor: Actor | None, board: Board) -> Access | None:
    """Returns what `actor` is to `board`, or None if it is hidden from them."""
    if actor and actor.rule and actor.rule.board_id == board.id:
        return Access(Role.BOARD_ADMIN, actor.is_admin)
    members = (m for m in board.members if actor and m.user_id == actor.user_id and m.is_active)
    return _access(
        actor,
        board.permission,
        next(members, None),
        lambda array: getattr(board, array) or (),
    )


def document_access(actor: Actor | None, document: Mapping[str, Any]) -> Access | None:
    """The same for a board's document as it is stored; of its members only one is read."""
    return _access(
        actor,
        document.get("permission"),
        active_member(document, actor.user_id) if actor else None,
        lambda array: getattr(load(Board, {array: document.get(array)}), array) or (),
    )


def _access(
    actor: Actor | None,
    permission: object,
    member: Member | None,
    shares: Callable[[str], Iterable[Share]],
) -> Access | None:
    if actor is None:
        return Access(None) if permission == "public" else None
    role = role_of(member) if member else None
    if role or actor.is_admin or permission == "public" or _is_shared(actor, shares):
        return Access(role, actor.is_admin)
    return None


def _is_shared(actor: Actor, shares: Callable[[str], Iterable[Share]]) -> bool:
    return any(
        share.is_active and getattr(share, key) in ids
        for array, key, ids in _share_tests(actor)
        if ids
        for share in shares(array)
    )


def narrowing(actor: Actor | None, accesses: Mapping[str, Access]) -> Filter:
    """Returns what must hold of cards beside being on one of the visible boards given."""
    narrowed = [board_id for board_id, access in accesses.items() if access.assigned_only]
    if actor is None or not narrowed:
        return EVERYTHING
    own = where(Card, assignee_ids=holds(actor.user_id))
    return one_of(where(Card, board_id=none_of(narrowed)), own)


def sees_card(actor: Actor | None, access: Access, assignee_ids: list[str]) -> bool:
    """The same rule for a card in hand, on a board that is visible with `access`."""
    return not access.assigned_only or (actor is not None and actor.user_id in assignee_ids)


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """Something fetched and permitted: the thing itself, its board, and the actor's access."""

    it: T
    board: Board
    access: Access


async def require_board(
    ctx: Context, board_id: str, capability: Capability = Capability.READ
) -> Seen[Board]:
    """Returns the board. Raises NotFound/HiddenError, then ForbiddenError."""
    board = await ctx.store.get(Board, board_id)
    access = _require_access(ctx, board, "board", capability)
    assert board is not None
    return Seen(board, board, access)


async def require_card(
    ctx: Context, card_id: str, capability: Capability = Capability.READ
) -> Seen[Card]:
    """Returns a card, archived or not. Raises NotFound/HiddenError, then ForbiddenError."""
    card = await ctx.store.get(Card, card_id, _LIVE_CARD)
    board = await ctx.store.get(Board, card.board_id) if card else None
    access = _require_access(ctx, board, "card", Capability.READ)
    assert card is not None and board is not None
    if not sees_card(ctx.actor, access, card.assignee_ids):
        raise HiddenError("card")
    _require(ctx, access, capability)
    return Seen(card, board, access)


async def require_list(
    ctx: Context,
    list_id: str,
    capability: Capability = Capability.READ,
    *,
    deleted: bool = False,
) -> Seen[List]:
    """Returns a list, archived or not, with `deleted` also one that can be brought back.

    Raises NotFound/HiddenError, then ForbiddenError.
    """
    found = await ctx.store.get(List, list_id, EVERYTHING if deleted else _LIVE_LIST)
    board = await ctx.store.get(Board, found.board_id) if found else None
    access = _require_access(ctx, board, "list", capability)
    assert found is not None and board is not None
    return Seen(found, board, access)


async def require_swimlane(
    ctx: Context, swimlane_id: str, capability: Capability = Capability.READ
) -> Seen[Swimlane]:
    """Returns a swimlane, archived or not. Raises NotFound/HiddenError, then ForbiddenError."""
    found = await ctx.store.get(Swimlane, swimlane_id)
    board = await ctx.store.get(Board, found.board_id) if found else None
    access = _require_access(ctx, board, "swimlane", capability)
    assert found is not None and board is not None
    return Seen(found, board, access)


def _require_access(ctx: Context, board: Board | None, noun: str, capability: Capability) -> Access:
    access = board_access(ctx.actor, board) if board else None
    if access is None:
        # Whoever is not logged in is told that alone: it says nothing of what exists.
        if ctx.actor is None:
            raise UnauthenticatedError
        raise (HiddenError if board else NotFoundError)(noun)
    _require(ctx, access, capability)
    return access


def _require(ctx: Context, access: Access, capability: Capability) -> None:
    if capability is not Capability.READ:
        ctx.require_actor()
    if not access.can(capability):
        raise ForbiddenError
