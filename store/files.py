"""Stored files: the documents that describe them, and their bytes in GridFS.

Bytes that Wekan keeps in its own file system or a cloud are out of reach here; a document
that is gone leaves them unreachable, and Wekan's own clean-up finds them.
"""

from typing import Any

from bson import ObjectId

from store.match import Filter
from store.mongo import Store, translated
from store.records import Record


async def delete_files(store: Store, record_type: type[Record], condition: Filter) -> int:
    """Removes the file documents that match, and their bytes in the bucket of the same name.

    Returns how many documents were removed.
    """
    files = store.collection(record_type)
    with translated():
        documents = await files.find(condition, ["versions"]).to_list()
    if not documents:
        return 0
    bucket = store.database[f"{record_type.collection}.files"]
    chunks = store.database[f"{record_type.collection}.chunks"]
    stored = [file_id for document in documents for file_id in _gridfs_ids(document)]
    with translated():
        await files.delete_many({"_id": {"$in": [document["_id"] for document in documents]}})
        await bucket.delete_many({"_id": {"$in": stored}})
        await chunks.delete_many({"files_id": {"$in": stored}})
    return len(documents)


def _gridfs_ids(document: dict[str, Any]) -> list[ObjectId]:
    versions = document.get("versions")
    if not isinstance(versions, dict):
        return []
    places = [version.get("meta") for version in versions.values() if isinstance(version, dict)]
    texts = [place.get("gridFsFileId") for place in places if isinstance(place, dict)]
    return [ObjectId(text) for text in texts if ObjectId.is_valid(text)]
