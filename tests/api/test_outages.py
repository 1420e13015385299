"""MongoDB goes away and comes back; the server stays, says so, and loses nothing it promised."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from tests.clients import GraphQL
from tests.servers import Database, Server, running_server, until

RECOVERY_SECONDS = 10
REGISTER = """mutation ($input: RegisterInput!) { register(input: $input) { token user { id } } }"""
BOARD = """mutation { createBoard(input: { title: "Kitchen" }) { board { id } } }"""
LIST = """mutation ($board: ID!) {
  createList(input: { boardId: $board, title: "To buy" }) { list { id } }
}"""
CARD = """mutation ($board: ID!, $list: ID!) {
  createCard(input: { boardId: $board, listId: $list, title: "Milk" }) { card { id } }
}"""


@pytest.fixture(params=["replica set", "standalone"])
def database(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    database = Database(tmp_path, replica_set=request.param == "replica set")
    yield database
    database.kill()


@pytest.fixture
def server(database: Database) -> Iterator[Server]:
    with running_server(MONGO_URL=database.url, MONGO_TIMEOUT_MS="500") as server:
        yield server


@pytest.fixture
async def http(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        yield client


@dataclass
class Place:
    """Where cards are put, and by whom."""

    http: httpx.AsyncClient
    token: str
    board: str
    list: str

    async def by_graphql(self) -> httpx.Response:
        return await GraphQL(self.http).post(CARD, self.token, board=self.board, list=self.list)

    async def by_rest(self) -> httpx.Response:
        return await self.http.post(
            f"/api/boards/{self.board}/lists/{self.list}/cards",
            json={"title": "Bread"},
            headers={"Authorization": f"Bearer {self.token}"},
        )


async def place(http: httpx.AsyncClient) -> Place:
    graphql = GraphQL(http)
    mara = {"username": "mara", "password": "Secret123!"}
    token = (await graphql(REGISTER, input=mara))["register"]["token"]
    board = (await graphql(BOARD, token))["createBoard"]["board"]["id"]
    made = await graphql(LIST, token, board=board)
    return Place(http, token, board, made["createList"]["list"]["id"])


@dataclass
class Writer:
    """Makes one card after the other, and remembers what it was told of each."""

    answered: list[httpx.Response] = field(default_factory=list)

    async def write(self, door: Any) -> None:
        while True:
            self.answered.append(await door())

    @property
    def acknowledged(self) -> list[str]:
        return [id_of(answer) for answer in self.answered if answer.status_code == 200]

    @property
    def refused(self) -> list[httpx.Response]:
        return [answer for answer in self.answered if answer.status_code != 200]


def id_of(answer: httpx.Response) -> str:
    body = answer.json()
    made = body["data"]["createCard"]["card"] if "data" in body else body
    return str(made.get("id") or made["_id"])


def stored_cards(database: Database) -> set[str]:
    with MongoClient[dict[str, Any]](database.url) as client:
        return {card["_id"] for card in client.wekan.cards.find({}, ["_id"])}


async def is_ready(http: httpx.AsyncClient) -> bool:
    return (await http.get("/ready")).status_code == 200


async def test_a_killed_database_costs_no_acknowledged_card(
    database: Database, http: httpx.AsyncClient
) -> None:
    database.start()
    await until(lambda: is_ready(http), RECOVERY_SECONDS, "ready")
    where = await place(http)
    by_graphql, by_rest = Writer(), Writer()
    writers = (by_graphql, by_rest)
    async with asyncio.TaskGroup() as running:
        tasks = [
            running.create_task(by_graphql.write(where.by_graphql)),
            running.create_task(by_rest.write(where.by_rest)),
        ]

        async def each_wrote(more: int, than: tuple[int, ...] = (0, 0)) -> bool:
            counts = [len(writer.acknowledged) for writer in writers]
            return all(now >= before + more for now, before in zip(counts, than, strict=True))

        async def each_was_refused() -> bool:
            return all(writer.refused for writer in writers)

        await until(lambda: each_wrote(20), 30, "cards are made")
        database.kill()
        await until(each_was_refused, 30, "both doors refuse")
        assert (await http.get("/health")).status_code == 200
        assert (await http.get("/ready")).status_code == 503
        before = tuple(len(writer.acknowledged) for writer in writers)
        database.start()
        await until(lambda: each_wrote(1, before), RECOVERY_SECONDS, "well again")
        await until(lambda: is_ready(http), RECOVERY_SECONDS, "ready again")
        for task in tasks:
            task.cancel()
    for refusal in (*by_graphql.refused, *by_rest.refused):
        assert refusal.status_code == 503
        assert int(refusal.headers["Retry-After"]) > 0
    assert by_graphql.refused[0].json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert {*by_graphql.acknowledged, *by_rest.acknowledged} <= stored_cards(database)


@pytest.mark.parametrize("database", ["replica set"], indirect=True)
async def test_a_server_starts_without_its_database_and_takes_up_when_it_comes(
    database: Database, http: httpx.AsyncClient
) -> None:
    assert (await http.get("/health")).status_code == 200
    assert (await http.get("/ready")).status_code == 503
    answer = await GraphQL(http).post("{ viewer { id } }", "a token")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    database.start()
    await until(lambda: is_ready(http), RECOVERY_SECONDS, "ready")
    with MongoClient[dict[str, Any]](database.url) as client:
        assert client.wekan.settings.count_documents({}) == 1
        assert "hashedToken" in str(client.wekan.users.index_information())
    assert (await place(http)).token


@pytest.mark.parametrize("database", ["standalone"], indirect=True)
async def test_verbs_of_several_writes_work_without_transactions(
    database: Database, http: httpx.AsyncClient
) -> None:
    database.start()
    await until(lambda: is_ready(http), RECOVERY_SECONDS, "ready")
    where = await place(http)
    graphql = GraphQL(http)
    guest = {"username": "bo", "password": "Secret123!"}
    bo = (await graphql(REGISTER, input=guest))["register"]
    theirs = (await graphql(BOARD, bo["token"]))["createBoard"]["board"]["id"]
    taken = await graphql(
        "mutation ($id: ID!) { takeOwnership(input: { id: $id }) { boards { id } } }",
        where.token,
        id=bo["user"]["id"],
    )
    assert taken["takeOwnership"]["boards"] == [{"id": theirs}]
    card = id_of(await where.by_graphql())
    to = (await graphql(LIST, where.token, board=theirs))["createList"]["list"]["id"]
    moved = await graphql(
        "mutation ($input: UpdateCardInput!) { updateCard(input: $input) { card { boardId } } }",
        where.token,
        input={"id": card, "boardId": theirs, "listId": to},
    )
    assert moved["updateCard"]["card"]["boardId"] == theirs
    for name, wanted in (("deleteCard", card), ("deleteUser", bo["user"]["id"])):
        text = f"mutation ($id: ID!) {{ {name}(input: {{ id: $id }}) {{ __typename }} }}"
        await graphql(text, where.token, id=wanted)
    assert card not in stored_cards(database)


@pytest.mark.parametrize("database", ["replica set"], indirect=True)
async def test_a_request_in_flight_is_answered_before_the_server_stops(
    database: Database, server: Server, http: httpx.AsyncClient
) -> None:
    database.start()
    await until(lambda: is_ready(http), RECOVERY_SECONDS, "ready")
    port = int(server.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = b'{"query": "{ __typename }"}'
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
    writer.write(head.encode() + b"Content-Type: application/json\r\n\r\n" + body[:5])
    await writer.drain()
    assert (await http.get("/health")).status_code == 200  # so the server has read the other
    server.process.terminate()

    async def takes_nobody_new() -> bool:
        try:
            _, probe = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            return True
        probe.close()
        return False

    await until(takes_nobody_new, RECOVERY_SECONDS, "the server listens no more")
    writer.write(body[5:])
    answer = await asyncio.wait_for(reader.read(), 10)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b'{"data":{"__typename":"Query"}}')
    writer.close()
    assert server.process.wait(30) == 0
