"""The client, and the few calls that read and write whole records.

Planned reads (`store.reads`) go their own way; everything else that touches MongoDB is
here. Every write waits until a majority of the replica set has it.
"""

import math
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bson import CodecOptions
from bson.codec_options import DatetimeConversion
from pymongo import AsyncMongoClient, ReturnDocument, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import (
    AutoReconnect,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern

from store.match import Filter, where
from store.records import R, Record, attributes, dump, load, path_of, paths_of
from store.sharing import Sharing

DEFAULT_DATABASE = "wekan"
LIST_LIMIT = 1000
"""The most documents that one read of whole records brings."""

CODEC: CodecOptions[dict[str, Any]] = CodecOptions(
    tz_aware=True,
    # Dates that Python cannot hold, and text that is no UTF-8, stand in real databases.
    datetime_conversion=DatetimeConversion.DATETIME_AUTO,
    unicode_decode_error_handler="replace",
)

T = TypeVar("T")
_session: ContextVar[AsyncClientSession | None] = ContextVar("session", default=None)


class StoreUnavailableError(Exception):
    """MongoDB does not answer now; the request may be tried again."""


class DuplicateError(Exception):
    """A unique index refused the write."""


@dataclass(frozen=True, slots=True)
class Modifier:
    """A change of documents; each part maps an attribute's name to a value.

    `set` with None removes the field, as Wekan's schema layer does with an empty text.
    `add` (only what is not there yet) and `pull` take lists of plain values, `push` a list
    of records; `pull` also takes a filter on the records inside (see `store.match`).
    """

    set: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, Any] = field(default_factory=dict)
    push: Mapping[str, Any] = field(default_factory=dict)
    pull: Mapping[str, Any] = field(default_factory=dict)
    increase: Mapping[str, Any] = field(default_factory=dict)
    raise_to: Mapping[str, Any] = field(default_factory=dict)
    on_insert: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def translated() -> Iterator[None]:
    """Turns the driver's failures into the two that callers know."""
    try:
        yield
    except DuplicateKeyError as error:
        raise DuplicateError from error
    except (ConnectionFailure, AutoReconnect, ExecutionTimeout, WTimeoutError) as error:
        raise StoreUnavailableError from error
    except OperationFailure as error:
        transient = error.has_error_label("TransientTransactionError")
        if transient and _session.get() is not None:
            raise  # for `atomically`, which runs its work again
        if transient or error.has_error_label("RetryableWriteError"):
            raise StoreUnavailableError from error
        raise
    except PyMongoError as error:
        if error.timeout:
            raise StoreUnavailableError from error
        raise


