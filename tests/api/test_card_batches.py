"""Many changes of cards in one request: all of them, or none."""

import asyncio
from typing import Any

import httpx
import pytest

from store.mongo import Store
from tests.abilities import lacking
from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import Place, Wekan, member

BATCH = """
mutation ($changes: [CardChangeInput!]!) {
  batch(input: {changes: $changes}) { cardIds cards { id title archived list { title } } }
}
"""


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id))


def new(place: Place, **fields: object) -> dict[str, Any]:
    return {"create": {"boardId": place.board, "listId": place.todo, "title": "New"} | fields}


async def test_a_batch_does_all_it_says(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    moved, gone, kept = [await wekan.card(place) for _ in range(3)]
    shelved = await wekan.card(place, archived=True)
    below = await wekan.card(place, parentId=gone)
    await wekan.attachment(place, gone)
    changes = [
        new(place, title="A"),
        {"update": {"id": moved, "listId": place.done, "title": "Moved", "dueAt": "2026-04-01"}},
        {"archive": {"id": kept}},
        {"restore": {"id": shelved}},
        {"delete": {"id": gone}},
        new(place, title="B", labelIds=["redRed"]),
    ]
    answer = (await graphql(BATCH, mara, changes=changes))["batch"]
    first, *others, last = answer["cardIds"]
    assert others == [moved, kept, shelved, gone]
    shown = {each["id"]: (each["title"], each["archived"]) for each in answer["cards"]}
    assert shown == {
        first: ("A", False),
        moved: ("Moved", False),
        kept: ("Card 3", True),
        shelved: ("Card 4", False),
        last: ("B", False),
    }
    cards = {each["_id"]: each for each in await wekan.all("cards")}
    assert cards.keys() == {first, last, moved, kept, shelved}
    assert below not in cards and not await wekan.all("attachments")
    assert not await wekan.all("attachments.chunks")
    assert (cards[moved]["listId"], cards[last]["labelIds"]) == (place.done, ["redRed"])
    assert cards[last]["cardNumber"] == cards[first]["cardNumber"] + 1
    assert cards[last]["sort"] == cards[first]["sort"] + 1
    told = [each["activityType"] for each in await wekan.activities()]
    assert told == [
        *("createCard", "moveCard", "a-changedTitle", "a-dueAt", "archivedCard", "restoredCard"),
        *("deleteCard", "deleteCard", "createCard"),
    ]


@pytest.mark.parametrize("transactions", [True, False])
async def test_a_batch_is_refused_whole(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person, store: Store, transactions: bool
) -> None:
    """Without transactions, all is checked before the first write."""
    if not transactions:
        await lacking(store, "transactions")
    hidden, reading = await wekan.place(), await wekan.place(member(mara.id, "read-only"))
    card, again = await wekan.card(place), await wekan.card(place)
    secret, read = await wekan.card(hidden), await wekan.card(reading)
    await wekan.attachment(place, card)
    good: list[Any] = [new(place), {"delete": {"id": card}}]
    before = await wekan.everything()
    for wrong, code in (
        ({"update": {"id": again, "color": "beige"}}, "BAD_USER_INPUT"),
        ({"update": {"id": again, "listId": hidden.todo}}, "BAD_USER_INPUT"),
        ({"update": {"id": again, "ifModifiedAt": "2020-01-01"}}, "CONFLICT"),
        ({"archive": {"id": secret}}, "NOT_FOUND"),
        ({"restore": {"id": "nowhere"}}, "NOT_FOUND"),
        ({"delete": {"id": read}}, "FORBIDDEN"),
        ({"archive": {"id": card}}, "BAD_USER_INPUT"),
        (new(hidden), "NOT_FOUND"),
        (new(place, title=" "), "BAD_USER_INPUT"),
    ):
        error = await graphql.error(BATCH, mara, changes=[*good, wrong, new(place)])
        assert (error["extensions"]["code"], error["extensions"]["index"]) == (code, 2), wrong
    after = dict(await wekan.everything())
    # The counter of card numbers may have gone on, as Wekan's own does.
    assert after.pop("counters", None) in (None, before.get("counters", []))
    assert after == {name: each for name, each in before.items() if name != "counters"}


async def test_batches_are_bounded_and_typed(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    before = await wekan.everything()
    wrong: list[Any] = [[], [new(place)] * 101, [{}], [new(place) | {"delete": {"id": "x"}}]]
    for changes in wrong:
        assert await graphql.code(BATCH, mara, changes=changes) == "BAD_USER_INPUT"
    assert await graphql.code(BATCH, changes=[new(place)]) == "UNAUTHENTICATED"
    assert await wekan.everything() == before


async def test_batches_at_the_same_time(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    """They wait for each other's card numbers; nothing is lost and nothing made twice."""
    batches = [[new(place) for _ in range(4)] for _ in range(4)]
    await asyncio.gather(*(graphql(BATCH, mara, changes=changes) for changes in batches))
    cards = await wekan.all("cards")
    assert len({each["cardNumber"] for each in cards}) == len(cards) == 16
    assert len(await wekan.activities()) == 16


# The bulk routes of REST.


async def test_bulk_create(
    http: httpx.AsyncClient, wekan: Wekan, place: Place, mara: Person
) -> None:
    rest, top = Rest(http, mara), await wekan.card(place)
    cards = f"/api/boards/{place.board}/lists/{place.todo}/cards"
    lane = await wekan.swimlane(place.board)
    body = {
        "swimlaneId": place.swimlane,
        "authorId": "somebodyElse",
        "cards": [
            {"title": "One", "description": " x "},
            {"title": "Two", "swimlaneId": lane, "parentId": top, "members": [mara.id, "gone"]},
        ],
    }
    answer = await rest.ok("POST", f"{cards}/bulk", body)
    assert [each["index"] for each in answer] == [0, 1]
    one, two = [await wekan.get("cards", each["_id"]) for each in answer]
    assert (one["title"], one["description"], one["swimlaneId"]) == ("One", "x", place.swimlane)
    assert (two["swimlaneId"], two["parentId"], two["members"]) == (lane, top, [mara.id])
    assert (one["userId"], one["sort"], two["sort"]) == (mara.id, 2, 3)
    assert 1 < one["cardNumber"] == two["cardNumber"] - 1
    assert [each["activityType"] for each in await wekan.activities()] == ["createCard"] * 2
    hidden = await wekan.card(await wekan.place())
    before = await wekan.everything()
    for bad, problem in (
        ([], "cards must be a non-empty array"),
        ({"0": {}}, "cards must be a non-empty array"),
        ([{"title": "x"}] * 501, "cards array too large (max 500 per request)"),
    ):
        response = await rest.send("POST", f"{cards}/bulk", json={"cards": bad})
        assert (response.status_code, response.json()) == (400, {"error": problem})
    # GHSA-jvv9-498p-hxrg ParentBleed: Wekan's bulk route forgot to look at the parent.
    wrong: list[Any] = [{"title": "x", "parentId": hidden}, {"title": ""}, "x", {"title": ["x"]}]
    for each in wrong:
        body = {"cards": [{"title": "Fine"}, each]}
        assert await rest.status("POST", f"{cards}/bulk", body) == 400, each
    assert await wekan.everything() == before


async def test_bulk_delete(
    http: httpx.AsyncClient, wekan: Wekan, place: Place, mara: Person
) -> None:
    rest, other = Rest(http, mara), await wekan.place(member(mara.id))
    one, two = await wekan.card(place), await wekan.card(place, archived=True, listId=place.done)
    below, foreign = await wekan.card(place, parentId=one), await wekan.card(other)
    stays = await wekan.card(place)
    await wekan.checklist(place, one, "item")
    await wekan.attachment(place, two)
    bulk = f"/api/boards/{place.board}/cards/bulk"
    for bad, problem in (
        ([], "cardIds must be a non-empty array"),
        ("x", "cardIds must be a non-empty array"),
        (["x"] * 501, "cardIds array too large (max 500 per request)"),
    ):
        response = await rest.send("DELETE", bulk, json={"cardIds": bad})
        assert (response.status_code, response.json()) == (400, {"error": problem})
    assert await rest.status("DELETE", bulk, {"cardIds": [{"$ne": ""}]}) == 400
    body = {"cardIds": [two, foreign, one, "gone", one]}
    # GHSA-8cqr-x6m5-v4w6 PurgeBleed: nothing happens to cards of other boards.
    assert await rest.ok("DELETE", bulk, body) == {
        "deleted": [two, one],
        "notFound": [foreign, "gone"],
    }
    assert {each["_id"] for each in await wekan.all("cards")} == {foreign, stays}
    for name in ("checklists", "checklistItems", "attachments", "attachments.chunks"):
        assert not await wekan.all(name), name
    told = [(each["activityType"], each["cardId"]) for each in await wekan.activities()]
    assert {*told} == {("deleteCard", each) for each in (one, two, below)}


async def test_bulk_labels(
    http: httpx.AsyncClient, wekan: Wekan, place: Place, mara: Person
) -> None:
    rest = Rest(http, mara)
    one, two = await wekan.card(place, labelIds=["redRed"]), await wekan.card(place)
    shelved = await wekan.card(place, archived=True)
    labels = f"/api/boards/{place.board}/cards/labels"
    body = {"cardIds": [two, shelved, one], "addLabelIds": ["sky222"], "removeLabelIds": ["redRed"]}
    assert await rest.ok("POST", labels, body) == {
        "updated": [{"_id": two, "labelIds": ["sky222"]}, {"_id": one, "labelIds": ["sky222"]}],
        "notFound": [shelved],
    }
    assert [each["labelIds"] for each in await wekan.all("cards")] == [["sky222"], ["sky222"], []]
    told = {(each["activityType"], each["cardId"]) for each in await wekan.activities()}
    assert told == {("addedLabel", two), ("addedLabel", one), ("removedLabel", one)}
    before = await wekan.everything()
    for bad, answer in (
        ({"cardIds": []}, {"error": "cardIds must be a non-empty array"}),
        ({"cardIds": [one]}, {"error": "provide at least one of addLabelIds or removeLabelIds"}),
        (
            {"cardIds": [one], "addLabelIds": ["redRed", "nope"]},
            {
                "error": "addLabelIds contains labels not on this board",
                "invalidLabelIds": ["nope"],
            },
        ),
    ):
        response = await rest.send("POST", labels, json=bad)
        assert (response.status_code, response.json()) == (400, answer)
    assert await wekan.everything() == before


async def test_assignedbleed_who_may_use_the_bulk_routes(
    http: httpx.AsyncClient, wekan: Wekan
) -> None:
    """GHSA-f396-42fx-vr88: writing follows the role, and assigned-only sees its own alone."""
    cast = await wekan.cast()
    place = await wekan.place(*(member(who.id, role) for role, who in cast.items()))
    card = await wekan.card(place)
    board = f"/api/boards/{place.board}"
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", f"{board}/cards/labels", {"cardIds": [card], "addLabelIds": ["redRed"]}),
        ("POST", f"{board}/lists/{place.todo}/cards/bulk", {"cards": [{"title": "x"}]}),
        ("DELETE", f"{board}/cards/bulk", {"cardIds": ["nowhere"]}),
    ]
    writers = {"admin", "normal", "normal-assigned-only", "no-comments"}
    stranger = await wekan.person("stan")
    for method, path, body in calls:
        for role, who in cast.items():
            expected = 200 if role in writers else 403
            assert await Rest(http, who).status(method, path, body) == expected, (path, role)
        assert await Rest(http, stranger).status(method, path, body) == 404
        assert await Rest(http).status(method, path, body) == 401
    narrow = Rest(http, cast["normal-assigned-only"])
    gone = await narrow.ok("DELETE", f"{board}/cards/bulk", {"cardIds": [card]})
    assert gone == {"deleted": [], "notFound": [card]}
    assert await wekan.get("cards", card)
