"""Lanes: connections borrowed from the driver's pool, on which finds go without its ceremony.

For one small find the driver spends several times what MongoDB does: sessions, selection of
a server, tasks and locks around each message. So some connections, opened, secured and
authenticated by the driver, are lent to a protocol of our own, that writes one command and
hands over its reply. Whatever is not a plain success - an error, a lost connection, a driver
whose insides have changed - is left to the driver itself, which asks again its own way.
"""

import asyncio
import logging
import struct
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

import bson
from bson import CodecOptions
from pymongo import AsyncMongoClient
from pymongo.errors import ExecutionTimeout, PyMongoError

log = logging.getLogger(__name__)

_LENT_SECONDS: Final = 60.0
"""How long a connection is kept before the pool has it back, which knows of new primaries."""
_PAUSE_SECONDS: Final = 1.0
"""How long the driver goes alone after a connection could not be borrowed."""
_OP_MSG: Final = 2013
_TIMED_OUT: Final = 50
_FRAME: Final = struct.Struct("<iiiiiB")
"""Length, request, response to, operation, flags, and the kind of the only section."""
_LENGTH: Final = struct.Struct("<i")
_CURSOR: Final = b"\x03cursor\x00"
"""How a reply to find begins, after its length."""


class _LostError(Exception):
    """The connection ended, or took too long, before the reply was here."""


class _Lane(asyncio.Protocol):
    """One connection, with at most one command under way."""

    def __init__(self, lent: AbstractAsyncContextManager[Any], connection: Any, mode: Any) -> None:
        self._lent = lent
        self._connection = connection
        self._transport, self._former = connection.conn.conn
        self.read_preference: Mapping[str, Any] | None = mode.document if mode.mode else None
        self._loop = asyncio.get_running_loop()
        self.until = self._loop.time() + _LENT_SECONDS
        self._received = bytearray()
        self._missing = 0
        self._reply: asyncio.Future[bytes | bytearray] | None = None
        self._transport.set_protocol(self)
        self._transport.resume_reading()

    @property
    def usable(self) -> bool:
        return self._reply is None and not self._transport.is_closing()

    async def ask(self, body: bytes, seconds: float) -> memoryview:
        """Sends one command and returns the document it is answered with. Raises _LostError."""
        self._reply = reply = self._loop.create_future()
        self._transport.write(_FRAME.pack(_FRAME.size + len(body), 1, 0, _OP_MSG, 0, 0) + body)
        timer = self._loop.call_later(seconds, self._transport.abort)
        try:
            message = await reply
        finally:
            timer.cancel()
        _, _, _, operation, flags, kind = _FRAME.unpack_from(message)
        if operation != _OP_MSG or flags or kind:
            self._transport.abort()
            raise _LostError
        return memoryview(message)[_FRAME.size :]

    def data_received(self, data: bytes) -> None:
        if not self._received and len(data) > 4 and _LENGTH.unpack_from(data)[0] == len(data):
            self._answer(data)
            return
        self._received += data
        if (
            len(self._received) > 4
            and len(self._received) >= _LENGTH.unpack_from(self._received)[0]
        ):
            message, self._received = self._received, bytearray()
            self._answer(message)

    def _answer(self, message: bytes | bytearray) -> None:
        reply, self._reply = self._reply, None
        if reply is not None and not reply.done():  # else nobody waits any more
            reply.set_result(message)

    def connection_lost(self, exc: Exception | None) -> None:
        self._former.connection_lost(exc)
        reply, self._reply = self._reply, None
        if reply is not None and not reply.done():
            reply.set_exception(_LostError())

    async def give_back(self) -> None:
        """Returns the connection to the pool; one that ended or is in use is closed first."""
        if self.usable and not self._received:
            self._transport.pause_reading()
            self._transport.set_protocol(self._former)
        else:
            self._transport.abort()
            await self._connection.close_conn(None)
        await self._lent.__aexit__(None, None, None)


class Lanes:
    """The lanes of one client, on one event loop."""

    def __init__(self, client: AsyncMongoClient[Any], *, most: int, seconds: float) -> None:
        """`most` connections are borrowed; a find that takes longer than `seconds` is given up."""
        self._client = client
        self._most = most
        self._seconds = seconds
        self._idle: list[_Lane] = []
        self._count = 0
        self._pause_until = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = not client.options.load_balanced

    async def ask(
        self, command: dict[str, Any], read_preference: Any, codec_options: CodecOptions[Any]
    ) -> dict[str, Any] | None:
        """Returns the cursor that a find is answered with, or None where the driver is to ask.

        Raises ExecutionTimeout.
        """
        lane = self._taken(read_preference)
        if lane is None:
            return None
        if lane.read_preference is not None:
            command = command | {"$readPreference": lane.read_preference}
        cursor = None
        try:
            answer = await lane.ask(
                bson.encode(command, codec_options=codec_options), self._seconds
            )
            cursor = _cursor_in(answer, codec_options)
        except (_LostError, bson.errors.BSONError):
            return None
        finally:
            self._put_back(lane, good=cursor is not None)
        return cursor

    def _taken(self, read_preference: Any) -> _Lane | None:
        """Returns a lane for one command; where there is none, one is made for those to come."""
        now = asyncio.get_running_loop().time()
        while self._idle:
            lane = self._idle.pop()
            if lane.usable and lane.until > now:
                return lane
            self._end(lane)
        if self._open and self._count < self._most and now >= self._pause_until:
            self._count += 1
            self._own(self._borrow(read_preference))
        return None

    def _put_back(self, lane: _Lane, *, good: bool) -> None:
        if good and self._open and lane.usable:
            self._idle.append(lane)
        else:
            self._end(lane)

    def _end(self, lane: _Lane) -> None:
        self._count -= 1
        self._own(lane.give_back())

    def _own(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _borrow(self, read_preference: Any) -> None:
        try:
            lent = await self._client._conn_for_reads(read_preference, None, "find")
            connection, mode = await lent.__aenter__()
            lane = _Lane(lent, connection, mode)
        except PyMongoError:
            self._pause()
        except (AttributeError, TypeError, ValueError):
            self._open = False
            self._pause()
            log.warning("this version of PyMongo lends no connections; reads are slower")
        else:
            self._put_back(lane, good=True)

    def _pause(self) -> None:
        self._count -= 1
        self._pause_until = asyncio.get_running_loop().time() + _PAUSE_SECONDS

    async def close(self) -> None:
        """Gives all connections back; commands that come later are for the driver."""
        self._open = False
        while self._idle:
            self._end(self._idle.pop())
        while self._tasks:
            await asyncio.wait(self._tasks)


def _cursor_in(answer: memoryview, options: CodecOptions[Any]) -> dict[str, Any] | None:
    """Returns the cursor of a reply to find, or None for a reply that tells of an error.

    What else a reply has (times of the cluster, mostly) is not even decoded.
    """
    if bytes(answer[_LENGTH.size : _LENGTH.size + len(_CURSOR)]) == _CURSOR:
        start = _LENGTH.size + len(_CURSOR)
        (length,) = _LENGTH.unpack_from(answer, start)
        inner: dict[str, Any] = bson.decode(answer[start : start + length], options)
        return inner
    reply: dict[str, Any] = bson.decode(answer, options)
    if reply.get("code") == _TIMED_OUT:
        raise ExecutionTimeout(str(reply.get("errmsg")), _TIMED_OUT, reply)
    return reply["cursor"] if reply.get("ok") == 1 else None
