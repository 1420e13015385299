"""A board as a table, one row a card: CSV, TSV, and the first sheet of an Excel workbook.

What our own export writes is read again, and so are the headings that Wekan's importer knows.
Source: Wekan's models/csvCreator.js.
"""

import base64
import binascii
import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import load_workbook

from domain.errors import BadInputError, TooLargeError
from domain.imports.building import Draft
from domain.imports.restored import color_of, moment_of
from domain.imports.sent import MOST_ROWS, Row, Sent, text

_HEADINGS: Mapping[str, str] = {
    "title": "title",
    "description": "description",
    "list": "list",
    "stage": "list",
    "status": "list",
    "state": "list",
    "swimlane": "swimlane",
    "owner": "owner",
    "members": "members",
    "member": "members",
    "assignee": "assignees",
    "requested by": "requestedBy",
    "assigned by": "assignedBy",
    "labels": "labels",
    "label": "labels",
    "start": "startAt",
    "start date": "startAt",
    "start at": "startAt",
    "due": "dueAt",
    "due date": "dueAt",
    "deadline": "dueAt",
    "due at": "dueAt",
    "end": "endAt",
    "finish date": "endAt",
    "end at": "endAt",
    "created at": "createdAt",
    "creation date": "createdAt",
    "updated at": "modifiedAt",
    "update date": "modifiedAt",
    "modified at": "modifiedAt",
    "modified on": "modifiedAt",
    "last modified at": "modifiedAt",
    "spent time (hours)": "spentTime",
    "overtime (hours)": "isOvertime",
    "archived": "archived",
}
_DATES = ("startAt", "dueAt", "endAt", "createdAt", "modifiedAt")
_MOST_COLUMNS = 500
_LARGEST_SHEET = 200 * 1024 * 1024


def parsed(table: object, title: str = "Imported board", system: str = "CSV/TSV") -> Sent:
    """Returns a table, headings first, in Wekan's shape. Raises BadInputError."""
    rows = _texts(table)
    if not rows or "title" not in (names := [_HEADINGS.get(h.lower()) for h in rows[0]]):
        raise BadInputError("board", "A table has a column `title`, and headings in its first row.")
    draft = Draft(title, system)
    places = [name if name not in names[:at] else None for at, name in enumerate(names)]
    cards = [
        {name: cell for name, cell in zip(places, row, strict=False) if name and cell}
        for row in rows[1:]
    ]
    fields = _fields(draft, rows[0])
    lists = draft.places("lists", (card.get("list", "Imported") for card in cards))
    lanes = draft.places("swimlanes", (card.get("swimlane", "Default") for card in cards))
    for sort, (card, row) in enumerate(zip(cards, rows[1:], strict=True)):
        place = {
            "listId": lists[card.get("list", "Imported")],
            "swimlaneId": lanes[card.get("swimlane", "Default")],
        }
        draft.add(
            "cards", sort=sort, **place, **_card(draft, card), customFields=_values(fields, row)
        )
    return draft.sent()


def _texts(table: object) -> list[list[str]]:
    rows = (
        [row for row in table if isinstance(row, list | tuple)] if isinstance(table, list) else []
    )
    if len(rows) > MOST_ROWS:
        raise TooLargeError("board", f"A board has at most {MOST_ROWS} parts.")
    return [[_cell(each) for each in row[:_MOST_COLUMNS]] for row in rows if any(row)]


def _cell(value: object) -> str:
    """Reads a cell; what was kept from being a formula is as it was."""
    shown = text(value if isinstance(value, str | int | float) else str(value or ""))
    return shown.removeprefix("'") if shown[:2] in ("'=", "'+", "'-", "'@") else shown


def _card(draft: Draft, cells: Mapping[str, str]) -> dict[str, Any]:
    card: dict[str, Any] = {
        "title": cells.get("title", "Untitled"),
        "description": cells.get("description", ""),
        "labelIds": [_label(draft, word) for word in cells.get("labels", "").split()],
        "members": cells.get("members", "").split(),
        "assignees": cells.get("assignees", "").split(),
        "requestedBy": cells.get("requestedBy", ""),
        "assignedBy": cells.get("assignedBy", ""),
        "userId": cells.get("owner"),
        "archived": cells.get("archived", "").lower() == "true",
        "isOvertime": cells.get("isOvertime", "").lower() == "true",
        "spentTime": _number(cells.get("spentTime")),
    }
    return card | {name: moment_of(cells[name]) for name in _DATES if name in cells}


def _label(draft: Draft, word: str) -> str:
    """A label is a name and a colour, with a dash between."""
    name, _, color = word.rpartition("-")
    known = color_of(color) if color else None
    return draft.label(name, known) if known else draft.label(word, "black")


def _number(cell: str | None) -> float | None:
    try:
        return float(cell) if cell else None
    except ValueError:
        return None


def _fields(draft: Draft, headings: Sequence[str]) -> dict[int, Row]:
    """Returns the custom fields by their columns: `CustomField-name-type-options`."""
    fields: dict[int, Row] = {}
    for column, heading in enumerate(headings):
        parts = heading.split("-")
        if parts[0].lower() != "customfield" or len(parts) < 3:
            continue
        name, kind, options = parts[1], parts[2], "-".join(parts[3:])
        items = [{"_id": each, "name": each} for each in options.split("/") if each]
        settings: dict[str, Any] = {"dropdownItems": items} if kind == "dropdown" else {}
        if kind == "currency":
            settings = {"currencyCode": options}
        row = {"name": name, "type": kind, "settings": settings}
        fields[column] = row | {"_id": draft.add("customFields", **row)}
    return fields


def _values(fields: Mapping[int, Row], row: Sequence[str]) -> list[Row]:
    values: list[Row] = []
    for column, field in fields.items():
        cell = row[column] if column < len(row) else ""
        if cell:
            shown: Any = cell
            if field["type"] in ("number", "currency"):
                shown = _number(cell)
            elif field["type"] == "checkbox":
                shown = cell.lower() == "true"
            elif field["type"] == "stringtemplate":
                shown = [each.strip() for each in cell.split(",")]
            values.append({"_id": field["_id"], "value": shown})
    return values


def of_text(content: str) -> list[list[str]]:
    """Returns the rows of a CSV or TSV file. Raises BadInputError."""
    plain = content.removeprefix("\ufeff")
    delimiter = max("\t;,", key=plain.partition("\n")[0].count)
    try:
        return [*csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter)]
    except csv.Error:
        raise BadInputError("board", "This is no table.") from None


def of_workbook(content: object) -> list[list[Any]]:
    """Returns the rows of the first sheet of an Excel workbook, which is sent as base64 or as
    bytes. Raises BadInputError, TooLargeError."""
    try:
        data = base64.b64decode(content, validate=True) if isinstance(content, str) else content
        if not isinstance(data, bytes):
            raise BadInputError("board", "This is no Excel workbook.")
        _require_small(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book.worksheets[0]
        rows = []
        for row in page.iter_rows(max_col=_MOST_COLUMNS, max_row=MOST_ROWS, values_only=True):
            rows.append([*row])
    except (binascii.Error, ValueError, KeyError, IndexError, OSError, zipfile.BadZipFile):
        raise BadInputError("board", "This is no Excel workbook.") from None
    return rows


def _require_small(data: bytes) -> None:
    """A workbook is a zip; what it unfolds to is counted before any of it is unfolded."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_SHEET:
            raise TooLargeError("board", "This workbook is too large.")
