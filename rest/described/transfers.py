"""Exports and imports."""

from collections.abc import Mapping

from domain.exports.selection import FIELDS
from domain.exports.tools import FORMATS
from domain.imports.sources import SOURCES
from rest import exports, imports
from rest.described import samples
from rest.described.description import Described, Sent, sent
from rest.described.shapes import (
    BYTES,
    COUNT,
    FLAG,
    ID,
    IDS,
    MADE,
    TEXT,
    Schema,
    many,
    named,
    one_of,
    says,
    thing,
)
from rest.door import Handler

SCOPE: Mapping[str, Schema] = {
    **{
        name: says(ID, "Only this part of the board.")
        for name in ("swimlaneId", "listId", "cardId")
    },
    "fields": says(TEXT, f"What to take, with commas between; unset, all. {', '.join(FIELDS)}."),
}
_SHOWN: Mapping[str, Schema] = {
    **SCOPE,
    "dateFormat": one_of("YYYY-MM-DD", "DD-MM-YYYY", "MM-DD-YYYY"),
    "tz": says(TEXT, "The time zone of dates, by its IANA name; unset, UTC."),
}
_FIELDS = {"fields": SCOPE["fields"]}
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SCHEMAS = {
    "Export": {
        "type": "object",
        "properties": {"_format": {"const": "wekan-board-1.0.0"}, "title": TEXT},
        "required": ["_format", "title", "lists", "swimlanes", "cards", "users"],
        "description": "Every field of the board, and an array for each kind of thing on it.",
    },
}

EXPORTS: Mapping[Handler, Described] = {
    exports.as_wekan: Described(
        summary="A board as Wekan's own JSON",
        query={
            **SCOPE,
            "attachments": says(FLAG, "`false` leaves out the bytes of files."),
        },
        answer=named("Export"),
    ),
    exports.as_zip: Described(
        summary="The same, zipped with the board's files",
        query=SCOPE,
        answer=BYTES,
        media="application/zip",
    ),
    exports.table: Described(
        summary="The cards of a board as a table",
        query={**_FIELDS, "delimiter": says(TEXT, "One character; unset, a comma.")},
        answer=TEXT,
        media="text/csv",
        note="With a tab for delimiter the media type is `text/tsv`.",
    ),
    exports.as_kanboard: Described(
        summary="A board as Kanboard's JSON", query=_FIELDS, answer={"type": "object"}
    ),
    exports.tool: Described(
        summary="A board as the JSON of another tool",
        query=_FIELDS,
        path={"format": "trello"},
        answer={"type": ["object", "array"]},
        note=f"One of {', '.join(FORMATS)}.",
    ),
    exports.as_excel: Described(
        summary="A board as a spreadsheet", query=_SHOWN, answer=BYTES, media=_EXCEL
    ),
    exports.as_pdf: Described(
        summary="A board as PDF", query=_SHOWN, answer=BYTES, media="application/pdf"
    ),
    exports.card_as_excel: Described(
        summary="A card as a spreadsheet", query=_SHOWN, answer=BYTES, media=_EXCEL
    ),
    exports.card_as_pdf: Described(
        summary="A card as PDF", query=_SHOWN, answer=BYTES, media="application/pdf"
    ),
    exports.attachment: Described(
        summary="One file as the board's JSON has it, its bytes in base64",
        answer=thing(
            {"file": {"type": ["string", "null"]}, "source": TEXT},
            _id=ID,
            cardId=ID,
            name=TEXT,
            type=TEXT,
        ),
    ),
}


def _board(board: Mapping[str, object]) -> Sent:
    mapping = says({"type": "object"}, "Whom people of the export are here: id by id.")
    return sent(
        {"board": board, "membersMapping": {}},
        {"membersMapping": mapping},
        board={"type": ["object", "array"]},
        json_only=True,
    )


_TRELLO = {"name": "Trip", "lists": [], "cards": [], "labels": [], "actions": []}
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//EN
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20260301T090000Z
SUMMARY:Paint the fence
DTSTART:20260302T090000Z
END:VEVENT
END:VCALENDAR
"""
_INTO: Mapping[str, Schema] = {
    "boardId": {**ID, "description": "The board it goes to.", "examples": [samples.BOARD]},
    **SCOPE,
}
_COUNTS = thing(
    **dict.fromkeys("swimlanes lists cards checklists comments attachments".split(), COUNT)
)

IMPORTS: Mapping[Handler, Described] = {
    imports.board: Described(
        summary="Make a board of Wekan's own JSON",
        body=_board({"_format": "wekan-board-1.0.0", "title": "Trip", "lists": [], "cards": []}),
        answer=MADE,
        also=(403,),
        note="Without `board`, the body itself is the export. Whoever calls is alone active on "
        "the board. 403: the site takes no imports.",
    ),
    imports.board_from: Described(
        summary="Make a board of another tool's export",
        body=_board(_TRELLO),
        answer=MADE,
        also=(403,),
        note=f"One of {', '.join(SOURCES)}. A table is an array of rows; a workbook goes as "
        "`excelBase64`. 403: the site takes no imports.",
    ),
    imports.archive: Described(
        summary="Put what is in a board's zip on another board",
        query=_INTO,
        raw="application/zip",
        answer=thing(ok={"const": True}, counts=_COUNTS),
        also=(404,),
    ),
    imports.trello: Described(
        summary="Make boards of Trello's JSON, or of a zip of several",
        body=_board(_TRELLO),
        raw="application/zip",
        answer=thing(boardIds=IDS, errors=many(TEXT)),
        also=(403,),
    ),
    imports.events: Described(
        summary="Make a card of each event of a calendar",
        body=sent({"ics": CALENDAR}, ics=says(TEXT, "The text of the calendar (RFC 5545).")),
        answer=thing(created=COUNT, cardIds=IDS),
    ),
}
