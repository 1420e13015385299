"""What mutations of boards take and give."""

from enum import Enum
from typing import Any

import strawberry

from domain.board_changes import BoardChange
from schema.board_settings import BoardSettingsInput
from schema.boards import Board, Permission
from schema.inputs import given


@strawberry.input(
    description=(
        "What is absent stays as it is, a value replaces. Whoever may write may change the title "
        "and what cards show; any member may change the place on the page of all boards, alone; "
        "all else is for board admins."
    )
)
class UpdateBoardInput:
    id: strawberry.ID
    title: str | None = strawberry.UNSET
    description: str | None = strawberry.field(
        default=strawberry.UNSET, description="Null clears it."
    )
    permission: Permission | None = strawberry.UNSET
    color: str | None = strawberry.field(
        default=strawberry.UNSET, description="One of Wekan's board colors."
    )
    sort: float | None = strawberry.field(
        default=strawberry.UNSET, description="Its place on Wekan's page of all boards."
    )
    settings: BoardSettingsInput | None = strawberry.field(  # type: ignore[valid-type]
        default=None, description="A default board needs its default list with it, if any."
    )

    def change(self) -> BoardChange:
        given_settings: object = self.settings
        settings = {} if given_settings is None else vars(given_settings)
        also: dict[str, Any] = {"settings": {k: _plain(v) for k, v in settings.items() if _is(v)}}
        if _is(self.permission):
            also["permission"] = _plain(self.permission)
        return given(self, BoardChange, **also)


def _is(value: object) -> bool:
    return value is not strawberry.UNSET


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


@strawberry.input
class CopyBoardInput:
    id: strawberry.ID
    title: str | None = strawberry.field(
        default=None,
        description="By default the board's own; a number is added where a board has it.",
    )


@strawberry.input
class ArchiveBoardInput:
    id: strawberry.ID


@strawberry.input
class RestoreBoardInput:
    id: strawberry.ID


@strawberry.input
class DeleteBoardInput:
    id: strawberry.ID


@strawberry.input
class StarBoardInput:
    id: strawberry.ID


@strawberry.input
class UnstarBoardInput:
    id: strawberry.ID


@strawberry.input
class AddBoardDomainInput:
    board_id: strawberry.ID
    domain: str = strawberry.field(description="What follows the @ in an e-mail address.")


@strawberry.input
class RemoveBoardDomainInput:
    board_id: strawberry.ID
    domain: str = strawberry.field(description="What follows the @ in an e-mail address.")


@strawberry.type
class UpdateBoardPayload:
    board: Board | None


@strawberry.type
class CopyBoardPayload:
    board: Board | None


@strawberry.type
class ArchiveBoardPayload:
    board: Board | None


@strawberry.type
class RestoreBoardPayload:
    board: Board | None


@strawberry.type
class StarBoardPayload:
    board: Board | None


@strawberry.type
class UnstarBoardPayload:
    board: Board | None


@strawberry.type
class AddBoardDomainPayload:
    board: Board | None


@strawberry.type
class RemoveBoardDomainPayload:
    board: Board | None


@strawberry.type
class DeleteBoardPayload:
    deleted_board_id: strawberry.ID
