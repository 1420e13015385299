"""The indexes that Wekan itself makes at its start, made here when they are missing.

Source: the start-up code of Wekan's server/models and of Meteor's accounts packages. As
there, an index whose keys exist already is left as it is, and one that cannot be made is
only logged.
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pymongo
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import PyMongoError

from store.mongo import DuplicateError, Store, translated

Keys = tuple[tuple[str, int], ...]

log = logging.getLogger(__name__)

_SPARSE: Mapping[str, Any] = {"sparse": True}
_UNIQUE_SPARSE: Mapping[str, Any] = {"unique": True, "sparse": True}
_UNIQUE: Mapping[str, Any] = {"unique": True}


def _keys(text: str) -> Keys:
    """Reads `a -b`: ascending by a, then descending by b."""
    return tuple(
        (word.removeprefix("-"), DESCENDING if word.startswith("-") else ASCENDING)
        for word in text.split()
    )


_UNIQUE_OF_USERS = (
    "username",
    "emails.address",
    "services.resume.loginTokens.hashedToken",
    "services.resume.loginTokens.token",
    "services.email.verificationTokens.token",
    "services.password.reset.token",
    "services.password.enroll.token",
)
_SPARSE_OF_USERS = (
    "services.resume.haveLoginTokensToDelete",
    "services.resume.loginTokens.when",
    "services.password.reset.when",
    "services.password.enroll.when",
)
_PLAIN = {
    "users": ("-modifiedAt", "-createdAt", "loginDisabled -createdAt", "isAdmin -createdAt"),
    "boards": ("-modifiedAt", "members.userId", "sort", "archived members.userId"),
    "lists": ("-modifiedAt", "boardId", "-archivedAt"),
    "swimlanes": ("-modifiedAt", "boardId"),
    "cards": (
        "-modifiedAt",
        "boardId -createdAt",
        "boardId listId",
        "boardId archived",
        "parentId",
        "swimlaneId",
        "listId",
        "type",
        "listId sort",
        "swimlaneId sort",
        "boardId cardNumber",
    ),
    "checklists": ("-modifiedAt", "cardId createdAt", "boardId", "cardId sort"),
    "checklistItems": (
        "-modifiedAt",
        "checklistId",
        "cardId",
        "boardId",
        "checklistId sort",
    ),
    "card_comments": ("-modifiedAt", "cardId -createdAt", "boardId"),
    "customFields": ("-modifiedAt", "boardIds"),
    "attachments": ("meta.cardId", "meta.boardId", "name"),
    "activities": ("-createdAt", "-modifiedAt", "cardId -createdAt", "boardId -createdAt"),
    "positionHistory": ("boardId entityType entityId", "boardId entityType", "-createdAt"),
    "rules": ("boardId", "-modifiedAt"),
    "triggers": ("-modifiedAt",),
    "actions": ("-modifiedAt",),
    "settings": ("-modifiedAt",),
    "org": ("orgDisplayName",),
    "team": ("teamDisplayName",),
    "invitation_codes": ("-modifiedAt",),
}


def wekan_indexes() -> Iterator[tuple[str, Keys, Mapping[str, Any]]]:
    """Yields collection, keys and options of each index."""
    for collection, all_keys in _PLAIN.items():
        for keys in all_keys:
            yield collection, _keys(keys), {}
    for keys in _UNIQUE_OF_USERS:
        yield "users", _keys(keys), _UNIQUE_SPARSE
    for keys in _SPARSE_OF_USERS:
        yield "users", _keys(keys), _SPARSE
    yield "card_comment_reactions", _keys("cardCommentId"), _UNIQUE
    yield "invitation_codes", _keys("email"), _UNIQUE


async def ensure_indexes(store: Store) -> None:
    """Makes what is missing; one command a collection. Raises StoreUnavailableError."""
    wanted: dict[str, list[IndexModel]] = {}
    existing: dict[str, set[Keys]] = {}
    for collection, keys, options in wekan_indexes():
        if collection not in existing:
            existing[collection] = await _existing_keys(store, collection)
        if keys not in existing[collection]:
            wanted.setdefault(collection, []).append(IndexModel(list(keys), **options))
    for collection, models in wanted.items():
        # One that cannot be made takes those that were asked for with it.
        if await _failure(store, collection, models):
            for model in models:
                if why := await _failure(store, collection, [model]):
                    name = model.document["name"]
                    log.warning("index %s of %s was not made: %s", name, collection, why)


async def _failure(store: Store, collection: str, models: list[IndexModel]) -> str | None:
    """Makes indexes, all or none of them; returns why they were not made."""
    try:
        # Building one takes as long as it takes: a time limit would end it, each time anew.
        with pymongo.timeout(None), translated():
            await store.database[collection].create_indexes(models)
    except (DuplicateError, PyMongoError) as error:
        return type(error).__name__
    return None


async def _existing_keys(store: Store, collection: str) -> set[Keys]:
    with translated():
        information = await store.database[collection].index_information()
    return {tuple((key, way) for key, way in each["key"]) for each in information.values()}
