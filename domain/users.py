"""What site admins do with people: make, disable, enable, delete, take their boards.

Source: Wekan's server/models/users.js. Where its REST documentation and its code differ,
the documentation is followed.
"""

from domain import activities, tokens
from domain.context import Context
from domain.creation import NewUser, create
from domain.errors import ConflictError, NotFoundError
from domain.tokens import IssuedToken
from store.documents import (
    Avatar,
    Board,
    Card,
    Credentials,
    List,
    LoginToken,
    Member,
    User,
    Watcher,
)
from store.files import delete_files
from store.match import NOT_TRUE, any_of, differs, element, one_of, where
from store.mongo import Modifier

_ATTEMPTS = 5


async def create_user(ctx: Context, new: NewUser) -> User:
    """Makes a person; works while registration is disabled. Raises as `creation.create`."""
    ctx.require_site_admin()
    return await create(ctx, new, by_admin=True)


async def disable(ctx: Context, user_id: str) -> None:
    """Keeps a person from logging in, and ends all their logins at once.

    Raises NotFoundError, and ConflictError for oneself.
    """
    actor = ctx.require_site_admin()
    if user_id == actor.user_id:
        raise ConflictError("You cannot disable your own login.")
    await _change(ctx, user_id, {"login_disabled": True, "tokens": None})


async def enable(ctx: Context, user_id: str) -> None:
    """Lets a person log in again. Raises NotFoundError."""
    ctx.require_site_admin()
    await _change(ctx, user_id, {"login_disabled": None})


async def make_admin(ctx: Context, user_id: str) -> None:
    """Makes a person site admin. Raises NotFoundError."""
    if ctx.actor is not None:
        ctx.require_site_admin()
    await _change(ctx, user_id, {"is_admin": True})


async def _change(ctx: Context, user_id: str, values: dict[str, object]) -> None:
    change = Modifier(set=values | {"modified_at": ctx.now()})
    if not await ctx.store.update(Credentials, where(Credentials, id=user_id), change):
        raise NotFoundError("user")


async def delete(ctx: Context, user_id: str) -> None:
    """Deletes a person and takes them off boards, cards and lists; what they wrote stays.

    Raises NotFoundError, and ConflictError for the last site admin, whose going would make
    an admin of whoever registers next.
    """
    ctx.require_site_admin()
    user = await ctx.store.find(User, id=user_id)
    if user is None:
        raise NotFoundError("user")
    if user.is_admin and not await ctx.store.has_any(
        User, is_admin=True, login_disabled=NOT_TRUE, id=differs(user_id)
    ):
        raise ConflictError("The last site admin cannot be deleted.")

    async def work() -> None:
        await ctx.store.delete(User, where(User, id=user_id))
        await _take_off_everything(ctx, user_id)

    await ctx.store.atomically(work)
    await delete_files(ctx.store, Avatar, where(Avatar, user_id=user_id))


async def _take_off_everything(ctx: Context, user_id: str) -> None:
    member, watcher = where(Member, user_id=user_id), where(Watcher, user_id=user_id)
    await ctx.store.update_many(
        Board,
        one_of(
            where(Board, members=element(Member, user_id=user_id)),
            where(Board, watchers=element(Watcher, user_id=user_id)),
        ),
        Modifier(pull={"members": member, "watchers": watcher}, set={"modified_at": ctx.now()}),
    )
    people = ("member_ids", "assignee_ids", "requester_ids", "assigner_ids", "watcher_ids")
    await ctx.store.update_many(
        Card,
        one_of(*(where(Card, **{name: user_id}) for name in people)),
        Modifier(pull={name: [user_id] for name in people}),
    )
    await ctx.store.update_many(
        List, where(List, watcher_ids=user_id), Modifier(pull={"watcher_ids": [user_id]})
    )


async def take_ownership(ctx: Context, user_id: str) -> list[Board]:
    """Puts the acting site admin in the place of a person on each board that they are admin
    of, archived ones included; returns these boards. Raises NotFoundError.

    The person loses their place there; what they are on or wrote is left as it is. A board
    that has the actor already keeps one entry for them, as active board admin.
    """
    actor = ctx.require_site_admin()
    if not await ctx.store.has_any(User, id=user_id):
        raise NotFoundError("user")
    if user_id == actor.user_id:
        return []
    owned = where(Board, members=element(Member, user_id=user_id, is_admin=True))

    async def work() -> list[Board]:
        boards = await ctx.store.find_many(Board, owned, sort=[("sort", 1)])
        return [board for board in boards if await _take(ctx, board, user_id)]

    return await ctx.store.atomically(work)


async def _take(ctx: Context, board: Board, user_id: str) -> bool:
    actor = ctx.require_actor()
    owner = Member(user_id=actor.user_id, is_admin=True, is_active=True)
    for _ in range(_ATTEMPTS):
        members = [m for m in board.members if m.user_id != actor.user_id]
        place = next((i for i, m in enumerate(members) if m.user_id == user_id), None)
        if place is None:
            return False
        members[place] = owner
        unchanged = where(Board, id=board.id, modified_at=board.modified_at)
        change = Modifier(set={"members": members, "modified_at": ctx.now()})
        if await ctx.store.update(Board, unchanged, change):
            await activities.record(
                ctx,
                activities.member_removed(board.id, user_id),
                activities.member_added(board.id, actor.user_id),
            )
            return True
        latest = await ctx.store.find(Board, id=board.id)
        if latest is None:
            return False
        board = latest
    raise ConflictError("The board is being changed by others. Try again.")


async def create_token(ctx: Context, user_id: str) -> IssuedToken:
    """Returns a new login for somebody, for site admins: whoever has it acts as that person.

    Raises NotFoundError where there is nobody, and ConflictError where they may not log in.
    """
    ctx.require_site_admin()
    person = await ctx.store.find(User, id=user_id)
    if person is None:
        raise NotFoundError("user")
    if person.login_disabled:
        raise ConflictError("This person may not log in.")
    return await tokens.issue(ctx, user_id)


async def delete_tokens(ctx: Context, user_id: str, token: str | None) -> None:
    """Ends a login of somebody, named by its token or by what is stored of it, or all of them.
    Raises NotFoundError where there is nobody."""
    ctx.require_site_admin()
    change = Modifier(set={"tokens": None, "modified_at": ctx.now()})
    if token is not None:
        either = where(LoginToken, hashed=any_of([token, tokens.hash_token(token)]))
        change = Modifier(pull={"tokens": either}, set={"modified_at": ctx.now()})
    if not await ctx.store.update(Credentials, where(Credentials, id=user_id), change):
        raise NotFoundError("user")
