"""Files stored once more, with their bytes.

Bytes are copied where they lie in GridFS; a file whose bytes Wekan keeps elsewhere has no
copy. Bytes come first, outside of a transaction, which could not hold them: `discard_bytes`
takes them back where the documents that tell of them were not written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bson import ObjectId

from store.copies import Alter, copy_documents
from store.match import Filter, all_of, any_of, where
from store.mongo import Store, translated
from store.records import R, Record

_FILE = "gridFsFileId"
_AT_ONCE = 16
"""How many chunks, of a quarter of a megabyte each, are held at a time."""


@dataclass(frozen=True, slots=True)
class FileCopies:
    """Bytes that were copied."""

    ids: dict[str, str] = field(default_factory=dict)
    """The id of each file, and that of its copy."""
    stored: dict[ObjectId, ObjectId] = field(default_factory=dict)

    def versions(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """Returns a file's versions as its copy has them."""
        return {
            name: {**version, "meta": {**version["meta"], _FILE: str(self.stored[file_id])}}
            for name, version in old.items()
            if (file_id := _file_id(version)) in self.stored
        }


async def copy_bytes(
    store: Store, record_type: type[Record], condition: Filter, copies: FileCopies
) -> None:
    """Copies the bytes of the files that match, and adds to `copies` where they lie."""
    with translated():
        files = store.collection(record_type).find(condition, ["versions"])
        documents = await files.to_list()
    stored: dict[ObjectId, ObjectId] = {}
    for document in documents:
        versions = document.get("versions")
        found = map(_file_id, versions.values()) if isinstance(versions, dict) else ()
        ids = [file_id for file_id in found if file_id is not None]
        if ids:
            copies.ids[document["_id"]] = str(ObjectId())
            stored.update({file_id: ObjectId() for file_id in ids})
    copies.stored.update(stored)
    if stored:
        with translated():
            await _copy_chunks(store, record_type, stored)
            await _copy_heads(store, record_type, stored)


async def _copy_chunks(
    store: Store, record_type: type[Record], stored: Mapping[ObjectId, ObjectId]
) -> None:
    chunks = store.database[f"{record_type.collection}.chunks"]
    wanted = {"files_id": {"$in": list(stored)}}
    held: list[dict[str, Any]] = []
    async for chunk in chunks.find(wanted, batch_size=_AT_ONCE):
        held.append(chunk | {"_id": ObjectId(), "files_id": stored[chunk["files_id"]]})
        if len(held) == _AT_ONCE:
            await chunks.insert_many(held)
            held = []
    if held:
        await chunks.insert_many(held)


async def _copy_heads(
    store: Store, record_type: type[Record], stored: Mapping[ObjectId, ObjectId]
) -> None:
    bucket = store.database[f"{record_type.collection}.files"]
    heads = await bucket.find({"_id": {"$in": list(stored)}}).to_list()
    if heads:
        await bucket.insert_many([head | {"_id": stored[head["_id"]]} for head in heads])


async def copy_files(
    store: Store, record_type: type[R], condition: Filter, copies: FileCopies, alter: Alter[R]
) -> None:
    """Stores the copies of the file documents that match, of those whose bytes were copied."""
    with_bytes = where(record_type, id=any_of(list(copies.ids)))
    await copy_documents(store, record_type, all_of(condition, with_bytes), alter)


async def discard_bytes(store: Store, record_type: type[Record], copies: FileCopies) -> None:
    """Removes bytes again that no document tells of."""
    stored = {"$in": list(copies.stored.values())}
    with translated():
        await store.database[f"{record_type.collection}.files"].delete_many({"_id": stored})
        await store.database[f"{record_type.collection}.chunks"].delete_many({"files_id": stored})


def _file_id(version: Any) -> ObjectId | None:
    meta = version.get("meta") if isinstance(version, dict) else None
    text = meta.get(_FILE) if isinstance(meta, dict) else None
    return ObjectId(text) if text is not None and ObjectId.is_valid(text) else None
