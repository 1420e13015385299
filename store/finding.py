"""The find command itself, sent without a cursor's machinery."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from bson import CodecOptions
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import AutoReconnect

from store.lanes import Lanes
from store.tuning import Reading

Document: TypeAlias = dict[str, Any]
Order: TypeAlias = Sequence[tuple[str, int]]

_MOST_LANES: Final = 8


class Finder:
    """Finds documents of one database."""

    def __init__(
        self,
        client: AsyncMongoClient[Document],
        database: AsyncDatabase[Document],
        reading: Reading,
    ) -> None:
        self._database = database
        self._reading = reading
        options = client.options.pool_options
        # The driver keeps most of the pool for all else; the only connection of a pool is its own.
        most = min(
            _MOST_LANES, int(options.max_pool_size or 100) // (2 if reading.by_primary else 4)
        )
        self._lanes = Lanes(client, most=most, seconds=options.socket_timeout or 20)

    async def find(
        self,
        collection: str,
        condition: Mapping[str, Any],
        projection: Mapping[str, Any],
        options: CodecOptions[Document],
        *,
        limit: int,
        order: Order = (),
    ) -> list[Document]:
        """Returns at most `limit` documents. Raises the driver's errors.

        All that fits is brought in one reply; a cursor is opened only for what does not.
        """
        command: dict[str, Any] = {
            "find": collection,
            "filter": condition,
            "projection": projection,
            "limit": limit,
            "batchSize": limit + 1,  # a batch that is full leaves its cursor open
            "maxTimeMS": self._reading.max_time_ms,
        }
        if order:
            command["sort"] = dict(order)
        if limit >= self._reading.batch_size:
            return await self._by_cursor(collection, command, options)
        cursor = await self._cursor(command, options)
        documents: list[Document] = cursor["firstBatch"]
        if cursor["id"]:
            return await self._by_cursor(collection, command, options)
        return documents

    async def _cursor(self, command: Document, options: CodecOptions[Document]) -> Document:
        preference = self._database.read_preference
        addressed = command | {"$db": self._database.name}
        cursor = await self._lanes.ask(addressed, preference, options)
        if cursor is None:
            try:
                reply = await self._by_driver(command, options)
            except AutoReconnect:  # once more, as the driver does with reads of its own
                reply = await self._by_driver(command, options)
            cursor = reply["cursor"]
        return cursor

    async def _by_driver(self, command: Document, options: CodecOptions[Document]) -> Document:
        preference = self._database.read_preference
        return await self._database.command(
            command, codec_options=options, read_preference=preference
        )

    async def _by_cursor(
        self, collection: str, command: Document, options: CodecOptions[Document]
    ) -> list[Document]:
        cursor = self._database.get_collection(collection, codec_options=options).find(
            command["filter"],
            command["projection"],
            limit=command["limit"],
            batch_size=min(command["batchSize"], self._reading.batch_size),
            sort=list(command["sort"].items()) if "sort" in command else None,
            max_time_ms=command["maxTimeMS"],
        )
        return await cursor.to_list()

    async def close(self) -> None:
        """Gives borrowed connections back; what is asked later is for the driver."""
        await self._lanes.close()
