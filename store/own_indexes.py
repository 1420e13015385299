"""Indexes that serve what GraphQL offers beyond Wekan's own page, under names of our own.

They are made on the private MongoDB; on any other only when its operator says so
(`wekan-graphql indexes --create`). Wekan leaves them alone, and they can be dropped at will.
"""

from dataclasses import dataclass

from pymongo import ASCENDING, DESCENDING

from store.mongo import Store, translated

PREFIX = "wekan_graphql_"


@dataclass(frozen=True, slots=True)
class OwnIndex:
    """One index, and what it is for."""

    collection: str
    keys: tuple[tuple[str, int], ...]
    serves: str

    @property
    def name(self) -> str:
        return PREFIX + "_".join(path.replace(".", "_") for path, _ in self.keys)


def _index(collection: str, keys: str, serves: str) -> OwnIndex:
    paths = (
        (word.removeprefix("-"), DESCENDING if word.startswith("-") else ASCENDING)
        for word in keys.split()
    )
    return OwnIndex(collection, tuple(paths), serves)


OWN_INDEXES = (
    _index("cards", "listId sort _id", "the cards of a list, in order and by pages"),
    _index("cards", "swimlaneId sort _id", "the cards of a swimlane, in order and by pages"),
    _index("cards", "boardId sort _id", "the cards of a board, in order and by pages"),
    _index("cards", "boardId dueAt _id", "cards by their due date"),
    _index("cards", "boardId -modifiedAt _id", "cards by their last change"),
    _index("cards", "members dueAt _id", "the cards that people are members of"),
    _index("cards", "assignees dueAt _id", "the cards that people are assigned to"),
    _index("cards", "parentId createdAt _id", "subtasks by their age"),
    _index("checklists", "cardId sort _id", "the checklists of a card, in order"),
    _index("checklistItems", "checklistId sort _id", "the items of a checklist, in order"),
    _index("card_comments", "cardId createdAt _id", "the comments of a card, by pages"),
    _index("lists", "boardId sort _id", "the lists of a board, in order"),
    _index("swimlanes", "boardId sort _id", "the swimlanes of a board, in order"),
)


async def missing(store: Store) -> list[OwnIndex]:
    """Returns those of our indexes that the database does not have."""
    lacking = []
    for index in OWN_INDEXES:
        with translated():
            existing = await store.database[index.collection].index_information()
        if index.name not in existing:
            lacking.append(index)
    return lacking


async def create(store: Store, indexes: list[OwnIndex]) -> None:
    """Makes the indexes, one after the other."""
    for index in indexes:
        with translated():
            await store.database[index.collection].create_index(list(index.keys), name=index.name)
