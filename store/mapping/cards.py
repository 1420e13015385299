"""Cards, and what lies inside their documents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

from store import defaults
from store.records import Record, at, record
from store.values import (
    as_date,
    as_documents,
    as_flag,
    as_id,
    as_ids,
    as_int,
    as_number,
    as_text,
    many,
    one,
)

DEPENDENCY_TYPES = ("related-to", "blocks", "is-blocked-by", "fixes", "is-fixed-by")


def _as_dependency_type(value: Any) -> str | None:
    return value if value in DEPENDENCY_TYPES else None


@record("")
class Dependency(Record):
    """Kept with the card that it was drawn from; the other card knows nothing of it."""

    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    type: Annotated[str, at("type", read=_as_dependency_type)] = DEPENDENCY_TYPES[0]
    color: Annotated[str, at("color", read=as_id)] = "#eb144c"
    icon: Annotated[str, at("icon", read=as_id)] = "link"


@record("")
class FieldEntry(Record):
    """A custom field on a card; what its value is depends on the type of the field."""

    field_id: Annotated[str, at("_id", read=as_text)] = ""
    value: Annotated[Any, at("value")] = None


@record("")
class Sticker(Record):
    icon: Annotated[str, at("icon", read=as_text)] = ""
    name: Annotated[str, at("name", read=as_text)] = ""
    highlight: Annotated[str | None, at("highlight", read=as_id)] = None
    position: Annotated[float, at("position", read=as_number)] = 0


@record("")
class Location(Record):
    id: Annotated[str, at("_id", read=as_text)] = ""
    name: Annotated[str, at("name", read=as_text)] = ""
    address: Annotated[str, at("address", read=as_text)] = ""
    latitude: Annotated[float | None, at("latitude", read=as_number)] = None
    longitude: Annotated[float | None, at("longitude", read=as_number)] = None


@record("")
class Vote(Record):
    """A question that people answer with yes or no."""

    question: Annotated[str, at("question", read=as_text)] = ""
    is_public: Annotated[bool, at("public", read=as_flag)] = False
    allow_non_board_members: Annotated[bool, at("allowNonBoardMembers", read=as_flag)] = False
    end: Annotated[datetime | None, at("end", read=as_date)] = None
    positive_ids: Annotated[list[str], at("positive", read=as_ids)] = []
    negative_ids: Annotated[list[str], at("negative", read=as_ids)] = []


@record("")
class Poker(Record):
    """Planning poker; `is_open` is what Wekan calls the question."""

    is_open: Annotated[bool, at("question", read=as_flag)] = False
    allow_non_board_members: Annotated[bool, at("allowNonBoardMembers", read=as_flag)] = False
    end: Annotated[datetime | None, at("end", read=as_date)] = None
    estimation: Annotated[float | None, at("estimation", read=as_number)] = None
    one: Annotated[list[str], at("one", read=as_ids)] = []
    two: Annotated[list[str], at("two", read=as_ids)] = []
    three: Annotated[list[str], at("three", read=as_ids)] = []
    five: Annotated[list[str], at("five", read=as_ids)] = []
    eight: Annotated[list[str], at("eight", read=as_ids)] = []
    thirteen: Annotated[list[str], at("thirteen", read=as_ids)] = []
    twenty: Annotated[list[str], at("twenty", read=as_ids)] = []
    forty: Annotated[list[str], at("forty", read=as_ids)] = []
    one_hundred: Annotated[list[str], at("oneHundred", read=as_ids)] = []
    unsure: Annotated[list[str], at("unsure", read=as_ids)] = []


@record("cards")
class Card(Record):
    fixed: ClassVar[Mapping[str, Any]] = defaults.CARD

    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=as_text)] = ""
    description: Annotated[str, at("description", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    list_id: Annotated[str, at("listId", read=as_text)] = ""
    swimlane_id: Annotated[str, at("swimlaneId", read=as_text)] = ""
    creator_id: Annotated[str | None, at("userId", read=as_id)] = None
    parent_id: Annotated[str, at("parentId", read=as_text)] = ""
    cover_id: Annotated[str, at("coverId", read=as_text)] = ""
    linked_id: Annotated[str, at("linkedId", read=as_text)] = ""
    type: Annotated[str, at("type", read=as_text)] = "cardType-card"
    card_number: Annotated[int, at("cardNumber", read=as_int)] = 0
    sort: Annotated[float | None, at("sort", read=as_number)] = None
    color: Annotated[str | None, at("color", read=as_text)] = None
    label_ids: Annotated[list[str], at("labelIds", read=as_ids)] = []
    member_ids: Annotated[list[str], at("members", read=as_ids)] = []
    assignee_ids: Annotated[list[str], at("assignees", read=as_ids)] = []
    requester_ids: Annotated[list[str], at("requesters", read=as_ids)] = []
    assigner_ids: Annotated[list[str], at("assigners", read=as_ids)] = []
    watcher_ids: Annotated[list[str] | None, at("watchers", read=as_ids)] = None
    requested_by: Annotated[str, at("requestedBy", read=as_text)] = ""
    assigned_by: Annotated[str, at("assignedBy", read=as_text)] = ""
    custom_fields: Annotated[list[Mapping[str, Any]], at("customFields", read=as_documents)] = []
    dependencies: Annotated[list[Any] | None, at("cardDependencies")] = None
    stickers: Annotated[list[Sticker], at("stickers", **many(Sticker))] = []
    locations: Annotated[list[Location], at("locations", **many(Location))] = []
    vote: Annotated[Vote | None, at("vote", **one(Vote))] = None
    poker: Annotated[Poker | None, at("poker", **one(Poker))] = None
    received_at: Annotated[datetime | None, at("receivedAt", read=as_date)] = None
    start_at: Annotated[datetime | None, at("startAt", read=as_date)] = None
    due_at: Annotated[datetime | None, at("dueAt", read=as_date)] = None
    end_at: Annotated[datetime | None, at("endAt", read=as_date)] = None
    due_complete: Annotated[bool, at("dueComplete", read=as_flag)] = False
    spent_time: Annotated[float, at("spentTime", read=as_number)] = 0
    is_overtime: Annotated[bool, at("isOvertime", read=as_flag)] = False
    archived: Annotated[bool, at("archived", read=as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=as_date)] = None
    deleted_at: Annotated[datetime | None, at("deletedAt", read=as_date)] = None
    deleted_by: Annotated[str | None, at("deletedBy", read=as_id)] = None
    delete_batch_id: Annotated[str | None, at("deleteBatchId", read=as_id)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
    date_last_activity: Annotated[datetime | None, at("dateLastActivity", read=as_date)] = None


@record("cards")
class Ballots(Record):
    """The parts of a card's vote and poker, to be changed one by one."""

    id: Annotated[str, at("_id")]
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    deleted_at: Annotated[datetime | None, at("deletedAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
    date_last_activity: Annotated[datetime | None, at("dateLastActivity", read=as_date)] = None
    vote_end: Annotated[datetime | None, at("vote.end", read=as_date)] = None
    positive: Annotated[list[str] | None, at("vote.positive", read=as_ids)] = None
    negative: Annotated[list[str] | None, at("vote.negative", read=as_ids)] = None
    poker_end: Annotated[datetime | None, at("poker.end", read=as_date)] = None
    estimation: Annotated[float | None, at("poker.estimation", read=as_number)] = None
    one: Annotated[list[str] | None, at("poker.one", read=as_ids)] = None
    two: Annotated[list[str] | None, at("poker.two", read=as_ids)] = None
    three: Annotated[list[str] | None, at("poker.three", read=as_ids)] = None
    five: Annotated[list[str] | None, at("poker.five", read=as_ids)] = None
    eight: Annotated[list[str] | None, at("poker.eight", read=as_ids)] = None
    thirteen: Annotated[list[str] | None, at("poker.thirteen", read=as_ids)] = None
    twenty: Annotated[list[str] | None, at("poker.twenty", read=as_ids)] = None
    forty: Annotated[list[str] | None, at("poker.forty", read=as_ids)] = None
    one_hundred: Annotated[list[str] | None, at("poker.oneHundred", read=as_ids)] = None
    unsure: Annotated[list[str] | None, at("poker.unsure", read=as_ids)] = None
