"""Who is on a board: put on, taken off, given a role, leaving.

Source: Wekan's models/boards.js, server/models/boards.js and users.js. A member who goes is
kept among the members, inactive, and is taken off the cards of the board but as assignee.
Beyond Wekan, the last active admin of a board stays its admin, whoever asks.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from domain import activities, card_activities
from domain.activities import Entry
from domain.context import Context
from domain.errors import BadInputError, ConflictError, NotFoundError
from domain.people import usernames
from domain.roles import Capability
from domain.visibility import require_board
from store.copies import find_outlines
from store.documents import Board, Card, List, Member, User, Watcher
from store.match import element, one_of, where
from store.mongo import Modifier

Change: TypeAlias = Callable[[list[Member]], list[Member]]
_ON_CARDS = ("member_ids", "requester_ids", "assigner_ids", "watcher_ids")


async def add(ctx: Context, board_id: str, user_id: str, flags: Mapping[str, bool]) -> Board:
    """Puts a person on a board in the role that the flags name; returns the board.

    Nothing is changed for an active member. For the board's admins and site admins, as are
    `remove` and `set_flags`. Raises NotFoundError, and BadInputError for a disabled person.
    """
    await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    await require_usable(ctx, user_id)
    before, after = await change_members(
        ctx, board_id, Capability.MANAGE_BOARD, lambda members: added(members, user_id, flags)
    )
    if find(before, user_id) is None:
        await activities.record(ctx, activities.member_added(board_id, user_id))
    return after


async def require_usable(ctx: Context, user_id: str) -> User:
    """Returns a person who may be put on boards. Raises NotFoundError and BadInputError."""
    user = await ctx.store.find(User, id=user_id)
    if user is None:
        raise NotFoundError("user")
    if user.login_disabled:
        raise BadInputError("input.userId", "User is disabled")
    return user


def find(board: Board, user_id: str) -> Member | None:
    return next((each for each in board.members if each.user_id == user_id), None)


def added(members: list[Member], user_id: str, flags: Mapping[str, bool]) -> list[Member]:
    """Returns the members with a person among them: as they are, back, or new."""
    if any(each.user_id == user_id and each.is_active for each in members):
        return members
    new = Member(user_id=user_id, is_active=True, **flags)
    if any(each.user_id == user_id for each in members):
        return [new if each.user_id == user_id else each for each in members]
    return [*members, new]


async def change_members(
    ctx: Context, board_id: str, capability: Capability, change: Change
) -> tuple[Board, Board]:
    """Changes the members of a board as one with reading them; returns it before and after.

    Raises as `require_board`, and ConflictError where no active admin would be left.
    """

    async def work() -> tuple[Board, Board]:
        before = (await require_board(ctx, board_id, capability)).board
        members = change(before.members)
        if members == before.members:
            return before, before
        _require_admin(before.members, members)
        unchanged = where(Board, id=board_id, modified_at=before.modified_at)
        altered = Modifier(set={"members": members, "modified_at": ctx.now()})
        after = await ctx.store.change(Board, unchanged, altered)
        if after is None:
            raise ConflictError("The board is being changed by others. Try again.")
        return before, after

    return await ctx.store.atomically(work)


def _require_admin(before: list[Member], after: list[Member]) -> None:
    if _has_admin(before) and not _has_admin(after):
        raise ConflictError("The last admin of a board stays its admin.")


def _has_admin(members: list[Member]) -> bool:
    return any(each.is_admin and each.is_active for each in members)


async def remove(ctx: Context, board_id: str, user_id: str) -> Board:
    """Takes a person off a board and off its cards; returns the board.

    Nothing is changed for somebody who is no active member. Raises ConflictError for the
    board's last admin.
    """
    return await _remove(ctx, board_id, user_id, Capability.MANAGE_BOARD)


async def leave(ctx: Context, board_id: str) -> None:
    """Takes the actor off a board as `remove`, or declines an invitation to it.

    Raises NotFoundError unless they are an active member or invited.
    """
    user_id = ctx.require_actor().user_id
    invited = where(User, id=user_id, invited_boards=board_id)
    declined = Modifier(pull={"invited_boards": [board_id]})

    async def work() -> None:
        was_invited = await ctx.store.update(User, invited, declined)
        board = await ctx.store.find(Board, id=board_id)
        member = find(board, user_id) if board else None
        if member is not None and member.is_active:
            await _remove(ctx, board_id, user_id, Capability.READ)
        elif not was_invited:
            raise NotFoundError("board")

    await ctx.store.atomically(work)


async def _remove(ctx: Context, board_id: str, user_id: str, capability: Capability) -> Board:
    known = await ctx.store.has_any(User, id=user_id)

    def off(members: list[Member]) -> list[Member]:
        if not known:  # an entry of a deleted account goes altogether
            return [each for each in members if each.user_id != user_id]
        return [_gone(each) if each.user_id == user_id else each for each in members]

    async def work() -> tuple[Board, Board, list[Card]]:
        before, after = await change_members(ctx, board_id, capability, off)
        left = find(before, user_id)
        if left is None or not left.is_active:
            return before, before, []
        return before, after, await _take_off_cards(ctx, after, user_id)

    before, after, cards = await ctx.store.atomically(work)
    if after is not before:
        await activities.record(ctx, *await _told(ctx, board_id, user_id, cards))
    return after


def _gone(member: Member) -> Member:
    return dataclasses.replace(member, is_active=False, is_admin=False)


async def _take_off_cards(ctx: Context, board: Board, user_id: str) -> list[Card]:
    """Returns the cards that the person was a member of."""
    own = where(Card, board_id=board.id, member_ids=user_id)
    cards = await find_outlines(ctx.store, Card, own, ("board_id", "list_id", "swimlane_id"))
    on_cards = one_of(*(where(Card, board_id=board.id, **{name: user_id}) for name in _ON_CARDS))
    off = Modifier(
        pull={name: [user_id] for name in _ON_CARDS},
        set={"modified_at": ctx.now(), "date_last_activity": ctx.now()},
    )
    await ctx.store.update_many(Card, on_cards, off)
    lists = where(List, board_id=board.id, watcher_ids=user_id)
    await ctx.store.update_many(List, lists, Modifier(pull={"watcher_ids": [user_id]}))
    watching = where(Board, id=board.id, watchers=element(Watcher, user_id=user_id))
    watcher = where(Watcher, user_id=user_id)
    await ctx.store.update(Board, watching, Modifier(pull={"watchers": watcher}))
    invited = where(User, id=user_id, invited_boards=board.id)
    await ctx.store.update(User, invited, Modifier(pull={"invited_boards": [board.id]}))
    if board.permission != "public":
        await _unstar(ctx, board.id, user_id)
    return cards


async def _unstar(ctx: Context, board_id: str, user_id: str) -> None:
    starring = where(User, id=user_id, starred_boards=board_id)
    if await ctx.store.update(User, starring, Modifier(pull={"starred_boards": [board_id]})):
        await ctx.store.update(Board, where(Board, id=board_id), Modifier(increase={"stars": -1}))


async def _told(ctx: Context, board_id: str, user_id: str, cards: list[Card]) -> list[Entry]:
    username = (await usernames(ctx, [user_id])).get(user_id)
    return [
        *(card_activities.member_left(card, user_id, username) for card in cards),
        activities.member_removed(board_id, user_id),
    ]


async def set_flags(ctx: Context, board_id: str, user_id: str, flags: Mapping[str, bool]) -> Board:
    """Gives a member another role; returns the board. Whoever does it keeps being its admin.

    Raises NotFoundError for somebody who never was on it, and ConflictError for its last admin.
    """
    own = ctx.require_actor().user_id == user_id
    kept: dict[str, Any] = {
        name: value for name, value in flags.items() if not (own and name == "is_admin")
    }

    def changed(members: list[Member]) -> list[Member]:
        if not any(each.user_id == user_id for each in members):
            raise NotFoundError("member")
        return [
            dataclasses.replace(each, **kept) if each.user_id == user_id else each
            for each in members
        ]

    _, after = await change_members(ctx, board_id, Capability.MANAGE_BOARD, changed)
    return after
