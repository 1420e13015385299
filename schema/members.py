"""What mutations of a board's members take and give."""

import strawberry

from domain.roles import Role
from schema.boards import Board


@strawberry.input
class AddBoardMemberInput:
    board_id: strawberry.ID
    user_id: strawberry.ID
    role: Role = strawberry.field(
        default=Role.NORMAL, description="An active member keeps the role that they have."
    )


@strawberry.input
class RemoveBoardMemberInput:
    board_id: strawberry.ID
    user_id: strawberry.ID


@strawberry.input
class SetBoardMemberRoleInput:
    board_id: strawberry.ID
    user_id: strawberry.ID
    role: Role


@strawberry.input
class LeaveBoardInput:
    board_id: strawberry.ID


@strawberry.input
class InviteToBoardInput:
    board_id: strawberry.ID
    user: str = strawberry.field(description="An id, a username or an e-mail address.")


@strawberry.input
class AcceptInvitationInput:
    board_id: strawberry.ID


@strawberry.type
class AddBoardMemberPayload:
    board: Board | None


@strawberry.type
class RemoveBoardMemberPayload:
    board: Board | None


@strawberry.type
class SetBoardMemberRolePayload:
    board: Board | None


@strawberry.type
class InviteToBoardPayload:
    board: Board | None


@strawberry.type
class AcceptInvitationPayload:
    board: Board | None


@strawberry.type
class LeaveBoardPayload:
    left_board_id: strawberry.ID
