"""Rules of boards: what sets one off, and what it does then.

Triggers and actions have no schema in Wekan: which fields count, their kind says.
"""

from datetime import datetime
from typing import Annotated, Any

from store.records import Record, at, record
from store.values import as_date, as_id, as_text, as_whole


def _as_name(value: Any) -> str:
    """Reads what is compared with a name; a value that is no text equals none."""
    return value if isinstance(value, str) else str(value)


def _as_amount(value: Any) -> int | None:
    """Reads a whole number; Wekan's page stores some as text."""
    if not isinstance(value, str):
        return as_whole(value)
    digits = value.strip()
    whole = digits.removeprefix("-").isdecimal() and digits.isascii() and len(digits) < 10
    return int(digits) if whole else None


@record("rules")
class Rule(Record):
    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    trigger_id: Annotated[str, at("triggerId", read=as_text)] = ""
    action_id: Annotated[str, at("actionId", read=as_text)] = ""
    button_type: Annotated[str | None, at("buttonType", read=as_text)] = None
    button_label: Annotated[str | None, at("buttonLabel", read=as_text)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("triggers")
class Trigger(Record):
    """What sets a rule off. A name that is lacking or `*` restricts nothing."""

    id: Annotated[str, at("_id")]
    activity_type: Annotated[str, at("activityType", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=_as_name)] = None
    desc: Annotated[str | None, at("desc", read=as_text)] = None
    list_name: Annotated[str | None, at("listName", read=_as_name)] = None
    old_list_name: Annotated[str | None, at("oldListName", read=_as_name)] = None
    swimlane_name: Annotated[str | None, at("swimlaneName", read=_as_name)] = None
    card_title: Annotated[str | None, at("cardTitle", read=_as_name)] = None
    user_id: Annotated[str | None, at("userId", read=_as_name)] = None
    username: Annotated[str | None, at("username", read=_as_name)] = None
    label_id: Annotated[str | None, at("labelId", read=_as_name)] = None
    checklist_name: Annotated[str | None, at("checklistName", read=_as_name)] = None
    checklist_item_name: Annotated[str | None, at("checklistItemName", read=_as_name)] = None
    schedule_kind: Annotated[str | None, at("scheduleKind", read=as_text)] = None
    schedule_type: Annotated[str | None, at("scheduleType", read=as_text)] = None
    weekday: Annotated[int | None, at("weekday", read=_as_amount)] = None
    day_of_month: Annotated[int | None, at("dayOfMonth", read=_as_amount)] = None
    on_date: Annotated[str | None, at("onDate", read=as_text)] = None
    due_condition: Annotated[str | None, at("dueCondition", read=as_text)] = None
    days: Annotated[int | None, at("days", read=_as_amount)] = None
    at_time: Annotated[str | None, at("atTime", read=as_text)] = None
    last_run_at: Annotated[datetime | None, at("lastRunAt", read=as_date)] = None
    button_type: Annotated[str | None, at("buttonType", read=as_text)] = None
    button_label: Annotated[str | None, at("buttonLabel", read=as_text)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    updated_at: Annotated[datetime | None, at("updatedAt", read=as_date)] = None


@record("actions")
class Action(Record):
    """What a rule does. `board_id` is where a card is moved or linked to."""

    id: Annotated[str, at("_id")]
    action_type: Annotated[str, at("actionType", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    desc: Annotated[str | None, at("desc", read=as_text)] = None
    list_name: Annotated[str | None, at("listName", read=as_id)] = None
    from_list_name: Annotated[str | None, at("fromListName", read=as_id)] = None
    swimlane_name: Annotated[str | None, at("swimlaneName", read=as_id)] = None
    username: Annotated[str | None, at("username", read=as_id)] = None
    label_id: Annotated[str | None, at("labelId", read=as_id)] = None
    selected_color: Annotated[str | None, at("selectedColor", read=as_text)] = None
    date_field: Annotated[str | None, at("dateField", read=as_text)] = None
    days: Annotated[int | None, at("days", read=_as_amount)] = None
    unit: Annotated[str | None, at("unit", read=as_text)] = None
    checklist_name: Annotated[str | None, at("checklistName", read=as_id)] = None
    check_item_name: Annotated[str | None, at("checkItemName", read=as_id)] = None
    checklist_items: Annotated[str | None, at("checklistItems", read=as_text)] = None
    card_name: Annotated[str | None, at("cardName", read=as_id)] = None
    sort_field: Annotated[str | None, at("sortField", read=as_text)] = None
    email_to: Annotated[str | None, at("emailTo", read=as_text)] = None
    email_subject: Annotated[str | None, at("emailSubject", read=as_text)] = None
    email_message: Annotated[str | None, at("emailMsg", read=as_text)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
