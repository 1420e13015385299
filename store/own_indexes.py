"""Indexes that serve what GraphQL offers beyond Wekan's own page, under names of our own.

They are made on the private MongoDB; on any other only when its operator says so
(`wekan-graphql indexes --create`). Wekan leaves them alone, and they can be dropped at will.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pymongo import ASCENDING, DESCENDING, TEXT, IndexModel

from store.mongo import Store, translated

PREFIX = "wekan_graphql_"


@dataclass(frozen=True, slots=True)
class OwnIndex:
    """One index, and what it is for."""

    collection: str
    keys: tuple[tuple[str, int | str], ...]
    serves: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return PREFIX + "_".join(path.replace(".", "_") for path, _ in self.keys)


def _index(collection: str, keys: str, serves: str) -> OwnIndex:
    paths = (
        (word.removeprefix("-"), DESCENDING if word.startswith("-") else ASCENDING)
        for word in keys.split()
    )
    return OwnIndex(collection, tuple(paths), serves)


def _text(collection: str, paths: str, serves: str) -> OwnIndex:
    """Whole words of no language: none is cut down to its stem, none left out."""
    options = {"default_language": "none", "language_override": f"{PREFIX}language"}
    return OwnIndex(collection, tuple((path, TEXT) for path in paths.split()), serves, options)


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
    _index("lists", "boardId -modifiedAt _id", "the lists that changed"),
    _index("swimlanes", "boardId -modifiedAt _id", "the swimlanes that changed"),
    _index("checklists", "boardId -modifiedAt _id", "the checklists that changed"),
    _index("checklistItems", "boardId -modifiedAt _id", "the items that changed"),
    _index("card_comments", "boardId -modifiedAt _id", "the comments that changed"),
    _index("lists", "-deletedAt _id", "the lists that were deleted"),
    _index("cards", "-deletedAt _id", "the cards that were deleted"),
    _index("activities", "boardId -createdAt _id", "the history of a board, by pages"),
    _index("activities", "cardId -createdAt _id", "the history of a card, by pages"),
    _index("activities", "oldBoardId -createdAt", "the cards that were moved away"),
    _text("cards", "title description customFields.value", "the words of cards, for search"),
    _text("checklists", "title", "the words of checklists, for search"),
    _text("checklistItems", "title", "the words of their items, for search"),
    _text("card_comments", "text", "the words of comments, for search"),
)


def text_index(collection: str) -> OwnIndex | None:
    """Returns the index of a collection's words, whether a database has it or not."""
    texts = (each for each in OWN_INDEXES if each.options and each.collection == collection)
    return next(texts, None)


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
            model = IndexModel(list(index.keys), name=index.name, **index.options)
            await store.database[index.collection].create_indexes([model])
