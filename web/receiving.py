"""Files on their way in: bodies as streams, and the parts of `multipart/form-data`.

Nothing is held in memory as a whole. Parts go through a file on disk, since what tells of a
file may come after it.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from domain.incoming import Incoming
from web.requests import BodyTooLargeError, MalformedBodyError

_PIECE = 255 * 1024
_ENVELOPE = 64 * 1024
"""How much larger than its file a body may be."""


async def stream(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """Yields the body. Raises BodyTooLargeError as soon as it is known to be too large."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise BodyTooLargeError
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise BodyTooLargeError
        yield chunk


@asynccontextmanager
async def form(request: Request, limit: int, *, most_files: int = 1) -> AsyncIterator[FormData]:
    """Gives the fields and files of a multipart body of at most `limit` bytes.

    Raises BodyTooLargeError, MalformedBodyError.
    """
    parser = MultiPartParser(
        request.headers,
        stream(request, limit + _ENVELOPE),
        max_files=most_files,
        max_fields=100,
    )
    try:
        parsed = await parser.parse()
    except MultiPartException:
        raise MalformedBodyError from None
    try:
        yield parsed
    finally:
        await parsed.close()


def incoming_of(upload: UploadFile) -> Incoming:
    """Returns a part of a form as a file."""
    return Incoming(upload.filename or "", upload.content_type, _pieces_of(upload))


async def _pieces_of(upload: UploadFile) -> AsyncIterator[bytes]:
    await upload.seek(0)
    while piece := await upload.read(_PIECE):
        yield piece
