"""An export on its way out."""

import asyncio
import re
import unicodedata
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

_PIECE = 255 * 1024
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is written while it is sent."""

    media_type: str
    name: str
    chunks: AsyncIterator[bytes]


def file_name(title: str, ending: str) -> str:
    """Returns a file's name made of a title, with nothing in it that a system could mind."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.")[:_LONGEST]
    return f"{kept or 'board'}.{ending}"


async def written(write: Callable[[IO[bytes]], None]) -> AsyncGenerator[bytes, None]:
    """Yields what `write` writes into a file, once that is done; it is run in a thread."""
    with TemporaryFile() as file:
        await asyncio.to_thread(write, file)
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
