"""Every format that a board is imported from: the one table that both doors use."""

from collections.abc import Callable, Mapping
from functools import partial

from domain.errors import BadInputError
from domain.imports import rows, trackers, trello
from domain.imports.sent import Sent, sent

_FORMAT = "wekan-board-1.0.0"


def _wekan(document: object) -> Sent:
    found = sent(document)
    if found.document.get("_format", _FORMAT) != _FORMAT:
        raise BadInputError("board", "Unknown export format")
    if not found.title:
        raise BadInputError("board", "Missing board export object")
    return found


def _excel(document: object) -> Sent:
    content = document.get("excelBase64") if isinstance(document, dict) else document
    return rows.parsed(rows.of_workbook(content), system="Excel")


SOURCES: Mapping[str, Callable[[object], Sent]] = {
    "wekan": _wekan,
    "trello": trello.parsed,
    "csv": rows.parsed,
    "excel": _excel,
    **{name: partial(trackers.parsed, name=name) for name in trackers.READERS},
}
"""What Wekan's addresses call a format, and what reads it. Each raises BadInputError,
TooLargeError."""


def read(source: str, document: object) -> Sent:
    """Returns a board in Wekan's shape. Raises BadInputError, TooLargeError."""
    if source not in SOURCES:
        raise BadInputError("source", f"Unknown import source: {source}")
    return SOURCES[source](document)
