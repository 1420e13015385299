"""The client, and the few calls that read and write whole records.

Planned reads (`store.reads`) go their own way; everything else that touches MongoDB is
here. Every write waits until a majority of the replica set has it.
"""

import copy
import math
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from bson import CodecOptions
from bson.codec_options import DatetimeConversion
from pymongo import AsyncMongoClient, ReturnDocument, WriteConcern
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.results import UpdateResult

from store.failures import DuplicateError as DuplicateError
from store.failures import StoreUnavailableError as StoreUnavailableError
from store.failures import current_session as _session
from store.failures import translated as translated
from store.finding import Finder
from store.gathering import Gathering
from store.match import EVERYTHING, Filter, any_of, where
from store.modifiers import Modifier as Modifier
from store.modifiers import operators
from store.pulling import names_elements, spelt_out
from store.records import R, Record, attributes, dump, load, path_of, paths_of
from store.sharing import Sharing
from store.transactions import Transactions
from store.tuning import Reading

DEFAULT_DATABASE = "wekan"
_BY_PRIMARY = Reading()
LIST_LIMIT = 1000
"""The most documents that one read of whole records brings."""
_UPSERTS = 5
"""How often a change that may make its document is tried."""
T = TypeVar("T")

CODEC: CodecOptions[dict[str, Any]] = CodecOptions(
    tz_aware=True,
    # Dates that Python cannot hold, and text that is no UTF-8, stand in real databases.
    datetime_conversion=DatetimeConversion.DATETIME_AUTO,
    unicode_decode_error_handler="replace",
)


