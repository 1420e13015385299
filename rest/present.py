"""JSON as Wekan writes it, and the shapes of its lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from starlette.responses import Response

from domain.json_text import dumps
from domain.reading import Document

_UNCACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_JSON = {"Content-Type": "application/json"}


def answer(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Returns an answer with `data` in it, which may be a document as MongoDB holds it."""
    return Response(dumps(data), status, {**_UNCACHED, **_JSON, **(headers or {})})


def nothing(status: int = 200) -> Response:
    """Returns what Wekan sends where it has no data: no body, no content type."""
    return Response(None, status, _UNCACHED)


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
