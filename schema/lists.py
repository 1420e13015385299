"""Lists: the columns of a board."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.reading import ByParent, documents
from schema.boards import CARD_ARGUMENTS, Board, card_page
from schema.fields import below, document_type, inside_one, many, one, stored
from schema.paging import Connection
from schema.swimlanes import Swimlane

if TYPE_CHECKING:
    from schema.cards import Card
    from schema.users import User


@document_type(documents.WipLimit, description="A limit of work in progress.")
class WipLimit:
    value: int = stored()
    enabled: bool = stored()
    soft: bool = stored(description="Whether the limit warns only.")


@document_type(documents.List, description="A column of a board.")
class List:
    id: strawberry.ID = stored()
    title: str = stored()
    sort: float | None = stored()
    color: str | None = stored()
    starred: bool = stored()
    width: float = stored(description="In pixels, for everybody.")
    wip_limit: WipLimit | None = inside_one(
        description="How many cards the list is meant to hold; null where it was never set."
    )
    archived: bool = stored()
    archived_at: datetime | None = stored()
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    board_id: strawberry.ID = stored()
    board: Board | None = one("board_id")
    swimlane_id: strawberry.ID | None = stored(
        description="The swimlane that alone shows the list; null where all of them do."
    )
    swimlane: Swimlane | None = one("swimlane_id")
    watchers: list[Annotated["User", strawberry.lazy("schema.users")]] = many(
        "watcher_ids", description="Who is told of what happens to its cards."
    )
    cards: Connection[Annotated["Card", strawberry.lazy("schema.cards")]] = below(
        ByParent("listId"),
        page=card_page,
        arguments=CARD_ARGUMENTS,
        expected=1000,
        description="The list's cards that the caller may see.",
    )


@strawberry.input
class CreateListInput:
    board_id: strawberry.ID
    title: str
    swimlane_id: strawberry.ID | None = strawberry.field(
        default=None, description="The swimlane it belongs to; by default the board's first."
    )


@strawberry.type
class CreateListPayload:
    list: List | None
