"""Bodies as Wekan reads them: forms and JSON, with its conversions of single values.

An object or an array where a plain value belongs is refused here, so none reaches a query.
Each reader raises BadInputError with the name of the field.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from domain.errors import BadInputError
from rest.errors import MatchError, SchemaError
from web.requests import BodyTooLargeError, MalformedBodyError, parse_json

_MOST_FIELDS = 1000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DIGITS = re.compile(r"-?\d+", re.ASCII)
_EXACT = 2**53
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMED = re.compile(r"[a-zA-Z_$][0-9a-zA-Z_$.\[\]]*")


def parse(kind: str, body: bytes) -> object:
    """Returns the object or array that a body holds; of another type than the two that Wekan
    reads, or of none, an empty object.

    Raises MalformedBodyError and BodyTooLargeError.
    """
    if not body or kind not in ("application/json", "application/x-www-form-urlencoded"):
        return {}
    if kind != "application/json":
        return _form(body)
    value = parse_json(body)
    if not isinstance(value, dict | list):
        raise MalformedBodyError
    return value


def _form(body: bytes) -> dict[str, object]:
    """A field that is given several times is a list."""
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise BodyTooLargeError from None
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return {name: list(each) if len(each) > 1 else each[0] for name, each in given.items()}


def as_object(body: object) -> Mapping[str, object]:
    if not isinstance(body, dict):
        raise BadInputError("", "The body must be an object.")
    return body


def check(body: object, required: Sequence[str], optional: Sequence[str]) -> dict[str, str]:
    """Returns a body that has these texts and nothing else. Raises MatchError, in the order
    and the words of Meteor's `check`."""
    if not isinstance(body, dict):
        raise MatchError("", "Expected plain object")
    for name, value in body.items():
        if name not in required and name not in optional:
            raise MatchError(name, f"Unknown key in field {_path(name)}")
        if not isinstance(value, str):
            problem = f"Expected string, got {_javascript_type(value)} in field {_path(name)}"
            raise MatchError(name, problem)
    for name in required:
        if name not in body:
            raise MatchError("", f"Missing key '{name}'")
    return body


def _path(name: str) -> str:
    if name.isascii() and name.isdigit():
        return f"[{name}]"
    return name if _NAMED.fullmatch(name) else f'["{name}"]'


def _javascript_type(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "object"


def as_text(field: str, value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value) if value % 1 else str(int(value))
    if not isinstance(value, str | None):
        raise BadInputError(field, "A text is required.")
    return value


def as_title(collection: str, value: object) -> str:
    title = (as_text("title", value) or "").strip()
    if not title:
        raise SchemaError("title", f"Title is required in {collection} insertAsync")
    return title


def as_number(field: str, value: object) -> float | None:
    """Reads a number, or a text that is one; an empty text is none."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInputError(field, "A number is required.")
    # Beyond this a whole number is no more exact than JavaScript's.
    whole = abs(value) < _EXACT and value % 1 == 0
    return int(value) if whole else float(value)


def as_flag(field: str, value: object) -> bool:
    """Reads `true` and "true" as true, every other plain value as false."""
    _refuse_nested(field, value)
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def as_strict_flag(field: str, value: object) -> bool:
    """Reads true, false and their names."""
    text = as_text(field, value)
    word = text.strip().lower() if text else ""
    if word not in ("true", "false"):
        raise BadInputError(field, "This is true or false.")
    return word == "true"


def as_date(field: str, value: object) -> datetime | None:
    """Reads ISO 8601 (UTC unless it says otherwise) or milliseconds since 1970; an empty text,
    null and its name are none."""
    if value is None or value in ("", "null"):
        return None
    try:
        if isinstance(value, str):
            return _moment(value.strip())
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _EPOCH + timedelta(milliseconds=value)
    except (ValueError, OverflowError):
        pass
    raise BadInputError(field, "A date is ISO 8601, or milliseconds since 1970.")


def _moment(text: str) -> datetime:
    if _DIGITS.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=int(text))
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_ids(field: str, value: object) -> list[str]:
    """Reads ids; a single text is one id, and an empty one is none."""
    items = value if isinstance(value, list) else [value]
    texts = [as_text(field, each) for each in items]
    return [each for each in texts if each]


def _refuse_nested(field: str, value: object) -> None:
    if isinstance(value, dict | list):
        raise BadInputError(field, "A plain value is required.")
