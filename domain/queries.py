"""What can be asked of lists: filters, orders and pages, typed; never a raw selector."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from domain import values
from domain.changes import FieldValue
from domain.context import Actor, Context
from domain.errors import BadInputError
from domain.visibility import active_member_boards, visible_boards
from store import cursors
from store.documents import Activity, Board, Card, FieldEntry, List, Swimlane, User
from store.match import (
    ABSENT,
    EVERYTHING,
    FILLED_LIST,
    NOT_TRUE,
    NOTHING,
    PRESENT,
    Filter,
    all_of,
    any_of,
    between,
    contains_text,
    element,
    none_of,
    one_of,
    where,
)
from store.plan import Document, Page, keyset_of
from store.records import Record, path_of

MOST = 1000
EVERY: Filter = EVERYTHING
"""The filter of all there is of a kind."""
DEFAULT_FIRST = 100
_LONGEST_TEXT = 200


class Direction(Enum):
    """Which way a list is ordered. Rows without a value come first going up, last going down."""

    ASC = 1
    DESC = -1


class CardOrderField(Enum):
    """What cards can be ordered by."""

    SORT = "sort"
    TITLE = "title"
    CARD_NUMBER = "card_number"
    RECEIVED_AT = "received_at"
    START_AT = "start_at"
    DUE_AT = "due_at"
    END_AT = "end_at"
    CREATED_AT = "created_at"
    MODIFIED_AT = "modified_at"
    DATE_LAST_ACTIVITY = "date_last_activity"


class BoardOrderField(Enum):
    """What boards can be ordered by."""

    SORT = "sort"
    TITLE = "title"
    CREATED_AT = "created_at"
    MODIFIED_AT = "modified_at"


class UserOrderField(Enum):
    """What people can be ordered by."""

    USERNAME = "username"
    CREATED_AT = "created_at"


@dataclass(frozen=True, slots=True)
class Order:
    """An order by one attribute; rows with equal values come by id."""

    attribute: str
    direction: Direction = Direction.ASC

    @property
    def name(self) -> str:
        return f"{self.attribute} {self.direction.name}"

    def keys(self, record_type: type[Record]) -> tuple[tuple[str, int], ...]:
        return ((path_of(record_type, self.attribute), self.direction.value), ("_id", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFilter:
    """Which cards are wanted; every condition that is given must hold.

    An empty list of ids asks for cards that have none of that kind.
    """

    text: str | None = None
    board_ids: Sequence[str] | None = None
    list_ids: Sequence[str] | None = None
    swimlane_ids: Sequence[str] | None = None
    label_ids: Sequence[str] | None = None
    member_ids: Sequence[str] | None = None
    assignee_ids: Sequence[str] | None = None
    has_due_date: bool | None = None
    due_after: datetime | None = None
    due_before: datetime | None = None
    archived: bool | None = False
    concerning: Sequence[str] | None = None
    custom_field: FieldValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """Which boards are wanted: of themselves neither archived ones nor templates."""

    text: str | None = None
    permission: str | None = None
    archived: bool | None = False
    templates: bool | None = False


def page(
    record_type: type[Record],
    order: Order,
    first: int,
    after: str | None = None,
    match: Filter = EVERYTHING,
) -> Page:
    """Returns a page of a list. Raises BadInputError for `first` and `after`."""
    keys, name = order.keys(record_type), f"{record_type.collection} {order.name}"
    return page_by(name, keys, first, after, match)


def page_by(
    name: str,
    keys: tuple[tuple[str, int], ...],
    first: int,
    after: str | None,
    match: Filter = EVERYTHING,
) -> Page:
    """Returns a page of what is ordered by `keys`. Raises BadInputError as `page`."""
    if not 0 <= first <= MOST:
        raise BadInputError("first", f"`first` is from 0 to {MOST}.")
    keyset = None
    if after is not None:
        keyset = cursors.decode(name, len(keys), after)
        if keyset is None:
            raise BadInputError("after", "This cursor does not belong to this list and order.")
    return Page(order=keys, first=first, match=match, after=keyset, name=name)


def cursor_of(document: Document, of: Page) -> str:
    """Returns the cursor of a row of a page."""
    return cursors.encode(of.name, keyset_of(document, of))


def archived_is(record_type: type[Record], archived: bool | None) -> Filter:
    """Returns the filter of archived or live things; None asks for both.

    Old documents may lack the field, which then means live.
    """
    if archived is None:
        return EVERYTHING
    return where(record_type, archived=True if archived else NOT_TRUE)


def matching_cards(wanted: CardFilter) -> Filter:
    """Returns the filter of the cards wanted. Raises BadInputError."""
    due = between(wanted.due_after, wanted.due_before)
    has_due = {True: PRESENT, False: ABSENT}
    return all_of(
        archived_is(Card, wanted.archived),
        _text_in(Card, wanted.text, "title", "description"),
        _one_of_ids("board_ids", "board_id", wanted.board_ids),
        _one_of_ids("list_ids", "list_id", wanted.list_ids),
        _one_of_ids("swimlane_ids", "swimlane_id", wanted.swimlane_ids),
        _any_in("label_ids", wanted.label_ids),
        _any_in("member_ids", wanted.member_ids),
        _any_in("assignee_ids", wanted.assignee_ids),
        where(Card, due_at=due) if due.operators else EVERYTHING,
        where(Card, due_at=has_due[wanted.has_due_date])
        if wanted.has_due_date is not None
        else EVERYTHING,
        EVERYTHING if wanted.concerning is None else concerning(wanted.concerning),
        EVERYTHING
        if wanted.custom_field is None
        else holding(wanted.custom_field.field_id, [wanted.custom_field.value]),
    )


DEPENDENT = where(Card, dependencies=FILLED_LIST)
"""The filter of the cards that depend on others."""


def concerning(user_ids: Sequence[str]) -> Filter:
    """Returns the filter of the cards that one of these people has to do with."""
    ids = any_of(values.ids("filter.concerning", user_ids))
    roles = ("member_ids", "assignee_ids", "requester_ids", "assigner_ids")
    return one_of(*(where(Card, **{role: ids}) for role in roles))


def holding(field_id: str, candidates: Sequence[object]) -> Filter:
    """Returns the filter of the cards of which a custom field has, or lists, one of these."""
    held = element(FieldEntry, field_id=field_id, value=any_of(candidates))
    return where(Card, custom_fields=held)


async def boards_named(ctx: Context, wanted: CardFilter) -> list[str] | None:
    """Returns the boards that the wanted cards can lie on, if the filter tells; else None."""
    if wanted.board_ids is not None:
        return list(wanted.board_ids)
    for record_type, ids in ((List, wanted.list_ids), (Swimlane, wanted.swimlane_ids)):
        if ids is not None:
            holders = where(record_type, id=any_of(ids))
            return await ctx.store.values(record_type, holders, "board_id")
    return None


def matching_boards(wanted: BoardFilter) -> Filter:
    """Returns the filter of the boards wanted, as Wekan's page of all boards chooses them."""
    return all_of(
        templates_are(wanted.templates),
        archived_is(Board, wanted.archived),
        where(Board, permission=wanted.permission) if wanted.permission else EVERYTHING,
        _text_in(Board, wanted.text, "title"),
    )


