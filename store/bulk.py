"""Many documents changed at once, each in its own way."""

from collections.abc import Mapping

from pymongo import UpdateOne

from store.failures import current_session, translated
from store.modifiers import operators
from store.mongo import Modifier, Store
from store.records import Record


async def update_each(
    store: Store, record_type: type[Record], changes: Mapping[str, Modifier]
) -> None:
    """Changes each document by its id, as one request to the server."""
    updates = [
        UpdateOne({"_id": document_id}, operators(record_type, change))
        for document_id, change in changes.items()
    ]
    if updates:
        with translated():
            await store.collection(record_type).bulk_write(updates, session=current_session.get())
