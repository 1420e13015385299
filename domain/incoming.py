"""Files on their way in, as they come: in pieces, of a length that nobody vouches for."""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass

from domain.errors import TooLargeError

_TRIPLES = 3 * 64 * 1024


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is being sent; its name and type are what the sender says."""

    name: str
    type: str | None
    chunks: AsyncIterator[bytes]


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    """Yields bytes that are at hand already."""
    yield data


async def no_more_than(
    limit: int, chunks: AsyncIterator[bytes], refusal: str
) -> AsyncIterator[bytes]:
    """Yields what comes. Raises TooLargeError as soon as it is more than `limit` bytes."""
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLargeError("input.file", refusal)
        yield chunk


async def beginning(
    chunks: AsyncIterator[bytes], length: int
) -> tuple[bytes, AsyncIterator[bytes]]:
    """Returns about the first `length` bytes, fewer only at the end, and everything again."""
    head: list[bytes] = []
    held = 0
    async for chunk in chunks:
        head.append(chunk)
        held += len(chunk)
        if held >= length:
            break
    start = b"".join(head)

    async def everything() -> AsyncIterator[bytes]:
        yield start
        async for chunk in chunks:
            yield chunk

    return start, everything()


async def encoded(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yields base64 of what comes, in whole groups of three bytes but for the last."""
    held = b""
    async for chunk in chunks:
        held += chunk
        whole = len(held) // 3 * 3
        if whole >= _TRIPLES:
            yield base64.b64encode(held[:whole])
            held = held[whole:]
    if held:
        yield base64.b64encode(held)
