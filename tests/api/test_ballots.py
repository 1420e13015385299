"""Votes, planning poker, stickers, places on the map, and cards that stand for others."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import START, Document, Place, Wekan, member

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
SHOWN = """
query ($id: ID!) {
  card(id: $id) {
    vote {
      question isPublic allowNonBoardMembers end positiveCount negativeCount
      positive { id } negative { id }
    }
    poker { isOpen allowNonBoardMembers end estimation one { id } oneHundred { id } unsure { id } }
    stickers { icon name highlight position }
    locations { id name address latitude longitude }
    type linkedCard { id title } linkedBoard { id }
  }
}
"""
POKER = "one two three five eight thirteen twenty forty oneHundred unsure".split()


def do(name: str) -> str:
    kind = name[0].upper() + name[1:]
    return f"mutation ($input: {kind}Input!) {{ {name}(input: $input) {{ card {{ id }} }} }}"


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id))


async def test_a_vote(graphql: GraphQL, wekan: Wekan, place: Place, mara: Person) -> None:
    card = await wekan.card(place)
    asked = {"cardId": card, "question": " Paint it? ", "isPublic": True, "end": "2100-01-01"}
    await graphql(do("setCardVote"), mara, input=asked)
    document = await wekan.get("cards", card)
    assert document["modifiedAt"] == document["dateLastActivity"] > START
    vote = {
        "question": "Paint it?",
        "positive": [],
        "negative": [],
        "public": True,
        "allowNonBoardMembers": False,
        "end": FUTURE,
    }
    assert document["vote"] == vote
    cast = do("castCardVote")
    for answer, positive, negative in (
        ("YES", [mara.id], []),
        ("YES", [mara.id], []),
        ("NO", [], [mara.id]),
        (None, [], []),
        ("YES", [mara.id], []),
    ):
        await graphql(cast, mara, input={"cardId": card, "answer": answer})
        stored = (await wekan.get("cards", card))["vote"]
        assert stored == vote | {"positive": positive, "negative": negative}
    assert (await graphql(SHOWN, mara, id=card))["card"]["vote"] == {
        "question": "Paint it?",
        "isPublic": True,
        "allowNonBoardMembers": False,
        "end": "2100-01-01T00:00:00.000Z",
        "positiveCount": 1,
        "negativeCount": 0,
        "positive": [{"id": mara.id}],
        "negative": [],
    }
    await graphql(do("setCardVoteEnd"), mara, input={"cardId": card, "end": "2020-01-01"})
    before = await wekan.everything()
    assert await graphql.code(cast, mara, input={"cardId": card, "answer": "NO"}) == "CONFLICT"
    assert await wekan.everything() == before
    await graphql(do("setCardVoteEnd"), mara, input={"cardId": card})
    assert "end" not in (await wekan.get("cards", card))["vote"]
    await graphql(do("removeCardVote"), mara, input={"cardId": card})
    assert "vote" not in await wekan.get("cards", card)
    assert (await graphql(SHOWN, mara, id=card))["card"]["vote"] is None
    for name in ("castCardVote", "setCardVoteEnd", "castCardPoker", "replayCardPoker"):
        assert await graphql.code(do(name), mara, input={"cardId": card}) == "CONFLICT", name
    assert {"vote", "poker"}.isdisjoint(await wekan.get("cards", card))


async def test_planning_poker(graphql: GraphQL, wekan: Wekan, place: Place, mara: Person) -> None:
    card = await wekan.card(place)
    await graphql(do("setCardPoker"), mara, input={"cardId": card, "end": "2100-01-01"})
    empty: Document = {name: [] for name in POKER}
    poker = {"question": True, "allowNonBoardMembers": False, **empty}
    assert (await wekan.get("cards", card))["poker"] == poker | {"end": FUTURE}
    for answer, laid in (("ONE", "one"), ("ONE_HUNDRED", "oneHundred"), ("UNSURE", "unsure")):
        await graphql(do("castCardPoker"), mara, input={"cardId": card, "answer": answer})
        stored = (await wekan.get("cards", card))["poker"]
        assert stored == poker | {"end": FUTURE, laid: [mara.id]}
    agreed = {"cardId": card, "estimation": 5}
    await graphql(do("setCardPokerEstimation"), mara, input=agreed)
    assert (await graphql(SHOWN, mara, id=card))["card"]["poker"] == {
        "isOpen": True,
        "allowNonBoardMembers": False,
        "end": "2100-01-01T00:00:00.000Z",
        "estimation": 5,
        "one": [],
        "oneHundred": [],
        "unsure": [{"id": mara.id}],
    }
    await graphql(do("replayCardPoker"), mara, input={"cardId": card})
    assert (await wekan.get("cards", card))["poker"] == poker | {"estimation": 5}
    await graphql(do("setCardPokerEstimation"), mara, input={"cardId": card})
    await graphql(do("setCardPokerEnd"), mara, input={"cardId": card, "end": "2100-01-01"})
    assert (await wekan.get("cards", card))["poker"] == poker | {"end": FUTURE}
    await graphql(do("removeCardPoker"), mara, input={"cardId": card})
    assert "poker" not in await wekan.get("cards", card)


async def test_who_asks_and_who_answers(graphql: GraphQL, wekan: Wekan) -> None:
    cast = await wekan.cast()
    place = await wekan.place(
        *(member(who.id, role) for role, who in cast.items()), permission="public"
    )
    everybody = [who.id for who in cast.values()]
    card = await wekan.card(place, assignees=everybody)
    admin, passer = cast["admin"], await wekan.person("passer")
    writers = {"admin", "normal", "normal-assigned-only", "no-comments"}
    asked: Any = {"cardId": card, "question": "Now?"}
    for role, who in cast.items():
        answer = (await graphql.post(do("setCardVote"), who, input=asked)).json()
        assert ("errors" in answer) is (role not in writers), role
    yes, vote = {"cardId": card, "answer": "YES"}, do("castCardVote")
    await asyncio.gather(*(graphql(vote, who, input=yes) for who in cast.values()))
    assert {*(await wekan.get("cards", card))["vote"]["positive"]} == {*everybody}
    assert await graphql.code(vote, passer, input=yes) == "FORBIDDEN"
    assert await graphql.code(vote, None, input=yes) == "UNAUTHENTICATED"
    await graphql(do("setCardVote"), admin, input=asked | {"allowNonBoardMembers": True})
    await graphql(vote, passer, input=yes)
    assert (await wekan.get("cards", card))["vote"]["positive"] == [passer.id]
    assert await graphql.code(vote, None, input=yes) == "UNAUTHENTICATED"
    hidden = await wekan.card(await wekan.place(), vote={"allowNonBoardMembers": True})
    assert await graphql.code(vote, passer, input=yes | {"cardId": hidden}) == "NOT_FOUND"


# What REST's card update says of the same.


async def test_ballot_boxes_cannot_be_stuffed(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    """The vote and poker canaries: a writer may ask anew over REST, and only with empty boxes."""
    rest, card = Rest(http, mara), await wekan.card(place)
    at = f"/api/boards/{place.board}/lists/{place.todo}/cards/{card}"
    stuffed = {"question": "Now?", "positive": ["a", "b"], "negative": ["c"], "public": "true"}
    await rest.ok("PUT", at, {"vote": stuffed})
    assert (await wekan.get("cards", card))["vote"] == {
        "question": "Now?",
        "positive": [],
        "negative": [],
        "public": True,
        "allowNonBoardMembers": False,
    }
    await rest.ok("PUT", at, {"poker": {"question": "true", "five": ["a"], "estimation": 8}})
    assert (await wekan.get("cards", card))["poker"] == {
        "question": True,
        "allowNonBoardMembers": False,
        "estimation": 8,
        **{name: [] for name in POKER},
    }
    before = await wekan.everything()
    for body in (
        {"vote": "Now?"},
        {"vote": {"$ne": ""}},
        {"vote": {"question": {"$ne": ""}}},
        {"vote": {"question": "x", "end": "soon"}},
        {"poker": {"question": "perhaps"}},
        {"poker": {"question": True, "estimation": "many"}},
    ):
        assert await rest.status("PUT", at, body) == 400, body
    assert await wekan.everything() == before


@pytest.mark.parametrize("door", ["json", "form", "graphql"])
async def test_stickers_and_places(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, place: Place, mara: Person, door: str
) -> None:
    rest, card = Rest(http, mara), await wekan.card(place)
    at = f"/api/boards/{place.board}/lists/{place.todo}/cards/{card}"
    update = "mutation ($input: UpdateCardInput!) { updateCard(input: $input) { card { id } } }"
    if door == "graphql":
        stickers: Any = [{"icon": " star ", "highlight": "ROUND"}, {"icon": "bug", "position": 2}]
        places: Any = [{"name": "Home", "latitude": 60.1, "longitude": 24}, {"address": "Way 1"}]
        await graphql(update, mara, input={"id": card, "stickers": stickers, "locations": places})
    elif door == "json":
        stickers = [{"icon": " star ", "highlight": "round"}, {"icon": "bug", "position": "2"}]
        places = [
            {"name": "Home", "latitude": "60.1", "longitude": 24, "x": 1},
            {"address": "Way 1"},
        ]
        await rest.ok("PUT", at, {"stickers": stickers, "locations": places})
    else:
        text = '[{"icon": " star ", "highlight": "round"}, {"icon": "bug", "position": 2}]'
        where = '[{"name": "Home", "latitude": 60.1, "longitude": 24}, {"address": "Way 1"}]'
        await rest.ok("PUT", at, data={"stickers": text, "locations": where})
    document = await wekan.get("cards", card)
    assert document["stickers"] == [
        {"icon": "star", "name": "", "highlight": "round", "position": 0},
        {"icon": "bug", "name": "", "position": 2},
    ]
    first, second = document["locations"]
    assert all(len(each.pop("_id")) == 17 for each in (first, second))
    assert first == {"name": "Home", "address": "", "latitude": 60.1, "longitude": 24}
    assert second == {"name": "", "address": "Way 1"}
    shown = (await graphql(SHOWN, mara, id=card))["card"]
    assert [each["highlight"] for each in shown["stickers"]] == ["ROUND", None]
    assert [each["latitude"] for each in shown["locations"]] == [60.1, None]
    before = await wekan.everything()
    wrong: list[Document] = [
        {"stickers": "[{"},
        {"stickers": [{"icon": "x", "highlight": "loud"}]},
        {"stickers": [{"icon": ""}]},
        {"stickers": [{"name": "x"}]},
        {"stickers": {"icon": "x"}},
        {"locations": [{"latitude": "north"}]},
        {"locations": [{}]},
        {"locations": [{"name": {"$ne": ""}}]},
    ]
    for body in wrong:
        assert await rest.status("PUT", at, body) == 400, body
    assert await wekan.everything() == before
    await rest.ok("PUT", at, {"stickers": [], "locations": []})
    assert (await wekan.get("cards", card))["stickers"] == []


@pytest.mark.parametrize("door", ["rest", "graphql"])
async def test_linked_cards(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, place: Place, mara: Person, door: str
) -> None:
    """GHSA-jvv9-498p-hxrg: what stands behind a link is shown to whoever may see it."""
    nils = await wekan.person("nils")
    other = await wekan.place(member(mara.id, "read-only"))
    source = await wekan.card(other, title="Real", members=[mara.id], userId="somebody")
    rest, cards = Rest(http, mara), f"/api/boards/{place.board}/lists/{place.todo}/cards"

    async def link(to: str) -> Any:
        if door == "rest":
            body = {"linkedId": to, "swimlaneId": place.swimlane}
            return await rest.send("POST", cards, json=body)
        given = {"linkedCardId": to, "boardId": place.board, "listId": place.todo}
        return await graphql.post(do("createLinkedCard"), mara, input=given)

    first = (await link(source)).json()
    made = first["_id"] if door == "rest" else first["data"]["createLinkedCard"]["card"]["id"]
    document = await wekan.get("cards", made)
    assert (document["type"], document["linkedId"]) == ("cardType-linkedCard", source)
    assert (document["title"], document["userId"]) == ("Real", mara.id)
    assert (document["boardId"], document["swimlaneId"]) == (place.board, place.swimlane)
    assert (document["members"], document["archived"]) == ([], False)
    (told,) = await wekan.activities()
    assert (told["activityType"], told["cardId"], told["userId"]) == ("createCard", made, mara.id)
    await link(made)  # leads to where the first one leads
    assert [each["linkedId"] for each in await wekan.all("cards", boardId=place.board)] == [
        source,
        source,
    ]
    shown = (await graphql(SHOWN, mara, id=made))["card"]
    assert shown["linkedCard"] == {"id": source, "title": "Real"}
    assert shown["linkedBoard"] is None
    await wekan.set("boards", place.board, members=[member(mara.id), member(nils.id)])
    assert (await graphql(SHOWN, nils, id=made))["card"]["linkedCard"] is None

    hidden, gone = await wekan.card(await wekan.place()), await wekan.card(other, archived=True)
    template = await wekan.card(other, type="template-card")
    before = await wekan.everything()
    for wrong in (hidden, gone, template, "nowhere"):
        answer = await link(wrong)
        if door == "rest":
            assert (answer.status_code, answer.json()) == (
                404,
                {"error": "linkedId card not found"},
            )
        else:
            (error,) = answer.json()["errors"]
            assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert await wekan.everything() == before
