"""What mutations of swimlanes take and give."""

import strawberry

from domain.place_changes import Destination, SwimlaneChange
from schema.inputs import given
from schema.swimlanes import Swimlane

_POSITION = "Where it goes among the swimlanes of its board, counted from 0; by default {}."


@strawberry.input(description="What is absent stays as it is, a value replaces.")
class UpdateSwimlaneInput:
    id: strawberry.ID
    title: str | None = strawberry.UNSET
    color: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="A color of cards or `#rrggbb`; null is none.",
    )
    height: float | None = strawberry.field(
        default=strawberry.UNSET, description="In pixels; -1 or null follow what is inside."
    )

    def change(self) -> SwimlaneChange:
        return given(self, SwimlaneChange)


@strawberry.input
class SwimlaneDestination:
    """What moves and copies have in common; no type of the schema."""

    id: strawberry.ID
    board_id: strawberry.ID | None = strawberry.field(
        default=None, description="By default the board that it is on."
    )
    title: str | None = strawberry.field(default=None, description="By default its own.")

    def to(self) -> Destination:
        return given(self, Destination)


@strawberry.input(
    description=(
        "To another board a swimlane takes its lists and cards; cards in lists that all "
        "swimlanes show go to lists of the same title."
    )
)
class MoveSwimlaneInput(SwimlaneDestination):
    position: int | None = strawberry.field(
        default=None, description=_POSITION.format("where it is, on another board last")
    )


@strawberry.input(
    description="A copy has copies of the live lists, and of the live cards that the caller sees."
)
class CopySwimlaneInput(SwimlaneDestination):
    position: int | None = strawberry.field(default=None, description=_POSITION.format("last"))


@strawberry.input
class ArchiveSwimlaneInput:
    id: strawberry.ID


@strawberry.input
class RestoreSwimlaneInput:
    id: strawberry.ID


@strawberry.input
class DeleteSwimlaneInput:
    id: strawberry.ID


@strawberry.type
class UpdateSwimlanePayload:
    swimlane: Swimlane | None


@strawberry.type
class MoveSwimlanePayload:
    swimlane: Swimlane | None


@strawberry.type
class CopySwimlanePayload:
    swimlane: Swimlane | None


@strawberry.type
class ArchiveSwimlanePayload:
    swimlane: Swimlane | None


@strawberry.type
class RestoreSwimlanePayload:
    swimlane: Swimlane | None


@strawberry.type
class DeleteSwimlanePayload:
    deleted_swimlane_id: strawberry.ID
