"""Files that are imported: kept on disk while they are read, and gone afterwards."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from tempfile import TemporaryFile
from typing import IO

import orjson

from domain import incoming
from domain.context import Context
from domain.errors import BadInputError, TooLargeError
from domain.imports import archives, boards, rows, sources, trello
from domain.imports.archives import LARGEST_DOCUMENT
from domain.imports.boards import Into
from domain.imports.sent import Sent

_ZIP = b"PK\x03\x04"


@asynccontextmanager
async def on_disk(ctx: Context, chunks: AsyncIterator[bytes]) -> AsyncIterator[IO[bytes]]:
    """Gives what comes, as a file. Raises TooLargeError."""
    limit = ctx.settings.max_file_bytes
    with TemporaryFile() as file:
        async for chunk in incoming.no_more_than(limit, chunks, "import-zip-too-large"):
            await asyncio.to_thread(file.write, chunk)
        file.seek(0)
        yield file


async def new_board(
    ctx: Context,
    source: str,
    chunks: AsyncIterator[bytes],
    mapping: Mapping[str, str],
    job_id: str | None = None,
) -> str:
    """Stores a board from a file in the format `source`: JSON, a table, a workbook, or for
    Wekan's own format a zip too. Raises as `boards.new_board`."""
    await boards.require_imports(ctx)
    async with on_disk(ctx, chunks) as file:
        if source == "wekan" and file.read(len(_ZIP)) == _ZIP:
            with archives.opened(file, ctx.settings.max_file_bytes) as archive:
                sent = sources.read("wekan", await asyncio.to_thread(archive.document))
                opener = archive.attached
                return await boards.new_board(ctx, sent, mapping, opener=opener, job_id=job_id)
        file.seek(0)
        sent = await asyncio.to_thread(_read, source, file)
    return await boards.new_board(ctx, sent, mapping, job_id=job_id)


def _read(source: str, file: IO[bytes]) -> Sent:
    data = file.read(LARGEST_DOCUMENT + 1)
    if len(data) > LARGEST_DOCUMENT:
        raise TooLargeError("file", f"A document has at most {LARGEST_DOCUMENT} bytes.")
    if source == "csv":
        return sources.read(source, rows.of_text(data.decode("utf-8", "replace")))
    if source == "excel":
        return sources.read(source, data)
    return sources.read(source, _json(data))


def _json(data: bytes) -> object:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        raise BadInputError("file", "This is no JSON.") from None


async def into_board(
    ctx: Context, chunks: AsyncIterator[bytes], into: Into, job_id: str | None = None
) -> Mapping[str, int]:
    """Stores a zip, or a document, of Wekan's own export on a board that is there."""
    await boards.require_import(ctx, into)
    async with on_disk(ctx, chunks) as file:
        if file.read(len(_ZIP)) != _ZIP:
            file.seek(0)
            sent = await asyncio.to_thread(_read, "wekan", file)
            return await boards.into_board(ctx, sent, into, job_id=job_id)
        with archives.opened(file, ctx.settings.max_file_bytes) as archive:
            sent = sources.read("wekan", await asyncio.to_thread(archive.document))
            opener = archive.attached
            return await boards.into_board(ctx, sent, into, opener=opener, job_id=job_id)


async def trello_boards(ctx: Context, chunks: AsyncIterator[bytes]) -> tuple[list[str], list[str]]:
    """Stores every Trello board of an archive; returns their ids, and what went wrong with
    others."""
    await boards.require_imports(ctx)
    made, problems = [], []
    async with on_disk(ctx, chunks) as file:
        with archives.opened(file, ctx.settings.max_file_bytes) as archive:
            for document in archive.boards():
                try:
                    made.append(await boards.new_board(ctx, trello.parsed(document), {}))
                except BadInputError as error:
                    problems.append(error.message)
    return made, problems
