"""Documents of old versions of Wekan, of imports and of hands: every query answers."""

import struct
from contextlib import suppress
from datetime import timedelta
from typing import Any

import bson
import pytest
from bson import DatetimeMS, Decimal128, ObjectId
from bson.raw_bson import RawBSONDocument
from pymongo.errors import WriteError

from tests.clients import GraphQL, Person
from tests.factories import START, Document, Place, Wekan, member

EVERYTHING = """
query ($board: ID!, $card: ID!, $user: ID!, $admin: Boolean!) {
  viewer { ...Whole boards(archived: null) { nodes { ...BoardFields } totalCount } }
  user(id: $user) { ...Whole }
  users @include(if: $admin) { nodes { ...Whole boards { nodes { id } } } totalCount }
  board(id: $board) {
    ...BoardFields
    members { userId role isActive isAdmin user { ...Whole } }
    labels { id name color }
    swimlanes(archived: null) { ...SwimlaneFields cards { nodes { id } totalCount } }
    lists(archived: null) { ...ListFields cards { nodes { id } totalCount } }
    cards(archived: null) { nodes { ...CardFields } totalCount pageInfo { endCursor } }
  }
  boards(filter: {archived: null}) { nodes { ...BoardFields } totalCount }
  card(id: $card) { ...CardFields }
  cards(filter: {archived: null}) { edges { cursor node { ...CardFields } } totalCount }
}
fragment Whole on User {
  id username fullname initials avatarUrl emails { address verified } isAdmin loginDisabled
  authenticationMethod createdAt modifiedAt
}
fragment BoardFields on Board {
  id title slug description permission color sort stars archived archivedAt createdAt modifiedAt
}
fragment ListFields on List {
  id title sort color archived archivedAt createdAt modifiedAt boardId swimlaneId
  board { id } swimlane { id }
}
fragment SwimlaneFields on Swimlane {
  id title sort color archived archivedAt createdAt modifiedAt boardId board { id }
}
fragment CardFields on Card {
  id title description cardNumber color sort type receivedAt startAt dueAt endAt dueComplete
  spentTime isOvertime requestedBy assignedBy archived archivedAt createdAt modifiedAt
  dateLastActivity boardId board { id } listId list { id } swimlaneId swimlane { id }
  creator { id } members { id } assignees { id } labels { id name color } parent { id }
  subtasks { nodes { id } totalCount } linkedCard { id } linkedBoard { id }
  dependencies { type color icon cardId card { id } }
  stickers { icon name highlight position } locations { id name address latitude longitude }
  vote {
    question isPublic allowNonBoardMembers end positiveCount negativeCount
    positive { id } negative { id }
  }
  poker { isOpen allowNonBoardMembers end estimation one { id } unsure { id } }
  checklists { id title sort createdAt items { id title sort isFinished createdAt } }
  comments { nodes { id text createdAt author { id } } totalCount pageInfo { endCursor } }
}
"""

COLLECTIONS = {
    "boards": (
        "title slug description permission color type sort stars archived archivedAt createdAt "
        "modifiedAt labels watchers orgs teams domains"
    ),
    "swimlanes": "title sort color archived archivedAt createdAt modifiedAt type height",
    "lists": (
        "title swimlaneId sort color archived archivedAt createdAt modifiedAt type wipLimit "
        "watchers"
    ),
    "cards": (
        "title description listId swimlaneId userId parentId linkedId type cardNumber sort color "
        "labelIds members assignees requesters assigners watchers requestedBy assignedBy "
        "customFields cardDependencies receivedAt startAt dueAt endAt dueComplete spentTime "
        "isOvertime archived archivedAt createdAt modifiedAt dateLastActivity stickers locations "
        "vote poker"
    ),
    "checklists": "title sort createdAt modifiedAt boardId",
    "checklistItems": "title sort isFinished createdAt modifiedAt cardId boardId",
    "card_comments": "text parentId userId createdAt modifiedAt boardId",
    "users": "profile createdAt modifiedAt isAdmin orgs teams authenticationMethod",
}
"""What of each collection may be missing or wrong, and the thing still be found."""

UPDATE = "mutation ($input: UpdateCardInput!) { updateCard(input: $input) { card { id } } }"
ARCHIVE = "mutation ($id: ID!) { archiveCard(input: {id: $id}) { card { id } } }"
RESTORE = "mutation ($id: ID!) { restoreCard(input: {id: $id}) { card { id } } }"
DELETE = "mutation ($id: ID!) { deleteCard(input: {id: $id}) { deletedCardId } }"

