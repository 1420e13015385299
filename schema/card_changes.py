"""What mutations of cards take and give."""

from datetime import datetime

import strawberry

from schema.cards import Card

_HOURS = "In hours."
_PLACE_OF_MEMBERS = "Ids of active members of the board. Replaces all that were there."


@strawberry.input
class CreateCardInput:
    board_id: strawberry.ID
    list_id: strawberry.ID
    title: str
    swimlane_id: strawberry.ID | None = strawberry.field(
        default=None, description="By default the board's first swimlane."
    )
    description: str | None = strawberry.UNSET
    color: str | None = strawberry.UNSET
    received_at: datetime | None = strawberry.UNSET
    start_at: datetime | None = strawberry.UNSET
    due_at: datetime | None = strawberry.UNSET
    end_at: datetime | None = strawberry.UNSET
    due_complete: bool | None = strawberry.UNSET
    spent_time: float | None = strawberry.field(default=strawberry.UNSET, description=_HOURS)
    is_overtime: bool | None = strawberry.UNSET
    requested_by: str | None = strawberry.UNSET
    assigned_by: str | None = strawberry.UNSET
    parent_id: strawberry.ID | None = strawberry.UNSET
    label_ids: list[strawberry.ID] | None = strawberry.UNSET
    member_ids: list[strawberry.ID] | None = strawberry.UNSET
    assignee_ids: list[strawberry.ID] | None = strawberry.UNSET
    sort: float | None = strawberry.field(
        default=strawberry.UNSET, description="By default below the other cards of the list."
    )


@strawberry.input(
    description=(
        "What is absent stays as it is, null clears, a value replaces. A card is moved by "
        "`listId` and `swimlaneId`; to another board by `boardId` together with `listId`. "
        "A move without `sort` puts it on top of the list."
    )
)
class UpdateCardInput:
    id: strawberry.ID
    title: str | None = strawberry.UNSET
    description: str | None = strawberry.UNSET
    color: str | None = strawberry.UNSET
    received_at: datetime | None = strawberry.UNSET
    start_at: datetime | None = strawberry.UNSET
    due_at: datetime | None = strawberry.UNSET
    end_at: datetime | None = strawberry.UNSET
    due_complete: bool | None = strawberry.UNSET
    spent_time: float | None = strawberry.field(default=strawberry.UNSET, description=_HOURS)
    is_overtime: bool | None = strawberry.UNSET
    requested_by: str | None = strawberry.UNSET
    assigned_by: str | None = strawberry.UNSET
    parent_id: strawberry.ID | None = strawberry.UNSET
    label_ids: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="Replaces all that were there."
    )
    member_ids: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description=_PLACE_OF_MEMBERS
    )
    assignee_ids: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description=_PLACE_OF_MEMBERS
    )
    sort: float | None = strawberry.UNSET
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
