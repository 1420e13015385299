"""The fields of a card, as Wekan's REST reads them from a body.

Wekan skips falsy values; here they count, so that a sort can be 0 and a description empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.changes import CardChange
from domain.errors import BadInputError
from rest import card_parts
from rest.body import as_date, as_flag, as_ids, as_number, as_text

LONGEST_TITLE = 1000


def title(field: str, value: object) -> str:
    return (as_text(field, value) or "").strip()[:LONGEST_TITLE]


@dataclass(frozen=True, slots=True)
class Field:
    """One line: the name in the body, the attribute of a change, and how its value is read."""

    key: str
    attribute: str
    read: Callable[[str, object], object]


CONTENT = (
    Field("title", "title", title),
    Field("description", "description", as_text),
    Field("sort", "sort", as_number),
    Field("parentId", "parent_id", as_text),
    Field("color", "color", as_text),
    Field("labelIds", "label_ids", as_ids),
    Field("requestedBy", "requested_by", as_text),
    Field("assignedBy", "assigned_by", as_text),
    Field("receivedAt", "received_at", as_date),
    Field("startAt", "start_at", as_date),
    Field("dueAt", "due_at", as_date),
    Field("endAt", "end_at", as_date),
    Field("dueComplete", "due_complete", as_flag),
    Field("spentTime", "spent_time", as_number),
    Field("isOvertime", "is_overtime", as_flag),
    Field("isOverTime", "is_overtime", as_flag),
    Field("customFields", "custom_fields", card_parts.custom_fields),
    Field("stickers", "stickers", card_parts.stickers),
    Field("locations", "locations", card_parts.locations),
    Field("vote", "vote", card_parts.vote),
    Field("poker", "poker", card_parts.poker),
    Field("members", "member_ids", as_ids),
    Field("assignees", "assignee_ids", as_ids),
)
_PLACE = (
    Field("swimlaneId", "swimlane_id", as_text),
    Field("listId", "list_id", as_text),
)
_BOARD_MOVE = (
    Field("newBoardId", "board_id", as_text),
    Field("newSwimlaneId", "swimlane_id", as_text),
    Field("newListId", "list_id", as_text),
)
_KEYS = {"memberIds": "members", "assigneeIds": "assignees"}


def content(body: Mapping[str, object]) -> CardChange:
    """Returns what the body says of a card, but for where it lies. Raises BadInputError."""
    return _change({f.attribute: f.read(f.key, body[f.key]) for f in CONTENT if f.key in body})


def placement(body: Mapping[str, object]) -> CardChange:
    """Returns where the body moves a card; empty ids do not count. Raises BadInputError."""
    across = _filled(_BOARD_MOVE, body)
    if across and len(across) < len(_BOARD_MOVE):
        names = ", ".join(field.key for field in _BOARD_MOVE)
        raise BadInputError(_BOARD_MOVE[0].key, f"A move to another board needs {names}.")
    return _change(across or _filled(_PLACE, body))


def _filled(fields: tuple[Field, ...], body: Mapping[str, object]) -> dict[str, object]:
    read = {field.attribute: field.read(field.key, body.get(field.key)) for field in fields}
    return {attribute: value for attribute, value in read.items() if value}


def _change(values: Mapping[str, object]) -> CardChange:
    # Each reader returns what its attribute holds; mypy cannot see it through the table.
    return CardChange(**values)  # type: ignore[arg-type]


def as_named(error: BadInputError) -> BadInputError:
    """Returns the error with the name that its field has here."""
    field = error.field.removeprefix("input.")
    return BadInputError(_KEYS.get(field, field), error.message)
