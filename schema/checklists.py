"""Checklists of a card, and their items."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.reading import ByParent, documents
from schema.boards import parts
from schema.fields import below, document_type, one, stored

if TYPE_CHECKING:
    from schema.cards import Card


@document_type(documents.ChecklistItem, description="A line of a checklist.")
class ChecklistItem:
    id: strawberry.ID = stored()
    title: str = stored()
    sort: float = stored()
    is_finished: bool = stored()
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    checklist: Annotated["Checklist", strawberry.lazy("schema.checklists")] | None = one(
        "checklist_id"
    )
    card: Annotated["Card", strawberry.lazy("schema.cards")] | None = one("card_id")


@document_type(documents.Checklist, description="A list of things to do on a card.")
class Checklist:
    id: strawberry.ID = stored()
    title: str = stored()
    sort: float = stored()
    hide_checked_items: bool | None = stored(description="Whether Wekan's page hides those.")
    hide_all_items: bool | None = stored(
        description="Whether Wekan's page hides all items; it then counts as complete."
    )
    show_at_minicard: bool | None = stored(description="Null: as the board has it.")
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    card: Annotated["Card", strawberry.lazy("schema.cards")] | None = one("card_id")
    items: list[ChecklistItem] = below(
        ByParent("checklistId"),
        page=parts(documents.ChecklistItem),
        expected=5,
        description="The items from top to bottom.",
    )
