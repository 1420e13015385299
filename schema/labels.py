"""What mutations of a board's labels take and give."""

import strawberry

from schema.boards import Board

_COLOR = "One of Wekan's colors of labels, or `#rrggbb`."


@strawberry.input
class CreateLabelInput:
    board_id: strawberry.ID
    name: str | None = None
    color: str = strawberry.field(default="green", description=_COLOR)


@strawberry.input(description="What is absent stays as it is.")
class UpdateLabelInput:
    board_id: strawberry.ID
    id: strawberry.ID
    name: str | None = strawberry.UNSET
    color: str | None = strawberry.field(default=strawberry.UNSET, description=_COLOR)


@strawberry.input
class DeleteLabelInput:
    board_id: strawberry.ID
    id: strawberry.ID


@strawberry.type
class CreateLabelPayload:
    label_id: strawberry.ID = strawberry.field(
        description="The new label, or the board's own that looks just like it."
    )
    board: Board | None


@strawberry.type
class UpdateLabelPayload:
    label_id: strawberry.ID
    board: Board | None


@strawberry.type
class DeleteLabelPayload:
    deleted_label_id: strawberry.ID
    board: Board | None
