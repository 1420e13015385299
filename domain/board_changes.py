"""Changes of boards: title, look, who may see them, settings; archive and restore.

Source: Wekan's models/boards.js and server/models/boards.js. As over Wekan's REST, whoever may
write may rename a board and set what its cards show; all else is for its admins, but for its
place on the page of all boards, which any member may change, alone (SortBleed).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain import activities, board_settings, values
from domain.activities import Entry
from domain.boards import PERMISSIONS, slug_of
from domain.changes import UNSET, Change, Given
from domain.context import Context
from domain.errors import BadInputError, ForbiddenError, NotFoundError
from domain.roles import Capability
from domain.site import private_boards_only
from domain.visibility import Seen, require_board
from store.documents import Board, BoardSettings
from store.match import where
from store.mongo import Modifier


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardChange(Change):
    """The names are those of the `Board` record."""

    title: Given[str] = UNSET
    description: Given[str] = UNSET
    permission: Given[str] = UNSET
    color: Given[str] = UNSET
    sort: Given[float] = UNSET
    settings: Mapping[str, Any] = field(default_factory=dict)
    """By the attributes of `BoardSettings`."""


async def update(ctx: Context, board_id: str, change: BoardChange) -> Board:
    """Changes a board and returns it as it then is. Raises BadInputError, and ForbiddenError
    where the role does not allow just this change."""
    given = dict(change.given())
    settings = given.pop("settings")
    seen = await _require_right(ctx, board_id, given, settings)
    altered = {name: await _checked(ctx, name, value) for name, value in given.items()}
    if "title" in altered:
        altered["slug"] = slug_of(altered["title"])
    altered |= await board_settings.checked(ctx, settings)
    if not altered:
        return seen.it
    after = await _change(ctx, board_id, altered)
    if after.title != seen.it.title:
        await activities.record(ctx, _renamed(after))
    return after


async def _require_right(
    ctx: Context, board_id: str, given: Mapping[str, Any], settings: Mapping[str, Any]
) -> Seen[Board]:
    if given.keys() == {"sort"} and not settings:
        seen = await require_board(ctx, board_id)
        if seen.access.role is None and not seen.access.is_site_admin:
            raise ForbiddenError
        return seen
    plain = given.keys() <= {"title"} and settings.keys() <= board_settings.OF_CARDS.keys()
    return await require_board(
        ctx, board_id, Capability.WRITE if plain else Capability.MANAGE_BOARD
    )


async def _checked(ctx: Context, name: str, value: Any) -> Any:
    if name == "title":
        return values.title("input.title", value)
    if name == "description":
        return values.text(value) or None
    if name == "color":
        return values.board_color("input.color", value)
    if name == "sort":
        return values.number("input.sort", value)
    if value not in PERMISSIONS:
        raise BadInputError("input.permission", "A board is private or public.")
    if value == "public" and await private_boards_only(ctx):
        raise ForbiddenError("This site has private boards only.")
    return value


async def _change(ctx: Context, board_id: str, altered: Mapping[str, Any]) -> Board:
    change = Modifier(set={**altered, "modified_at": ctx.now()})
    after = await ctx.store.change(BoardSettings, where(Board, id=board_id), change)
    if after is None:
        raise NotFoundError("board")
    return after


def _renamed(board: Board) -> Entry:
    told = {"type": "board", "boardId": board.id, "title": board.title}
    return Entry("changedBoardTitle", told)


async def archive(ctx: Context, board_id: str) -> Board:
    """Hides a board and returns it. For its admins and site admins, as is `restore`."""
    seen = await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    if seen.it.archived:
        return seen.it
    return await _change(ctx, board_id, {"archived": True, "archived_at": ctx.now()})


async def restore(ctx: Context, board_id: str) -> Board:
    """Shows an archived board again and returns it."""
    seen = await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    return await _change(ctx, board_id, {"archived": False}) if seen.it.archived else seen.it
