"""Integrations through both doors: who may make them, and where they may lead."""

from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from tests.api.receiver import receiving
from tests.api.rest_client import Rest
from tests.api.test_webhooks import LOG, MAKE, UPDATE, hook, settled
from tests.clients import GraphQL, Person
from tests.factories import Place, Wekan
from tests.factories import member as on_board

URL = "https://93.184.215.14/hook"
OF_BOARD = "query($id: ID!) { board(id: $id) { integrations { id url title enabled hasToken } } }"


@pytest.fixture
async def owner(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def member(wekan: Wekan) -> Person:
    return await wekan.person("ned")


@pytest.fixture
async def place(wekan: Wekan, owner: Person, member: Person) -> Place:
    return await wekan.place(on_board(owner.id, "admin"), on_board(member.id))


async def test_rest_makes_changes_and_deletes_one(
    http: httpx.AsyncClient, wekan: Wekan, owner: Person, place: Place
) -> None:
    rest, base = Rest(http, owner), f"/api/boards/{place.board}/integrations"
    made = (await rest.ok("POST", base, {"url": URL}))["_id"]
    stored = await wekan.get("integrations", made)
    dates = {name: stored.pop(name) for name in ("createdAt", "modifiedAt")}
    assert all(dates.values())
    assert stored == {
        "_id": made,
        "boardId": place.board,
        "userId": owner.id,
        "url": URL,
        "enabled": True,
        "type": "outgoing-webhooks",
        "activities": ["all"],
    }
    change = {"title": "CI", "token": "s3cret", "enabled": "false"}
    assert await rest.ok("PUT", f"{base}/{made}", change) == {"_id": made}
    shown = await rest.ok("GET", f"{base}/{made}")
    assert (shown["title"], shown["enabled"], "token" in shown) == ("CI", False, False)
    assert (await wekan.get("integrations", made))["token"] == "s3cret"
    named = {"activities": ["act-createCard", "act-moveCard"]}
    more = await rest.ok("POST", f"{base}/{made}/activities", named)
    assert more == {"_id": made, "activities": ["all", "act-createCard", "act-moveCard"]}
    less = await rest.ok("DELETE", f"{base}/{made}/activities", {"activities": ["all"]})
    assert less == {"_id": made, "activities": ["act-createCard", "act-moveCard"]}
    assert await rest.ok("PUT", f"{base}/{made}", {"title": ""}) == {"_id": made}
    assert "title" not in await wekan.get("integrations", made)
    assert [each["_id"] for each in await rest.ok("GET", base)] == [made]
    assert await rest.ok("DELETE", f"{base}/{made}") == {"_id": made}
    assert await wekan.all("integrations") == []


async def test_graphql_makes_changes_and_deletes_one(
    graphql: GraphQL, wekan: Wekan, owner: Person, member: Person, place: Place
) -> None:
    asked = {"boardId": place.board, "url": URL, "type": "TWO_WAY", "activities": ["act-moveCard"]}
    made = (await graphql(MAKE, owner, input=asked))["createIntegration"]["integration"]
    stored = await wekan.get("integrations", made["id"])
    assert (stored["type"], stored["activities"]) == ("bidirectional-webhooks", ["act-moveCard"])
    update = """mutation($input: UpdateIntegrationInput!) {
      updateIntegration(input: $input) { integration { title enabled hasToken } } }"""
    change = {"id": made["id"], "title": "CI", "enabled": False, "token": "t"}
    assert (await graphql(update, owner, input=change))["updateIntegration"]["integration"] == {
        "title": "CI",
        "enabled": False,
        "hasToken": True,
    }
    (shown,) = (await graphql(OF_BOARD, owner, id=place.board))["board"]["integrations"]
    assert shown["id"] == made["id"]
    assert (await graphql(OF_BOARD, member, id=place.board))["board"]["integrations"] == []
    delete = """mutation($input: DeleteIntegrationInput!) {
      deleteIntegration(input: $input) { deletedIntegrationId } }"""
    assert await graphql.code(delete, member, input={"id": made["id"]}) == "FORBIDDEN"
    assert await wekan.get("integrations", made["id"])
    await graphql(delete, owner, input={"id": made["id"]})
    assert await wekan.all("integrations") == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "Empty URL"),
        ("no url", "Invalid URL format"),
        ("http://[::1", "Invalid URL format"),
        ("ftp://example.org", "Only HTTP and HTTPS protocols are allowed"),
        ("javascript:alert(1)", "Only HTTP and HTTPS protocols are allowed"),
        ("http://", "Missing hostname"),
        ("http://localhost/x", "Localhost is not allowed"),
        ("http://printer.local", "Localhost is not allowed"),
        ("http://127.0.0.1:27017", "IP address is not allowed"),
        ("http://2130706433/", "IP address is not allowed"),
        ("http://0x7f.1/", "IP address is not allowed"),
        ("http://[::ffff:10.0.0.1]/", "IP address is not allowed"),
        ("http://169.254.169.254/latest/meta-data", "IP address is not allowed"),
        ("http://user:pw@10.0.0.1/", "IP address is not allowed"),
    ],
)
async def test_webhooks_lead_outside(
    http: httpx.AsyncClient,
    graphql: GraphQL,
    wekan: Wekan,
    owner: Person,
    place: Place,
    url: str,
    reason: str,
) -> None:
    path = f"/api/boards/{place.board}/integrations"
    answer = await Rest(http, owner).send("POST", path, json={"url": url})
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "invalid-webhook-url", "reason": reason},
    )
    error = await graphql.error(MAKE, owner, input={"boardId": place.board, "url": url})
    assert (error["message"], error["extensions"]["code"]) == (reason, "BAD_USER_INPUT")
    assert await wekan.all("integrations") == []


async def test_what_leads_inside_already_is_not_called(
    app: Starlette, graphql: GraphQL, wekan: Wekan, owner: Person, place: Place
) -> None:
    async with receiving() as receiver:
        await hook(wekan, place.board, receiver)
        await graphql(UPDATE, owner, input={"id": await wekan.card(place), "title": "New"})
        await settled(app)
    assert receiver.requests == []
    (line,) = (await graphql(LOG, owner, board=place.board))["webhookDeliveries"]["nodes"]
    assert (line["outcome"], line["problem"]) == ("FAILED", "address not allowed")


async def test_others_do_not_touch_them(
    http: httpx.AsyncClient, wekan: Wekan, member: Person, place: Place
) -> None:
    made = await wekan.put("integrations", boardId=place.board, url=URL, token="s3cret")
    before = await wekan.all("integrations")
    path = f"/api/boards/{place.board}/integrations/{made}"
    calls: list[tuple[str, str, Any]] = [
        ("POST", f"/api/boards/{place.board}/integrations", {"url": URL}),
        ("PUT", path, {"url": URL}),
        ("DELETE", path, None),
        ("POST", f"{path}/activities", {"activities": ["all"]}),
        ("DELETE", f"{path}/activities", {"activities": ["all"]}),
    ]
    stranger = await wekan.person("zoe")
    for method, where, body in calls:
        assert await Rest(http, member).status(method, where, body) == 403
        assert await Rest(http, stranger).status(method, where, body) == 404
    assert await Rest(http, stranger).status("GET", path) == 404
    assert "s3cret" not in (await Rest(http, member).send("GET", path)).text
    assert await wekan.all("integrations") == before
