"""What mutations of accounts take and give."""

from datetime import datetime

import strawberry

from schema.boards import Board
from schema.users import User


@strawberry.input(description="One of the two names, matched exactly, and the password.")
class LoginInput:
    username: str | None = None
    email: str | None = None
    password: str


@strawberry.input(description="At least one of the two names, and a password.")
class RegisterInput:
    username: str | None = None
    email: str | None = None
    password: str


@strawberry.type(
    description=(
        "Tokens are shown this once. Either is sent as `Authorization: Bearer …`; `token` is "
        "Wekan's own login token, `accessToken` a short-lived JWT that stands on it."
    )
)
class LoginPayload:
    user: User | None
    token: str
    token_expires: datetime
    access_token: str
    access_token_expires: datetime


@strawberry.type(description="As `LoginPayload`.")
class RegisterPayload:
    user: User | None
    token: str
    token_expires: datetime
    access_token: str
    access_token_expires: datetime


@strawberry.input
class LogoutInput:
    everywhere: bool = strawberry.field(
        default=False, description="End every login of the person, not only this one."
    )


@strawberry.type
class LogoutPayload:
    ok: bool


@strawberry.input
class RefreshAccessTokenInput:
    token: str | None = strawberry.field(
        default=None, description="The login token; by default what the request carries."
    )


@strawberry.type
class RefreshAccessTokenPayload:
    access_token: str
    access_token_expires: datetime


@strawberry.input(description="At least one of the two names. Without a password nobody logs in.")
class CreateUserInput:
    username: str | None = None
    email: str | None = None
    password: str | None = None


@strawberry.type
class CreateUserPayload:
    user: User | None


@strawberry.input
class EnableUserInput:
    id: strawberry.ID


@strawberry.type
class EnableUserPayload:
    user: User | None


@strawberry.input
class DisableUserInput:
    id: strawberry.ID


@strawberry.type
class DisableUserPayload:
    user: User | None


@strawberry.input(description="Whose boards are taken over by the caller.")
class TakeOwnershipInput:
    id: strawberry.ID


@strawberry.type
class TakeOwnershipPayload:
    boards: list[Board] = strawberry.field(description="The boards that were taken over.")


@strawberry.input
class DeleteUserInput:
    id: strawberry.ID


@strawberry.type
class DeleteUserPayload:
    deleted_user_id: strawberry.ID
