"""The DataLoaders of the Strawberry server: one for each relation, fresh in each request."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from pymongo.asynchronous.database import AsyncDatabase
from strawberry.dataloader import DataLoader

Document: TypeAlias = dict[str, Any]
Database: TypeAlias = AsyncDatabase[Document]
LIVE: Document = {"archived": {"$ne": True}, "deletedAt": None}


def _by_id(
    db: Database, collection: str
) -> Callable[[list[str]], Awaitable[list[Document | None]]]:
    async def load(ids: list[str]) -> list[Document | None]:
        found = await db[collection].find({"_id": {"$in": ids}}).to_list()
        known = {each["_id"]: each for each in found}
        return [known.get(each) for each in ids]

    return load


def _below(
    db: Database, collection: str, path: str, condition: Document
) -> Callable[[list[str]], Awaitable[list[list[Document]]]]:
    async def load(ids: list[str]) -> list[list[Document]]:
        rows = db[collection].find({path: {"$in": ids}, **condition})
        groups: dict[str, list[Document]] = {each: [] for each in ids}
        for row in await rows.sort([(path, 1), ("sort", 1), ("_id", 1)]).to_list():
            groups[row[path]].append(row)
        return [groups[each] for each in ids]

    return load


class Loaders:
    """The context of one request: who asks, the database, the loaders."""

    def __init__(self, db: Database, viewer: Document | None) -> None:
        self.db = db
        self.viewer = viewer
        self.boards = DataLoader(load_fn=_by_id(db, "boards"))
        self.cards = DataLoader(load_fn=_by_id(db, "cards"))
        self.lists = DataLoader(load_fn=_by_id(db, "lists"))
        self.users = DataLoader(load_fn=_by_id(db, "users"))
        self.lists_of_board = DataLoader(load_fn=_below(db, "lists", "boardId", LIVE))
        self.cards_of_list = DataLoader(load_fn=_below(db, "cards", "listId", LIVE))
        self.checklists_of_card = DataLoader(load_fn=_below(db, "checklists", "cardId", {}))
        self.items_of_checklist = DataLoader(
            load_fn=_below(db, "checklistItems", "checklistId", {})
        )

    def require_viewer(self) -> Document:
        if self.viewer is None:
            raise PermissionError("Log in first.")
        return self.viewer
