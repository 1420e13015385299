"""The collection that tells what became of webhooks, and how long it does."""

from pymongo import DESCENDING

from store.documents import Delivery
from store.mongo import Store, translated

_SECONDS = 30 * 24 * 3600


async def ensure_expiry(store: Store) -> None:
    """Lets MongoDB drop what is old, and find what became of one board's webhooks."""
    log = store.collection(Delivery)
    with translated():
        await log.create_index("createdAt", expireAfterSeconds=_SECONDS)
        await log.create_index([("boardId", 1), ("createdAt", DESCENDING), ("_id", 1)])
