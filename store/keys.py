"""What this project itself keeps in the database: its signing key and its counters.

One collection, `wekanGraphql`, which Wekan does not know and leaves alone.
"""

from datetime import UTC, datetime, timedelta

from pymongo import ReturnDocument

from store.mongo import DuplicateError, Store, translated

COLLECTION = "wekanGraphql"
_FIRST_USER_CLAIM = timedelta(seconds=30)


async def stored_signing_key(store: Store, candidate: str) -> str:
    """Returns the one signing key of this database; `candidate` becomes it if there is none.

    The first of several workers to ask settles it for all, and it never changes after.
    """
    if store.signing_key is None:
        store.signing_key = await _settled(store, "jwt", candidate)
    return store.signing_key


async def settings_id(store: Store, candidate: str) -> str:
    """Returns the id of the settings document that workers make where there is none.

    They start at the same moment, and there must not be two such documents.
    """
    return await _settled(store, "settings", candidate)


async def _settled(store: Store, name: str, candidate: str) -> str:
    with translated():
        document = await store.database[COLLECTION].find_one_and_update(
            {"_id": name},
            {"$setOnInsert": {"key": candidate, "createdAt": datetime.now(UTC)}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
    assert document is not None  # an upsert returns what it made
    return str(document["key"])


async def claim_first_user(store: Store) -> bool:
    """Tells whether the caller alone may make the database's first user its admin.

    Two people who register at the same moment must not both become admin. A claim whose
    owner failed is free again after half a minute.
    """
    now = datetime.now(UTC)
    try:
        with translated():
            await store.database[COLLECTION].update_one(
                {"_id": "firstUser", "at": {"$lt": now - _FIRST_USER_CLAIM}},
                {"$set": {"at": now}},
                upsert=True,
            )
    except DuplicateError:
        return False
    return True
