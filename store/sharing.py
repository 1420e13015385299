"""Finds shared between the requests in flight.

Requests that look for documents of one kind by their ids ask together: while one find of
that kind is under way, what is asked meanwhile waits and then goes as one. The busier the
server, the fewer finds a request costs. Nothing is kept once it is handed out, so nothing
can be stale: this is batching, not caching. Documents are handed to several requests and
must not be changed by any.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

Fetch = Callable[[list[K]], Awaitable[Mapping[K, V]]]


class _Kind(Generic[K, V]):
    """The lookups of one kind: those that wait, and whether a find is under way."""

    __slots__ = ("busy", "fetch", "waiting")

    def __init__(self, fetch: Fetch[K, V]) -> None:
        self.fetch = fetch
        self.waiting: list[tuple[Collection[K], asyncio.Future[Mapping[K, V]]]] = []
        self.busy = 0


class Sharing:
    """The kinds of lookups that are in flight on one event loop."""

    def __init__(self, *, at_once: int = 1) -> None:
        """`at_once` finds of one kind may be under way; more wait and go together."""
        self._kinds: dict[Hashable, _Kind[Any, Any]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._at_once = at_once

    async def look_up(
        self, name: Hashable, keys: Collection[K], fetch: Fetch[K, V]
    ) -> Mapping[K, V]:
        """Returns what `fetch` finds for `keys`, and possibly for keys of other requests.

        `name` tells kinds apart: lookups with equal names may be answered by one `fetch`.
        """
        kind: _Kind[K, V] | None = self._kinds.get(name)
        if kind is None:
            kind = self._kinds[name] = _Kind(fetch)
        future: asyncio.Future[Mapping[K, V]] = asyncio.get_running_loop().create_future()
        kind.waiting.append((keys, future))
        if kind.busy < self._at_once and len(kind.waiting) == 1:
            # What else arrives in this turn of the loop still joins.
            asyncio.get_running_loop().call_soon(self._start, name, kind)
        return await future

    def _start(self, name: Hashable, kind: _Kind[Any, Any]) -> None:
        if kind.waiting and kind.busy < self._at_once:
            kind.busy += 1
            waiting, kind.waiting = kind.waiting, []
            task = asyncio.get_running_loop().create_task(self._run(name, kind, waiting))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _run(
        self,
        name: Hashable,
        kind: _Kind[Any, Any],
        waiting: list[tuple[Collection[Any], asyncio.Future[Mapping[Any, Any]]]],
    ) -> None:
        keys = list({key for wanted, _ in waiting for key in wanted})
        try:
            found = await kind.fetch(keys)
        except Exception as error:  # noqa: BLE001 - each that waits gets it
            for _, future in waiting:
                if not future.done():
                    future.set_exception(error)
        else:
            for _, future in waiting:
                if not future.done():
                    future.set_result(found)
        finally:
            kind.busy -= 1
            if kind.waiting:
                self._start(name, kind)
            elif not kind.busy:
                self._kinds.pop(name, None)
