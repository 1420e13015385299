"""Inserts gathered from the requests in flight.

Each write waits for the majority's word, which costs MongoDB far more than the document
itself. So documents that several requests want to store while an insert into their collection
is under way go as one with the next. Nobody is told of success before the document is
stored, and each is told of its own failure.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError, DuplicateKeyError

Document: TypeAlias = dict[str, Any]
_DUPLICATE = 11000


class Gathering:
    """The inserts into one collection, outside of transactions, on one event loop."""

    def __init__(self, collection: AsyncCollection[Document]) -> None:
        self._collection = collection
        self._waiting: list[tuple[Document, asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None

    async def insert(self, document: Document) -> None:
        """Returns when the document is stored. Raises the driver's errors.

        Whoever gives up waiting does not keep it from being stored.
        """
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[None] = loop.create_future()
        self._waiting.append((document, stored))
        if self._work is None:
            self._work = loop.create_task(self._store_all())
        await stored

    async def _store_all(self) -> None:
        try:
            while self._waiting:
                waiting, self._waiting = self._waiting, []
                failures = await self._failures([document for document, _ in waiting])
                for number, (_, stored) in enumerate(waiting):
                    _tell(stored, failures.get(number))
        finally:
            self._work = None

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
