"""Inserts gathered from the requests in flight, on a real mongod."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import ConnectionFailure, DuplicateKeyError, OperationFailure
from pymongo.monitoring import CommandListener, CommandStartedEvent

from store.gathering import Gathering

Collection = AsyncCollection[dict[str, Any]]


class Inserts(CommandListener):
    """Notes how many documents each insert brings."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "insert":
            self.sizes.append(len(event.command["documents"]))

    def succeeded(self, event: object) -> None:
        pass

    def failed(self, event: object) -> None:
        pass


@pytest.fixture
def inserts() -> Inserts:
    return Inserts()


@pytest.fixture
async def collection(mongo_url: str, inserts: Inserts) -> AsyncIterator[Collection]:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        mongo_url, event_listeners=[inserts]
    )
    database = client.get_default_database()
    yield database.get_collection("things")
    await client.drop_database(database.name)
    await client.close()


async def test_what_is_stored_meanwhile_goes_as_one(
    collection: Collection, inserts: Inserts
) -> None:
    gathering = Gathering(collection)

    async def later(number: int) -> None:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await gathering.insert({"_id": number})

    await asyncio.gather(gathering.insert({"_id": 0}), *(later(n) for n in range(1, 20)))
    assert inserts.sizes == [1, 19]
    assert await collection.count_documents({}) == 20
    await gathering.insert({"_id": 20})
    assert inserts.sizes == [1, 19, 1]


async def test_nobody_waits_long_for_an_insert_of_others(
    collection: Collection, inserts: Inserts, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = asyncio.Event()
    store = collection.insert_one

    async def stuck(document: dict[str, Any]) -> None:
        await free.wait()
        await store(document)

    gathering = Gathering(collection)
    monkeypatch.setattr(collection, "insert_one", stuck)
    first = asyncio.create_task(gathering.insert({"_id": 0}))
    await asyncio.sleep(0)
    await asyncio.wait_for(asyncio.gather(*(gathering.insert({"_id": n}) for n in (1, 2, 3))), 5)
    assert (inserts.sizes, first.done()) == ([3], False)
    free.set()
    await first
    assert await collection.count_documents({}) == 4


async def test_each_is_told_of_its_own_failure(collection: Collection) -> None:
    await collection.insert_one({"_id": 3})
    gathering = Gathering(collection)
    found = await asyncio.gather(
        *(gathering.insert({"_id": n}) for n in (1, 2, 3, 4)), return_exceptions=True
    )
    assert [type(each) for each in found] == [type(None), type(None), DuplicateKeyError, type(None)]
    assert await collection.count_documents({}) == 4
    with pytest.raises(DuplicateKeyError):
        await gathering.insert({"_id": 3})


async def test_what_the_database_refuses_is_told_to_each_that_it_refuses(
    collection: Collection,
) -> None:
    await collection.database.create_collection("things", validator={"size": {"$lt": 5}})
    gathering = Gathering(collection)
    found = await asyncio.gather(
        *(gathering.insert({"_id": n, "size": n}) for n in (4, 5, 6)), return_exceptions=True
    )
    assert found[0] is None
    assert all(isinstance(each, OperationFailure) for each in found[1:])


async def test_a_lost_database_is_told_to_all_and_the_next_is_stored(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathering = Gathering(collection)
    with monkeypatch.context() as patched:

        async def lost(*_: object, **__: object) -> None:
            raise ConnectionFailure

        patched.setattr(collection, "insert_many", lost, raising=False)
        found = await asyncio.gather(
            *(gathering.insert({"_id": n}) for n in (1, 2)), return_exceptions=True
        )
    assert all(isinstance(each, ConnectionFailure) for each in found)
    await gathering.insert({"_id": 1})
    assert await collection.count_documents({}) == 1


async def test_who_gives_up_keeps_nobody_from_storing(collection: Collection) -> None:
    gathering = Gathering(collection)
    gone, stays = (asyncio.create_task(gathering.insert({"_id": n})) for n in (1, 2))
    await asyncio.sleep(0)
    gone.cancel()
    await stays
    assert gone.cancelled()
    assert await collection.count_documents({}) == 2
