"""Borrowed connections: what they bring is what the driver brings, and they fail into it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from bson import CodecOptions
from pymongo import AsyncMongoClient, ReadPreference
from pymongo.errors import ExecutionTimeout

from store.documents import Card
from store.finds import find
from store.lanes import Lanes
from store.mongo import CODEC, Store
from tests.factories import Wekan

COUNTED = {"$reduce": {"input": {"$range": [0, 100_000]}, "initialValue": "$n", "in": "$$this"}}
SLOW = {"$expr": {"$gt": [COUNTED, -1]}}
"""Takes a while for each document; it is not known beforehand, as what has no field would be."""
PLAIN: CodecOptions[dict[str, Any]] = CodecOptions()


@pytest.fixture
async def client(mongo_url: str) -> AsyncIterator[AsyncMongoClient[dict[str, Any]]]:
    async with AsyncMongoClient[dict[str, Any]](mongo_url) as client:
        yield client


@pytest.fixture
async def lanes(client: AsyncMongoClient[dict[str, Any]]) -> AsyncIterator[Lanes]:
    lanes = Lanes(client, most=2, seconds=5)
    await client.get_default_database().things.insert_many(
        [{"_id": str(n), "n": n, "text": "x" * 50_000} for n in range(30)]
    )
    await borrowed(lanes, client)
    yield lanes
    await lanes.close()


def command(client: AsyncMongoClient[dict[str, Any]], **more: Any) -> dict[str, Any]:
    name = client.get_default_database().name
    return {"find": "things", "$db": name, "sort": {"n": 1}, "batchSize": 1000, **more}


async def ask(
    lanes: Lanes, client: AsyncMongoClient[dict[str, Any]], **more: Any
) -> dict[str, Any] | None:
    return await lanes.ask(command(client, **more), ReadPreference.PRIMARY, PLAIN)


async def borrowed(lanes: Lanes, client: AsyncMongoClient[dict[str, Any]]) -> None:
    """The first commands are the driver's, until a connection was lent."""
    for _ in range(1000):
        if await ask(lanes, client, limit=1) is not None:
            return
        await client.admin.command("ping")
    raise AssertionError("no connection was lent")


async def connections_in_use(client: AsyncMongoClient[dict[str, Any]]) -> int:
    status = await client.admin.command("serverStatus")
    current: int = status["connections"]["current"]
    return current


async def test_a_reply_of_many_packets_is_put_together(
    lanes: Lanes, client: AsyncMongoClient[dict[str, Any]]
) -> None:
    cursor = await ask(lanes, client)
    assert cursor is not None
    assert [each["n"] for each in cursor["firstBatch"]] == list(range(30))
    assert all(len(each["text"]) == 50_000 for each in cursor["firstBatch"])
    assert cursor["id"] == 0


async def test_commands_at_once_get_their_own_replies(
    lanes: Lanes, client: AsyncMongoClient[dict[str, Any]]
) -> None:
    async def asked(n: int) -> None:
        cursor = await ask(lanes, client, filter={"n": n}, projection={"n": 1})
        assert cursor is None or cursor["firstBatch"] == [{"_id": str(n), "n": n}]

    for _ in range(20):
        await asyncio.gather(*(asked(n) for n in range(20)))


async def test_what_the_server_refuses_is_left_to_the_driver(
    lanes: Lanes, client: AsyncMongoClient[dict[str, Any]]
) -> None:
    assert await ask(lanes, client, filter={"$nonsense": 1}) is None
    await borrowed(lanes, client)


async def test_a_command_that_takes_too_long_there_says_so(
    lanes: Lanes, client: AsyncMongoClient[dict[str, Any]]
) -> None:
    with pytest.raises(ExecutionTimeout):
        await ask(lanes, client, filter=SLOW, maxTimeMS=20)
    await borrowed(lanes, client)


async def test_a_reply_that_does_not_come_is_given_up(
    client: AsyncMongoClient[dict[str, Any]],
) -> None:
    lanes = Lanes(client, most=1, seconds=0.05)
    await client.get_default_database().things.insert_many([{"n": n} for n in range(30)])
    await borrowed(lanes, client)
    assert await ask(lanes, client, filter=SLOW) is None
    await borrowed(lanes, client)
    await lanes.close()


async def test_a_request_that_is_cancelled_leaves_no_reply_to_another(
    lanes: Lanes, client: AsyncMongoClient[dict[str, Any]]
) -> None:
    for _ in range(5):
        leaving = asyncio.create_task(ask(lanes, client, filter={"n": 1}))
        await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        cursor = await ask(lanes, client, filter={"n": 2})
        assert cursor is None or [each["n"] for each in cursor["firstBatch"]] == [2]
    await borrowed(lanes, client)


async def test_connections_are_given_back_as_they_were(
    lanes: Lanes, client: AsyncMongoClient[dict[str, Any]]
) -> None:
    await client.admin.command("ping")
    before = await connections_in_use(client)
    await lanes.close()
    assert await ask(lanes, client, limit=1) is None
    for _ in range(5):
        assert (await client.admin.command("ping"))["ok"] == 1
    assert await connections_in_use(client) <= before


async def test_odd_documents_are_read_as_the_driver_reads_them(
    bare_store: Store, wekan: Wekan
) -> None:
    card = await wekan.card(await wekan.place(), title="odd")
    cards = bare_store.database["cards"].with_options(CODEC.with_options(tz_aware=False))
    await cards.update_one({"_id": card}, {"$set": {"dueAt": 10**17, "sort": float("nan")}})
    paths = {"title": 1, "dueAt": 1, "sort": 1, "createdAt": 1}
    for _ in range(3):  # by the driver at first, by a lane later
        await asyncio.sleep(0.05)
        found = await find(bare_store, Card, {"_id": card}, paths, limit=1)
        assert repr(found[0]) == repr(await cards.find_one({"_id": card}, paths))


@pytest.fixture
def wekan(bare_store: Store) -> Wekan:
    return Wekan(bare_store.database)
