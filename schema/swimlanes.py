"""Swimlanes: the rows of a board."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.reading import ByParent, documents
from schema.boards import CARD_ARGUMENTS, Board, card_page
from schema.fields import below, document_type, one, stored
from schema.paging import Connection

if TYPE_CHECKING:
    from schema.cards import Card


@document_type(documents.Swimlane, description="A row of a board.")
class Swimlane:
    id: strawberry.ID = stored()
    title: str = stored()
    sort: float | None = stored()
    color: str | None = stored()
    height: float = stored(description="In pixels; -1 where it follows what is inside.")
    archived: bool = stored()
    archived_at: datetime | None = stored()
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    board_id: strawberry.ID = stored()
    board: Board | None = one("board_id")
    cards: Connection[Annotated["Card", strawberry.lazy("schema.cards")]] = below(
        ByParent("swimlaneId"),
        page=card_page,
        arguments=CARD_ARGUMENTS,
        expected=1000,
        description="The swimlane's cards that the caller may see.",
    )


@strawberry.input
class CreateSwimlaneInput:
    board_id: strawberry.ID
    title: str
    sort: float | None = strawberry.field(
        default=None, description="Its place; by default below the others."
    )


@strawberry.type
class CreateSwimlanePayload:
    swimlane: Swimlane | None
