"""Stored files: the documents that describe them, and with them their bytes.

Bytes that Wekan keeps in a cloud, or in a folder that is not on this machine, are out of reach
here; a document that is gone leaves them unreachable, and Wekan's own clean-up finds them.
"""

from typing import Any

from store import blobs
from store.match import Filter
from store.mongo import Store, translated
from store.records import Record


async def delete_files(store: Store, record_type: type[Record], condition: Filter) -> int:
    """Removes the file documents that match, and their bytes.

    Returns how many documents were removed.
    """
    files = store.collection(record_type)
    with translated():
        documents = await files.find(condition, ["versions"]).to_list()
        if documents:
            ids = [document["_id"] for document in documents]
            await files.delete_many({"_id": {"$in": ids}})
    versions = [version for document in documents for version in versions_of(document)]
    await blobs.discard(store, record_type.collection, versions)
    return len(documents)


def versions_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the versions of a file as its document has them; old documents may have anything."""
    versions = document.get("versions")
    found = versions.values() if isinstance(versions, dict) else ()
    return [version for version in found if isinstance(version, dict)]
