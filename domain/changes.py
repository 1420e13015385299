"""What a request wants altered. Each field is absent (UNSET), null (clear) or a value."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")


class Unset(Enum):
    """The one value that stands for 'not given'."""

    UNSET = "unset"


UNSET = Unset.UNSET
Given: TypeAlias = T | None | Unset


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChange:
    """A change of one card; the names are those of the `Card` record."""

    title: Given[str] = UNSET
    description: Given[str] = UNSET
    color: Given[str] = UNSET
    received_at: Given[datetime] = UNSET
    start_at: Given[datetime] = UNSET
    due_at: Given[datetime] = UNSET
    end_at: Given[datetime] = UNSET
    due_complete: Given[bool] = UNSET
    spent_time: Given[float] = UNSET
    is_overtime: Given[bool] = UNSET
    requested_by: Given[str] = UNSET
    assigned_by: Given[str] = UNSET
    parent_id: Given[str] = UNSET
    label_ids: Given[list[str]] = UNSET
    member_ids: Given[list[str]] = UNSET
    assignee_ids: Given[list[str]] = UNSET
    sort: Given[float] = UNSET
    board_id: Given[str] = UNSET
    swimlane_id: Given[str] = UNSET
    list_id: Given[str] = UNSET

    def given(self) -> Iterator[tuple[str, Any]]:
        """Yields name and value of each field that is not absent."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not UNSET:
                yield field.name, value


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCard:
    """A card to be made. Without a swimlane it goes to the board's first."""

    board_id: str
    list_id: str
    title: str
    swimlane_id: str | None = None
    content: CardChange = CardChange()
    """What else is given; where it lies is said above, and ignored here."""
