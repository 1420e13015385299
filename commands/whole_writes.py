"""HTTP/1.1 as uvicorn speaks it, but an answer's head and its body leave together.

Written one after the other, as ASGI hands them over, each is a call of the system, and the
client is woken twice for one small answer.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_LARGE = 64 * 1024
"""Copying so much, to have it in one piece with what goes before, costs more than a write."""


class JoiningTransport:
    """A connection that holds what is written until more is, or until the loop's turn is over."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._held = b""
        self._flushing: asyncio.Handle | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if self._flushing is None and len(data) < _LARGE:
            self._held = data
            self._flushing = self._loop.call_soon(self._flush)
        elif len(data) < _LARGE:
            data = self._taken() + data
            self._transport.write(data)
        else:
            self._flush()
            self._transport.write(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if held := self._taken():
            self._transport.write(held)

    def _taken(self) -> bytes:
        held, self._held = self._held, b""
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        return held


class WholeWrites(HttpToolsProtocol):
    """One connection of a client."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(JoiningTransport(transport))  # type: ignore[arg-type]
