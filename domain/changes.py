"""What a request wants altered. Each field is absent (UNSET), null (clear) or a value."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from store.documents import Location, Poker, Sticker, Vote

T = TypeVar("T")


class Unset(Enum):
    """The one value that stands for 'not given'."""

    UNSET = "unset"


UNSET = Unset.UNSET
Given: TypeAlias = T | None | Unset


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a custom field is to hold: a text, a number, a flag, a moment, texts, or None for
    nothing.

    A text stands for any of them, as forms send it, unless `kind` says what was meant.
    """

    field_id: str
    value: object
    kind: str | None = None


class Change:
    """What every change of a document has: each field is absent, null or a value."""

    __slots__ = ()

    def given(self) -> Iterator[tuple[str, Any]]:
        """Yields name and value of each field that is not absent."""
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if value is not UNSET:
                yield field.name, value


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChange(Change):
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
    custom_fields: Given[list[FieldValue]] = UNSET
    stickers: Given[list[Sticker]] = UNSET
    locations: Given[list[Location]] = UNSET
    vote: Given[Vote] = UNSET
    """Given anew, a vote or a poker loses the answers it had."""
    poker: Given[Poker] = UNSET
    sort: Given[float] = UNSET
    board_id: Given[str] = UNSET
    swimlane_id: Given[str] = UNSET
    list_id: Given[str] = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCard:
    """A card to be made. Without a swimlane it goes to the board's first."""

    board_id: str
    list_id: str
    title: str
    swimlane_id: str | None = None
    content: CardChange = CardChange()
    """What else is given; where it lies is said above, and ignored here."""
