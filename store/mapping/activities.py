"""The history of boards."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record
from store.values import as_date, as_id, as_text


@record("activities")
class Activity(Record):
    """One line of a board's history. Which fields it has depends on its type."""

    id: Annotated[str, at("_id")]
    user_id: Annotated[str | None, at("userId", read=as_id)] = None
    activity_type: Annotated[str, at("activityType", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    old_board_id: Annotated[str | None, at("oldBoardId", read=as_id)] = None
    swimlane_id: Annotated[str | None, at("swimlaneId", read=as_id)] = None
    old_swimlane_id: Annotated[str | None, at("oldSwimlaneId", read=as_id)] = None
    list_id: Annotated[str | None, at("listId", read=as_id)] = None
    old_list_id: Annotated[str | None, at("oldListId", read=as_id)] = None
    card_id: Annotated[str | None, at("cardId", read=as_id)] = None
    checklist_id: Annotated[str | None, at("checklistId", read=as_id)] = None
    checklist_item_id: Annotated[str | None, at("checklistItemId", read=as_id)] = None
    comment_id: Annotated[str | None, at("commentId", read=as_id)] = None
    attachment_id: Annotated[str | None, at("attachmentId", read=as_id)] = None
    custom_field_id: Annotated[str | None, at("customFieldId", read=as_id)] = None
    label_id: Annotated[str | None, at("labelId", read=as_id)] = None
    member_id: Annotated[str | None, at("memberId", read=as_id)] = None
    assignee_id: Annotated[str | None, at("assigneeId", read=as_id)] = None
    title: Annotated[str | None, at("title", read=as_text)] = None
    card_title: Annotated[str | None, at("cardTitle", read=as_text)] = None
    old_value: Annotated[str | None, at("oldValue", read=as_text)] = None
    value: Annotated[str | None, at("value", read=as_text)] = None
    time_key: Annotated[str | None, at("timeKey", read=as_text)] = None
    old_time: Annotated[datetime | None, at("timeOldValue", read=as_date)] = None
    time: Annotated[datetime | None, at("timeValue", read=as_date)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
