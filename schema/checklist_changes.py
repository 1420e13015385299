"""What mutations of checklists and their items take and give."""

import strawberry

from schema.cards import Card
from schema.checklists import Checklist, ChecklistItem

_LAST = "Its place, lowest on top; by default below the others."


@strawberry.input
class CreateChecklistInput:
    card_id: strawberry.ID
    title: str | None = strawberry.field(default=None, description="By default `Checklist`.")
    items: list[str] = strawberry.field(default_factory=list, description="Titles of its items.")
    sort: float | None = strawberry.field(default=None, description=_LAST)


@strawberry.input(description="What is absent stays as it is.")
class UpdateChecklistInput:
    id: strawberry.ID
    title: str | None = strawberry.UNSET
    sort: float | None = strawberry.field(
        default=strawberry.UNSET, description="Its place on the card, lowest on top."
    )
    hide_checked_items: bool | None = strawberry.UNSET
    hide_all_items: bool | None = strawberry.UNSET
    show_at_minicard: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Null: as the board has it."
    )


@strawberry.input
class MoveChecklistInput:
    id: strawberry.ID
    card_id: strawberry.ID
    sort: float | None = strawberry.field(default=None, description=_LAST)


@strawberry.input
class DeleteChecklistInput:
    id: strawberry.ID


@strawberry.input
class CreateChecklistItemInput:
    checklist_id: strawberry.ID
    title: str
    sort: float | None = strawberry.field(default=None, description=_LAST)


@strawberry.input(description="What is absent stays as it is.")
class UpdateChecklistItemInput:
    id: strawberry.ID
    title: str | None = strawberry.UNSET
    is_finished: bool | None = strawberry.UNSET
    sort: float | None = strawberry.field(
        default=strawberry.UNSET, description="Its place in the checklist, lowest on top."
    )


@strawberry.input
class MoveChecklistItemInput:
    id: strawberry.ID
    checklist_id: strawberry.ID
    sort: float | None = strawberry.field(default=None, description=_LAST)


@strawberry.input
class DeleteChecklistItemInput:
    id: strawberry.ID


@strawberry.type
class CreateChecklistPayload:
    checklist: Checklist | None


@strawberry.type
class UpdateChecklistPayload:
    checklist: Checklist | None


@strawberry.type
class MoveChecklistPayload:
    checklist: Checklist | None


@strawberry.type
class DeleteChecklistPayload:
    deleted_checklist_id: strawberry.ID
    card: Card | None


@strawberry.type
class CreateChecklistItemPayload:
    item: ChecklistItem | None


@strawberry.type
class UpdateChecklistItemPayload:
    item: ChecklistItem | None


@strawberry.type
class MoveChecklistItemPayload:
    item: ChecklistItem | None


@strawberry.type
class DeleteChecklistItemPayload:
    deleted_item_id: strawberry.ID
    checklist: Checklist | None
