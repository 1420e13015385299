"""Webhooks: what a receiver is told, and what becomes of one that does not listen."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from domain import addresses
from domain.context import Services
from domain.settings import Settings
from tests.api.receiver import Receiver, receiving
from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import Place, Wekan, member

UPDATE = "mutation($input: UpdateCardInput!) { updateCard(input: $input) { card { id } } }"
MAKE = """mutation($input: CreateIntegrationInput!) {
  createIntegration(input: $input) { integration { id url title hasToken type activities } }
}"""
TURN = """mutation($input: UpdateIntegrationInput!) {
  updateIntegration(input: $input) { integration { id } }
}"""
END = """mutation($input: DeleteIntegrationInput!) {
  deleteIntegration(input: $input) { deletedIntegrationId }
}"""
LOG = """query($board: ID) { webhookDeliveries(boardId: $board) { nodes {
  integrationId activityType outcome status problem tries } } }"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(
        settings,
        webhook_allow_private=True,
        webhook_retry_ms=1,
        webhook_timeout_seconds=1,
        root_url="https://wekan.example.org",
    )


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def owner(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def place(wekan: Wekan, owner: Person) -> Place:
    return await wekan.place(member(owner.id, "admin"), title="Roadmap")


async def settled(app: Starlette) -> None:
    services: Services = app.state.services
    await services.aftermath.settled()
    await services.deliveries.settled()


async def hook(wekan: Wekan, board: str, receiver: Receiver, **fields: Any) -> str:
    return await wekan.put(
        "integrations",
        **{"boardId": board, "url": receiver.url, "enabled": True, "activities": ["all"]}
        | {"type": "outgoing-webhooks"}
        | fields,
    )


async def log(graphql: GraphQL, who: Person, board: str) -> list[dict[str, Any]]:
    answer = await graphql(LOG, who, board=board)
    nodes: list[dict[str, Any]] = answer["webhookDeliveries"]["nodes"]
    return nodes


async def test_what_happens_is_told_as_wekan_tells_it(
    app: Starlette, graphql: GraphQL, wekan: Wekan, owner: Person, place: Place, receiver: Receiver
) -> None:
    made = await hook(wekan, place.board, receiver, token="s3cret")
    create = """mutation($input: CreateCardInput!) { createCard(input: $input) { card { id } } }"""
    where = {"boardId": place.board, "listId": place.todo, "swimlaneId": place.swimlane}
    card = await graphql(create, owner, input=where | {"title": "Fix door"})
    await settled(app)
    (request,) = receiver.requests
    card_id, board = card["createCard"]["card"]["id"], await wekan.get("boards", place.board)
    told = await wekan.get("lists", place.todo), await wekan.get("swimlanes", place.swimlane)
    assert request.headers["x-wekan-token"] == "s3cret"
    assert request.headers["content-type"] == "application/json"
    assert request.body == {
        "text": f'Mara created card "Fix door" to list "{told[0]["title"]}" at swimlane '
        f'"{told[1]["title"]}" at board "Roadmap"\n'
        f"https://wekan.example.org/b/{place.board}/{board['slug']}/{card_id}",
        "cardId": card_id,
        "listId": place.todo,
        "boardId": place.board,
        "swimlaneId": place.swimlane,
        "card": "Fix door",
        "user": "Mara",
        "username": "mara",
        "description": "act-createCard",
    }
    delivered = {"outcome": "DELIVERED", "status": 200, "problem": None, "tries": 1}
    assert await log(graphql, owner, place.board) == [
        {"integrationId": made, "activityType": "createCard", **delivered}
    ]


async def test_rest_is_told_of_too_and_in_order(
    app: Starlette,
    http: httpx.AsyncClient,
    wekan: Wekan,
    owner: Person,
    place: Place,
    receiver: Receiver,
) -> None:
    await hook(wekan, place.board, receiver)
    receiver.answers = ["503 Busy\r\n", "200 OK\r\n"]
    card = await wekan.card(place)
    rest = Rest(http, owner)
    path = f"/api/boards/{place.board}/lists/{place.todo}/cards/{card}"
    await rest.ok("PUT", path, {"title": "One"})
    await rest.ok("PUT", path, {"description": "Two"})
    await settled(app)
    assert receiver.told == [
        "act-a-changedTitle",
        "act-a-changedTitle",
        "act-a-changedDescription",
    ]


async def test_only_what_is_wanted_is_told(
    app: Starlette, graphql: GraphQL, wekan: Wekan, owner: Person, place: Place, receiver: Receiver
) -> None:
    other = await wekan.place(member(owner.id, "admin"))
    await hook(wekan, place.board, receiver, activities=["act-a-dueAt"])
    await hook(wekan, place.board, receiver, enabled=False)
    await hook(wekan, other.board, receiver)
    card = await wekan.card(place)
    change = {"id": card, "title": "New", "dueAt": "2026-05-01T10:00:00Z"}
    await graphql(UPDATE, owner, input=change)
    await settled(app)
    assert receiver.told == ["act-a-dueAt"]


async def test_a_webhook_is_told_of_what_happens_while_it_is_there(
    app: Starlette, graphql: GraphQL, wekan: Wekan, owner: Person, place: Place, receiver: Receiver
) -> None:
    card = await wekan.card(place)

    async def change(**fields: str) -> None:
        await graphql(UPDATE, owner, input={"id": card, **fields})

    await change(title="Before")
    await change(title="Just before")
    new = {"boardId": place.board, "url": receiver.url}
    made = (await graphql(MAKE, owner, input=new))["createIntegration"]["integration"]["id"]
    await change(description="While it is there")
    await graphql(TURN, owner, input={"id": made, "enabled": False})
    await change(title="While it is off")
    await graphql(TURN, owner, input={"id": made, "enabled": True})
    await change(dueAt="2026-05-01T10:00:00Z")
    await graphql(END, owner, input={"id": made})
    await change(title="After")
    await settled(app)
    assert receiver.told == ["act-a-changedDescription", "act-a-dueAt"]


async def test_a_webhook_of_the_site_is_told_of_every_board(
    app: Starlette, graphql: GraphQL, wekan: Wekan, owner: Person, place: Place, receiver: Receiver
) -> None:
    admin = await wekan.person("root", isAdmin=True)
    asked = {"url": receiver.url, "token": "t"}
    assert await graphql.code(MAKE, owner, input=asked) == "FORBIDDEN"
    made = (await graphql(MAKE, admin, input=asked))["createIntegration"]["integration"]
    assert (made["hasToken"], made["activities"], made["type"]) == (True, ["all"], "ONE_WAY")
    assert (await wekan.get("integrations", made["id"]))["boardId"] == "_global"
    await graphql(UPDATE, owner, input={"id": await wekan.card(place), "title": "New"})
    await settled(app)
    assert receiver.told == ["act-a-changedTitle"]
    site = "{ siteIntegrations { nodes { id } } }"
    assert (await graphql(site, admin))["siteIntegrations"]["nodes"] == [{"id": made["id"]}]
    assert await graphql.code(site, owner) == "FORBIDDEN"


@pytest.mark.parametrize(
    ("answers", "outcome", "status", "problem", "tries"),
    [
        (["503 Busy\r\n", "429 Slow\r\n", "200 OK\r\n"], "delivered", 200, None, 3),
        (["500 Broken\r\n"], "failed", 500, "refused by the receiver", 5),
        (["404 Gone\r\n"], "failed", 404, "refused by the receiver", 1),
        (["302 There\r\nLocation: /other\r\n\r\n"], "failed", 302, "redirect refused", 1),
        (["nothing"], "failed", None, "timed out", 5),
    ],
)
async def test_a_receiver_that_fails_is_tried_again_where_that_may_help(
    app: Starlette,
    graphql: GraphQL,
    wekan: Wekan,
    owner: Person,
    place: Place,
    receiver: Receiver,
    answers: list[str],
    outcome: str,
    status: int | None,
    problem: str | None,
    tries: int,
) -> None:
    receiver.answers = answers
    await hook(wekan, place.board, receiver)
    await graphql(UPDATE, owner, input={"id": await wekan.card(place), "title": "New"})
    await settled(app)
    (line,) = await log(graphql, owner, place.board)
    assert (line["outcome"], line["status"]) == (outcome.upper(), status)
    assert (line["problem"], line["tries"]) == (problem, tries)
    assert {each.path for each in receiver.requests} == {"/hook"}


async def test_a_dead_receiver_gets_one_try_for_a_while(
    app: Starlette, graphql: GraphQL, wekan: Wekan, owner: Person, place: Place, receiver: Receiver
) -> None:
    await hook(wekan, place.board, receiver)
    receiver.answers = ["500 Broken\r\n"]
    card = await wekan.card(place)
    for title in ("One", "Two"):
        await graphql(UPDATE, owner, input={"id": card, "title": title})
    await settled(app)
    assert [each["tries"] for each in await log(graphql, owner, place.board)] == [1, 5]


async def test_a_two_way_receiver_may_rewrite_a_comment_of_its_own_board_alone(
    app: Starlette, graphql: GraphQL, wekan: Wekan, owner: Person, place: Place, receiver: Receiver
) -> None:
    other = await wekan.place(member(owner.id, "admin"))
    card, foreign = await wekan.card(place), await wekan.card(other)
    mine = await wekan.comment(place, card, owner, text="draft")
    theirs = await wekan.comment(other, foreign, owner, text="theirs")
    await hook(wekan, place.board, receiver, type="bidirectional-webhooks")

    def saying(board: str, card: str, comment: str) -> str:
        body = f'{{"boardId":"{board}","cardId":"{card}","commentId":"{comment}","comment":"new"}}'
        return f"200 OK\r\n{body}"

    receiver.answers = [
        saying(place.board, foreign, theirs),
        saying(other.board, foreign, theirs),
        saying(place.board, card, mine),
        "200 OK\r\nno json",
    ]
    for title in ("1", "2", "3", "4"):
        await graphql(UPDATE, owner, input={"id": card, "title": title})
    await settled(app)
    assert (await wekan.get("card_comments", mine))["text"] == "new"
    assert (await wekan.get("card_comments", theirs))["text"] == "theirs"
    assert receiver.requests[0].body["board"] == "Roadmap"


async def test_nobody_but_admins_reads_the_log(
    graphql: GraphQL, wekan: Wekan, owner: Person, place: Place
) -> None:
    stranger, admin = await wekan.person("ned"), await wekan.person("root", isAdmin=True)
    assert await graphql.code(LOG, None, board=place.board) == "UNAUTHENTICATED"
    assert await graphql.code(LOG, stranger, board=place.board) == "NOT_FOUND"
    assert await graphql.code(LOG, owner) == "FORBIDDEN"
    assert (await graphql(LOG, admin))["webhookDeliveries"]["nodes"] == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "nonsense",
        "2001:db8::1", "192.0.2.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_what_lies_inside_is_not_public(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::5db8:d70e"])
def test_what_lies_outside_is_public(address: str) -> None:
    assert addresses.is_public(address)
