"""The bytes of stored files: in GridFS, in the bucket named as the collection, or in Wekan's own
folder where that is on this machine.

A file's version says which of the two it is. A path is read only inside that folder, whatever a
document says. Bytes in a cloud are out of reach.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bson import ObjectId
from gridfs import AsyncGridFSBucket
from gridfs.errors import CorruptGridFile, NoFile

from store.mongo import Store, translated

FILE_SYSTEM = "fs"
GRIDFS = "gridfs"
ORIGINAL = "original"
_PIECE = 255 * 1024
_FILE_ID = "gridFsFileId"
_ELSEWHERE = "/data/files"
"""Where Wekan's own folder is, unless we are told; its documents name a path in any case."""


class BytesMissingError(Exception):
    """What a document tells of is not there, or out of reach."""


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes that were stored, and the version that tells of them."""

    version: dict[str, Any]
    size: int
    path: str


def new_file_id() -> str:
    """Returns an id for a file, as ostrio:files makes them here: 24 hex digits."""
    return str(ObjectId())


def storage_of(version: Mapping[str, Any], source: str | None = None) -> str:
    """Returns where a version's bytes lie. Old ones do not say it: an id in GridFS does then."""
    said = version.get("storage")
    if isinstance(said, str) and said:
        return said
    return GRIDFS if _gridfs_id(version) is not None or source == "import" else FILE_SYSTEM


async def write(
    store: Store, collection: str, named: tuple[str, str], chunks: AsyncIterator[bytes], to: str
) -> Written:
    """Stores all of `chunks`; nothing is left of them where that fails.

    `named` is the id of the file, and how its name ends, with the dot.
    """
    folder = _folder(store, collection)
    path = (folder or Path(_ELSEWHERE, collection)) / "".join(named)
    if to == FILE_SYSTEM and folder is not None:
        size = await _write_file(path, chunks)
        return Written({"path": str(path), "size": size, "storage": to}, size, str(path))
    file_id, size = await _write_gridfs(store, collection, path.name, chunks)
    place = {"storage": GRIDFS, "meta": {_FILE_ID: str(file_id)}}
    return Written({"path": str(path), "size": size, **place}, size, str(path))


async def _write_file(path: Path, chunks: AsyncIterator[bytes]) -> int:
    await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    size = 0
    try:
        with await asyncio.to_thread(unfinished.open, "xb") as file:
            async for chunk in chunks:
                size += await asyncio.to_thread(file.write, chunk)
        await asyncio.to_thread(unfinished.rename, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return size


async def _write_gridfs(
    store: Store, collection: str, name: str, chunks: AsyncIterator[bytes]
) -> tuple[ObjectId, int]:
    file_id, size = ObjectId(), 0
    with translated():
        upload = _bucket(store, collection).open_upload_stream_with_id(file_id, name)
        try:
            async for chunk in chunks:
                size += len(chunk)
                await upload.write(chunk)
            await upload.close()
        except BaseException:
            await upload.abort()
            raise
    return file_id, size


async def read(
    store: Store,
    collection: str,
    version: Mapping[str, Any],
    start: int = 0,
    end: int | None = None,
) -> AsyncGenerator[bytes, None]:
    """Yields the bytes from `start` up to `end`, which is not among them.

    Raises BytesMissingError before the first is yielded.
    """
    if storage_of(version) == GRIDFS:
        pieces = _from_gridfs(store, collection, version, start)
    elif storage_of(version) == FILE_SYSTEM:
        pieces = _from_file(_inside(store, collection, version), start)
    else:
        raise BytesMissingError
    left = None if end is None else end - start
    async for piece in pieces:
        if left is not None and left <= len(piece):
            yield piece[:left]
            return
        yield piece
        left = None if left is None else left - len(piece)


async def _from_gridfs(
    store: Store, collection: str, version: Mapping[str, Any], start: int
) -> AsyncIterator[bytes]:
    file_id = _gridfs_id(version)
    if file_id is None:
        raise BytesMissingError
    with translated():
        try:
            file = await _bucket(store, collection).open_download_stream(file_id)
            await file.seek(start)
            while piece := await file.read(_PIECE):
                yield piece
        except (NoFile, CorruptGridFile) as error:
            raise BytesMissingError from error


async def _from_file(path: Path, start: int) -> AsyncIterator[bytes]:
    try:
        with await asyncio.to_thread(path.open, "rb") as file:
            file.seek(start)
            while piece := await asyncio.to_thread(file.read, _PIECE):
                yield piece
    except OSError as error:
        raise BytesMissingError from error


async def discard(store: Store, collection: str, versions: Collection[Mapping[str, Any]]) -> None:
    """Removes the bytes of these versions, as far as they are within reach."""
    stored = [file_id for each in versions if (file_id := _gridfs_id(each)) is not None]
    if stored:
        with translated():
            await store.database[f"{collection}.files"].delete_many({"_id": {"$in": stored}})
            await store.database[f"{collection}.chunks"].delete_many({"files_id": {"$in": stored}})
    for version in versions:
        if storage_of(version) == FILE_SYSTEM:
            with suppress(BytesMissingError, OSError):
                await asyncio.to_thread(_inside(store, collection, version).unlink)


def _bucket(store: Store, collection: str) -> AsyncGridFSBucket:
    return AsyncGridFSBucket(store.database, collection)


def _folder(store: Store, collection: str) -> Path | None:
    return None if store.folder is None else store.folder / collection


def _inside(store: Store, collection: str, version: Mapping[str, Any]) -> Path:
    """Returns the path that a version names, if it leads into Wekan's folder of this kind."""
    folder, named = _folder(store, collection), version.get("path")
    if folder is None or not isinstance(named, str) or "\0" in named:
        raise BytesMissingError
    path = Path(named).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise BytesMissingError
    return path


def _gridfs_id(version: Mapping[str, Any]) -> ObjectId | None:
    place = version.get("meta")
    text = place.get(_FILE_ID) if isinstance(place, dict) else None
    return ObjectId(text) if isinstance(text, str) and ObjectId.is_valid(text) else None
