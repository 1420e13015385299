"""The history of boards."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record
from store.values import as_date, as_id, as_text


@record("activities")
class Activity(Record):
    """One line of a board's history; `details` are the fields of its activity type."""

    id: Annotated[str, at("_id")]
    user_id: Annotated[str | None, at("userId", read=as_id)] = None
    activity_type: Annotated[str, at("activityType", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    old_board_id: Annotated[str | None, at("oldBoardId", read=as_id)] = None
    card_id: Annotated[str | None, at("cardId", read=as_id)] = None
    checklist_id: Annotated[str | None, at("checklistId", read=as_id)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
