"""Pictures in front of cards and behind boards: what their mutations take and give."""

import strawberry

from domain.incoming import Incoming
from schema.attachments import Attachment
from schema.boards import Board
from schema.cards import Card


@strawberry.input
class SetCoverInput:
    card_id: strawberry.ID
    attachment_id: strawberry.ID | None = strawberry.field(
        description="A picture attached to the card; null takes the cover off."
    )


@strawberry.type
class SetCoverPayload:
    card: Card | None


@strawberry.input
class SetBoardBackgroundInput:
    board_id: strawberry.ID
    file: Incoming


@strawberry.type
class SetBoardBackgroundPayload:
    board: Board | None
    attachment: Attachment | None


@strawberry.input
class RemoveBoardBackgroundInput:
    board_id: strawberry.ID


@strawberry.type
class RemoveBoardBackgroundPayload:
    board: Board | None