ODD: dict[str, Any] = {
    "missing": ...,
    "null": None,
    "number": 7,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "long": 2**62,
    "decimal": Decimal128("1.5"),
    "text": "7",
    "empty text": "",
    "flag": True,
    "date": START,
    "date of the far future": DatetimeMS(10**16),
    "date of the far past": DatetimeMS(-(10**16)),
    "date as text": "2026-03-01T09:00:00.000Z",
    "date at the edge": "0001-01-01T00:00:00+14:00",
    "date that is none": "31.02.2026",
    "object": {"a": {"b": 1}},
    "empty array": [],
    "array of everything": [None, 7, "x", "", True, START, ["y"], {"_id": 5}, {"_id": "z"}],
    "array of ids": [ObjectId()],
    "nested array": [[["x"]]],
    "id": ObjectId(),
    "bytes": b"\x00\xff",
    "pattern": bson.Regex(".*"),
    "timestamp": bson.Timestamp(1, 1),
}


async def whole_place(wekan: Wekan, who: Person) -> tuple[Place, str, dict[str, list[str]]]:
    """Makes a board with one of everything; returns it, a card, and all ids by collection."""
    place = await wekan.place(member(who.id))
    card = await wekan.card(place, userId=who.id, members=[who.id], labelIds=["redRed"])
    below = await wekan.card(place, parentId=card)
    checklist = await wekan.checklist(place, card, "item")
    comment = await wekan.comment(place, card, who)
    (item,) = await wekan.all("checklistItems")
    return (
        place,
        card,
        {
            "boards": [place.board],
            "swimlanes": [place.swimlane],
            "lists": [place.todo],
            "cards": [card, below],
            "checklists": [checklist],
            "checklistItems": [item["_id"]],
            "card_comments": [comment],
            "users": [who.id],
        },
    )


async def spoil(wekan: Wekan, collection: str, wanted: str, names: str, value: Any) -> None:
    """Puts `value` into every field, or takes them all away."""
    for name in names.split():
        if value is ...:
            await wekan.unset(collection, wanted, name)
            continue
        # MongoDB itself refuses arrays in two fields of one index.
        with suppress(WriteError):
            await wekan.set(collection, wanted, **{name: value})


async def answered(
    graphql: GraphQL, who: Person, place: Place, card: str, user: str | None = None
) -> Any:
    """Asks for everything; nothing may fail."""
    wanted: Document = {"board": place.board, "card": card, "user": user or who.id}
    return await graphql(EVERYTHING, who, **wanted, admin=who.username == "admin")


@pytest.mark.parametrize("odd", ODD)
async def test_every_field_may_hold_anything(graphql: GraphQL, wekan: Wekan, odd: str) -> None:
    admin, nils = await wekan.person("admin", isAdmin=True), await wekan.person("nils")
    place, card, made = await whole_place(wekan, nils)
    value = ODD[odd]
    for collection, names in COLLECTIONS.items():
        for each in made[collection]:
            await spoil(wekan, collection, each, names, value)
    for who in (admin, nils):
        answer = await answered(graphql, who, place, card, nils.id)
        assert answer["card"]["id"] == card
        assert len(answer["board"]["cards"]["nodes"]) == answer["board"]["cards"]["totalCount"] == 2
        assert [each["id"] for each in answer["boards"]["nodes"]] == [place.board]
        assert len(answer["board"]["swimlanes"]) == 1
        assert len(answer["board"]["lists"]) == 2


EMBEDDED: dict[str, tuple[str, Any]] = {
    "members": ("boards", [None, 7, "x", [], {}, {"userId": 5}, {"userId": ["x"]}]),
    "labels": ("boards", [None, "x", {}, {"_id": 5}, {"_id": "a"}, {"_id": "a", "name": 5}]),
    "orgs": ("boards", [None, {"orgId": 5, "isActive": True}, {"isActive": True}]),
    "emails": ("users", [None, 7, {}, {"address": 5}, {"address": "@"}, {"address": "a@b"}]),
    "labelIds": ("cards", [None, 7, {"a": 1}, ["redRed"], "redRed", "redRed"]),
    "assignees": ("cards", [None, 7, {"a": 1}, ["x"], "gone", ObjectId()]),
    "customFields": ("cards", [None, "x", {}, {"_id": 5}]),
}


