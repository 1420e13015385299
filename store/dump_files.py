"""A mongodump folder, as files: found, checked from end to end, read one document at a time.

Everything that can be known without a database is known before the first write.
"""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast
from urllib.parse import unquote

from bson import json_util
from bson.errors import BSONError

_SMALLEST_DOCUMENT: Final = 5
_LARGEST_DOCUMENT: Final = 16 * 1024 * 1024 + 16 * 1024
_CHUNK_BYTES: Final = 1024 * 1024
_SERVER_FOLDERS: Final = frozenset({"admin", "config", "local"})
_OPLOG: Final = "oplog.bson"
# Set by the server, or by versions long gone; today's refuse them.
_DROPPED_INDEX_OPTIONS: Final = frozenset({"ns", "v", "background", "dropDups", "safe"})


class DumpError(Exception):
    """The dump cannot be read or loaded: a sentence that names the file, and shows no document."""


@dataclass(frozen=True, slots=True)
class CollectionDump:
    """One collection. `documents` is None for a view, which has a definition and nothing else."""

    name: str
    documents: Path | None
    indexes: tuple[dict[str, Any], ...]
    options: dict[str, Any]

    @property
    def size(self) -> int:
        return self.documents.stat().st_size if self.documents else 0


def read_dump(folder: Path) -> list[CollectionDump]:
    """Every collection in the folder, checked; raises `DumpError` at the first thing amiss."""
    home = _database_folder(folder)
    by_name: dict[str, CollectionDump] = {}
    for path in sorted(home.iterdir()):
        stem = _stem(path)
        if stem is None or (
            path.name.endswith((".json", ".json.gz")) and _has_documents(home, stem)
        ):
            continue
        found = _read_collection(home, stem, path)
        if found.name in by_name:
            raise DumpError(f"{home} holds the collection {found.name} twice.")
        by_name[found.name] = found
    # Views last: they are made from collections.
    return sorted(by_name.values(), key=lambda found: (found.documents is None, found.name))


def read_documents(path: Path) -> Iterator[tuple[bytes, int]]:
    """Each document as it was stored, with how far the file on disk has been read."""
    with path.open("rb") as raw, _decompressed(raw, path) as file:
        try:
            while head := file.read(4):
                yield _read_rest(file, head, path), raw.tell()
        except (EOFError, gzip.BadGzipFile, zlib.error) as failure:
            raise DumpError(f"{path.name} is damaged or cut off, as gzip sees it.") from failure


def _read_rest(file: IO[bytes], head: bytes, path: Path) -> bytes:
    size = int.from_bytes(head, "little", signed=True)
    if len(head) == 4 and not _SMALLEST_DOCUMENT <= size <= _LARGEST_DOCUMENT:
        raise DumpError(f"{path.name} is not BSON: a document cannot be {size} bytes long.")
    document = head + file.read(size - 4) if len(head) == 4 else head
    if len(head) < 4 or len(document) < size:
        raise DumpError(f"{path.name} is cut off in the middle of a document.")
    if document[-1] != 0:
        raise DumpError(f"{path.name} is not BSON: a document does not end where it should.")
    return document


@contextmanager
def _decompressed(raw: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    if path.suffix != ".gz":
        yield raw
        return
    with gzip.open(raw, "rb") as file:
        yield cast("IO[bytes]", file)


def _database_folder(folder: Path) -> Path:
    """The folder itself, or the one database in it, as `mongodump` leaves it under `dump/`."""
    if not folder.is_dir():
        raise DumpError(f"There is no folder {folder}.")
    if _looks_like_dump(folder):
        return folder
    inside = [
        child
        for child in sorted(folder.iterdir())
        if child.is_dir() and child.name not in _SERVER_FOLDERS and _looks_like_dump(child)
    ]
    if not inside:
        raise DumpError(f"{folder} holds no dump: there is no .bson file in it.")
    if len(inside) > 1:
        names = ", ".join(child.name for child in inside)
        raise DumpError(f"{folder} holds several databases ({names}); name one of their folders.")
    return inside[0]


def _looks_like_dump(folder: Path) -> bool:
    return any(
        path.name.endswith((".bson", ".bson.gz")) and not path.name.startswith(_OPLOG)
        for path in folder.iterdir()
    )


def _stem(path: Path) -> str | None:
    """The collection's name as the file spells it; None for files that are no collection's."""
    name = path.name.removesuffix(".gz")
    for ending in (".metadata.json", ".bson"):
        if name.endswith(ending) and name != _OPLOG:
            stem = name.removesuffix(ending)
            return None if stem.startswith("system.") else stem
    return None


def _has_documents(home: Path, stem: str) -> bool:
    return any((home / f"{stem}.bson{ending}").exists() for ending in ("", ".gz"))


def _read_collection(home: Path, stem: str, path: Path) -> CollectionDump:
    metadata = _read_metadata(home, stem)
    documents = path if path.name.startswith(f"{stem}.bson") else None
    if documents is None and metadata.get("type") != "view":
        raise DumpError(f"{path.name} has no {stem}.bson beside it.")
    if documents is not None:
        for _ in read_documents(documents):
            pass
    indexes = metadata.get("indexes") or []
    return CollectionDump(
        name=str(metadata.get("collectionName") or unquote(stem)),
        documents=documents,
        indexes=tuple(_index(index) for index in indexes if index.get("name") != "_id_"),
        options={**(metadata.get("options") or {})},
    )


def _read_metadata(home: Path, stem: str) -> Mapping[str, Any]:
    for ending, opener in (("", Path.read_bytes), (".gz", _read_gzip)):
        path = home / f"{stem}.metadata.json{ending}"
        if not path.exists():
            continue
        try:
            metadata = json_util.loads(opener(path))
        except (ValueError, TypeError, BSONError, EOFError, OSError, zlib.error) as failure:
            raise DumpError(f"{path.name} is not the JSON that mongodump writes.") from failure
        if not _is_metadata(metadata):
            raise DumpError(f"{path.name} does not describe a collection and its indexes.")
        return cast("Mapping[str, Any]", metadata)
    return {}


def _read_gzip(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def _is_metadata(metadata: object) -> bool:
    if not isinstance(metadata, dict):
        return False
    indexes, options = metadata.get("indexes") or [], metadata.get("options") or {}
    return (
        isinstance(options, dict)
        and isinstance(indexes, list)
        and all(isinstance(index, dict) and isinstance(index.get("key"), dict) for index in indexes)
    )


def _index(index: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in index.items() if name not in _DROPPED_INDEX_OPTIONS}
