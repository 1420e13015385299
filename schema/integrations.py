"""Webhooks of boards, and what became of them."""

from datetime import datetime
from enum import Enum

import strawberry

from domain.integrations import IntegrationType
from domain.reading import documents
from schema.boards import Board
from schema.fields import derived, document_type, one, stored
from schema.users import User

strawberry.enum(
    IntegrationType,
    description="Whether the receiver's answer may change the comment that it was told of.",
)

_TYPES = {each.value: each for each in IntegrationType}
_ACTIVITIES = "`all`, or `act-` and an activity type."
_URL = "Of http or https; it must lead to public addresses."


class DeliveryOutcome(Enum):
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


strawberry.enum(
    DeliveryOutcome,
    description="Dropped are webhooks that were never tried, because too many waited.",
)
_OUTCOMES = {each.value: each for each in DeliveryOutcome}


@document_type(
    documents.Integration,
    description="A webhook: its address is told what happens. Its token is never shown.",
)
class Integration:
    id: strawberry.ID = stored()
    title: str | None = stored()
    url: str = stored()
    type: IntegrationType | None = stored(show=lambda value: _TYPES.get(value))
    enabled: bool = stored()
    activities: list[str] = stored(description=_ACTIVITIES)
    has_token: bool = derived(
        "token", by=lambda each: bool(each.token), description="Whether a token is sent along."
    )
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    board: Board | None = one("board_id", description="Null for one of the whole site.")
    creator: User | None = one("user_id")


@document_type(documents.Delivery, description="What became of one webhook.")
class WebhookDelivery:
    id: strawberry.ID = stored()
    integration_id: strawberry.ID = stored()
    board_id: strawberry.ID = stored(description="`_global` for those of the whole site.")
    activity_id: strawberry.ID = stored()
    activity_type: str = stored()
    outcome: DeliveryOutcome | None = stored(show=lambda value: _OUTCOMES.get(value))
    status: int | None = stored(description="The HTTP status of the last answer.")
    problem: str | None = stored(description="What kept it from arriving, in a few words.")
    tries: int = stored()
    created_at: datetime | None = stored(description="When it arrived or was given up.")


@strawberry.input
class CreateIntegrationInput:
    board_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Null makes one that is told of all boards of the site. For site admins.",
    )
    url: str = strawberry.field(description=_URL)
    title: str | None = strawberry.UNSET
    token: str | None = strawberry.field(
        default=strawberry.UNSET, description="Sent along as `X-Wekan-Token`; never shown again."
    )
    type: IntegrationType = IntegrationType.ONE_WAY
    enabled: bool = True
    activities: list[str] = strawberry.field(
        default_factory=lambda: ["all"], description=_ACTIVITIES
    )


@strawberry.input(description="What is absent stays as it is.")
class UpdateIntegrationInput:
    id: strawberry.ID
    url: str | None = strawberry.field(default=strawberry.UNSET, description=_URL)
    title: str | None = strawberry.UNSET
    token: str | None = strawberry.UNSET
    type: IntegrationType | None = strawberry.UNSET
    enabled: bool | None = strawberry.UNSET
    activities: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description=_ACTIVITIES
    )


@strawberry.input
class IntegrationActivitiesInput:
    id: strawberry.ID
    activities: list[str] = strawberry.field(description=_ACTIVITIES)


@strawberry.input
class DeleteIntegrationInput:
    id: strawberry.ID


@strawberry.type
class CreateIntegrationPayload:
    integration: Integration | None


@strawberry.type
class UpdateIntegrationPayload:
    integration: Integration | None


@strawberry.type
class AddIntegrationActivitiesPayload:
    integration: Integration | None


@strawberry.type
class RemoveIntegrationActivitiesPayload:
    integration: Integration | None


@strawberry.type
class DeleteIntegrationPayload:
    deleted_integration_id: strawberry.ID
