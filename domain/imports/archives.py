"""Boards in a zip: our own, or the one that a Trello downloader makes.

ZipBleed: the names in an archive are only compared, never used as paths. What an entry unfolds
to is counted while it is read, whatever the archive says of itself.
"""

import asyncio
import re
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import IO

import orjson

from domain.errors import BadInputError, TooLargeError
from domain.imports.sent import Row, text

LARGEST_DOCUMENT = 50 * 1024 * 1024
"""What a board's document may have, as in Wekan; its files come on top."""
_MOST_ENTRIES = 20_000
_MOST_BOARDS = 50
_PIECE = 255 * 1024
_DOCUMENT = re.compile(r"(^|/)wekan\.json")


class Archive:
    """An archive that is open. Its files may unfold to no more than `limit` bytes together."""

    def __init__(self, file: zipfile.ZipFile, limit: int) -> None:
        self._file = file
        self._left = limit
        entries = [each for each in file.infolist() if not each.is_dir()]
        if len(entries) > _MOST_ENTRIES:
            raise TooLargeError("file", "import-zip-too-large")
        self._entries = entries

    def document(self) -> object:
        """Returns Wekan's document. Raises BadInputError where there is none."""
        found = next((e for e in self._entries if _DOCUMENT.search(e.filename)), None)
        if found is None or not found.filename.endswith("wekan.json"):
            raise BadInputError("file", "import-not-wekan-export")
        return self._json(found)

    def boards(self) -> Iterator[object]:
        """Yields what looks like an export of a Trello board."""
        named = [each for each in self._entries if each.filename.lower().endswith(".json")]
        for entry in named[:_MOST_BOARDS]:
            try:
                document = self._json(entry)
            except BadInputError:
                continue
            if isinstance(document, dict) and isinstance(document.get("cards"), list):
                yield document

    def _json(self, entry: zipfile.ZipInfo) -> object:
        with self._opened(entry) as file:
            data = file.read(LARGEST_DOCUMENT + 1)
        if len(data) > LARGEST_DOCUMENT:
            raise TooLargeError("file", "import-zip-too-large")
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError:
            raise BadInputError("file", "invalid-format") from None

    @contextmanager
    def _opened(self, entry: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
        try:
            with self._file.open(entry) as file:
                yield file
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
            raise BadInputError("file", "invalid-format") from None

    def attached(self, row: Row) -> AsyncIterator[bytes] | None:
        """Gives the bytes of a file that our own export put beside its document."""
        file_id = text(row.get("_id"))
        named = re.compile(rf"(^|/)attachments/{re.escape(file_id)}-[^/]*") if file_id else None
        found = next((e for e in self._entries if named and named.fullmatch(e.filename)), None)
        return self._pieces(found) if found is not None else None

    async def _pieces(self, entry: zipfile.ZipInfo) -> AsyncIterator[bytes]:
        with self._opened(entry) as file:
            while piece := await asyncio.to_thread(file.read, _PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise BombError
                yield piece


class BombError(TooLargeError):
    """An archive that unfolds to more than the site takes. It ends the whole import."""

    def __init__(self) -> None:
        super().__init__("file", "import-zip-too-large")


@contextmanager
def opened(file: IO[bytes], limit: int) -> Iterator[Archive]:
    """Opens an archive. Raises BadInputError, TooLargeError."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError):
        raise BadInputError("file", "invalid-format") from None
    with archive:
        yield Archive(archive, limit)
