"""Finds shared between the requests in flight.

Requests that look for documents of one kind by their ids ask together: while one find of
that kind is under way, what is asked meanwhile waits and then goes as one. The busier the
server, the fewer finds a request costs. Nothing is kept once it is handed out, so nothing
can be stale: this is batching, not caching. Documents are handed to several requests and
must not be changed by any.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")

Fetch = Callable[[list[K]], Awaitable[Mapping[K, V]]]
_Waiting = tuple[Collection[Any], "asyncio.Future[Any]"]


@dataclass(slots=True)
class _Kind:
    """The lookups of one kind that wait while a find of it is under way or about to be."""

    waiting: list[_Waiting] = field(default_factory=list)


class Sharing:
    """The kinds of lookups that are in flight on one event loop."""

    def __init__(self) -> None:
        self._kinds: dict[Hashable, _Kind] = {}

    async def look_up(
        self, name: Hashable, keys: Collection[K], fetch: Fetch[K, V]
    ) -> Mapping[K, V]:
        """Returns what `fetch` finds for `keys`, and possibly for keys of other requests.

        `name` tells kinds apart: lookups with equal names may be answered by one `fetch`.
        """
        kind: _Kind | None = self._kinds.get(name)
        if kind is None:
            kind = self._kinds[name] = _Kind()
            await self._joined(name, kind)
        else:
            future: asyncio.Future[Mapping[K, V] | None] = (
                asyncio.get_running_loop().create_future()
            )
            kind.waiting.append((keys, future))
            try:
                found = await future
            except asyncio.CancelledError:
                if future.done() and not future.cancelled() and future.result() is None:
                    self._hand_on(name, kind)  # it was this one's turn, and it goes
                raise
            if found is not None:
                return found
        return await self._lead(name, kind, keys, fetch)

    async def _joined(self, name: Hashable, kind: _Kind) -> None:
        """Lets all that runs in this turn of the event loop join."""
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            self._hand_on(name, kind)
            raise

    async def _lead(
        self, name: Hashable, kind: _Kind, keys: Collection[K], fetch: Fetch[K, V]
    ) -> Mapping[K, V]:
        """Finds for this request and all that wait now."""
        joined, kind.waiting = kind.waiting, []
        wanted = list(set(keys).union(*(each for each, _ in joined))) if joined else [*keys]
        try:
            found = await fetch(wanted)
        except Exception as error:
            for _, future in joined:
                if not future.done():
                    future.set_exception(error)
            raise
        except asyncio.CancelledError:
            kind.waiting = joined + kind.waiting
            raise
        else:
            for _, future in joined:
                if not future.done():
                    future.set_result(found)
            return found
        finally:
            self._hand_on(name, kind)

    def _hand_on(self, name: Hashable, kind: _Kind) -> None:
        """Lets the next request that waits find for all of them."""
        while kind.waiting:
            future = kind.waiting.pop(0)[1]
            if not future.done():
                future.set_result(None)
                return
        del self._kinds[name]
