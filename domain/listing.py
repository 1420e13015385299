"""Whole lists without pages, each with its own rule of who may ask: what REST shows.

All go through `domain.reading`, which adds visibility.
"""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import reading
from domain.context import Context
from domain.queries import DEPENDENT, Order, archived_is, by_id, concerning, page
from domain.reading import ROOT, ByParent, Document, Level, Page, Slice
from domain.visibility import active_member_boards, require_board
from store.documents import Board, Card, EmailDomain, List, Swimlane, User
from store.match import (
    ABSENT,
    EVERYTHING,
    PRESENT,
    Filter,
    all_of,
    any_of,
    between,
    none_of,
    where,
)
from store.records import Record, dump, load, path_of
from store.values import as_documents, as_text
from store.whole import newest_by

_ALL = 100_000
"""More than any list of a real site has; a request ends there."""

_CARD_LINE = (
    "title description list_id swimlane_id assignee_ids sort received_at start_at due_at end_at"
).split()
_OWN_LINE = (
    "title board_id swimlane_id list_id due_at start_at end_at member_ids assignee_ids"
).split()
_OUTLINE = ("title", "card_number")
_TOUCHED = ("modified_at", "date_last_activity")


async def people(ctx: Context) -> list[Document]:
    """Returns everybody, for site admins: id and username."""
    ctx.require_site_admin()
    return await _rows(ctx, User, ("username",), EVERYTHING, (("_id", 1),))


async def domains_of_people(ctx: Context) -> list[tuple[str, int]]:
    """Returns, for site admins, the domains of people's first e-mail addresses, and how many
    have each; the most frequent first."""
    ctx.require_site_admin()
    rows = await _rows(ctx, User, ("emails",), EVERYTHING, (("_id", 1),))
    firsts = (email for row in rows for email in as_documents(row.get("emails"))[:1])
    addresses = (as_text(email.get("address")) or "" for email in firsts)
    domains = (each.rpartition("@")[2].strip().lower() for each in addresses if "@" in each)
    return sorted(Counter(domains).items(), key=lambda each: (-each[1], each[0]))


async def domain_rows(ctx: Context, first: int) -> Slice:
    """Returns the first of them, as rows of a connection."""
    rows = [dump(EmailDomain(id=name, people=n)) for name, n in await domains_of_people(ctx)]
    shown = page(EmailDomain, Order("people"), first)
    return Slice(rows[:first], has_next=len(rows) > first, total=len(rows), page=shown)


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


async def board_counts(ctx: Context) -> dict[str, int]:
    """Returns how many boards are private and public, of all kinds, for site admins."""
    ctx.require_site_admin()
    counted = await ctx.store.counts_by(Board, EVERYTHING, path_of(Board, "permission"))
    return {permission: counted.get(permission, 0) for permission in ("private", "public")}


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


async def dependent_cards(ctx: Context, board_id: str) -> list[Card]:
    """Returns the live cards of a board that depend on others: id, title, number and that."""
    found = await _of_board(ctx, board_id, Card, (*_OUTLINE, "dependencies"), DEPENDENT)
    return [load(Card, each) for each in found]


async def cards_by_ids(ctx: Context, board_id: str, ids: Sequence[str]) -> list[Card]:
    """Returns those of a board's cards with these ids that the actor may see: id, title and
    number."""
    page = Page(order=(("_id", 1),), first=len(ids))
    level = Level(Card, None, _paths(Card, _OUTLINE), page=page)
    wanted = where(Card, id=any_of(ids), board_id=board_id)
    found = await reading.run_list(ctx, level, wanted, None, [board_id])
    return [load(Card, each) for each in found.slices[ROOT].documents]


async def count_cards(ctx: Context, board_id: str, list_id: str | None = None) -> int:
    """Returns how many live cards of a board, or of one of its lists, the actor may see."""
    wanted = EVERYTHING if list_id is None else where(Card, list_id=list_id)
    counted = dataclasses.replace(_live(Card, (), wanted), rows=False, counted=True)
    found = await _below_board(ctx, board_id, counted)
    return found.total or 0 if found else 0


@dataclass(frozen=True, slots=True)
class Due:
    """Which cards are wanted by when they are due: those that are due at all, and from and to
    when."""

    only: bool = False
    start: datetime | None = None
    end: datetime | None = None

    def matching(self) -> Filter:
        between_dates = between(self.start, self.end)
        if between_dates.operators:
            return where(Card, due_at=between_dates)
        return where(Card, due_at=PRESENT) if self.only else EVERYTHING


async def own_cards(ctx: Context, due: Due) -> list[Document]:
    """Returns the live cards that the actor has to do with, by when they are due.

    Only boards count that they are an active member of (GuestBleed), site admins or not.
    """
    user_id = ctx.require_actor().user_id
    boards = await ctx.store.ids(Board, active_member_boards(user_id))
    wanted = all_of(concerning([user_id]), due.matching(), archived_is(Card, archived=False))
    page = Page(order=Order("due_at").keys(Card), first=_ALL)
    level = Level(Card, None, _paths(Card, _OWN_LINE), page=page)
    found = await reading.run_list(ctx, level, wanted, None, boards)
    return found.slices[ROOT].documents


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
    level = Level(record_type, None, _paths(record_type, names), page=page)
    found = await reading.run_list(ctx, level, condition, None)
    return found.slices[ROOT].documents


async def _of_board(
    ctx: Context,
    board_id: str,
    record_type: type[List | Swimlane | Card],
    names: Sequence[str],
    match: Filter = EVERYTHING,
) -> list[Document]:
    found = await _below_board(ctx, board_id, _live(record_type, names, match))
    return found.documents if found else []


def _live(record_type: type[List | Swimlane | Card], names: Sequence[str], match: Filter) -> Level:
    """Returns the level of what lies on a board, is not archived, and matches."""
    live = all_of(archived_is(record_type, archived=False), match)
    page = Page(order=Order("sort").keys(record_type), first=_ALL, match=live)
    link = ByParent(path_of(record_type, "board_id"))
    return Level(record_type, link, _paths(record_type, names), page=page)


async def _below_board(ctx: Context, board_id: str, rows: Level) -> Slice | None:
    """Returns what a level brings below a board, or None for a board that went in between."""
    await require_board(ctx, board_id)
    root = Level(Board, None, (), children={"rows": rows})
    found = await reading.run(ctx, root, by_id(board_id), None)
    return found.children["rows"].slices[board_id] if found.children else None


def _paths(record_type: type[Record], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(path_of(record_type, name) for name in names)
