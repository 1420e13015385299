"""A board as a zip: Wekan's own document, and the attachments beside it as the files they are.

Source: Wekan's models/server/ExporterZip.js.
"""

import asyncio
import re
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO

from domain import stored_files
from domain.errors import NotFoundError
from domain.exports import wekan
from domain.exports.made import Made, file_name
from domain.exports.source import Source
from store.documents import Attachment
from store.match import NOTHING
from store.records import load

DOCUMENT = "wekan.json"
FOLDER = "attachments"
_PIECE = 255 * 1024
_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")


def made(source: Source) -> Made:
    bare = replace(source, selection=replace(source.selection, with_files=False))
    return Made("application/zip", file_name(source.board.title, "zip"), _chunks(bare))


async def _chunks(source: Source) -> AsyncGenerator[bytes, None]:
    with TemporaryFile() as file:
        await _write(source, file)
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece


async def _write(source: Source, file: IO[bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        await _add(archive, DOCUMENT, wekan.chunks(source))
        wanted = await source.attachments() if source.selection.has("attachments") else NOTHING
        async for document in source.documents(Attachment, wanted):
            attachment = load(Attachment, document)
            try:
                content = await stored_files.content(source.ctx, attachment)
            except NotFoundError:
                continue  # the document tells of it all the same
            await _add(archive, entry_name(attachment), content)


async def _add(archive: zipfile.ZipFile, name: str, chunks: AsyncIterator[bytes]) -> None:
    with archive.open(name, "w", force_zip64=True) as entry:
        async for chunk in chunks:
            await asyncio.to_thread(entry.write, chunk)


def entry_name(attachment: Attachment) -> str:
    """Returns where a file is in the archive; no part of its name leads elsewhere."""
    plain = _PLAIN.sub("-", attachment.name).lstrip(".") or "file"
    return f"{FOLDER}/{attachment.id}-{plain}"
