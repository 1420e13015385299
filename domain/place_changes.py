"""What a request wants altered of a list or a swimlane, and where it is to go."""

from dataclasses import dataclass

from domain.changes import UNSET, Change, Given
from store.documents import WipLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChange(Change):
    """The names are those of the `List` record."""

    title: Given[str] = UNSET
    color: Given[str] = UNSET
    starred: Given[bool] = UNSET
    width: Given[float] = UNSET
    wip_limit: Given[WipLimit] = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class SwimlaneChange(Change):
    """The names are those of the `Swimlane` record."""

    title: Given[str] = UNSET
    color: Given[str] = UNSET
    height: Given[float] = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a list or swimlane goes: by default its own board, and last there.

    A list that is moved within its board stays where it stands without a `position`, which
    counts from 0. Only lists go to a swimlane, and only copies and swimlanes take a `title`.
    """

    board_id: str | None = None
    swimlane_id: str | None = None
    position: float | None = None
    title: str | None = None
