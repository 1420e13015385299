"""Moments as both doors write them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Final

import orjson

_ZONE: Final = attrgetter("tzinfo")
_FEW: Final = 3
"""So many dates are written one by one as fast as at once."""


def iso(moment: datetime) -> str:
    """Returns ISO 8601 in UTC with milliseconds and `Z`, as Wekan's REST writes dates.

    A moment without a time zone is in UTC: planned reads bring them so.
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat("T", "milliseconds") + "Z"


def iso_of_all(moments: Sequence[datetime]) -> list[str]:
    """Returns the same of many moments, at a fifth of the cost."""
    if len(moments) <= _FEW or any(map(_ZONE, moments)):
        return [iso(moment) for moment in moments]
    # orjson leaves out a fraction of 0, and writes all six digits of any other.
    written = orjson.dumps(moments, option=orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z)
    texts = written[2:-2].decode().split('","')
    return [
        f"{text[:19]}.000Z" if len(text) == len("2026-03-01T09:00:00Z") else f"{text[:23]}Z"
        for text in texts
    ]
