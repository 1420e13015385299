"""JSON as Wekan writes it: of documents as MongoDB holds them."""

import base64
from datetime import UTC, datetime, timedelta
from typing import SupportsInt

import orjson

from domain.dates import iso

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000
_ERA_DAYS = 146_097
"""After 400 years the calendar is as it was."""
_LAST = 8_640_000_000_000_000
"""JavaScript knows no dates beyond this many milliseconds."""


def dumps(data: object) -> bytes:
    return orjson.dumps(data, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    # A date that Python cannot hold: the driver hands out its milliseconds.
    return far(int(value)) if isinstance(value, SupportsInt) else str(value)


def far(milliseconds: int) -> str | None:
    """Returns a moment that Python cannot hold, as JavaScript writes it."""
    if abs(milliseconds) > _LAST:
        return None
    eras, rest = divmod(milliseconds + _DAY * _ERA_DAYS, _DAY * _ERA_DAYS)
    moment = _EPOCH + timedelta(milliseconds=rest)
    year = moment.year + 400 * (eras - 1)
    shown = f"{year:04d}" if 0 <= year <= 9999 else f"{year:+07d}"
    return shown + moment.strftime("-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
