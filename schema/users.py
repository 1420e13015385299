"""People."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.queries import Direction, Order, UserOrderField, archived_is, page, templates_are
from domain.reading import ByElement, all_of, documents
from schema.fields import below, document_type, inside, one, stored
from schema.paging import AFTER, ARCHIVED, FIRST, Connection

if TYPE_CHECKING:
    from schema.boards import Board
    from schema.notifications import NotificationTray

_PRIVATE = "Shown to the person and to site admins only, else null."


@document_type(documents.Email, description="An e-mail address of a person.")
class Email:
    address: str = stored()
    verified: bool = stored()


@document_type(documents.User, description="A person.")
class User:
    id: strawberry.ID = stored()
    username: str | None = stored()
    fullname: str | None = stored()
    initials: str | None = stored()
    avatar_url: str | None = stored()
    emails: list[Email] | None = inside(private=True, description=_PRIVATE)
    is_admin: bool | None = stored(
        private=True, description=f"Whether the person is a site admin. {_PRIVATE}"
    )
    login_disabled: bool | None = stored(
        private=True, show=bool, description=f"Whether the person may not log in. {_PRIVATE}"
    )
    authentication_method: str | None = stored(private=True, description=_PRIVATE)
    created_at: datetime | None = stored(private=True, description=_PRIVATE)
    modified_at: datetime | None = stored(private=True, description=_PRIVATE)
    tray: Annotated["NotificationTray", strawberry.lazy("schema.notifications")] | None = one(
        "id", description=f"What the person is told of. {_PRIVATE}"
    )
    boards: Connection[Annotated["Board", strawberry.lazy("schema.boards")]] = below(
        ByElement("members", "userId", (("isActive", True),)),
        page=lambda a: page(
            documents.Board,
            Order("sort"),
            a["first"],
            a.get("after"),
            all_of(archived_is(documents.Board, a.get("archived")), templates_are(False)),
        ),
        arguments=(FIRST, AFTER, ARCHIVED),
        expected=10,
        description=(
            "The boards that the person is an active member of, as far as the caller may see "
            "them, in the order of Wekan's page of all boards."
        ),
    )


strawberry.enum(UserOrderField, description="What people can be ordered by.")


@strawberry.input(description="How people are ordered.")
class UserOrder:
    field: UserOrderField = UserOrderField.USERNAME
    direction: Direction = Direction.ASC
