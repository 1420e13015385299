"""What mutations of cards take and give."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import strawberry

from domain.changes import CardChange, NewCard
from domain.reading import documents
from schema.card_parts import Highlight
from schema.cards import Card
from schema.field_values import CardCustomFieldInput, field_value
from schema.inputs import given


def _if_modified_at() -> Any:
    return strawberry.field(
        default=None,
        description=(
            "The card's `modifiedAt` as it was read; where somebody changed the card since, "
            "nothing happens, and the error is CONFLICT."
        ),
    )


_PEOPLE = "Ids of active members of the board. Replaces all that were there."


@strawberry.input
class StickerInput:
    icon: str
    name: str = ""
    highlight: Highlight | None = None
    position: float = 0


@strawberry.input(description="A place on the map: a name, an address, coordinates, or all.")
class LocationInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="That of a place that was there, to keep it."
    )
    name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


def _sticker(each: StickerInput) -> documents.Sticker:
    highlight = each.highlight.value if each.highlight else None
    return given(each, documents.Sticker, highlight=highlight)


@strawberry.input
class CardContent:
    """What can be given of a card whether it is made or changed; no type of the schema."""

    description: str | None = strawberry.UNSET
    color: str | None = strawberry.UNSET
    received_at: datetime | None = strawberry.UNSET
    start_at: datetime | None = strawberry.UNSET
    due_at: datetime | None = strawberry.UNSET
    end_at: datetime | None = strawberry.UNSET
    due_complete: bool | None = strawberry.UNSET
    spent_time: float | None = strawberry.field(default=strawberry.UNSET, description="In hours.")
    is_overtime: bool | None = strawberry.UNSET
    requested_by: str | None = strawberry.UNSET
    assigned_by: str | None = strawberry.UNSET
    parent_id: strawberry.ID | None = strawberry.UNSET
    label_ids: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="Replaces all that were there."
    )
    member_ids: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description=_PEOPLE
    )
    assignee_ids: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description=_PEOPLE
    )
    custom_fields: list[CardCustomFieldInput] | None = strawberry.field(
        default=strawberry.UNSET,
        description="Replaces all values that were there; `setCustomFieldValue` sets one.",
    )
    stickers: list[StickerInput] | None = strawberry.field(
        default=strawberry.UNSET, description="Replaces all that were there."
    )
    locations: list[LocationInput] | None = strawberry.field(
        default=strawberry.UNSET, description="Replaces all that were there."
    )
    sort: float | None = strawberry.field(
        default=strawberry.UNSET,
        description="By default a new card goes below the others of its list, a moved one on top.",
    )

    def change(self) -> CardChange:
        """Returns what the domain is asked for."""
        read: dict[str, Callable[[Any], object]] = {
            "custom_fields": lambda each: field_value(each.custom_field_id, each.value),
            "stickers": _sticker,
            "locations": lambda each: given(each, documents.Location, id=each.id or ""),
        }
        lists = {name: getattr(self, name) for name in read}
        return given(
            self,
            CardChange,
            **{
                name: [read[name](each) for each in items or ()]
                for name, items in lists.items()
                if items is not strawberry.UNSET
            },
        )


@strawberry.input
class CreateCardInput(CardContent):
    board_id: strawberry.ID
    list_id: strawberry.ID
    title: str
    swimlane_id: strawberry.ID | None = strawberry.field(
        default=None, description="By default the board's first swimlane."
    )

    def new(self) -> NewCard:
        """Returns what the domain is asked for."""
        return given(self, NewCard, content=self.change())


@strawberry.input(
    description=(
        "What is absent stays as it is, null clears, a value replaces. A card is moved by "
        "`listId` and `swimlaneId`; to another board by `boardId` together with `listId`."
    )
)
class UpdateCardInput(CardContent):
    id: strawberry.ID
    title: str | None = strawberry.UNSET
    board_id: strawberry.ID | None = strawberry.UNSET
    list_id: strawberry.ID | None = strawberry.UNSET
    swimlane_id: strawberry.ID | None = strawberry.UNSET
    if_modified_at: datetime | None = _if_modified_at()


@strawberry.input
class ArchiveCardInput:
    id: strawberry.ID
    if_modified_at: datetime | None = _if_modified_at()


@strawberry.input
class RestoreCardInput:
    id: strawberry.ID
    if_modified_at: datetime | None = _if_modified_at()


@strawberry.input
class DeleteCardInput:
    id: strawberry.ID
    if_modified_at: datetime | None = _if_modified_at()


@strawberry.type
class CreateCardPayload:
    card: Card | None


@strawberry.type
class UpdateCardPayload:
    card: Card | None


@strawberry.type
class ArchiveCardPayload:
    card: Card | None


@strawberry.type
class RestoreCardPayload:
    card: Card | None


@strawberry.type
class DeleteCardPayload:
    deleted_card_id: strawberry.ID
