"""Boards: make one, with its first swimlane.

Source: Wekan's server/models/boards.js.
"""

from dataclasses import dataclass

from slugify import slugify

from domain import activities, values
from domain.context import Context
from domain.errors import BadInputError, ForbiddenError
from domain.positions import remember_position
from domain.site import private_boards_only
from store.documents import Board, Member, Swimlane, User
from store.ids import new_id
from store.match import EVERYTHING

PERMISSIONS = ("private", "public")
# limax, which Wekan uses, writes these out; what else it does shows in links only.
_WRITTEN_OUT = [
    ("ä", "ae"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("Ä", "Ae"),
    ("Ö", "Oe"),
    ("Ü", "Ue"),
    ("&", " and "),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBoard:
    """A board to be made. `owner` is its first member, the actor unless another is named."""

    title: str
    description: str | None = None
    permission: str = "private"
    color: str = "belize"
    owner: Member | None = None


@dataclass(frozen=True, slots=True)
class MadeBoard:
    board: Board
    swimlane: Swimlane


async def create(ctx: Context, new: NewBoard) -> MadeBoard:
    """Stores a board with a swimlane `Default`; the owner is its active admin.

    Raises BadInputError; ForbiddenError where somebody but a site admin names another owner.
    """
    actor = ctx.require_actor()
    owner = new.owner or Member(user_id=actor.user_id, is_admin=True, is_active=True)
    if owner.user_id != actor.user_id:
        await _require_owner(ctx, owner)
    title = values.title("input.title", new.title)
    now = ctx.now()
    board = Board(
        id=new_id(),
        title=title,
        slug=slug_of(title),
        description=values.text(new.description) or None,
        permission=await _permission(ctx, new.permission),
        color=values.board_color("input.color", new.color),
        sort=await last_sort(ctx),
        members=[owner],
        created_at=now,
        modified_at=now,
    )
    swimlane = Swimlane(
        id=new_id(),
        title="Default",
        board_id=board.id,
        sort=0,
        created_at=now,
        updated_at=now,
        modified_at=now,
    )

    async def work() -> None:
        await ctx.store.insert(board)
        await ctx.store.insert(swimlane)

    await ctx.store.atomically(work)
    await activities.record(
        ctx,
        activities.board_created(board.id),
        activities.swimlane_created(board.id, swimlane.id),
    )
    await remember_position(ctx, swimlane)
    return MadeBoard(board, swimlane)


def slug_of(title: str) -> str:
    """Returns the title as Wekan writes it into links."""
    return slugify(title, replacements=_WRITTEN_OUT, regex_pattern=r"[^a-z0-9_]+") or "board"


async def _permission(ctx: Context, permission: str) -> str:
    if permission not in PERMISSIONS:
        raise BadInputError("input.permission", "A board is private or public.")
    return "private" if await private_boards_only(ctx) else permission


async def _require_owner(ctx: Context, owner: Member) -> None:
    if not ctx.require_actor().is_admin:
        raise ForbiddenError("Only a site admin makes boards for others.")
    if not await ctx.store.has_any(User, id=owner.user_id):
        raise BadInputError("input.owner", "There is no such user.")


async def last_sort(ctx: Context) -> float:
    highest = await ctx.store.extreme(Board, EVERYTHING, "sort", -1)
    return -1 if highest is None else highest + 1
