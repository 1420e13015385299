"""Finds shared between the requests in flight.

Requests that look for documents of one kind by their ids ask together: while one find of
that kind is under way, what is asked meanwhile waits, not for long, and then goes as one.
The busier the server, the fewer finds a request costs. Nothing is kept once it is handed out,
so nothing can be stale: this is batching, not caching. Documents are handed to several
requests and must not be changed by any.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from contextvars import Context
from typing import Any, TypeAlias, TypeVar

from store.tasks import end

K = TypeVar("K")
V = TypeVar("V")

Fetch = Callable[[list[K]], Awaitable[Mapping[K, V]]]
_Asked: TypeAlias = tuple[Collection[Any], "asyncio.Future[Any]", Fetch[Any, Any]]


EARLY = 3
"""How many turns of the event loop a find waits that requests begin with. Others that were sent
at the same moment are still being read from their connections: twice as many join, and to an
idle server it is nothing. What a request asks later waits for the next turn alone."""


PATIENCE_SECONDS = 0.1
"""How long what is asked waits for a find of others. One that takes longer (a connection that
is dead, a huge answer) shall not hold up all that ask for the like: they go in another."""


class _Line:
    """Those who ask for one kind, and wait for the find that is under way or about to be."""

    __slots__ = ("asked", "is_busy", "timer")

    def __init__(self, asked: list[_Asked]) -> None:
        self.asked = asked
        self.is_busy = False
        self.timer: asyncio.TimerHandle | None = None

    def taken(self) -> list[_Asked]:
        """Returns all that wait; they are not in the line any more."""
        asked, self.asked = self.asked, []
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        return asked


class Sharing:
    """The kinds of lookups that are in flight on one event loop."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, _Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(
        self, kind: Hashable, keys: Collection[K], fetch: Fetch[K, V], turns: int = 1
    ) -> "asyncio.Future[Mapping[K, V]]":
        """Returns what will be what `fetch` finds for `keys`, and possibly for keys of other
        requests: all that are asked within so many `turns`. Nobody has to wait for it.

        Lookups of equal kinds may be answered by one `fetch`.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Mapping[K, V]] = loop.create_future()
        line = self._lines.get(kind)
        if line is None:
            self._open(kind, [(keys, future, fetch)], turns)
            return future
        line.asked.append((keys, future, fetch))
        if line.is_busy and line.timer is None:
            line.timer = loop.call_later(PATIENCE_SECONDS, self._relieve, kind, line)
        return future

    async def look_up(
        self, kind: Hashable, keys: Collection[K], fetch: Fetch[K, V]
    ) -> Mapping[K, V]:
        """The same, waited for, with what is asked until the next turn."""
        return await self.ask(kind, keys, fetch)

    def _open(self, kind: Hashable, asked: list[_Asked], turns: int) -> None:
        line = self._lines[kind] = _Line(asked)
        # Nobody's own: nothing of the request that happens to come first belongs to it.
        work = self._serve(kind, line, turns)
        task = asyncio.get_running_loop().create_task(work, context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _relieve(self, kind: Hashable, line: _Line) -> None:
        """Lets those who waited too long for a find of others have one of their own."""
        self._open(kind, line.taken(), turns=1)

    async def _serve(self, kind: Hashable, line: _Line, turns: int) -> None:
        """Finds for all that wait in a line, as long as there are any."""
        try:
            for _ in range(turns - 1):
                await asyncio.sleep(0)
            line.is_busy = True
            while asked := line.taken():
                await _answer([each for each in asked if not each[1].done()])
        finally:
            if self._lines.get(kind) is line:
                del self._lines[kind]
            for _, future, _ in line.taken():
                future.cancel()

    async def close(self) -> None:
        """Gives up what is under way."""
        await end(*self._tasks)


async def _answer(asked: list[_Asked]) -> None:
    if not asked:  # whoever asked has left
        return
    keys, _, fetch = asked[0]
    wanted = list(set(keys).union(*(each for each, _, _ in asked[1:])))
    try:
        found = await fetch(wanted)
    except Exception as error:  # noqa: BLE001 - raised where each is waited for
        for _, future, _ in asked:
            if not future.done():
                future.set_exception(error)
                future.exception()  # not waited for any more, it is nobody's business
    except asyncio.CancelledError:
        for _, future, _ in asked:
            future.cancel()
        raise
    else:
        for _, future, _ in asked:
            if not future.done():
                future.set_result(found)
