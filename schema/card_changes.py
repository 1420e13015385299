"""What mutations of cards take and give."""

from datetime import datetime

import strawberry

from schema.cards import Card

_PEOPLE = "Ids of active members of the board. Replaces all that were there."


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
    sort: float | None = strawberry.field(
        default=strawberry.UNSET,
        description="By default a new card goes below the others of its list, a moved one on top.",
    )


@strawberry.input
class CreateCardInput(CardContent):
    board_id: strawberry.ID
    list_id: strawberry.ID
    title: str
    swimlane_id: strawberry.ID | None = strawberry.field(
        default=None, description="By default the board's first swimlane."
    )


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


@strawberry.input
class ArchiveCardInput:
    id: strawberry.ID


@strawberry.input
class RestoreCardInput:
    id: strawberry.ID


@strawberry.input
class DeleteCardInput:
    id: strawberry.ID


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
