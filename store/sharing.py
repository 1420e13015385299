"""Finds shared between the requests in flight.

Requests that look for documents of one kind by their ids ask together: while one find of
that kind is under way, what is asked meanwhile waits and then goes as one. The busier the
server, the fewer finds a request costs. Nothing is kept once it is handed out, so nothing
can be stale: this is batching, not caching. Documents are handed to several requests and
must not be changed by any.
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


class Sharing:
    """The kinds of lookups that are in flight on one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, list[_Asked]] = {}
        """By kind, what is asked while a find of it is under way or about to be."""
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
        waiting = self._waiting.get(kind)
        if waiting is not None:
            waiting.append((keys, future, fetch))
            return future
        self._waiting[kind] = [(keys, future, fetch)]
        # Nobody's own: nothing of the request that happens to come first belongs to it.
        task = loop.create_task(self._serve(kind, turns), context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return future

    async def look_up(
        self, kind: Hashable, keys: Collection[K], fetch: Fetch[K, V]
    ) -> Mapping[K, V]:
        """The same, waited for, with what is asked until the next turn."""
        return await self.ask(kind, keys, fetch)

    async def _serve(self, kind: Hashable, turns: int) -> None:
        """Finds for all that wait, as long as there are any."""
        try:
            for _ in range(turns - 1):
                await asyncio.sleep(0)
            while asked := self._waiting[kind]:
                self._waiting[kind] = []
                await _answer([each for each in asked if not each[1].done()])
        finally:
            for _, future, _ in self._waiting.pop(kind):
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
