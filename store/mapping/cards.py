"""Cards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

from store import defaults
from store.records import Record, at, record
from store.values import as_date, as_documents, as_flag, as_id, as_ids, as_int, as_number, as_text


@record("")
class Dependency(Record):
    card_id: Annotated[str, at("cardId", read=as_text)] = ""


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
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
    date_last_activity: Annotated[datetime | None, at("dateLastActivity", read=as_date)] = None
