"""Whole lists without pages, each with its own rule of who may ask: what REST shows.

All go through `domain.reading`, which adds visibility.
"""

from collections.abc import Sequence

from domain import reading
from domain.context import Context
from domain.queries import Order, archived_is, by_id
from domain.reading import ROOT, ByParent, Document, Level, Page
from domain.visibility import active_member_boards, require_board
from store.documents import Board, Card, List, Swimlane, User
from store.match import ABSENT, EVERYTHING, Filter, all_of, none_of, where
from store.records import Record, path_of
from store.whole import newest_by

_ALL = 100_000
"""More than any list of a real site has; a request ends there."""

_CARD_LINE = (
    "title description list_id swimlane_id assignee_ids sort received_at start_at due_at end_at"
).split()
_TOUCHED = ("modified_at", "date_last_activity")


async def people(ctx: Context) -> list[Document]:
    """Returns everybody, for site admins: id and username."""
    ctx.require_site_admin()
    return await _rows(ctx, User, ("username",), EVERYTHING, (("_id", 1),))


async def boards_of(ctx: Context, user_id: str) -> list[Document]:
    """Returns the live boards that a person is an active member of, for them and site admins."""
    if ctx.require_actor().user_id != user_id:
        ctx.require_site_admin()
    live = all_of(active_member_boards(user_id), archived_is(Board, archived=False))
    return await _boards(ctx, live)


async def public_boards(ctx: Context) -> list[Document]:
    """Returns every public board, archived ones too, for site admins."""
    ctx.require_site_admin()
    return await _boards(ctx, where(Board, permission="public"))


async def lists(ctx: Context, board_id: str) -> list[Document]:
    """Returns the live lists of a board in their order. Raises as `require_board`, as do
    those below."""
    return await _of_board(ctx, board_id, List, ("title", "modified_at"))


async def swimlanes(ctx: Context, board_id: str) -> list[Document]:
    """Returns the live swimlanes of a board in their order."""
    return await _of_board(ctx, board_id, Swimlane, ("title",))


async def cards_in_list(ctx: Context, board_id: str, list_id: str) -> list[Document]:
    """Returns the live cards of a list in their order."""
    return await _of_board(ctx, board_id, Card, _CARD_LINE, where(Card, list_id=list_id))


async def cards_in_swimlane(ctx: Context, board_id: str, swimlane_id: str) -> list[Document]:
    """Returns the live cards of a swimlane in their order."""
    wanted = where(Card, swimlane_id=swimlane_id)
    return await _of_board(ctx, board_id, Card, _CARD_LINE, wanted)


async def cards_touched(ctx: Context, board_id: str) -> dict[str, list[object]]:
    """Returns, by list, when its cards were last changed and last active, archived ones too.

    Whoever sees assigned cards only is told of those only.
    """
    seen = await require_board(ctx, board_id)
    wanted = where(Card, board_id=board_id, deleted_at=ABSENT)
    if seen.access.assigned_only:
        wanted = all_of(wanted, where(Card, assignee_ids=ctx.require_actor().user_id))
    newest = await newest_by(ctx.store, Card, wanted, "list_id", _TOUCHED)
    return {list_id: [row[name] for name in _TOUCHED] for list_id, row in newest.items()}


async def _boards(ctx: Context, condition: Filter) -> list[Document]:
    real = where(Board, type=none_of(["template-board", "template-container"]))
    found = await _rows(ctx, Board, ("title",), all_of(condition, real), Order("sort").keys(Board))
    return [each for each in found if not _is_helper(each.get("title"))]


def _is_helper(title: object) -> bool:
    """Wekan marks the hidden boards behind subtasks by carets around the title."""
    return isinstance(title, str) and title.strip()[:1] == title.strip()[-1:] == "^"


async def _rows(
    ctx: Context,
    record_type: type[Record],
    names: Sequence[str],
    condition: Filter,
    order: tuple[tuple[str, int], ...],
) -> list[Document]:
    page = Page(order=order, first=_ALL)
    level = Level(record_type, None, _paths(record_type, names), page=lambda _: page)
    found = await reading.run_list(ctx, level, condition, None)
    return found.slices[ROOT].documents


async def _of_board(
    ctx: Context,
    board_id: str,
    record_type: type[List | Swimlane | Card],
    names: Sequence[str],
    match: Filter = EVERYTHING,
) -> list[Document]:
    await require_board(ctx, board_id)
    live = all_of(archived_is(record_type, archived=False), match)
    page = Page(order=Order("sort").keys(record_type), first=_ALL, match=live)
    link = ByParent(path_of(record_type, "board_id"))
    rows = Level(record_type, link, _paths(record_type, names), page=lambda _: page)
    root = Level(Board, None, (), children={"rows": rows})
    found = await reading.run(ctx, root, by_id(board_id), None)
    # A board that went in between has none.
    return found.children["rows"].slices[board_id].documents if found.children else []


def _paths(record_type: type[Record], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(path_of(record_type, name) for name in names)
