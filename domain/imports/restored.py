"""Single documents, made again from what was sent of them.

Only what a record lists, and the plain settings that go with it, is taken over, each in its own
type; so nothing that a sender makes up reaches the database.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain import values
from domain.errors import BadInputError
from domain.imports.sent import Row, text
from store.plan import Document
from store.records import R, dump, load
from store.values import as_date

_LONGEST_TEXT = 1_000_000
_MOST_VALUES = 100


def restored(record_type: type[R], row: Row, **changes: Any) -> Document:
    """Returns the document that stores `row` with these attributes changed."""
    record: Any = load(record_type, row)
    listed = {attribute.steps[0] for attribute in record_type.table.values()}
    kept = {
        key: row[key]
        for key, usual in record_type.fixed.items()
        if key not in listed and key in row and _is_like(row[key], usual)
    }
    return _short({**dump(replace(record, **changes)), **kept})


def _is_like(value: object, usual: object) -> bool:
    if isinstance(usual, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(usual, bool)
    if isinstance(usual, int | float):
        return isinstance(value, int | float)
    if isinstance(usual, list):
        if not isinstance(value, list) or len(value) > _MOST_VALUES:
            return False
        return all(isinstance(each, str | int | float) for each in value)
    return isinstance(usual, str) and isinstance(value, str)


def _short(document: Document) -> Document:
    """Wekan trims each text; one that is longer than a document may be is cut."""
    return {
        key: value.strip()[:_LONGEST_TEXT] if isinstance(value, str) else value
        for key, value in document.items()
    }


def title_of(value: object, usual: str) -> str:
    return text(value, usual)[: values.LONGEST_TITLE].strip() or usual


def color_of(value: object) -> str | None:
    """Returns a colour of cards, lists, swimlanes and labels; None for what is none."""
    try:
        return values.card_color("color", value if isinstance(value, str) else None)
    except BadInputError:
        return None


def moment_of(value: object) -> datetime | None:
    """Reads a date as other tools write them: ISO 8601, or seconds or milliseconds since 1970."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value < 100_000_000_000:
        value *= 1000
    if isinstance(value, str):
        value = value.strip()
    found = as_date(value)
    return found.astimezone(UTC) if found else None


def plain_value(value: object) -> Any:
    """Returns the value of a custom field: a text, number, flag or texts, or None."""
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)][:_MOST_VALUES]
    return value if isinstance(value, str | int | float | bool) else None


def without_none(row: Mapping[str, Any]) -> Document:
    return {key: value for key, value in row.items() if value is not None}
