"""Stored files on their way out: ranges, and headers that keep a browser from running them."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from domain.exports.made import Made

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_SHOWN = frozenset(
    "application/pdf application/json text/plain image/png image/jpeg image/gif image/webp "
    "image/avif image/bmp audio/mpeg audio/ogg audio/wav audio/x-wav audio/flac audio/mp4 "
    "video/mp4 video/webm video/ogg".split()
)
"""What a browser may show by itself; all else is saved, its type untold."""
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
}

Opener = Callable[[int, int], Awaitable[AsyncIterator[bytes]]]


async def file_response(
    request: Request, headers: Mapping[str, str], size: int, etag: str, opened: Opener
) -> Response:
    """Returns a file, or the one range of it that is asked for.

    `opened` is called with the first byte wanted and the one after the last.
    """
    tag = f'"{etag}"'
    headers = {**headers, "ETag": tag, "Accept-Ranges": "bytes"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    start, end = _range(request, size, tag)
    if start >= end and size:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}", **_SAFE})
    partial = (start, end) != (0, size)
    if partial:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - start)
    status = 206 if partial else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(await opened(start, end), status, headers)


def file_headers(name: str, media_type: str, *, saved: bool, kept_seconds: int) -> dict[str, str]:
    """Returns what goes with a file; with `saved` it is never shown in the browser."""
    shown = media_type in _SHOWN
    way = "inline" if shown and not saved else "attachment"
    plain = re.sub(r'[^\x20-\x7e]|["\\%;]', "_", name)
    cached = f"private, max-age={kept_seconds}" if kept_seconds else "private, no-store"
    return {
        "Content-Type": media_type if shown else "application/octet-stream",
        "Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, '')}",
        "Cache-Control": cached,
        **_SAFE,
    }


def _range(request: Request, size: int, tag: str) -> tuple[int, int]:
    """Returns the range asked for; all of it where none is, or one that is not understood."""
    found = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if not found or not any(found.groups()) or request.headers.get("if-range", tag) != tag:
        return 0, size
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0) if int(last) else size, size
    return int(first), min(int(last) + 1, size) if last else size


async def export_response(made: Made) -> Response:
    """Returns an export, sent while it is written: what fails at once is still told as such."""
    headers = file_headers(made.name, made.media_type, saved=True, kept_seconds=0)
    first = await anext(made.chunks, b"")

    async def everything() -> AsyncIterator[bytes]:
        yield first
        async for chunk in made.chunks:
            yield chunk

    return StreamingResponse(everything(), headers=headers | {"Content-Type": made.media_type})
