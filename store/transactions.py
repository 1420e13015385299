"""Writes that happen whole or not at all, and what waits for them."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from pymongo import AsyncMongoClient, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.read_concern import ReadConcern

from store.abilities import Abilities, abilities_of
from store.failures import current_session as _session
from store.failures import translated

T = TypeVar("T")
U = TypeVar("U")
_later: ContextVar[list[Callable[[], None]] | None] = ContextVar("later", default=None)
"""What waits for the end of `atomically`."""


class Transactions:
    """What a store knows of transactions."""

    client: AsyncMongoClient[dict[str, Any]]

    def __init__(self) -> None:
        self._abilities: Abilities | None = None

    async def abilities(self) -> Abilities:
        """Returns what the server can do; it is asked once. Raises StoreUnavailableError."""
        if self._abilities is None:
            with translated():
                self._abilities = await abilities_of(self.client)
        return self._abilities

    async def atomically(self, work: Callable[[], Awaitable[T]]) -> T:
        """Makes the writes inside `work` happen whole or not at all; returns what it returns.

        `work` is run again when another write got in its way. Where the server has no
        transactions (a standalone server, FerretDB) its writes are done one after the
        other; callers order them so that a stop in between leaves nothing that Wekan could
        not show.
        """
        if _later.get() is not None:
            return await work()
        whole = (await self.abilities()).transactions
        later: list[Callable[[], None]] = []
        token = _later.set(later)
        try:
            return await (self._in_transaction(work, later) if whole else work())
        except BaseException:
            if whole:  # nothing of it was written
                later.clear()
            raise
        finally:
            _later.reset(token)
            for call in later:
                call()

    async def _in_transaction(
        self, work: Callable[[], Awaitable[T]], later: list[Callable[[], None]]
    ) -> T:
        async def inside(session: AsyncClientSession) -> T:
            later.clear()  # an attempt before this one came to nothing
            token = _session.set(session)
            try:
                return await work()
            finally:
                _session.reset(token)

        with translated():
            async with self.client.start_session() as session:
                return await session.with_transaction(
                    inside,
                    read_concern=ReadConcern("local"),
                    write_concern=WriteConcern(w="majority"),
                )

    async def together(
        self, one: Callable[[], Awaitable[T]], other: Callable[[], Awaitable[U]]
    ) -> tuple[T, U]:
        """Makes two calls at the same time; a transaction takes one after the other."""
        if _session.get() is not None:
            return await one(), await other()
        return await asyncio.gather(one(), other())

    def when_written(self, call: Callable[[], None]) -> None:
        """Calls `call` once what `atomically` writes is written for good; outside of it, now."""
        later = _later.get()
        if later is None:
            call()
        else:
            later.append(call)