class Store:
    """A Wekan database."""

    def __init__(self, url: str, *, max_pool_size: int = 100, timeout_ms: int = 20_000) -> None:
        """`url` is a MongoDB connection string; its database defaults to `wekan`."""
        self.client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            url,
            maxPoolSize=max_pool_size,
            # Not `timeoutMS`: what the driver does for it costs a fifth of a read.
            socketTimeoutMS=timeout_ms,
            connectTimeoutMS=min(5000, timeout_ms),
            serverSelectionTimeoutMS=min(5000, timeout_ms),
            appname="wekan-graphql",
        )
        self.database = self.client.get_default_database(DEFAULT_DATABASE).with_options(
            codec_options=CODEC,
            write_concern=WriteConcern(w="majority"),
        )
        self.timeout_ms = timeout_ms
        self.sharing = Sharing()
        self.chooses_elements = True
        """Whether the server can bring chosen elements of an array; FerretDB cannot."""
        self.signing_key: str | None = None
        self._has_transactions: bool | None = None

    async def close(self) -> None:
        await self.client.close()

    async def ping(self) -> None:
        """Raises StoreUnavailableError unless the database answers at once."""
        with translated():
            await self.database.command("ping")

    def collection(self, record_type: type[Record]) -> AsyncCollection[dict[str, Any]]:
        return self.database[record_type.collection]

    async def find(self, record_type: type[R], /, **conditions: Any) -> R | None:
        """Returns one record that meets the conditions (see `store.match`), or None."""
        return await self.find_one(record_type, where(record_type, **conditions))

    async def find_one(self, record_type: type[R], condition: Filter) -> R | None:
        with translated():
            document = await self.collection(record_type).find_one(
                condition, list(paths_of(record_type)), session=_session.get()
            )
        return None if document is None else load(record_type, document)

    async def find_many(
        self,
        record_type: type[R],
        condition: Filter,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = LIST_LIMIT,
    ) -> list[R]:
        """Returns at most `limit` records; `sort` names attributes and 1 or -1."""
        cursor = self.collection(record_type).find(
            condition,
            list(paths_of(record_type)),
            limit=limit,
            batch_size=limit,
            session=_session.get(),
        )
        if sort:
            cursor = cursor.sort([(path_of(record_type, name), way) for name, way in sort])
        with translated():
            return [load(record_type, document) for document in await cursor.to_list()]

    async def count(self, record_type: type[Record], condition: Filter) -> int:
        with translated():
            return await self.collection(record_type).count_documents(
                condition, session=_session.get()
            )

    async def counts_by(
        self, record_type: type[Record], condition: Filter, path: str
    ) -> dict[str, int]:
        """Returns how many documents match, for each value at `path`."""
        pipeline: list[dict[str, Any]] = [
            {"$match": condition},
            {"$group": {"_id": f"${path}", "count": {"$sum": 1}}},
        ]
        with translated():
            rows = await (await self.collection(record_type).aggregate(pipeline)).to_list()
        return {row["_id"]: row["count"] for row in rows}

    async def values(self, record_type: type[Record], condition: Filter, name: str) -> list[Any]:
        """Returns what stands at attribute `name` of the documents that match, each value once."""
        with translated():
            return await self.collection(record_type).distinct(
                path_of(record_type, name), condition
            )

    async def ids(self, record_type: type[Record], condition: Filter) -> list[str]:
        """Returns the ids of all documents that match."""
        with translated():
            rows = await self.collection(record_type).find(condition, ["_id"]).to_list()
        return [row["_id"] for row in rows]

    async def has_any(self, record_type: type[Record], /, **conditions: Any) -> bool:
        with translated():
            found = await self.collection(record_type).find_one(
                where(record_type, **conditions), ["_id"], session=_session.get()
            )
        return found is not None

    async def extreme(
        self, record_type: type[Record], condition: Filter, name: str, way: int
    ) -> float | None:
        """Returns the lowest (`way` 1) or highest (-1) finite number that `name` has, if any."""
        path = path_of(record_type, name)
        with translated():
            document = await self.collection(record_type).find_one(
                {**condition, path: {"$gt": -math.inf, "$lt": math.inf}},
                [path],
                sort=[(path, way)],
                session=_session.get(),
            )
        return None if document is None else attributes(record_type)[name].of(document)

    async def insert(self, *records: R) -> None:
        """Stores new records of one type. Raises DuplicateError."""
        await self.insert_documents(type(records[0]), [dump(each) for each in records])

    async def insert_documents(
        self, record_type: type[Record], documents: Sequence[dict[str, Any]]
    ) -> None:
        """Stores documents that carry fields which no record lists (activities)."""
        with translated():
            if len(documents) == 1:
                await self.collection(record_type).insert_one(documents[0], session=_session.get())
            elif documents:
                await self.collection(record_type).insert_many(documents, session=_session.get())

    async def update(
        self,
        record_type: type[Record],
        condition: Filter,
        change: Modifier,
        *,
        upsert: bool = False,
    ) -> bool:
        """Changes one document; returns whether there was one."""
        with translated():
            result = await self.collection(record_type).update_one(
                condition, _operators(record_type, change), upsert=upsert, session=_session.get()
            )
        return result.matched_count > 0

    async def update_many(
        self, record_type: type[Record], condition: Filter, change: Modifier
    ) -> int:
        """Changes every document that matches; returns how many did."""
        with translated():
            result = await self.collection(record_type).update_many(
                condition, _operators(record_type, change), session=_session.get()
            )
        return result.matched_count

    async def change(
        self,
        record_type: type[R],
        condition: Filter,
        change: Modifier,
        *,
        before: bool = False,
        upsert: bool = False,
    ) -> R | None:
        """Changes one document at once and returns it as it then is (or was, with `before`)."""
        with translated():
            document = await self.collection(record_type).find_one_and_update(
                condition,
                _operators(record_type, change),
                projection=list(paths_of(record_type)),
                return_document=ReturnDocument.BEFORE if before else ReturnDocument.AFTER,
                upsert=upsert,
                session=_session.get(),
            )
        return None if document is None else load(record_type, document)

    async def delete(self, record_type: type[Record], condition: Filter) -> int:
        """Removes every document that matches; returns how many did."""
        with translated():
            result = await self.collection(record_type).delete_many(
                condition, session=_session.get()
            )
        return result.deleted_count

    async def atomically(self, work: Callable[[], Awaitable[T]]) -> T:
        """Makes the writes inside `work` happen whole or not at all; returns what it returns.

        `work` is run again when another write got in its way. Where the server has no
        transactions (a standalone server, FerretDB) its writes are done one after the
        other; callers order them so that a stop in between leaves nothing that Wekan could
        not show.
        """
        if _session.get() is not None or not await self.has_transactions():
            return await work()

        async def inside(session: AsyncClientSession) -> T:
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

    async def has_transactions(self) -> bool:
        """Tells, from the server's own greeting, whether it has transactions."""
        if self._has_transactions is None:
            with translated():
                greeting = await self.client.admin.command("hello")
            self._has_transactions = "setName" in greeting or greeting.get("msg") == "isdbgrid"
        return self._has_transactions


def _operators(record_type: type[Record], change: Modifier) -> dict[str, Any]:
    table = attributes(record_type)

    def part(values: Mapping[str, Any], form: Callable[[Any], Any] | None = None) -> dict[str, Any]:
        stored = {}
        for name, value in values.items():
            write = form or table[name].write
            stored[table[name].path] = write(value) if write else value
        return stored

    given = {name: value for name, value in change.set.items() if value is not None}
    operators = {
        "$set": part(given),
        "$unset": {table[name].path: "" for name in change.set if name not in given},
        "$addToSet": part(change.add, lambda values: {"$each": list(values)}),
        "$push": part(change.push, lambda records: {"$each": [dump(each) for each in records]}),
        "$pull": part(
            change.pull, lambda values: values if _is_filter(values) else {"$in": values}
        ),
        "$inc": part(change.increase),
        "$max": part(change.raise_to),
        "$setOnInsert": part(change.on_insert),
    }
    return {operator: values for operator, values in operators.items() if values}


def _is_filter(values: Any) -> bool:
    return isinstance(values, Mapping)
