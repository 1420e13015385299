"""The types of the Strawberry server."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any, TypeAlias

import strawberry

from bench.book_loaders import LIVE, Document, Loaders

__all__ = [
    "LIVE",
    "Board",
    "Card",
    "CardFilter",
    "CardOrder",
    "CardPage",
    "Info",
    "List",
    "PageInfo",
    "User",
]

Info: TypeAlias = strawberry.Info[Loaders, None]


def _show_date(value: datetime) -> str:
    return value.isoformat(timespec="milliseconds")[:23] + "Z"


DATE_TIME = strawberry.scalar(name="DateTime", serialize=_show_date)


def seen_by(viewer: Document) -> Document:
    member = {"$elemMatch": {"userId": viewer["_id"], "isActive": True}}
    return {"$or": [{"permission": "public"}, {"members": member}]}


def is_seen(board: Document, viewer: Document) -> bool:
    return board["permission"] == "public" or any(
        member["userId"] == viewer["_id"] and member["isActive"] for member in board["members"]
    )


@strawberry.type
class PageInfo:
    has_next_page: bool


@strawberry.type
class User:
    id: strawberry.ID
    username: str
    fullname: str | None

    @classmethod
    def of(cls, d: Document) -> "User":
        return cls(id=d["_id"], username=d["username"], fullname=d["profile"].get("fullname"))

    @strawberry.field
    async def boards(self, info: Info) -> "BoardPage":
        member = {"$elemMatch": {"userId": self.id, "isActive": True}}
        rows = info.context.db.boards.find({"members": member, "archived": {"$ne": True}})
        found = await rows.sort([("sort", 1), ("_id", 1)]).limit(100).to_list()
        viewer = info.context.require_viewer()
        return BoardPage(nodes=[Board.of(each) for each in found if is_seen(each, viewer)])


@strawberry.type
class Item:
    id: strawberry.ID
    title: str
    is_finished: bool


@strawberry.type
class Checklist:
    id: strawberry.ID
    title: str

    @strawberry.field
    async def items(self, info: Info) -> list[Item]:
        rows = await info.context.items_of_checklist.load(self.id)
        return [Item(id=d["_id"], title=d["title"], is_finished=d["isFinished"]) for d in rows]


@strawberry.type
class Card:
    id: strawberry.ID
    title: str
    description: str
    card_number: int
    sort: float | None
    color: str | None
    due_at: datetime | None
    due_complete: bool
    archived: bool
    created_at: datetime | None
    modified_at: datetime | None
    board_id: strawberry.ID
    list_id: strawberry.ID
    swimlane_id: strawberry.ID
    member_ids: strawberry.Private[list[str]]

    @classmethod
    def of(cls, d: Document) -> "Card":
        return cls(
            id=d["_id"],
            title=d["title"],
            description=d.get("description", ""),
            card_number=d["cardNumber"],
            sort=d["sort"],
            color=d.get("color"),
            due_at=d.get("dueAt"),
            due_complete=d.get("dueComplete", False),
            archived=d["archived"],
            created_at=d["createdAt"],
            modified_at=d["modifiedAt"],
            board_id=d["boardId"],
            list_id=d["listId"],
            swimlane_id=d["swimlaneId"],
            member_ids=d["members"],
        )

    @strawberry.field
    async def board(self, info: Info) -> "Board | None":
        found = await info.context.boards.load(self.board_id)
        return Board.of(found) if found else None

    @strawberry.field
    async def members(self, info: Info) -> list[User]:
        found = await info.context.users.load_many(self.member_ids)
        return [User.of(each) for each in found if each]

    @strawberry.field
    async def checklists(self, info: Info) -> list[Checklist]:
        rows = await info.context.checklists_of_card.load(self.id)
        return [Checklist(id=d["_id"], title=d["title"]) for d in rows]


@strawberry.type
class CardPage:
    nodes: list[Card]
    page_info: PageInfo


@strawberry.type
class List:
    id: strawberry.ID
    title: str
    sort: float | None
    color: str | None
    archived: bool

    @classmethod
    def of(cls, d: Document) -> "List":
        return cls(
            id=d["_id"],
            title=d["title"],
            sort=d["sort"],
            color=d.get("color"),
            archived=d["archived"],
        )

    @strawberry.field
    async def cards(self, info: Info, first: int = 100) -> CardPage:
        rows = await info.context.cards_of_list.load(self.id)
        nodes = [Card.of(each) for each in rows[:first]]
        return CardPage(nodes=nodes, page_info=PageInfo(has_next_page=len(rows) > first))


@strawberry.type
class Board:
    id: strawberry.ID
    title: str
    slug: str
    description: str | None
    color: str
    archived: bool
    modified_at: datetime | None

    @classmethod
    def of(cls, d: Document) -> "Board":
        return cls(
            id=d["_id"],
            title=d["title"],
            slug=d["slug"],
            description=d.get("description"),
            color=d["color"],
            archived=d["archived"],
            modified_at=d["modifiedAt"],
        )

    @strawberry.field
    async def lists(
        self, info: Info
    ) -> list[Annotated["List", strawberry.lazy("bench.book_types")]]:
        rows = await info.context.lists_of_board.load(self.id)
        return [List.of(each) for each in rows]


@strawberry.type
class BoardPage:
    nodes: list[Board]


class CardOrderField(Enum):
    SORT = "sort"
    DUE_AT = "dueAt"


class Direction(Enum):
    ASC = 1
    DESC = -1


strawberry.enum(CardOrderField)
strawberry.enum(Direction)


@strawberry.input
class CardOrder:
    field: CardOrderField = CardOrderField.SORT
    direction: Direction = Direction.ASC

    def keys(self) -> list[tuple[str, int]]:
        return [(self.field.value, self.direction.value), ("_id", 1)]


@strawberry.input
class CardFilter:
    list_ids: list[strawberry.ID] | None = None
    member_ids: list[strawberry.ID] | None = None
    has_due_date: bool | None = None

    def condition(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.list_ids is not None:
            found["listId"] = {"$in": self.list_ids}
        if self.member_ids is not None:
            found["members"] = {"$in": self.member_ids}
        if self.has_due_date:
            found["dueAt"] = {"$ne": None}
        return found
