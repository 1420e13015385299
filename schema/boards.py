"""Boards, and what is kept inside one: members and labels."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from domain import queries
from domain.queries import (
    DEPENDENT,
    BoardOrderField,
    CardOrderField,
    Direction,
    Order,
    archived_is,
    page,
)
from domain.reading import ByListed, ByParent, Page, Record, all_of, documents
from domain.roles import Role, role_of
from schema.activities import Activity, activities_by
from schema.attachments import Attachment, attachments_by
from schema.fields import Argument, below, derived, document_type, inside, one, stored
from schema.inputs import given
from schema.notifications import BoardWatcher
from schema.paging import AFTER, ARCHIVED, FIRST, Connection

if TYPE_CHECKING:
    from schema.board_settings import BoardSettings
    from schema.cards import Card
    from schema.custom_fields import CustomField
    from schema.integrations import Integration
    from schema.lists import List
    from schema.rules import Rule
    from schema.swimlanes import Swimlane
    from schema.users import User

MOST_PARTS = 1000
"""The most lists or swimlanes of one board that are shown; no page of Wekan copes with more."""


def parts(record_type: type[Record]) -> Any:
    """Makes the page of a plain list of things by their sort: all of it, archived or not."""

    def page_of(arguments: Mapping[str, Any]) -> Page:
        archived = archived_is(record_type, arguments.get("archived"))
        return page(record_type, Order("sort"), MOST_PARTS, None, archived)

    return page_of


def card_page(arguments: Mapping[str, Any]) -> Page:
    """Makes the page of a connection of cards in one place."""
    order = arguments.get("orderBy") or {}
    field: CardOrderField = order.get("field", CardOrderField.SORT)
    direction: Direction = order.get("direction", Direction.ASC)
    return page(
        documents.Card,
        Order(field.value, direction),
        arguments["first"],
        arguments.get("after"),
        archived_is(documents.Card, arguments.get("archived")),
    )


def dependent_page(arguments: Mapping[str, Any]) -> Page:
    """Makes the page of the live cards of a board that depend on others."""
    live = all_of(archived_is(documents.Card, archived=False), DEPENDENT)
    return page(
        documents.Card, Order("card_number"), arguments["first"], arguments.get("after"), live
    )


class Permission(Enum):
    PRIVATE = "private"
    PUBLIC = "public"


strawberry.enum(Permission, name="BoardPermission", description="Who may see a board.")
strawberry.enum(Role, name="BoardRole", description="What a person may do on a board.")
strawberry.enum(CardOrderField, description="What cards can be ordered by.")
strawberry.enum(BoardOrderField, description="What boards can be ordered by.")


@strawberry.input(description="How cards are ordered.")
class CardOrder:
    field: CardOrderField = CardOrderField.SORT
    direction: Direction = Direction.ASC


CARD_ARGUMENTS = (
    FIRST,
    AFTER,
    ARCHIVED,
    Argument("order_by", CardOrder | None, None, "The order; by default Wekan's own, by place."),
)


@document_type(documents.Label, description="A coloured label of a board.")
class Label:
    id: strawberry.ID = stored()
    name: str | None = stored()
    color: str = stored()


@document_type(documents.Member, description="A person's place on a board.")
class BoardMember:
    role: Role = derived(
        "is_admin",
        "is_no_comments",
        "is_comment_only",
        "is_worker",
        "is_normal_assigned_only",
        "is_comment_assigned_only",
        "is_read_only",
        "is_read_assigned_only",
        by=role_of,
        description="What the person may do here.",
    )
    is_active: bool = stored(description="False once the person was removed from the board.")
    is_admin: bool = stored(description="Whether the person manages the board.")
    user_id: strawberry.ID = stored()
    user: Annotated["User", strawberry.lazy("schema.users")] | None = one(
        "user_id", description="The person; null if the account is gone."
    )


@document_type(documents.Share, description="An e-mail domain that a board is shared with.")
class BoardDomain:
    domain: str | None = stored()
    is_active: bool = stored(description="False once the sharing was revoked.")


@document_type(documents.Board, description="A board: swimlanes and lists with cards in them.")
class Board:
    id: strawberry.ID = stored()
    title: str = stored()
    slug: str = stored(description="The title as it stands in links.")
    description: str | None = stored()
    permission: Permission = stored(
        show=lambda value: Permission.PUBLIC if value == "public" else Permission.PRIVATE
    )
    color: str = stored()
    sort: float | None = stored(description="Its place on Wekan's page of all boards.")
    stars: int = stored()
    archived: bool = stored()
    archived_at: datetime | None = stored()
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    labels: list[Label] = inside()
    domains: list[BoardDomain] = inside(
        description="E-mail domains: whoever has an address there sees the board."
    )
    settings: Annotated["BoardSettings", strawberry.lazy("schema.board_settings")] | None = one(  # type: ignore[valid-type]
        "id", description="What is switched on for the board."
    )
    members: list[BoardMember] = inside(description="Former members are among them, inactive.")
    watchers: list[BoardWatcher] = inside(
        description="Who is told of what happens here, as they chose by `watchBoard`."
    )
    swimlanes: list[Annotated["Swimlane", strawberry.lazy("schema.swimlanes")]] = below(
        ByParent("boardId"),
        page=parts(documents.Swimlane),
        arguments=(ARCHIVED,),
        expected=5,
        description="The board's swimlanes from top to bottom.",
    )
    lists: list[Annotated["List", strawberry.lazy("schema.lists")]] = below(
        ByParent("boardId"),
        page=parts(documents.List),
        arguments=(ARCHIVED,),
        expected=10,
        description="The board's lists from left to right.",
    )
    rules: list[Annotated["Rule", strawberry.lazy("schema.rules")]] = below(
        ByParent("boardId"),
        page=lambda _: page(documents.Rule, Order("created_at"), MOST_PARTS, None),
        expected=5,
        description="The board's rules, oldest first. Shown to its members and to site admins.",
    )
    integrations: list[Annotated["Integration", strawberry.lazy("schema.integrations")]] = below(
        ByParent("boardId"),
        page=lambda _: page(documents.Integration, Order("created_at"), MOST_PARTS, None),
        expected=2,
        description="The board's webhooks. Shown to its admins and to site admins.",
    )
    custom_fields: list[Annotated["CustomField", strawberry.lazy("schema.custom_fields")]] = below(
        ByListed("boardIds"),
        page=lambda _: page(documents.CustomField, Order("created_at"), MOST_PARTS, None),
        expected=5,
        description="The fields that the board adds to its cards, oldest first.",
    )
    cards: Connection[Annotated["Card", strawberry.lazy("schema.cards")]] = below(
        ByParent("boardId"),
        page=card_page,
        arguments=CARD_ARGUMENTS,
        expected=1000,
        description="All cards of the board that the caller may see.",
    )
    attachments: Connection[Attachment] = attachments_by(
        "board_id", "The files on the board's cards that the caller sees, oldest first."
    )
    dependencies: Connection[Annotated["Card", strawberry.lazy("schema.cards")]] = below(
        ByParent("boardId"),
        page=dependent_page,
        arguments=(FIRST, AFTER),
        expected=100,
        description="The live cards that depend on others; each says on which ones.",
    )
    activities: Connection[Activity] = activities_by(
        "boardId", "What happened here, newest first. Shown to whoever is logged in."
    )


@strawberry.input(description="Which boards are wanted; all that is given must hold.")
class BoardFilter:
    text: str | None = strawberry.field(default=None, description="What the title contains.")
    permission: Permission | None = strawberry.field(
        default=None, description="Private or public ones."
    )
    archived: bool | None = strawberry.field(
        default=False, description="Archived ones, live ones (the default), or both (null)."
    )
    templates: bool | None = strawberry.field(
        default=False,
        description="Templates and their containers, other boards (the default), or both (null).",
    )

    def wanted(self) -> queries.BoardFilter:
        named = self.permission.value if self.permission else None
        return given(self, queries.BoardFilter, permission=named)


@strawberry.input(description="How boards are ordered.")
class BoardOrder:
    field: BoardOrderField = BoardOrderField.SORT
    direction: Direction = Direction.ASC


@strawberry.input
class CreateBoardInput:
    title: str
    description: str | None = None
    permission: Permission = Permission.PRIVATE
    color: str = strawberry.field(default="belize", description="One of Wekan's board colors.")


@strawberry.type
class CreateBoardPayload:
    board: Board | None
