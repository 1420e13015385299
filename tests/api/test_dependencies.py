"""What cards depend on: drawn, shown and removed through both doors."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import START, Document, Place, Wekan, member

ADD = """
mutation ($input: AddDependencyInput!) {
  addDependency(input: $input) { card { dependencies { type color icon cardId card { title } } } }
}
"""
UPDATE = """
mutation ($input: UpdateDependencyInput!) { updateDependency(input: $input) { card { id } } }
"""
REMOVE = """
mutation ($input: RemoveDependencyInput!) { removeDependency(input: $input) { card { id } } }
"""
SHOWN = """
query ($board: ID!, $card: ID!) {
  board(id: $board) {
    dependencies { totalCount nodes { id dependencies { cardId type card { title } } } }
  }
  card(id: $card) { dependencies { cardId type color icon card { id } } }
}
"""
DEFAULT = {"type": "related-to", "color": "#eb144c", "icon": "link"}


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id))


@pytest.fixture
def rest(http: httpx.AsyncClient, mara: Person) -> Rest:
    return Rest(http, mara)


def path(place: Place, card: str) -> str:
    return f"/api/boards/{place.board}/cards/{card}/dependencies"


async def test_over_rest(rest: Rest, wekan: Wekan, place: Place) -> None:
    card, target, other = [await wekan.card(place) for _ in range(3)]
    at = path(place, card)
    made = await rest.ok("POST", at, {"cardId": target})
    assert made == {"_id": card, "cardId": target, **DEFAULT}
    await rest.ok("POST", at, data={"dependsOn": other, "type": "blocks", "icon": "bug"})
    made = await rest.ok("POST", at, {"cardId": target, "color": "red"})
    assert made == {"_id": card, "cardId": target, **DEFAULT, "color": "red"}
    assert await rest.ok("PUT", f"{at}/{target}", {"type": "fixes"}) == {"_id": card}
    stored = [
        {"cardId": target, "type": "fixes", "color": "red", "icon": "link"},
        {"cardId": other, "type": "blocks", "color": "#eb144c", "icon": "bug"},
    ]
    document = await wekan.get("cards", card)
    assert document["cardDependencies"] == stored == await rest.ok("GET", at)
    assert document["modifiedAt"] == document["dateLastActivity"] > START
    await wekan.database.cards.delete_one({"_id": other})
    source: Document = {"from": card, "fromTitle": "Card 1", "fromCardNumber": 1}
    ends: list[Document] = [
        {"to": target, "toTitle": "Card 2", "toCardNumber": 2},
        {"to": other, "toTitle": None, "toCardNumber": None},
    ]
    looks: list[Document] = [{key: each[key] for key in DEFAULT} for each in stored]
    assert await rest.ok("GET", f"/api/boards/{place.board}/dependencies") == [
        source | end | look for end, look in zip(ends, looks, strict=True)
    ]
    assert await rest.ok("DELETE", f"{at}/{target}") == {"_id": card}
    assert await rest.ok("DELETE", f"{at}/{target}") == {"_id": card}
    assert await rest.ok("GET", at) == stored[1:]
    assert await wekan.activities() == []


async def test_over_graphql(graphql: GraphQL, wekan: Wekan, place: Place, mara: Person) -> None:
    card, target = await wekan.card(place), await wekan.card(place)
    ends = {"cardId": card, "dependsOnId": target}
    shown = await graphql(ADD, mara, input=ends | {"type": "IS_BLOCKED_BY", "color": "#123"})
    assert shown["addDependency"]["card"]["dependencies"] == [
        {
            "type": "IS_BLOCKED_BY",
            "color": "#123",
            "icon": "link",
            "cardId": target,
            "card": {"title": "Card 2"},
        }
    ]
    await graphql(UPDATE, mara, input=ends | {"type": "FIXES", "icon": "bug"})
    (stored,) = (await wekan.get("cards", card))["cardDependencies"]
    assert stored == {"cardId": target, "type": "fixes", "color": "#123", "icon": "bug"}
    board = (await graphql(SHOWN, mara, board=place.board, card=card))["board"]
    named = {"cardId": target, "type": "FIXES", "card": {"title": "Card 2"}}
    assert board["dependencies"] == {
        "totalCount": 1,
        "nodes": [{"id": card, "dependencies": [named]}],
    }
    await graphql(REMOVE, mara, input=ends)
    assert (await wekan.get("cards", card))["cardDependencies"] == []
    assert await graphql.code(UPDATE, mara, input=ends | {"icon": "x"}) == "NOT_FOUND"


async def test_old_entries_are_shown_and_kept(
    graphql: GraphQL, rest: Rest, wekan: Wekan, place: Place, mara: Person
) -> None:
    bare, odd, fresh = [await wekan.card(place) for _ in range(3)]
    entries: list[Any] = [bare, {"cardId": odd, "type": "eats"}, {"type": "blocks"}, 7, None, ""]
    card = await wekan.card(place, cardDependencies=entries)
    full = [{"cardId": bare, **DEFAULT}, {"cardId": odd, **DEFAULT}]
    assert await rest.ok("GET", path(place, card)) == full
    drawn = await rest.ok("GET", f"/api/boards/{place.board}/dependencies")
    assert [each["to"] for each in drawn] == [bare, odd]
    shown = (await graphql(SHOWN, mara, board=place.board, card=card))["card"]["dependencies"]
    assert shown == [
        {**each, "type": "RELATED_TO", "card": {"id": each["cardId"]}} for each in full
    ]
    await rest.ok("POST", path(place, card), {"cardId": fresh})
    stored = (await wekan.get("cards", card))["cardDependencies"]
    assert stored == [*full, {"cardId": fresh, **DEFAULT}]


async def test_what_is_refused(
    graphql: GraphQL, rest: Rest, wekan: Wekan, place: Place, mara: Person
) -> None:
    other = await wekan.place(member(mara.id))
    card, target = await wekan.card(place), await wekan.card(place)
    foreign = await wekan.card(other)
    at = path(place, card)
    before = await wekan.everything()
    for method, where, body, status in (
        ("POST", at, {}, 400),
        ("POST", at, {"cardId": card}, 400),
        ("POST", at, {"cardId": foreign}, 400),
        ("POST", at, {"cardId": "nowhere"}, 400),
        ("POST", at, {"cardId": {"$ne": ""}}, 400),
        ("POST", at, {"cardId": target, "type": "eats"}, 400),
        ("PUT", f"{at}/{target}", {"type": "blocks"}, 404),
        ("PUT", f"{at}/{target}", {}, 400),
        ("POST", path(place, foreign), {"cardId": target}, 404),
        ("GET", path(place, "nowhere"), None, 404),
    ):
        assert await rest.status(method, where, body) == status, (method, body)
    for depends_on in (card, foreign, "nowhere"):
        ends = {"cardId": card, "dependsOnId": depends_on}
        assert await graphql.code(ADD, mara, input=ends) == "BAD_USER_INPUT"
    assert await wekan.everything() == before


async def test_who_may(http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan) -> None:
    cast = await wekan.cast()
    place = await wekan.place(*(member(who.id, role) for role, who in cast.items()))
    everybody = [who.id for who in cast.values()]
    card, target = await wekan.card(place, assignees=everybody), await wekan.card(place)
    writers = {"admin", "normal", "normal-assigned-only", "no-comments"}
    at, ends = path(place, card), {"cardId": card, "dependsOnId": target}
    for role, who in cast.items():
        client, status = Rest(http, who), 200 if role in writers else 403
        assert await client.status("POST", at, {"cardId": target}) == status, role
        assert await client.status("PUT", f"{at}/{target}", {"icon": "x"}) == status
        answer = (await graphql.post(UPDATE, who, input=ends | {"icon": "y"})).json()
        assert ("errors" in answer) is (role not in writers), role
        assert (await client.ok("GET", at))[0]["cardId"] == target
        (drawn,) = await client.ok("GET", f"/api/boards/{place.board}/dependencies")
        # Whoever sees assigned cards only is not told what another is called.
        assert (drawn["toTitle"] is None) is role.endswith("assigned-only"), role
    stranger = Rest(http, await wekan.person("stan"))
    for method, where in (("GET", at), ("POST", at), ("DELETE", f"{at}/{target}")):
        assert await stranger.status(method, where) == 404
        assert await Rest(http).status(method, where) == 401


async def test_those_drawn_at_the_same_time_are_all_kept(
    rest: Rest, wekan: Wekan, place: Place
) -> None:
    card, *others = [await wekan.card(place) for _ in range(7)]
    at = path(place, card)
    await asyncio.gather(*(rest.ok("POST", at, {"cardId": each}) for each in others))
    assert {each["cardId"] for each in await rest.ok("GET", at)} == {*others}
