"""Boards taken out: what the mutation of exports takes and gives."""

from datetime import datetime
from enum import Enum

import strawberry

from domain.exports.making import Format
from domain.exports.selection import FIELDS

ExportField = Enum(  # type: ignore[misc]
    "ExportField", {name.replace("-", "_").upper(): name for name in FIELDS}
)
strawberry.enum(Format, name="ExportFormat", description="What a board can be exported as.")
strawberry.enum(ExportField, description="A part of what an export tells of a board.")


@strawberry.input(description="Without a scope the whole board, without fields everything.")
class ExportBoardInput:
    board_id: strawberry.ID
    format: Format = Format.WEKAN
    swimlane_id: strawberry.ID | None = None
    list_id: strawberry.ID | None = None
    card_id: strawberry.ID | None = None
    checklist_id: strawberry.ID | None = None
    fields: list[ExportField] | None = None
    with_files: bool = strawberry.field(
        default=True, description="Whether Wekan's own document holds the bytes of attachments."
    )
    delimiter: str = strawberry.field(default=",", description="What separates the cells of CSV.")
    date_format: str | None = strawberry.field(
        default=None, description="Of Excel and PDF: `YYYY-MM-DD`, `DD-MM-YYYY` or `MM-DD-YYYY`."
    )
    time_zone: str | None = strawberry.field(
        default=None, description="Of Excel and PDF: a name such as `Europe/Helsinki`."
    )


@strawberry.type
class ExportBoardPayload:
    url: str = strawberry.field(description="GET the export there, without a token.")
    expires_at: datetime
