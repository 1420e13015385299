"""What an operator says of reads, as it reaches MongoDB."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx

from domain.context import Services
from domain.settings import Settings
from store.mongo import Store
from tests.clients import GraphQL
from tests.conftest import running
from tests.factories import Document, Wekan, member

BOARD = "query ($id: ID!) { board(id: $id) { title cards { totalCount nodes { title } } } }"
RENAME = 'mutation ($id: ID!) { updateCard(input: { id: $id, title: "New" }) { card { title } } }'


@asynccontextmanager
async def profiled(settings: Settings) -> AsyncIterator[tuple[httpx.AsyncClient, Store]]:
    """An app whose server writes down each command that it is given."""
    async with running(settings) as app:
        services: Services = app.state.services
        database = services.store.database
        await database.command("profile", 2)
        transport = httpx.ASGITransport(app)
        try:
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
                yield http, services.store
        finally:
            await database.command("profile", 0)
            await database["system.profile"].drop()


async def commands(store: Store, collection: str) -> list[Document]:
    """The reads of a collection, as the server was sent them."""
    asked = {"ns": f"{store.database.name}.{collection}"}
    lines = await store.database["system.profile"].find(asked).sort("ts", 1).to_list()
    read = [line for line in lines if line["op"] in ("query", "getmore", "command")]
    return [line["command"] for line in read]


async def test_limits_of_time_and_size_reach_the_server(settings: Settings) -> None:
    tuned = replace(settings, mongo_batch_size=2, mongo_max_time_ms=1234)
    async with profiled(tuned) as (http, store):
        wekan, graphql = Wekan(store.database), GraphQL(http)
        mara = await wekan.person("mara")
        place = await wekan.place(member(mara.id))
        titles = [(await wekan.get("cards", await wekan.card(place)))["title"] for _ in range(5)]
        await store.database["system.profile"].find().to_list()
        answer = await graphql(BOARD, mara, id=place.board)
        assert [card["title"] for card in answer["board"]["cards"]["nodes"]] == titles
        asked = await commands(store, "cards")
        finds = [each for each in asked if "filter" in each and "sort" in each]
        assert [(each["batchSize"], each["maxTimeMS"]) for each in finds] == [(2, 1234)]
        assert len([each for each in asked if "getMore" in each]) == 2
        counts = [each for each in asked if "aggregate" in each]
        assert [each["maxTimeMS"] for each in counts] == [1234]


async def test_an_answer_in_one_batch_takes_one_command(settings: Settings) -> None:
    async with profiled(settings) as (http, store):
        wekan = Wekan(store.database)
        mara = await wekan.person("mara")
        place = await wekan.place(member(mara.id))
        await wekan.card(place)
        await GraphQL(http)(
            "query ($id: ID!) { board(id: $id) { lists { title } } }", mara, id=place.board
        )
        [find] = await commands(store, "lists")
        assert find["maxTimeMS"] == settings.mongo_timeout_ms


async def test_only_what_writes_nothing_is_read_from_preferred_members(settings: Settings) -> None:
    tuned = replace(settings, mongo_read_preference="secondaryPreferred")
    async with profiled(tuned) as (http, store):
        wekan, graphql = Wekan(store.database), GraphQL(http)
        mara = await wekan.person("mara")
        place = await wekan.place(member(mara.id))
        card = await wekan.card(place)
        for _ in range(3):  # on the driver's own connections, and on borrowed ones
            await graphql(BOARD, mara, id=place.board)
        await http.get(f"/api/boards/{place.board}/lists", headers=mara.headers)
        read = await commands(store, "boards") + await commands(store, "lists")
        assert len(read) >= 5
        assert {mode_of(each) for each in read} == {"secondaryPreferred"}
        # Who asks is never read from a member that may not know of a logout yet.
        assert {mode_of(each) for each in await commands(store, "users")} == {"primary"}
        await store.database.command("profile", 0)
        await store.database["system.profile"].drop()
        await store.database.command("profile", 2)
        answer = await graphql(RENAME, mara, id=card)
        assert answer["updateCard"]["card"]["title"] == "New"
        written = [each for each in await commands(store, "cards") if "find" in each]
        assert len(written) >= 2
        assert {mode_of(each) for each in written} == {"primary"}


def mode_of(command: Document) -> str:
    return str(command.get("$readPreference", {}).get("mode", "primary"))
