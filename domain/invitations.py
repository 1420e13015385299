"""Invitations: members who let others onto a board, as far as the site's settings allow it.

Source: `inviteUserToBoard` and `acceptInvite` of Wekan's server/models. Whoever is invited is a
member at once; the invitation itself is what their page of all boards shows. No mail is sent,
and nobody is given an account for it.
"""

from domain import activities
from domain.context import Context
from domain.errors import BadInputError, ForbiddenError, NotFoundError
from domain.members import added, change_members, find, require_usable
from domain.roles import Capability, Role, flags_of
from domain.site import site_settings
from domain.visibility import Seen, require_board
from store.documents import Board, BoardSettings, Email, InvitingRoles, User
from store.match import any_of, element, one_of, where
from store.mongo import Modifier

_USUAL = ("board-admin", "normal")


async def invite(ctx: Context, board_id: str, user: str) -> None:
    """Puts a person on a board in the normal role, and on the board of its subtasks where the
    actor may do that too.

    Raises BadInputError for oneself, the disabled, and those whom the site keeps apart;
    NotFoundError where nobody has that id, name or address.
    """
    seen = await require_board(ctx, board_id)
    await _require_inviter(ctx, seen)
    guest = await _guest(ctx, user)
    await _require_near(ctx, seen.board, guest)
    await _put_on(ctx, board_id, guest.id)
    settings = await ctx.store.find(BoardSettings, id=board_id)
    subtasks = getattr(settings, "subtasks_default_board_id", None)
    if subtasks and subtasks != board_id:
        await _put_on_too(ctx, subtasks, guest.id)


async def _require_inviter(ctx: Context, seen: Seen[Board]) -> None:
    if seen.access.is_site_admin:
        return
    stored = await ctx.store.find(InvitingRoles, id="inviteToBoardRoles")
    allowed = _USUAL if stored is None or stored.allowed is None else stored.allowed
    role = seen.access.role
    if role is None or role.name.lower().replace("_", "-") not in allowed:
        raise ForbiddenError


async def _guest(ctx: Context, user: str) -> User:
    address = where(User, emails=element(Email, address=user))
    named = one_of(where(User, id=user), where(User, username=user))
    found = await ctx.store.find_one(User, address if "@" in user else named)
    if found is None:
        raise NotFoundError("user")
    if found.id == ctx.require_actor().user_id:
        raise BadInputError("input.user", "You cannot invite yourself.")
    return await require_usable(ctx, found.id)


async def _require_near(ctx: Context, board: Board, guest: User) -> None:
    """The site may want guests to share an organisation or a team with the actor, or with any
    active member."""
    settings = await site_settings(ctx)
    by_org = settings.same_org_only or settings.same_org_or_team_only
    by_team = settings.same_team_only or settings.same_org_or_team_only
    actor = ctx.require_actor()
    if actor.is_admin or not (by_org or by_team):
        return
    ids = {actor.user_id, *(each.user_id for each in board.members if each.is_active)}
    others = await ctx.store.find_many(User, where(User, id=any_of(ids)))
    orgs = {each.org_id for other in others for each in other.orgs or () if each.org_id}
    teams = {each.team_id for other in others for each in other.teams or () if each.team_id}
    near = (by_org and any(each.org_id in orgs for each in guest.orgs or ())) or (
        by_team and any(each.team_id in teams for each in guest.teams or ())
    )
    if not near:
        raise BadInputError("input.user", "This person is of no organisation or team of the board.")


async def _put_on(ctx: Context, board_id: str, user_id: str) -> None:
    normal = flags_of(Role.NORMAL)

    async def work() -> bool:
        before, after = await change_members(
            ctx, board_id, Capability.READ, lambda members: added(members, user_id, normal)
        )
        guest = where(User, id=user_id)
        await ctx.store.update(User, guest, Modifier(add={"invited_boards": [board_id]}))
        return after is not before and find(before, user_id) is None

    if await ctx.store.atomically(work):
        await activities.record(ctx, activities.member_added(board_id, user_id))


async def _put_on_too(ctx: Context, board_id: str, user_id: str) -> None:
    try:
        await _require_inviter(ctx, await require_board(ctx, board_id))
    except (NotFoundError, ForbiddenError):
        return
    await _put_on(ctx, board_id, user_id)


async def accept(ctx: Context, board_id: str) -> None:
    """Makes the actor an active member where they are invited. Raises NotFoundError."""
    user_id = ctx.require_actor().user_id
    invited = where(User, id=user_id, invited_boards=board_id)
    done = Modifier(pull={"invited_boards": [board_id]})

    async def work() -> None:
        board = await ctx.store.find(Board, id=board_id)
        member = find(board, user_id) if board else None
        if member is None or not await ctx.store.update(User, invited, done):
            raise NotFoundError("board")

    await ctx.store.atomically(work)
