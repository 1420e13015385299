"""Checklists and their items."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record
from store.values import as_date, as_flag, as_id, as_number, as_text


@record("checklists")
class Checklist(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    title: Annotated[str, at("title", read=as_text)] = "Checklist"
    sort: Annotated[float, at("sort", read=as_number)] = 0
    hide_checked_items: Annotated[bool | None, at("hideCheckedChecklistItems", read=as_flag)] = None
    hide_all_items: Annotated[bool | None, at("hideAllChecklistItems", read=as_flag)] = None
    show_at_minicard: Annotated[bool | None, at("showChecklistAtMinicard", read=as_flag)] = None
    creator_id: Annotated[str | None, at("userId", read=as_id)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("checklistItems")
class ChecklistItem(Record):
    id: Annotated[str, at("_id")]
    checklist_id: Annotated[str, at("checklistId", read=as_text)] = ""
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    title: Annotated[str, at("title", read=as_text)] = ""
    sort: Annotated[float, at("sort", read=as_number)] = 0
    is_finished: Annotated[bool, at("isFinished", read=as_flag)] = False
    creator_id: Annotated[str | None, at("userId", read=as_id)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
