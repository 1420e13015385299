"""A board as it is sent: Wekan's own export document, into which every other format is turned.

What stands in it is nobody's word for anything: each array is looked at row by row, what is not
of the right kind is left out, and the whole has its limits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from domain.errors import BadInputError, TooLargeError

Row: TypeAlias = Mapping[str, Any]
MOST_ROWS = 200_000
"""The most cards, comments, items and so on of one board, together."""
_ARRAYS = (
    "attachments lists swimlanes customFields cards comments activities checklists "
    "checklistItems rules triggers actions users"
).split()


@dataclass(frozen=True, slots=True)
class Sent:
    """A board to be imported, and where it comes from."""

    document: Row
    system: str = "Wekan"
    url: str | None = None
    arrays: Mapping[str, list[Row]] = field(default_factory=dict)

    def rows(self, name: str) -> list[Row]:
        return self.arrays.get(name, [])

    @property
    def title(self) -> str:
        return text(self.document.get("title"))


def sent(document: object, system: str = "Wekan", url: object = None) -> Sent:
    """Returns a document that can be worked on. Raises BadInputError, TooLargeError."""
    if not isinstance(document, dict):
        raise BadInputError("board", "Missing board export object")
    arrays = {name: rows_of(document.get(name)) for name in _ARRAYS}
    if sum(map(len, arrays.values())) > MOST_ROWS:
        raise TooLargeError("board", f"A board has at most {MOST_ROWS} parts.")
    link = url if isinstance(url, str) and url.startswith(("https://", "http://")) else None
    return Sent(document, system, link, arrays)


def rows_of(value: object) -> list[Row]:
    """Returns the objects of an array; of anything else nothing."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def row_of(value: object) -> Row:
    return value if isinstance(value, dict) else {}


def text(value: object, usual: str = "") -> str:
    """Returns a text or a number as one; of anything else, and of no text, the usual one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return value.strip() or usual if isinstance(value, str) else usual


def texts(value: object, *names: str) -> list[str]:
    """Returns the texts of an array, or what its objects have under the first of these names."""
    found = []
    for each in value if isinstance(value, list) else ():
        known = (
            next((each[n] for n in names if n in each), None) if isinstance(each, dict) else each
        )
        if shown := text(known):
            found.append(shown)
    return found


def first(row: Row, *names: str) -> Any:
    """Returns what stands under the first of the names that anything stands under."""
    return next((row[name] for name in names if row.get(name) not in (None, "")), None)
