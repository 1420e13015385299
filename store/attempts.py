"""Counts failed logins by client, in the database, so that all workers count together."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument

from store.keys import COLLECTION
from store.mongo import DuplicateError, Store, translated


@dataclass(frozen=True, slots=True)
class Limits:
    """`failures` within `window` of the first one lock a client out for `lockout`."""

    failures: int
    window: timedelta
    lockout: timedelta


async def locked_until(store: Store, client: str, now: datetime) -> datetime | None:
    """Returns when a client that is locked out may try again; None if it may now."""
    with translated():
        document = await store.database[COLLECTION].find_one({"_id": _key(client)})
    until: datetime | None = document.get("lockedUntil") if document else None
    return until if until is not None and until > now else None


async def record_failure(store: Store, client: str, now: datetime, limits: Limits) -> None:
    """Counts one failure, and locks the client out at the last one allowed."""
    document = await _count(store, client, now, limits)
    if document is None:  # another request opened the window in between
        document = await _count(store, client, now, limits)
    if document is not None and document["failures"] >= limits.failures:
        with translated():
            await store.database[COLLECTION].update_one(
                {"_id": _key(client)},
                {"$set": {"lockedUntil": now + limits.lockout, "expireAt": now + limits.lockout}},
            )


async def forget(store: Store, client: str) -> None:
    """Clears a client's failures, after a success."""
    with translated():
        await store.database[COLLECTION].delete_one({"_id": _key(client)})


async def _count(store: Store, client: str, now: datetime, limits: Limits) -> dict[str, Any] | None:
    counters = store.database[COLLECTION]
    unlocked = {"lockedUntil": {"$exists": False}}
    open_window = {"since": {"$gt": now - limits.window}, **unlocked}
    # A lock outlasts the window: what is counted late must not lift it.
    over = [{"since": {"$lte": now - limits.window}, **unlocked}, {"lockedUntil": {"$lte": now}}]
    with translated():
        counted = await counters.find_one_and_update(
            {"_id": _key(client), **open_window},
            {"$inc": {"failures": 1}},
            return_document=ReturnDocument.AFTER,
        )
    if counted is not None:
        return counted
    first = {"failures": 1, "since": now, "expireAt": now + limits.window}
    try:
        with translated():
            return await counters.find_one_and_update(
                {"_id": _key(client), "$or": over},
                {"$set": first, "$unset": {"lockedUntil": ""}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
    except DuplicateError:
        return None


def _key(client: str) -> str:
    return "login " + hashlib.sha256(client.encode()).hexdigest()[:32]