async def test_arrays_may_hold_anything(graphql: GraphQL, wekan: Wekan) -> None:
    admin, nils = await wekan.person("admin", isAdmin=True), await wekan.person("nils")
    place, card, made = await whole_place(wekan, nils)
    for name, (collection, elements) in EMBEDDED.items():
        stored = (await wekan.get(collection, made[collection][0])).get(name) or []
        for each in made[collection]:
            await wekan.set(collection, each, **{name: [*elements, *stored]})
    answer = await answered(graphql, admin, place, card, nils.id)
    assert [label["name"] for label in answer["card"]["labels"]] == ["Bug"] * 3
    assert answer["board"]["members"][-1]["user"]["id"] == nils.id
    assert {"address": "a@b", "verified": False} in answer["user"]["emails"]


async def test_ids_may_lead_nowhere(graphql: GraphQL, wekan: Wekan) -> None:
    admin, nils = await wekan.person("admin", isAdmin=True), await wekan.person("nils")
    place, card, _ = await whole_place(wekan, nils)
    for name in ("listId", "swimlaneId", "userId", "parentId", "linkedId", "coverId"):
        await wekan.set("cards", card, **{name: "gone"})
    for name in ("members", "assignees", "labelIds"):
        await wekan.set("cards", card, **{name: ["gone"]})
    await wekan.database.users.delete_one({"_id": nils.id})
    await wekan.set("lists", place.todo, swimlaneId="gone")
    answer = await answered(graphql, admin, place, card, admin.id)
    nothing = dict.fromkeys(("list", "swimlane", "creator", "parent"))
    empty: Document = {"members": [], "assignees": [], "labels": []}
    found = {name: answer["card"][name] for name in (nothing | empty)}
    assert found == nothing | empty
    assert answer["board"]["members"][0]["user"] is None
    assert answer["board"]["lists"][0]["swimlane"] is None
    assert answer["card"]["comments"]["nodes"][0]["author"] is None


async def test_things_of_boards_that_are_gone_are_not_shown(graphql: GraphQL, wekan: Wekan) -> None:
    admin = await wekan.person("admin", isAdmin=True)
    place, card, made = await whole_place(wekan, admin)
    for board in ("gone", None, 7, {"a": 1}, [place.board], ["a", "b"], ...):
        for collection in ("cards", "lists", "swimlanes"):
            odd = await wekan.put(collection, title="odd", listId=place.todo)
            if board is not ...:
                await wekan.set(collection, odd, boardId=board)
    answer = await answered(graphql, admin, place, card)
    shown = {edge["node"]["id"] for edge in answer["cards"]["edges"]}
    assert shown == set(made["cards"])
    board = answer["board"]
    assert [each["title"] for each in board["lists"]] == ["To do", "Done"]
    assert [each["title"] for each in board["swimlanes"]] == ["Default"]
    assert {each["id"] for each in board["cards"]["nodes"]} == set(made["cards"])
    for in_list in board["lists"]:
        assert {each["id"] for each in in_list["cards"]["nodes"]} <= set(made["cards"])


