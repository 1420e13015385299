"""What is dropped when its time is over: by MongoDB's own indexes, or by us where it has none."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from pymongo import DESCENDING

from store.documents import Delivery, ImportJob
from store.failures import StoreUnavailableError, translated
from store.keys import COLLECTION
from store.mongo import Store
from store.tasks import end

log = logging.getLogger(__name__)

_DAY: Final = 86_400
_EXPIRES: Final = (
    (COLLECTION, "expireAt", 0),  # counters of failed logins
    (ImportJob.collection, "createdAt", _DAY),
    (Delivery.collection, "createdAt", 30 * _DAY),
)
"""Collections, where their documents name a moment, and how many seconds after it they go."""
_SWEEP_SECONDS: Final = 3600


async def ensure(store: Store) -> None:
    """Lets MongoDB drop what is old, and find what became of one board's webhooks."""
    expires = (await store.abilities()).expires
    with translated():
        for collection, path, seconds in _EXPIRES if expires else ():
            await store.database[collection].create_index(path, expireAfterSeconds=seconds)
        of_board = [("boardId", 1), ("createdAt", DESCENDING), ("_id", 1)]
        await store.collection(Delivery).create_index(of_board)


@asynccontextmanager
async def sweeping(store: Store) -> AsyncIterator[None]:
    """Drops what is old once an hour meanwhile, on a server that does not do so by itself."""
    task = asyncio.create_task(_sweep_again_and_again(store))
    try:
        yield
    finally:
        await end(task)


async def _sweep_again_and_again(store: Store) -> None:
    while True:
        try:
            if (await store.abilities()).expires:
                return
            await sweep(store)
        except StoreUnavailableError:
            log.warning("what is old was not dropped: the database does not answer")
        await asyncio.sleep(_SWEEP_SECONDS)


async def sweep(store: Store) -> None:
    """Drops what is old now. Raises StoreUnavailableError."""
    now = datetime.now(UTC)
    with translated():
        for collection, path, seconds in _EXPIRES:
            over = {path: {"$lt": now - timedelta(seconds=seconds)}}
            await store.database[collection].delete_many(over)