class Store(Transactions):
    """A Wekan database."""

    def __init__(
        self,
        url: str,
        *,
        max_pool_size: int = 100,
        timeout_ms: int = 20_000,
        reading: Reading = _BY_PRIMARY,
        folder: Path | None = None,
    ) -> None:
        """`url` is a MongoDB connection string; its database defaults to `wekan`.

        `folder` is Wekan's own folder of stored files, where that is on this machine.
        """
        super().__init__()
        self.client = AsyncMongoClient(
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
        self.reading = reading.within(timeout_ms)
        self.finder = Finder(self.client, self.database, self.reading)
        self.sharing = Sharing()
        self._gatherings: dict[str, Gathering] = {}
        self.signing_key: str | None = None
        self.folder = folder
        self.follower = self if reading.by_primary else self._following()
        """The same database for requests that write nothing; it may be behind a little."""

    def _following(self) -> "Store":
        follower = copy.copy(self)
        follower.database = self.database.with_options(read_preference=self.reading.preference)
        # Its finds and connections must not serve those that have to see the newest state.
        follower.finder = Finder(self.client, follower.database, self.reading)
        follower.sharing = Sharing()
        return follower

    async def close(self) -> None:
        for each in {self, self.follower}:
            await each.sharing.close()
            await each.finder.close()
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
        documents = await self._documents(record_type, condition, limit=1)
        return load(record_type, documents[0]) if documents else None

    async def get(self, record_type: type[R], wanted: str, also: Filter = EVERYTHING) -> R | None:
        """Returns the record with this id that also meets a condition, or None.

        Requests that ask for such records at the same time find them together; what each is
        given is as it was after it asked.
        """
        if _session.get() is not None:
            return await self.find_one(record_type, {**where(record_type, id=wanted), **also})

        async def fetch(ids: list[str]) -> dict[str, R]:
            condition = where(record_type, id=any_of(ids) if len(ids) > 1 else ids[0])
            found = await self.find_many(record_type, {**condition, **also}, limit=len(ids))
            return {each.id: each for each in found}

        kind: Hashable = (record_type, str(also))
        return (await self.sharing.look_up(kind, (wanted,), fetch)).get(wanted)

    async def single(self, record_type: type[R]) -> R | None:
        """Returns the record of a collection that has one; found together, as by `get`."""
        if _session.get() is not None:
            return await self.find(record_type)

        async def fetch(_: object) -> dict[None, R | None]:
            return {None: await self.find(record_type)}

        kind: Hashable = record_type.collection
        return (await self.sharing.look_up(kind, (None,), fetch))[None]

    async def find_many(
        self,
        record_type: type[R],
        condition: Filter,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = LIST_LIMIT,
    ) -> list[R]:
        """Returns at most `limit` records; `sort` names attributes and 1 or -1."""
        order = [(path_of(record_type, name), way) for name, way in sort]
        documents = await self._documents(record_type, condition, limit=limit, order=order)
        return [load(record_type, document) for document in documents]

    async def _documents(
        self,
        record_type: type[Record],
        condition: Filter,
        *,
        limit: int,
        order: Sequence[tuple[str, int]] = (),
    ) -> list[dict[str, Any]]:
        """Returns what whole records are made of; within `atomically`, as its writes left it."""
        paths, session = record_type.projection, _session.get()
        with translated():
            if session is None and limit:
                name = record_type.collection
                return await self.finder.find(
                    name, condition, paths, CODEC, limit=limit, order=order
                )
            cursor = self.collection(record_type).find(
                condition, paths, limit=limit, batch_size=limit, session=session
            )
            return await (cursor.sort(order) if order else cursor).to_list()

    async def count(self, record_type: type[Record], condition: Filter) -> int:
        with translated():
            return await self.collection(record_type).count_documents(
                condition, session=_session.get(), maxTimeMS=self.reading.max_time_ms
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
            collection = self.collection(record_type)
            cursor = await collection.aggregate(pipeline, maxTimeMS=self.reading.max_time_ms)
            rows = await cursor.to_list()
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
        session = _session.get()
        with translated():
            if len(documents) == 1 and session is None:
                await self._gathering(record_type).insert(documents[0])
            elif documents:
                await self.collection(record_type).insert_many(documents, session=session)

    def _gathering(self, record_type: type[Record]) -> Gathering:
        name = record_type.collection
        if name not in self._gatherings:
            self._gatherings[name] = Gathering(self.collection(record_type))
        return self._gatherings[name]

    async def update(
        self,
        record_type: type[Record],
        condition: Filter,
        change: Modifier,
        *,
        upsert: bool = False,
    ) -> bool:
        """Changes one document; returns whether there was one."""

        async def work() -> UpdateResult:
            return await self.collection(record_type).update_one(
                condition,
                await self._operators(record_type, condition, change),
                upsert=upsert,
                session=_session.get(),
            )

        return (await _written(work, upsert=upsert)).matched_count > 0

    async def set_fields(
        self, record_type: type[Record], document_id: str, fields: Mapping[str, Any]
    ) -> None:
        """Sets fields that no record lists, spelt as they are stored (triggers, actions)."""
        with translated():
            await self.collection(record_type).update_one(
                {"_id": document_id}, {"$set": dict(fields)}, session=_session.get()
            )

    async def update_many(
        self, record_type: type[Record], condition: Filter, change: Modifier
    ) -> int:
        """Changes every document that matches; returns how many did."""
        with translated():
            result = await self.collection(record_type).update_many(
                condition,
                await self._operators(record_type, condition, change),
                session=_session.get(),
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
        paths = list(paths_of(record_type)) if (await self.abilities()).chooses_elements else None

        async def work() -> Any:
            return await self.collection(record_type).find_one_and_update(
                condition,
                await self._operators(record_type, condition, change),
                projection=paths,
                return_document=ReturnDocument.BEFORE if before else ReturnDocument.AFTER,
                upsert=upsert,
                session=_session.get(),
            )

        document = await _written(work, upsert=upsert)
        return None if document is None else load(record_type, document)

    async def _operators(
        self, record_type: type[Record], condition: Filter, change: Modifier
    ) -> dict[str, Any]:
        if names_elements(change) and not (await self.abilities()).chooses_elements:
            change = await spelt_out(self.collection(record_type), record_type, condition, change)
        return operators(record_type, change)

    async def delete(self, record_type: type[Record], condition: Filter) -> int:
        """Removes every document that matches; returns how many did."""
        with translated():
            result = await self.collection(record_type).delete_many(
                condition, session=_session.get()
            )
        return result.deleted_count


async def _written(work: Callable[[], Awaitable[T]], *, upsert: bool) -> T:
    """Does a write. Of two that make the same document at once, FerretDB refuses one, and MongoDB
    may: by then it is there to be changed."""
    for _ in range(_UPSERTS - 1 if upsert and _session.get() is None else 0):
        with suppress(DuplicateError), translated():
            return await work()
    with translated():
        return await work()
