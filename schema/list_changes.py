"""What mutations of lists take and give."""

import strawberry

from domain.place_changes import Destination, ListChange
from domain.reading import documents
from schema.inputs import given
from schema.lists import List

_POSITION = "Where it goes among the lists of its board, counted from 0; by default {}."


@strawberry.input
class WipLimitInput:
    value: int = 1
    enabled: bool = False
    soft: bool = False


@strawberry.input(description="What is absent stays as it is, a value replaces.")
class UpdateListInput:
    id: strawberry.ID
    title: str | None = strawberry.UNSET
    color: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="A color of cards or `#rrggbb`; null is none.",
    )
    starred: bool | None = strawberry.UNSET
    width: float | None = strawberry.UNSET
    wip_limit: WipLimitInput | None = strawberry.field(
        default=strawberry.UNSET, description="Replaces all of the limit; null takes it away."
    )

    def change(self) -> ListChange:
        if not isinstance(self.wip_limit, WipLimitInput):
            return given(self, ListChange)
        return given(self, ListChange, wip_limit=given(self.wip_limit, documents.WipLimit))


@strawberry.input
class ListDestination:
    """What moves and copies have in common; no type of the schema."""

    id: strawberry.ID
    board_id: strawberry.ID | None = strawberry.field(
        default=None, description="By default the board that it is on."
    )
    swimlane_id: strawberry.ID | None = strawberry.field(
        default=None, description="The swimlane that it, with its cards, is to belong to."
    )


@strawberry.input(description="To another board a list takes all of its cards.")
class MoveListInput(ListDestination):
    position: int | None = strawberry.field(
        default=None, description=_POSITION.format("where it is, on another board last")
    )

    def to(self) -> Destination:
        return given(self, Destination)


@strawberry.input(description="A copy has copies of the live cards that the caller sees.")
class CopyListInput(ListDestination):
    position: int | None = strawberry.field(default=None, description=_POSITION.format("last"))
    title: str | None = None

    def to(self) -> Destination:
        return given(self, Destination)


@strawberry.input
class ArchiveListInput:
    id: strawberry.ID


@strawberry.input
class RestoreListInput:
    id: strawberry.ID


@strawberry.input
class DeleteListInput:
    id: strawberry.ID


@strawberry.type
class UpdateListPayload:
    list: List | None


@strawberry.type
class MoveListPayload:
    list: List | None


@strawberry.type
class CopyListPayload:
    list: List | None


@strawberry.type
class ArchiveListPayload:
    list: List | None


@strawberry.type
class RestoreListPayload:
    list: List | None


@strawberry.type
class DeleteListPayload:
    deleted_list_id: strawberry.ID
