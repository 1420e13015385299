"""Loads a mongodump folder into a database, in batches bounded by count and size."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import BulkWriteError, PyMongoError

from store.dump_files import CollectionDump, DumpError, read_documents, read_dump
from store.mongo import DEFAULT_DATABASE

__all__ = ["AlreadyFilledError", "CollectionDump", "DumpError", "read_dump", "restore"]

_BATCH_DOCUMENTS: Final = 1000
_BATCH_BYTES: Final = 8 * 1024 * 1024
_DUPLICATE_KEY: Final = 11000


class AlreadyFilledError(DumpError):
    """A collection of the dump holds documents in the database already, and none was touched."""


def restore(
    url: str,
    dump: Sequence[CollectionDump],
    *,
    drop: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Returns how many documents were loaded; `progress` is told of each further bytes read.

    A collection that holds documents is refused, before anything is written, unless `drop` replaces
    it. A failure later on, such as a value that a unique index refuses, leaves what was loaded.
    """
    try:
        with MongoClient[dict[str, Any]](url) as client:
            database = client.get_default_database(DEFAULT_DATABASE)
            if not drop:
                _refuse_filled(database, dump)
            return sum(_load(database, collection, drop, progress) for collection in dump)
    except PyMongoError as failure:
        raise DumpError(f"MongoDB refused: {failure}.") from failure


def _refuse_filled(database: Database[dict[str, Any]], dump: Sequence[CollectionDump]) -> None:
    filled = [found.name for found in dump if database[found.name].find_one({}, {"_id": 1})]
    if filled:
        raise AlreadyFilledError(f"The database already holds documents in {', '.join(filled)}.")


def _load(
    database: Database[dict[str, Any]],
    found: CollectionDump,
    drop: bool,
    progress: Callable[[int], None],
) -> int:
    if drop:
        database.drop_collection(found.name)
    try:
        _create(database, found)
        count = 0
        for batch in _batches(found.documents, progress) if found.documents else ():
            database[found.name].insert_many(batch)
            count += len(batch)
        if found.indexes:
            database.command("createIndexes", found.name, indexes=list(found.indexes))
    except PyMongoError as failure:
        raise DumpError(f"{found.name} could not be loaded: {_reason(failure)}.") from failure
    return count


def _create(database: Database[dict[str, Any]], found: CollectionDump) -> None:
    names = database.list_collection_names(filter={"name": found.name})
    if not names:
        database.command("create", found.name, **found.options)


def _batches(path: Path, progress: Callable[[int], None]) -> Iterator[list[RawBSONDocument]]:
    """Documents go on byte for byte: decoding would change what Python has no type for."""
    batch: list[RawBSONDocument] = []
    size = told = 0
    for document, position in read_documents(path):
        if batch and (len(batch) == _BATCH_DOCUMENTS or size + len(document) > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(RawBSONDocument(document))
        size += len(document)
        progress(position - told)
        told = position
    if batch:
        yield batch


def _reason(failure: PyMongoError) -> str:
    """In words that show no document; the server's own message quotes the value it refused."""
    if isinstance(failure, BulkWriteError):
        codes = {error.get("code") for error in failure.details.get("writeErrors", ())}
        if _DUPLICATE_KEY in codes:
            return "two of its documents share a value that must be unique"
        return f"MongoDB refused a document (codes {sorted(map(str, codes))})"
    if getattr(failure, "code", None) == _DUPLICATE_KEY:
        return "two of its documents share a value that must be unique"
    return str(failure).rstrip(".")