async def test_dates_are_shown_as_far_as_they_can_be(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    dates: list[tuple[Any, str | None]] = [
        (START, "2026-03-01T09:00:00.000Z"),
        (START + timedelta(milliseconds=7), "2026-03-01T09:00:00.007Z"),
        ("2026-03-01T10:00:00+01:00", "2026-03-01T09:00:00.000Z"),
        ("2026-03-01", "2026-03-01T00:00:00.000Z"),
        (1772355600000, "2026-03-01T09:00:00.000Z"),
        (DatetimeMS(-62135596800000), "0001-01-01T00:00:00.000Z"),
        (DatetimeMS(253402300799999), "9999-12-31T23:59:59.999Z"),
        (DatetimeMS(253402300800000), None),
        (DatetimeMS(-62135596800001), None),
        (2**62, None),
        ("soon", None),
        (True, None),
        (None, None),
    ]
    text = "query ($id: ID!) { card(id: $id) { dueAt board { createdAt } } }"
    for stored, shown in dates:
        card = await wekan.card(place, dueAt=stored)
        await wekan.set("boards", place.board, createdAt=stored)
        answer = (await graphql(text, mara, id=card))["card"]
        assert answer == {"dueAt": shown, "board": {"createdAt": shown}}, stored


def with_bytes(name: str, content: bytes, **fields: object) -> RawBSONDocument:
    """Returns a document with a text that holds just these bytes, UTF-8 or not."""
    size = struct.pack("<i", len(content) + 1)
    text = b"\x02" + name.encode() + b"\x00" + size + content + b"\x00"
    rest = bson.encode(fields)[4:-1]
    whole = text + rest + b"\x00"
    return RawBSONDocument(struct.pack("<i", len(whole) + 4) + whole)


async def test_texts_that_are_no_utf8_are_shown_with_a_mark(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place, card, _ = await whole_place(wekan, mara)
    for content in (b"ab\xff\xfecd", b"\xed\xa0\x80", b"\xc3"):
        await wekan.database.cards.delete_one({"_id": "odd"})
        raw = with_bytes(
            "title", content, _id="odd", boardId=place.board, listId=place.todo, sort=1
        )
        await wekan.database.cards.insert_one(raw)
        text = "{ cards(orderBy: {field: TITLE}) { edges { cursor node { title } } } }"
        titles = [each["node"]["title"] for each in (await graphql(text, mara))["cards"]["edges"]]
        assert any("\ufffd" in title for title in titles), content
    admin = await wekan.person("admin", isAdmin=True)
    await answered(graphql, admin, place, card)


async def test_a_board_of_wekans_first_year_is_read_and_changed(
    graphql: GraphQL, wekan: Wekan
) -> None:
    """Without archived flags, slugs, swimlanes, sorts, numbers and every newer field."""
    mara = await wekan.person("mara")
    own = {"userId": mara.id, "isAdmin": True, "isActive": True}
    board = await wekan.put(
        "boards", title="Old", permission="private", members=[own], createdAt=START
    )
    in_list = await wekan.put("lists", title="To do", boardId=board, createdAt=START)
    card = await wekan.put("cards", title="Fence", boardId=board, listId=in_list, sort=1)
    text = """
    query ($id: ID!) {
      board(id: $id) {
        slug sort stars archived labels { id } swimlanes { id }
        lists { title sort swimlane { id } cards { nodes { title cardNumber archived } } }
      }
    }
    """
    assert (await graphql(text, mara, id=board))["board"] == {
        "slug": "board",
        "sort": None,
        "stars": 0,
        "archived": False,
        "labels": [],
        "swimlanes": [],
        "lists": [
            {
                "title": "To do",
                "sort": None,
                "swimlane": None,
                "cards": {"nodes": [{"title": "Fence", "cardNumber": 0, "archived": False}]},
            }
        ],
    }
    create = """
    mutation ($board: ID!, $list: ID!) {
      createCard(input: {boardId: $board, listId: $list, title: "New"}) {
        card { cardNumber sort swimlane { id } }
      }
    }
    """
    made = (await graphql(create, mara, board=board, list=in_list))["createCard"]["card"]
    assert made == {"cardNumber": 1, "sort": 2, "swimlane": {"id": f"{board}-default"}}
    for mutation in (ARCHIVE, RESTORE):
        await graphql(mutation, mara, id=card)
        archived = mutation == ARCHIVE
        assert (await wekan.get("cards", card))["archived"] is archived
    kinds = [each["activityType"] for each in await wekan.activities(cardId=card)]
    assert kinds == ["archivedCard", "restoredCard"]


@pytest.mark.parametrize(
    "odd", ["missing", "null", "object", "array of everything", "nested array", "text"]
)
async def test_odd_cards_are_changed_moved_and_deleted(
    graphql: GraphQL, wekan: Wekan, odd: str
) -> None:
    mara = await wekan.person("mara")
    place, card, made = await whole_place(wekan, mara)
    other = await wekan.place(member(mara.id))
    for each in made["cards"]:
        await spoil(wekan, "cards", each, COLLECTIONS["cards"], ODD[odd])
    changes: list[Document] = [
        {"listId": place.done, "swimlaneId": place.swimlane, "dueAt": "2026-03-01", "sort": 1},
        {"title": "New", "description": "Text", "labelIds": ["sky222"], "memberIds": [mara.id]},
        {"boardId": other.board, "listId": other.todo},
    ]
    for change in changes:
        await graphql(UPDATE, mara, input={"id": card} | change)
    stored = await wekan.get("cards", card)
    assert (stored["title"], stored["boardId"], stored["listId"], stored["members"]) == (
        "New",
        other.board,
        other.todo,
        [mara.id],
    )
    for mutation in (ARCHIVE, RESTORE, DELETE):
        await graphql(mutation, mara, id=card)
    assert card not in [each["_id"] for each in await wekan.all("cards")]
