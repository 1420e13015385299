"""What changed on boards since a moment: for a client that was away, page by page.

A pass goes through streams of changes, each in the order of its dates; a cursor names the
place in it. Clocks differ, and a write may be seen later than its date says: so the next pass
begins a while before this one began. What changed in between is told twice, never not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain import reading
from domain.context import Context
from domain.errors import BadInputError
from domain.reading import ROOT, ById, Document, Found, Level, Page
from domain.site import site_settings
from domain.visibility import visible_boards
from store import cursors
from store.documents import Activity, Board, Card, Checklist, ChecklistItem, Comment, List, Swimlane
from store.match import EVERYTHING, Filter, all_of, any_of, between, one_of, where
from store.plan import keyset_of
from store.records import Record, path_of

OVERLAP = timedelta(minutes=1)
"""How far clocks may differ, and how long a write may take to be seen."""
MOST = 500
DEFAULT_FIRST = 100
_CURSOR = "changes"

_GONE = {
    "deleteCard": ("card", "cardId"),
    "removeList": ("list", "listId"),
    "removeSwimlane": ("swimlane", "swimlaneId"),
    "removeChecklist": ("checklist", "checklistId"),
    "removedChecklistItem": ("checklist_item", "checklistItemId"),
    "deleteComment": ("comment", "commentId"),
    "moveCardBoard": ("card", "cardId"),
    "unjoinAssignee": ("card", "cardId"),
}
"""The activities that tell of something that may be gone: what it was, and where its id is."""
_ASSIGNEE = "assigneeId"


@dataclass(frozen=True, slots=True)
class _Stream:
    """Documents in the order of one of their dates."""

    kind: str
    record: type[Record]
    dated: str = "modified_at"

    @property
    def order(self) -> tuple[tuple[str, int], ...]:
        # Down by id: so the indexes by board and newest change serve it, read from their end.
        return ((path_of(self.record, self.dated), 1), ("_id", -1))


_STREAMS = (
    _Stream("board", Board),
    _Stream("swimlane", Swimlane),
    _Stream("list", List),
    _Stream("card", Card),
    _Stream("checklist", Checklist),
    _Stream("checklist_item", ChecklistItem),
    _Stream("comment", Comment),
    _Stream("list", List, "deleted_at"),
    _Stream("card", Card, "deleted_at"),
    _Stream("", Activity, "created_at"),
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a pass, which tells of all that is dated `since` or later."""

    since: datetime
    until: datetime
    """When the pass began."""
    stream: int = 0
    behind: tuple[object, ...] | None = None

    def cursor(self) -> str:
        dated, last_id = self.behind or (None, None)
        return cursors.encode(_CURSOR, (self.since, self.until, self.stream, dated, last_id))


