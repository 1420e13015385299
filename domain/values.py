"""Checks of single values, shared by every verb. Each raises BadInputError."""

import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from domain.errors import BadInputError

LONGEST_TITLE = 1000
"""Wekan's own limit for titles (models/lib/titleLimits)."""

CARD_COLORS = (
    "white green yellow orange red purple blue sky lime pink black silver peachpuff crimson "
    "plum darkgreen slateblue magenta gold navy gray saddlebrown paleturquoise mistyrose indigo"
).split()
BOARD_COLORS = (
    "belize nephritis pomegranate pumpkin wisteria moderatepink strongcyan limegreen midnight "
    "dark relax corteza appleglasspastel clearblue cleargreen clearorange clearpink clearpurple "
    "clearred natural modern moderndark exodark cleandark cleanlight"
).split()
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_MOST_IDS = 1000


def title(field: str, value: str | None) -> str:
    """Returns the trimmed title, which must not be empty."""
    trimmed = (value or "").strip()
    if not trimmed:
        raise BadInputError(field, "A title is required.")
    if len(trimmed) > LONGEST_TITLE:
        raise BadInputError(field, f"A title has at most {LONGEST_TITLE} characters.")
    return trimmed


def text(value: str | None) -> str:
    """Returns the trimmed text; null is no text."""
    return (value or "").strip()


def card_color(field: str, value: str | None) -> str | None:
    """Returns a named colour or `#rrggbb`; null and the empty text are no colour."""
    if not value:
        return None
    if value not in CARD_COLORS and not _HEX.fullmatch(value):
        raise BadInputError(field, "A color is #rrggbb or one of: " + ", ".join(CARD_COLORS) + ".")
    return value


def board_color(field: str, value: str) -> str:
    if value not in BOARD_COLORS:
        raise BadInputError(field, "A board's color is one of: " + ", ".join(BOARD_COLORS) + ".")
    return value


def number(field: str, value: float | None) -> float:
    """Returns a finite number; Wekan's page cannot sort by any other."""
    if value is None or not math.isfinite(value):
        raise BadInputError(field, "A finite number is required.")
    return value


def within(field: str, value: float | None, least: float, most: float) -> float:
    """Returns a number from `least` to `most`."""
    checked = number(field, value)
    if not least <= checked <= most:
        raise BadInputError(field, f"A number from {least} to {most} is required.")
    return checked


def duration(field: str, value: float | None) -> float:
    """Returns hours, 0 or more; null is none."""
    hours = number(field, value or 0)
    if hours < 0:
        raise BadInputError(field, "Hours cannot be negative.")
    return hours


def date(field: str, value: datetime | None) -> datetime | None:
    """Returns the moment in UTC and whole milliseconds, as MongoDB keeps it."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise BadInputError(field, "A date needs a time zone.")
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        raise BadInputError(field, "This date is out of range.") from None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def ids(field: str, values: Iterable[str] | None) -> list[str]:
    """Returns the ids without repeats, in the order given; null is none."""
    unique = list(dict.fromkeys(values or ()))
    if len(unique) > _MOST_IDS:
        raise BadInputError(field, f"At most {_MOST_IDS} ids can be given.")
    return unique
