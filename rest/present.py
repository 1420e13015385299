"""JSON as Wekan writes it, and the shapes of its lists."""

import base64
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import SupportsInt

import orjson
from starlette.responses import Response

from domain.dates import iso
from domain.reading import Document

_UNCACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_JSON = {"Content-Type": "application/json"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000
_ERA_DAYS = 146_097
"""After 400 years the calendar is as it was."""
_LAST = 8_640_000_000_000_000
"""JavaScript knows no dates beyond this many milliseconds."""


def answer(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Returns an answer with `data` in it, which may be a document as MongoDB holds it."""
    body = orjson.dumps(data, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)
    return Response(body, status, {**_UNCACHED, **_JSON, **(headers or {})})


def nothing(status: int = 200) -> Response:
    """Returns what Wekan sends where it has no data: no body, no content type."""
    return Response(None, status, _UNCACHED)


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


def made(document_id: str) -> Response:
    """Returns the answer to most writes."""
    return answer({"_id": document_id})


def picked(documents: Sequence[Document], *names: str) -> list[Document]:
    """Returns the documents with these fields only; one that is lacking stays out."""
    return [{name: each[name] for name in names if name in each} for each in documents]


def list_lines(
    documents: Sequence[Document], touched: Mapping[str, Sequence[object]]
) -> list[Document]:
    return [
        {
            "_id": each["_id"],
            "title": each.get("title"),
            "modifiedAt": each.get("modifiedAt"),
            "cardsModifiedAt": _newest(touched.get(each["_id"], ())),
        }
        for each in documents
    ]


def _newest(moments: Sequence[object]) -> datetime | None:
    return max((each for each in moments if isinstance(each, datetime)), default=None)


_CARD_DATES = ("receivedAt", "startAt", "dueAt", "endAt")


def card_lines(documents: Sequence[Document], place: str) -> list[Document]:
    """`place` is the field that says where else the cards lie: of a list's, the swimlane."""
    names = ("_id", "title", "description", place, *_CARD_DATES, "assignees", "sort")
    return picked(documents, *names)
