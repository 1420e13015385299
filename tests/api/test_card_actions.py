"""Labels, people and custom field values, put on cards one by one; archived and restored."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import START, Document, Place, Wekan, member


def do(name: str, *arguments: str) -> str:
    given = ", ".join(f"{each}: ${each}" for each in arguments)
    taken = ", ".join(f"${each}: ID!" for each in arguments)
    return f"mutation ({taken}) {{ {name}(input: {{{given}}}) {{ card {{ id }} }} }}"


SET = """
mutation ($card: ID!, $field: ID!, $value: CustomFieldValueInput) {
  setCustomFieldValue(input: {cardId: $card, customFieldId: $field, value: $value}) {
    card { id }
  }
}
"""


def path(place: Place, card: str) -> str:
    return f"/api/boards/{place.board}/lists/{place.todo}/cards/{card}"


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def nils(wekan: Wekan) -> Person:
    return await wekan.person("nils")


@pytest.fixture
async def place(wekan: Wekan, mara: Person, nils: Person) -> Place:
    return await wekan.place(member(mara.id), member(nils.id))


@pytest.fixture
def rest(http: httpx.AsyncClient, mara: Person) -> Rest:
    return Rest(http, mara)


KINDS = {
    "Member": ("members", "memberId", "joinMember", "unjoinMember"),
    "Assignee": ("assignees", "assigneeId", "joinAssignee", "unjoinAssignee"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("door", ["graphql", "rest"])
async def test_people_are_put_on_and_taken_off(
    graphql: GraphQL,
    rest: Rest,
    wekan: Wekan,
    place: Place,
    mara: Person,
    nils: Person,
    door: str,
    kind: str,
) -> None:
    stored_as, key, joined, left = KINDS[kind]
    card = await wekan.card(place, members=[mara.id], assignees=[mara.id])

    async def change(method: str) -> Any:
        if door == "rest":
            return await rest.ok(method, f"{path(place, card)}/{stored_as}/{nils.id}")
        verb = "add" if method == "POST" else "remove"
        return await graphql(
            do(f"{verb}Card{kind}", "cardId", "userId"), mara, cardId=card, userId=nils.id
        )

    told = {
        "userId": mara.id,
        "boardId": place.board,
        "cardId": card,
        "listId": place.todo,
        "swimlaneId": place.swimlane,
        "username": "nils",
        key: nils.id,
    }
    for _ in range(2):  # the second time nothing changes, and nothing is told
        answer = await change("POST")
        document = await wekan.get("cards", card)
        assert document[stored_as] == [mara.id, nils.id]
        assert document["modifiedAt"] == document["dateLastActivity"] > START
    if door == "rest":
        others = {"members", "assignees"} - {stored_as}
        assert answer == {"_id": card, stored_as: [mara.id, nils.id], others.pop(): [mara.id]}
    assert await wekan.activities() == [told | {"activityType": joined}]
    for _ in range(2):
        await change("DELETE")
        assert (await wekan.get("cards", card))[stored_as] == [mara.id]
    assert (await wekan.activities())[1:] == [told | {"activityType": left}]


async def test_labels_are_put_on_and_taken_off(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    card = await wekan.card(place, labelIds=["sky222"])
    add, remove = (do(f"{verb}CardLabel", "cardId", "labelId") for verb in ("add", "remove"))
    await graphql(add, mara, cardId=card, labelId="redRed")
    assert (await wekan.get("cards", card))["labelIds"] == ["sky222", "redRed"]
    await graphql(remove, mara, cardId=card, labelId="sky222")
    assert (await wekan.get("cards", card))["labelIds"] == ["redRed"]
    before = await wekan.everything()
    assert await graphql.code(add, mara, cardId=card, labelId="nowhere") == "BAD_USER_INPUT"
    assert await wekan.everything() == before
    told = [(each["activityType"], each["labelId"]) for each in await wekan.activities()]
    assert told == [("addedLabel", "redRed"), ("removedLabel", "sky222")]


async def test_many_at_once_lose_nobody(graphql: GraphQL, wekan: Wekan, mara: Person) -> None:
    people = [await wekan.person(f"p{number}") for number in range(8)]
    place = await wekan.place(member(mara.id), *(member(each.id) for each in people))
    card = await wekan.card(place)
    add = do("addCardMember", "cardId", "userId")
    await asyncio.gather(*(graphql(add, mara, cardId=card, userId=each.id) for each in people))
    assert {*(await wekan.get("cards", card))["members"]} == {each.id for each in people}


async def test_guestbleed_only_active_members_are_put_on_cards(
    graphql: GraphQL, rest: Rest, wekan: Wekan, mara: Person, nils: Person
) -> None:
    """GHSA-whxm-pxgj-7wqv, through both doors."""
    left = await wekan.person("left")
    place = await wekan.place(member(mara.id), member(left.id, active=False))
    card = await wekan.card(place)
    before = await wekan.everything()
    for who in (nils.id, left.id, "nobody"):
        for kind in ("members", "assignees"):
            response = await rest.send("POST", f"{path(place, card)}/{kind}/{who}")
            assert response.status_code == 400
            assert response.json() == {"error": "userId is not an active member of this board"}
        for name in ("addCardMember", "addCardAssignee"):
            add = do(name, "cardId", "userId")
            assert await graphql.code(add, mara, cardId=card, userId=who) == "BAD_USER_INPUT"
    assert await wekan.everything() == before


async def test_people_of_a_linked_card_are_those_of_the_card_behind_it(
    rest: Rest, wekan: Wekan, place: Place, mara: Person, nils: Person
) -> None:
    other = await wekan.place(member(mara.id), member(nils.id))
    real = await wekan.card(other)
    link = await wekan.card(place, type="cardType-linkedCard", linkedId=real)
    answer = await rest.ok("POST", f"{path(place, link)}/members/{nils.id}")
    assert answer == {"_id": link, "members": [], "assignees": []}
    assert (await wekan.get("cards", link))["members"] == []
    assert (await wekan.get("cards", real))["members"] == [nils.id]
    (told,) = await wekan.activities()
    assert (told["boardId"], told["cardId"]) == (other.board, real)
    hidden = await wekan.place(member(nils.id))
    secret = await wekan.card(hidden)
    await wekan.set("cards", link, linkedId=secret)
    before = await wekan.everything()
    assert await rest.status("POST", f"{path(place, link)}/members/{nils.id}") == 404
    assert await wekan.everything() == before


async def test_who_may(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, mara: Person
) -> None:
    cast = await wekan.cast()
    place = await wekan.place(*(member(who.id, role) for role, who in cast.items()))
    writers = {"admin", "normal", "normal-assigned-only", "no-comments"}
    add = do("addCardLabel", "cardId", "labelId")
    for role, who in cast.items():
        card = await wekan.card(place, assignees=[who.id])
        refused = await graphql.post(add, who, cardId=card, labelId="redRed")
        assert ("errors" not in refused.json()) is (role in writers), role
        at, client = path(place, card), Rest(http, who)
        expected = 200 if role in writers else 403
        assert await client.status("POST", f"{at}/members/{who.id}") == expected, role
        assert await client.status("POST", f"{at}/archive") == expected, role
    worker, free = cast["worker"], await wekan.card(place)
    client = Rest(http, worker)
    own, other = (f"{path(place, free)}/assignees/{w.id}" for w in (worker, cast["normal"]))
    assert await client.status("POST", other) == 403
    assert await client.status("POST", own) == 200
    assert await client.status("DELETE", own) == 200
    stranger = Rest(http, mara)
    before = await wekan.everything()
    for method in ("POST", "DELETE"):
        assert await stranger.status(method, other) == 404
        assert await Rest(http).status(method, other) == 401
    assert await wekan.everything() == before


async def test_archive_and_restore_over_rest(
    rest: Rest, wekan: Wekan, place: Place, mara: Person
) -> None:
    card = await wekan.card(place)
    below = await wekan.card(place, parentId=card)
    at = path(place, card)
    assert await rest.status("POST", f"{at}/unarchive") == 404
    answer = await rest.ok("POST", f"{at}/archive")
    document = await wekan.get("cards", card)
    assert answer == {"_id": card, "archived": True, "archivedAt": answer["archivedAt"]}
    assert document["archived"] is True and document["archivedAt"].isoformat()[:23] == (
        answer["archivedAt"].removesuffix("Z")
    )
    assert (await wekan.get("cards", below))["archived"] is True
    assert await rest.status("POST", f"{at}/archive") == 404
    assert await rest.status("POST", f"{at}/members/{mara.id}") == 404
    assert await rest.ok("POST", f"{at}/unarchive") == {"_id": card, "archived": False}
    assert (await wekan.get("cards", below))["archived"] is False
    types = [each["activityType"] for each in await wekan.activities(cardId=card)]
    assert types == ["archivedCard", "restoredCard"]
    elsewhere = at.replace(place.todo, place.done)
    assert await rest.status("POST", f"{elsewhere}/archive") == 404
    assert (await wekan.get("cards", card))["archived"] is False


ITEMS = [{"_id": "itemAA", "name": "High"}, {"_id": "itemBB", "name": "Low"}]
FIELDS: tuple[tuple[str, Document, object, object, object], ...] = (
    ("text", {"text": " blue "}, " blue ", "blue", True),
    ("number", {"number": 2.5}, "2.5", 2.5, "many"),
    ("currency", {"number": 12}, "12", 12, True),
    ("checkbox", {"checkbox": True}, "true", True, "maybe"),
    ("date", {"date": "2026-03-01T09:00:00.000Z"}, "2026-03-01T09:00:00Z", START, "soon"),
    ("dropdown", {"dropdownItemId": "itemBB"}, "itemBB", "itemBB", "itemZZ"),
    ("stringtemplate", {"texts": ["a ", "b"]}, ["a ", "b"], ["a", "b"], 3),
)


@pytest.mark.parametrize("kind", [each[0] for each in FIELDS])
async def test_values_suit_their_fields(
    graphql: GraphQL, rest: Rest, wekan: Wekan, place: Place, mara: Person, kind: str
) -> None:
    _, typed, plain, stored, wrong = next(each for each in FIELDS if each[0] == kind)
    settings = {"dropdownItems": ITEMS} if kind == "dropdown" else {}
    field = await wekan.field(place.board, type=kind, settings=settings)
    other = {"_id": "gone", "value": "kept"}
    own, bare = await wekan.card(place, customFields=[other]), await wekan.card(place)
    await graphql(SET, mara, card=own, field=field, value=typed)
    document = await wekan.get("cards", own)
    assert document["customFields"] == [other, {"_id": field, "value": stored}]
    (told,) = await wekan.activities()
    assert (told["activityType"], told["customFieldId"]) == ("setCustomField", field)
    assert (told["value"], told["userId"], told["cardId"]) == (stored, mara.id, own)

    await graphql(SET, mara, card=own, field=field, value=None)
    assert (await wekan.get("cards", own))["customFields"][1] == {"_id": field, "value": None}
    at = f"{path(place, own)}/customFields/{field}"
    shown = await rest.ok("POST", at, {"value": plain})
    assert (await wekan.get("cards", own))["customFields"][1] == {"_id": field, "value": stored}
    assert [each["_id"] for each in shown["customFields"]] == ["gone", field]
    types = [each["activityType"] for each in await wekan.activities()]
    assert types == ["setCustomField", "unsetCustomField", "setCustomField"]

    before = await wekan.everything()
    at_bare = f"{path(place, bare)}/customFields/{field}"
    assert (await rest.ok("POST", at_bare, {"value": plain}))["customFields"] == []
    for bad in (wrong, {"$ne": 1}, [{"$gt": ""}]):
        body = {"customFields": [{"_id": field, "value": bad}]}
        assert await rest.status("POST", at, {"value": bad}) == 400
        assert await rest.status("PUT", path(place, own), body) == 400
    misfit = {"text": "x"} if kind != "text" else {"number": 1}
    refused = await graphql.code(SET, mara, card=own, field=field, value=misfit)
    assert refused == "BAD_USER_INPUT"
    assert await wekan.everything() == before


async def test_values_are_replaced_as_a_whole(
    graphql: GraphQL, rest: Rest, wekan: Wekan, place: Place, mara: Person
) -> None:
    text, number = await wekan.field(place.board), await wekan.field(place.board, type="number")
    foreign = await wekan.field("elsewhere")
    card = await wekan.card(place)
    given = [{"_id": text, "value": "x", "more": 1}, {"_id": number, "value": "3"}]
    await rest.ok("PUT", path(place, card), {"customFields": given})
    stored = [{"_id": text, "value": "x"}, {"_id": number, "value": 3}]
    assert (await wekan.get("cards", card))["customFields"] == stored
    before = await wekan.everything()
    for bad in ([{"_id": foreign, "value": 1}], [given[0], given[0]], ["x"], {"_id": text}):
        assert await rest.status("PUT", path(place, card), {"customFields": bad}) == 400, bad
    assert await wekan.everything() == before
    assert await graphql.code(SET, mara, card=card, field=foreign, value=None) == "NOT_FOUND"
    made = await graphql(
        "mutation ($input: CreateCardInput!) { createCard(input: $input) { card { id } } }",
        mara,
        input={
            "boardId": place.board,
            "listId": place.todo,
            "title": "New",
            "customFields": [{"customFieldId": number, "value": {"number": 4}}],
        },
    )
    document = await wekan.get("cards", made["createCard"]["card"]["id"])
    assert document["customFields"] == [{"_id": number, "value": 4}]


async def test_values_set_at_the_same_time_are_all_kept(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    fields = [await wekan.field(place.board, type="number") for _ in range(6)]
    card = await wekan.card(place)
    await asyncio.gather(
        *(
            graphql(SET, mara, card=card, field=field, value={"number": number})
            for number, field in enumerate(fields)
        )
    )
    stored = (await wekan.get("cards", card))["customFields"]
    assert {each["_id"]: each["value"] for each in stored} == {
        field: number for number, field in enumerate(fields)
    }


async def test_cards_are_found_by_their_values(
    graphql: GraphQL, rest: Rest, wekan: Wekan, place: Place, mara: Person
) -> None:
    field, number = await wekan.field(place.board), await wekan.field(place.board, type="number")
    values = [{"_id": field, "value": "5"}, {"_id": number, "value": 5}]
    found = await wekan.card(place, customFields=values)
    listed = await wekan.card(place, customFields=[{"_id": field, "value": ["4", "5"]}])
    await wekan.card(place, customFields=[{"_id": "other", "value": "5"}])
    await wekan.card(place, customFields=values, archived=True)

    async def by(field_id: str, text: str) -> list[str]:
        at = f"/api/boards/{place.board}/cardsByCustomField/{field_id}/{text}"
        cards = await rest.ok("GET", at)
        assert all({"customFields", "userId", "sort"} <= each.keys() for each in cards)
        return sorted(each["_id"] for each in cards)

    assert await by(field, "5") == sorted([found, listed])
    assert await by(number, "5") == [found]
    assert await by(field, "$ne") == []
    query = """
    query ($field: ID!, $value: CustomFieldValueInput) {
      cards(filter: {customField: {customFieldId: $field, value: $value}}) { nodes { id } }
    }
    """
    shown = await graphql(query, mara, field=number, value={"number": 5})
    assert shown["cards"]["nodes"] == [{"id": found}]


async def test_assigned_only_members_count_and_find_their_own(
    http: httpx.AsyncClient, wekan: Wekan, mara: Person
) -> None:
    narrow = await wekan.person("narrow")
    place = await wekan.place(member(mara.id), member(narrow.id, "read-assigned-only"))
    field = await wekan.field(place.board)
    values = [{"_id": field, "value": "x"}]
    own = await wekan.card(place, customFields=values, assignees=[narrow.id])
    await wekan.card(place, customFields=values, listId=place.done)
    board = f"/api/boards/{place.board}"
    for who, counts in ((mara, (2, 1, 2)), (narrow, (1, 1, 1))):
        client = Rest(http, who)
        found = await client.ok("GET", f"{board}/cardsByCustomField/{field}/x")
        assert (
            (await client.ok("GET", f"{board}/cards_count"))["board_cards_count"],
            (await client.ok("GET", f"{board}/lists/{place.todo}/cards_count"))["list_cards_count"],
            len(found),
        ) == counts
    assert [each["_id"] for each in found] == [own]


async def test_own_cards(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, mara: Person, nils: Person
) -> None:
    """GHSA-whxm-pxgj-7wqv: a board that one has left shows nothing, to site admins neither."""
    root = await wekan.person("root", isAdmin=True)
    place = await wekan.place(member(mara.id), member(root.id))
    left = await wekan.place(member(mara.id, active=False), permission="public")
    cards = [
        await wekan.card(place, **{name: [mara.id, root.id]}, dueAt=due)
        for name, due in (
            ("requesters", None),
            ("members", START),
            ("assignees", None),
            ("assigners", None),
        )
    ]
    await wekan.card(place)
    await wekan.card(place, members=[mara.id], archived=True)
    await wekan.card(left, members=[mara.id, root.id])
    rest = Rest(http, mara)
    shown = await rest.ok("GET", "/api/user/cards")
    assert {each["_id"] for each in shown} == {*cards} and shown[-1] == {
        "_id": cards[1],
        "title": "Card 2",
        "boardId": place.board,
        "swimlaneId": place.swimlane,
        "listId": place.todo,
        "dueAt": "2026-03-01T09:00:00.000Z",
        "members": [mara.id, root.id],
        "assignees": [],
    }
    for query, count in (("due=Yes", 1), ("from=2026-03-01", 1), ("to=2026-02-01", 0)):
        assert len(await rest.ok("GET", f"/api/user/cards?{query}")) == count, query
    assert await rest.status("GET", "/api/user/cards?from=never") == 400
    assert len(await Rest(http, root).ok("GET", "/api/user/cards")) == 4
    assert await Rest(http).status("GET", "/api/user/cards") == 401
    query = "query ($me: ID!) { cards(filter: {concerning: [$me]}) { nodes { id } } }"
    found = await graphql(query, mara, me=mara.id)
    assert {*cards} <= {each["id"] for each in found["cards"]["nodes"]}