@dataclass(slots=True)
class Changes:
    """A page of changes: ids by kind of thing."""

    board_ids: list[str]
    gone_board_ids: list[str]
    deletions_known: bool
    changed: dict[str, list[str]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    cursor: str = ""
    has_more: bool = False


async def changes(
    ctx: Context,
    board_ids: Sequence[str] | None,
    since: str | datetime | None,
    first: int = DEFAULT_FIRST,
) -> Changes:
    """Returns what changed on boards, of all that the actor may see, since a cursor or a moment;
    with neither, a cursor for what is to come. Raises BadInputError, UnauthenticatedError."""
    ctx.require_actor()
    ctx = replace(ctx, writes=True)  # a member that is behind would hide what just changed
    if not 1 <= first <= MOST:
        raise BadInputError("first", f"`first` is from 1 to {MOST}.")
    now = ctx.now()
    place = _place(since, now) if since is not None else None
    named = EVERYTHING if board_ids is None else where(Board, id=any_of(board_ids))
    boards = await ctx.store.ids(Board, all_of(named, visible_boards(ctx.actor)))
    told = Changes(
        sorted(boards),
        sorted({*(board_ids or ())} - {*boards}),
        not (await site_settings(ctx)).disable_activities,
    )
    if place is None:
        told.cursor = _Place(now - OVERLAP, now).cursor()
    else:
        await _Pass(ctx, boards, told).go_on(place, first)
    return told


def _place(since: str | datetime, now: datetime) -> _Place:
    if isinstance(since, datetime):
        return _Place(since, now)
    read = cursors.decode(_CURSOR, 5, since)
    start, until, stream, *behind = read or (None,) * 5
    if not isinstance(start, datetime) or not isinstance(until, datetime):
        raise BadInputError("since", "This is no cursor of changes.")
    if type(stream) is not int or not 0 <= stream <= len(_STREAMS):
        raise BadInputError("since", "This is no cursor of changes.")
    if stream == 0 and behind == [None, None]:  # a new pass begins
        return _Place(start, now)
    return _Place(start, until, stream, tuple(behind) if behind[1] is not None else None)


class _Pass:
    """One page of a pass."""

    def __init__(self, ctx: Context, boards: list[str], told: Changes) -> None:
        self._ctx = ctx
        self._boards = boards
        self._known = frozenset(boards)
        self._told = told

    async def go_on(self, place: _Place, first: int) -> None:
        """Tells at most `first` changes, and where to go on."""
        left, behind = first, place.behind
        for number in range(place.stream, len(_STREAMS)):
            stream = _STREAMS[number]
            page = Page(order=stream.order, first=left, after=behind)
            found = await self._found(stream, place.since, page)
            part = found.slices[ROOT]
            await self._tell(stream, found)
            left, behind = left - len(part.documents), None
            if part.has_next and part.documents:
                stopped = keyset_of(part.documents[-1], page)
                self._stop(_Place(place.since, place.until, number, stopped))
                return
            if left == 0 and number + 1 < len(_STREAMS):
                self._stop(_Place(place.since, place.until, number + 1))
                return
        self._told.cursor = _Place(place.until - OVERLAP, place.until).cursor()

    def _stop(self, place: _Place) -> None:
        self._told.cursor, self._told.has_more = place.cursor(), True

    async def _found(self, stream: _Stream, since: datetime, page: Page) -> Found:
        record_type = stream.record
        dated = where(record_type, **{stream.dated: between(since)})
        level = Level(record_type, None, ("_id",), page=page, peeks=True)
        if record_type is Activity:
            return await self._activities(level, dated)
        if stream.dated == "deleted_at":
            return await reading.run_gone(self._ctx, level, all_of(dated, self._on(record_type)))
        if record_type in (List, Swimlane, Card):
            condition = all_of(dated, self._on(record_type))
            return await reading.run_list(self._ctx, level, condition, None, self._boards)
        if record_type is Board:
            condition = all_of(where(Board, id=any_of(self._boards)), dated)
            return await reading.run(self._ctx, level, condition, None)
        # Old parts of cards do not name their board; their cards do.
        condition = all_of(where(record_type, board_id=any_of([*self._boards, None])), dated)
        return await reading.run(self._ctx, _with_cards(level), condition, None)

    def _on(self, record_type: type[Record]) -> Filter:
        return where(record_type, board_id=any_of(self._boards))

    async def _activities(self, level: Level, dated: Filter) -> Found:
        kinds = where(Activity, activity_type=any_of(list(_GONE)))
        places = one_of(self._on(Activity), where(Activity, old_board_id=any_of(self._boards)))
        paths = ("activityType", _ASSIGNEE, *{path for _, path in _GONE.values()})
        level = Level(Activity, None, paths, page=level.page, peeks=True)
        return await reading.run_gone(self._ctx, level, all_of(dated, kinds, places))

    async def _tell(self, stream: _Stream, found: Found) -> None:
        rows = found.slices[ROOT].documents
        if stream.record is Activity:
            await self._tell_gone(rows)
            return
        if found.level.children and rows:
            cards = found.children["card"].by_id
            rows = [each for each in rows if self._is_on(cards, each)]
        into = self._told.gone if stream.dated == "deleted_at" else self._told.changed
        ids = into.setdefault(stream.kind, [])
        ids += [each["_id"] for each in rows]

    def _is_on(self, cards: Mapping[str, Document], part: Document) -> bool:
        card = cards.get(part["cardId"]) if isinstance(part.get("cardId"), str) else None
        return card is not None and card["boardId"] in self._known

    async def _tell_gone(self, activities: list[Document]) -> None:
        """Tells the ids that activities name. A card that was moved, or that somebody was taken
        off, is gone only where the actor does not see it any more."""
        moved = []
        for activity in activities:
            kind, path = _GONE[activity["activityType"]]
            wanted = activity.get(path)
            if not isinstance(wanted, str):
                continue
            if activity["activityType"] == "moveCardBoard":
                moved.append(wanted)
            elif activity["activityType"] == "unjoinAssignee":
                actor = self._ctx.require_actor()
                moved += [wanted] if activity.get(_ASSIGNEE) == actor.user_id else []
            else:
                self._told.gone.setdefault(kind, []).append(wanted)
        if moved:
            self._told.gone.setdefault("card", []).extend(await self._not_seen(moved))

    async def _not_seen(self, card_ids: list[str]) -> list[str]:
        every = Page(order=(("_id", 1),), first=len(card_ids))
        level = Level(Card, None, ("_id",), page=every)
        wanted = all_of(where(Card, id=any_of(card_ids)), self._on(Card))
        found = await reading.run_list(self._ctx, level, wanted, None, self._boards)
        seen = {card["_id"] for card in found.slices[ROOT].documents}
        return [card_id for card_id in dict.fromkeys(card_ids) if card_id not in seen]


def _with_cards(level: Level) -> Level:
    """Returns the level with the cards that its rows hang on, as far as the actor sees them."""
    source = path_of(Comment, "card_id")
    card = Level(Card, ById((source,)), ("_id",))
    return Level(
        level.record,
        None,
        (*level.paths, source),
        children={"card": card},
        page=level.page,
        peeks=True,
    )
