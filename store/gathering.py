"""Inserts gathered from the requests in flight.

Each write waits for the majority's word, which costs MongoDB far more than the document
itself. So documents that several requests want to store while an insert into their collection
is under way go as one with the next, which does not wait long. Nobody is told of success
before the document is stored, and each is told of its own failure.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError, DuplicateKeyError

from store.sharing import PATIENCE_SECONDS

Document: TypeAlias = dict[str, Any]
_Waiting: TypeAlias = tuple[Document, "asyncio.Future[None]"]
_DUPLICATE = 11000


class Gathering:
    """The inserts into one collection, outside of transactions, on one event loop."""

    def __init__(self, collection: AsyncCollection[Document]) -> None:
        self._collection = collection
        self._waiting: list[_Waiting] = []
        self._workers: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def insert(self, document: Document) -> None:
        """Returns when the document is stored. Raises the driver's errors.

        Whoever gives up waiting does not keep it from being stored.
        """
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[None] = loop.create_future()
        self._waiting.append((document, stored))
        if not self._workers:
            self._start()
        elif self._timer is None:
            self._timer = loop.call_later(PATIENCE_SECONDS, self._start)
        await stored

    def _start(self) -> None:
        worker = asyncio.get_running_loop().create_task(self._store_all())
        self._workers.add(worker)

    async def _store_all(self) -> None:
        try:
            while waiting := self._taken():
                failures = await self._failures([document for document, _ in waiting])
                for number, (_, stored) in enumerate(waiting):
                    _tell(stored, failures.get(number))
        finally:
            self._workers -= {asyncio.current_task()}

    def _taken(self) -> list[_Waiting]:
        """Returns all that wait; they do so no more."""
        waiting, self._waiting = self._waiting, []
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        return waiting

    async def _failures(self, documents: Sequence[Document]) -> Mapping[int, Exception]:
        """Stores the documents; returns what went wrong, by their places."""
        try:
            if len(documents) == 1:
                await self._collection.insert_one(documents[0])
            else:
                await self._collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            single = _single_failures(error)
            return single or dict.fromkeys(range(len(documents)), error)
        except Exception as error:  # noqa: BLE001 - raised where each is waited for
            return dict.fromkeys(range(len(documents)), error)
        return {}


def _tell(stored: "asyncio.Future[None]", failure: Exception | None) -> None:
    if stored.done():  # nobody waits any more
        return
    if failure is None:
        stored.set_result(None)
    else:
        stored.set_exception(failure)


def _single_failures(error: BulkWriteError) -> dict[int, Exception]:
    """Returns the failures of single documents, where nothing else went wrong."""
    told = error.details or {}
    if told.get("writeConcernErrors"):
        return {}
    return {
        each["index"]: DuplicateKeyError(each["errmsg"], each["code"], each)
        if each["code"] == _DUPLICATE
        else error
        for each in told.get("writeErrors", ())
    }