def templates_are(wanted: bool | None) -> Filter:
    """Returns the filter of templates and their containers, or of all other boards; None asks
    for both."""
    if wanted is None:
        return EVERYTHING
    kinds = ["template-board", "template-container"]
    return where(Board, type=any_of(kinds) if wanted else none_of(kinds))


def matching_users(text: str | None) -> Filter:
    return _text_in(User, text, "username", "fullname", field="text")


def _text_in(
    record_type: type[Record], text: str | None, *names: str, field: str = "filter.text"
) -> Filter:
    if not text:
        return EVERYTHING
    if len(text) > _LONGEST_TEXT or "\x00" in text:
        raise BadInputError(field, f"A text has at most {_LONGEST_TEXT} characters.")
    return one_of(*(where(record_type, **{name: contains_text(text)}) for name in names))


def _one_of_ids(field: str, name: str, ids: Sequence[str] | None) -> Filter:
    if ids is None:
        return EVERYTHING
    return where(Card, **{name: any_of(values.ids(f"filter.{field}", ids))})


def _any_in(name: str, ids: Sequence[str] | None) -> Filter:
    if ids is None:
        return EVERYTHING
    if not ids:
        return where(Card, **{name: any_of([None, []])})
    return where(Card, **{name: any_of(values.ids(f"filter.{name}", ids))})


def of_types(types: Sequence[str] | None) -> Filter:
    """Returns the filter of activities by their types; None asks for all."""
    return EVERYTHING if types is None else where(Activity, activity_type=any_of(types))


def by_id(wanted_id: str) -> Filter:
    """Returns the filter of one document of any kind."""
    return {"_id": wanted_id}


def by_ids(ids: Sequence[str]) -> Filter:
    return {"_id": any_of(ids).operators}


async def person(ctx: Context, user_id: str | None, username: str | None) -> Filter:
    """Returns the filter of one person, as far as the actor may ask for them.

    Raises UnauthenticatedError; BadInputError unless just one of the two is given.
    """
    actor = ctx.require_actor()
    if (user_id is None) == (username is None):
        raise BadInputError("id", "Give either an id or a username.")
    wanted = where(User, username=username) if user_id is None else where(User, id=user_id)
    if actor.is_admin:
        return wanted
    found = await ctx.store.find_one(User, wanted)
    if found is None or found.id == actor.user_id or await _shares_board(ctx, actor, found.id):
        return wanted
    return NOTHING


async def _shares_board(ctx: Context, actor: Actor, user_id: str) -> bool:
    theirs = active_member_boards(user_id)
    return bool(await ctx.store.find_many(Board, all_of(theirs, visible_boards(actor)), limit=1))
