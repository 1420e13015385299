"""How single values are read from documents, whoever left them there and in whatever type."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from store.records import Record, dump, keeps, load


def as_date(value: Any) -> datetime | None:
    """Reads a date; a value that old or foreign writers left there is read if it can be."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
        if isinstance(value, str):
            parsed = datetime.fromisoformat(value)
            return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def as_number(value: Any) -> float | None:
    """Reads a finite number; NaN and the infinities, which break sorting, count as lacking."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def as_whole(value: Any) -> int | None:
    number = as_number(value)
    return None if number is None else int(number)


def as_int(value: Any) -> int | None:
    """Reads a whole number that GraphQL can show: its Int has 32 bits."""
    whole = as_whole(value)
    return whole if whole is not None and -(2**31) <= whole < 2**31 else None


@keeps(str)
def as_text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def as_id(value: Any) -> str | None:
    """Reads a reference; Wekan stores the empty text for 'none' in many places."""
    return value if isinstance(value, str) and value else None


@keeps(bool)
def as_flag(value: Any) -> bool:
    """Reads a flag; Wekan's role helpers compare with `=== true`."""
    return value is True


def as_ids(value: Any) -> list[str]:
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, str) and item]


def as_documents(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def one(item: type[Record]) -> dict[str, Any]:
    """Reads and writes a record inside the document."""
    return {"read": lambda value: load(item, value), "write": dump}


def many(item: type[Record]) -> dict[str, Any]:
    """Reads and writes a list of records inside the document."""
    return {
        "read": lambda value: list(map(item.loader, as_documents(value))),
        "write": lambda value: [dump(each) for each in value],
    }
