"""Boards and calendars brought in: what their mutations take and give."""

from datetime import datetime
from enum import Enum

import strawberry

from domain.imports.sources import SOURCES
from domain.incoming import Incoming
from domain.reading import documents
from schema.boards import Board
from schema.cards import Card
from schema.exports import ExportField
from schema.fields import document_type, one, stored

ImportSource = Enum("ImportSource", {name.upper(): name for name in SOURCES})  # type: ignore[misc]
strawberry.enum(ImportSource, description="What a board can be imported from.")


class ImportState(Enum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


strawberry.enum(ImportState, description="How an import goes.")
_JOB = (
    "An id of your own choice, 8 to 64 letters, digits, `_` and `-`: by it `importJob` tells how "
    "far the import is, while this request waits."
)


@document_type(documents.ImportJob, description="How far an import is. Shown to who imports.")
class ImportJob:
    id: strawberry.ID = stored()
    state: ImportState = stored(show=ImportState)
    done: int = stored(description="How many parts are stored.")
    total: int = stored(description="How many there are; 0 until that is known.")
    problem: str | None = stored(description="Why it failed.")
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    board: Board | None = one("board_id", description="What came of it.")


@strawberry.input(description="Whom somebody on the imported board is here.")
class MemberMapping:
    source_id: str = strawberry.field(description="What the person is called in the import.")
    user_id: strawberry.ID


@strawberry.input
class ImportBoardInput:
    source: ImportSource
    file: Incoming = strawberry.field(description="What was exported; of `WEKAN` the zip too.")
    members: list[MemberMapping] | None = strawberry.field(
        default=None,
        description=(
            "Whoever is not named, and has no account of the same id, is left out; the importer "
            "stands in for them as author."
        ),
    )
    job_id: strawberry.ID | None = strawberry.field(default=None, description=_JOB)


@strawberry.type
class ImportBoardPayload:
    board: Board | None


@strawberry.input(description="Everything that is imported is new; nothing that is there changes.")
class ImportIntoBoardInput:
    board_id: strawberry.ID
    file: Incoming = strawberry.field(description="An export in Wekan's format, or its zip.")
    swimlane_id: strawberry.ID | None = strawberry.field(
        default=None, description="Where all cards go; by default into new swimlanes."
    )
    list_id: strawberry.ID | None = strawberry.field(
        default=None, description="Where all cards go; by default to lists of the same titles."
    )
    card_id: strawberry.ID | None = strawberry.field(
        default=None, description="A card, to whose list and swimlane all cards go."
    )
    fields: list[ExportField] | None = strawberry.field(
        default=None, description="What is brought in; by default everything."
    )
    job_id: strawberry.ID | None = strawberry.field(default=None, description=_JOB)


@strawberry.type(description="How much of each was stored.")
class ImportIntoBoardPayload:
    board: Board | None
    swimlanes: int
    lists: int
    cards: int
    checklists: int
    comments: int
    attachments: int


@strawberry.input
class ImportEventsInput:
    board_id: strawberry.ID
    list_id: strawberry.ID
    swimlane_id: strawberry.ID
    ics: str = strawberry.field(description="The text of a calendar, iCalendar.")


@strawberry.type
class ImportEventsPayload:
    cards: list[Card] = strawberry.field(description="A card for each event.")
