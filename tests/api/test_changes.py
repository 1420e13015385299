"""A client that was away is told everything that changed, and nothing that it may not see."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from domain.catching_up import OVERLAP
from tests.clients import GraphQL, Person
from tests.factories import START, Place, Wekan, member

LISTS = ("boards", "swimlanes", "lists", "cards", "checklists", "checklistItems", "comments")
GONE = ("Board", "Swimlane", "List", "Card", "Checklist", "ChecklistItem", "Comment")
QUERY = f"""
query ($boards: [ID!], $since: String, $from: DateTime, $first: Int! = 100) {{
  changes(boardIds: $boards, since: $since, sinceTime: $from, first: $first) {{
    boardIds deletionsKnown cursor hasMore
    {" ".join(f"{name} {{ id }}" for name in LISTS)}
    {" ".join(f"gone{kind}Ids" for kind in GONE)}
  }}
}}
"""

Told = Mapping[str, Any]


class Client:
    """Asks again and again, as a client does."""

    def __init__(self, graphql: GraphQL, who: Person, *boards: str) -> None:
        self._graphql = graphql
        self._who = who
        self._boards = list(boards) or None
        self.cursor: str | None = None
        self.pages = 0

    async def start(self, since: str | None = None) -> Told:
        told = await self.page(since)
        self.cursor = told["cursor"]
        return told

    async def page(self, since: str | None = None, first: int = 100) -> Told:
        given = {"from": since} if since else {"since": self.cursor}
        answer = await self._graphql(QUERY, self._who, boards=self._boards, first=first, **given)
        told: Told = answer["changes"]
        return told

    async def catch_up(self, first: int = 100) -> dict[str, set[str]]:
        """Returns all ids told, by kind, until there is no more."""
        found: dict[str, set[str]] = {}
        self.pages, more = 0, True
        while more:
            told = await self.page(first=first)
            kinds = {name: [each["id"] for each in told[name]] for name in LISTS}
            kinds |= {f"gone{kind}Ids": told[f"gone{kind}Ids"] for kind in GONE}
            assert sum(len(kinds[name]) for name in LISTS) <= first
            for kind, ids in kinds.items():
                found[kind] = found.get(kind, set()) | set(ids)
            self.cursor, more = told["cursor"], told["hasMore"]
            self.pages += 1
            assert self.pages < 100
        return {kind: ids for kind, ids in found.items() if ids}


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id, "admin"))


async def test_what_is_old_is_not_told_again(
    graphql: GraphQL, wekan: Wekan, mara: Person, place: Place
) -> None:
    await wekan.card(place)
    client = Client(graphql, mara, place.board)
    first = await client.start()
    assert first["boardIds"] == [place.board]
    assert not any(first[name] for name in LISTS)
    assert await client.catch_up() == {}


async def test_every_kind_of_change_is_told(
    graphql: GraphQL, wekan: Wekan, mara: Person, place: Place
) -> None:
    card = await wekan.card(place)
    client = Client(graphql, mara, place.board)
    await client.start()
    now = {"modifiedAt": datetime.now(UTC)}
    checklist = await wekan.checklist(place, card, "Item", **now)
    [item] = [each["_id"] for each in await wekan.all("checklistItems")]
    comment = await wekan.comment(place, card, mara, **now)
    changed = {
        "boards": place.board,
        "swimlanes": place.swimlane,
        "lists": place.done,
        "cards": card,
        "checklistItems": item,
    }
    for collection, wanted in changed.items():
        await wekan.set(collection, wanted, **now)
    told = await client.catch_up()
    assert told == {name: {wanted} for name, wanted in changed.items()} | {
        "checklists": {checklist},
        "comments": {comment},
    }
    # What changed just now may be told twice, and later it is not.
    assert await client.catch_up() == told
    for collection in (*changed, "checklists", "card_comments"):
        old = {"$set": {"modifiedAt": datetime.now(UTC) - 2 * OVERLAP}}
        await wekan.database[collection].update_many({}, old)
    assert await client.catch_up() == {}


async def test_what_is_deleted_through_this_server_is_told(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, mara: Person, place: Place
) -> None:
    card, moved = await wekan.card(place), await wekan.card(place)
    other = await wekan.place(member(mara.id, "admin"))
    client, everywhere = Client(graphql, mara, place.board), Client(graphql, mara)
    await client.start()
    await everywhere.start()
    await graphql(
        "mutation ($id: ID!) { deleteCard(input: { id: $id }) { __typename } }", mara, id=card
    )
    move = "mutation ($input: UpdateCardInput!) { updateCard(input: $input) { __typename } }"
    to = {"id": moved, "boardId": other.board, "listId": other.todo}
    await graphql(move, mara, input=to)
    url = f"/api/boards/{place.board}/lists/{place.done}"
    assert (await http.delete(url, headers=mara.headers)).status_code == 200
    told = await client.catch_up()
    assert told["goneCardIds"] == {card, moved}
    assert told["goneListIds"] == {place.done}
    assert moved not in told.get("cards", ())
    told = await everywhere.catch_up()
    assert told["goneCardIds"] == {card}
    assert moved in told["cards"]


REMOVED = {
    "removeChecklist": ("checklistId", "goneChecklistIds"),
    "removedChecklistItem": ("checklistItemId", "goneChecklistItemIds"),
    "deleteComment": ("commentId", "goneCommentIds"),
    "removeSwimlane": ("swimlaneId", "goneSwimlaneIds"),
    "removeList": ("listId", "goneListIds"),
    "deleteCard": ("cardId", "goneCardIds"),
}


async def test_what_wekan_deletes_is_told_by_its_activities(
    graphql: GraphQL, wekan: Wekan, mara: Person, place: Place
) -> None:
    client = Client(graphql, mara, place.board)
    await client.start()
    hidden = await wekan.place()
    for kind, (path, _) in REMOVED.items():
        for board in (place.board, hidden.board):
            gone = {path: f"{kind} {board}"}
            at = {"createdAt": datetime.now(UTC)}
            await wekan.put("activities", activityType=kind, boardId=board, **gone, **at)
    told = await client.catch_up()
    assert told == {name: {f"{kind} {place.board}"} for kind, (_, name) in REMOVED.items()}
    assert (await client.page())["deletionsKnown"] is True
    await wekan.setting(disableActivities=True)
    assert (await client.page())["deletionsKnown"] is False


async def test_only_what_the_caller_may_see_is_told(
    graphql: GraphQL, wekan: Wekan, mara: Person
) -> None:
    now = {"modifiedAt": datetime.now(UTC)}
    nils = await wekan.person("nils")
    place = await wekan.place(member(mara.id), member(nils.id, "normal-assigned-only"))
    client = Client(graphql, nils, place.board)
    await client.start()
    own = await wekan.card(place, assignees=[nils.id], **now)
    other = await wekan.card(place, **now)
    for card in (own, other):
        await wekan.comment(place, card, mara, text="Hm", **now)
        await wekan.checklist(place, card, **now)
    told = await client.catch_up()
    assert told["cards"] == {own}
    assert len(told["comments"]) == len(told["checklists"]) == 1
    await wekan.set("cards", own, assignees=[], **now)
    person = {"assigneeId": nils.id, "cardId": own, "createdAt": datetime.now(UTC)}
    await wekan.put("activities", activityType="unjoinAssignee", boardId=place.board, **person)
    assert (await client.catch_up())["goneCardIds"] == {own}
    # A board that he may not see any more is gone, and nothing else is told of it.
    await wekan.set("boards", place.board, members=[member(mara.id)])
    assert await client.catch_up() == {"goneBoardIds": {place.board}}
    assert (await client.page())["boardIds"] == []


@pytest.mark.parametrize("first", [1, 2, 7])
async def test_pages_are_bounded_and_leave_nothing_out(
    graphql: GraphQL, wekan: Wekan, mara: Person, place: Place, first: int
) -> None:
    client = Client(graphql, mara, place.board)
    await client.start()
    now = datetime.now(UTC)
    # Several have the very same date, and one moves on while the pages are read.
    cards = {await wekan.card(place, modifiedAt=now) for _ in range(5)}
    cards |= {await wekan.card(place, modifiedAt=now + timedelta(seconds=n)) for n in range(3)}
    comments = {await wekan.comment(place, card, mara, modifiedAt=now) for card in sorted(cards)}
    told = await client.page(first=first)
    client.cursor = told["cursor"]
    early = {each["id"] for each in told["cards"]}
    await wekan.set("cards", min(cards), modifiedAt=now + timedelta(seconds=30))
    late = await client.catch_up(first)
    assert early | late["cards"] == cards
    assert {each["id"] for each in told["comments"]} | late["comments"] == comments
    assert client.pages >= 16 // first - 1


async def test_a_moment_is_a_beginning_too(
    graphql: GraphQL, wekan: Wekan, mara: Person, place: Place
) -> None:
    await wekan.card(place)
    client = Client(graphql, mara)
    told = await client.start(START.isoformat())
    assert [len(told[name]) for name in LISTS] == [1, 1, 2, 1, 0, 0, 0]
    assert await client.catch_up() == {}


async def test_old_parts_that_name_no_board_follow_their_card(
    graphql: GraphQL, wekan: Wekan, mara: Person, place: Place
) -> None:
    client = Client(graphql, mara, place.board)
    await client.start()
    hidden = await wekan.card(await wekan.place())
    now = {"modifiedAt": datetime.now(UTC)}
    await wekan.put("card_comments", cardId=hidden, text="Hm", **now)
    seen = await wekan.put("card_comments", cardId=await wekan.card(place), text="Hm", **now)
    assert await client.catch_up() == {"comments": {seen}}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"since": "x"}, "since"),
        ({"since": "x", "from": "2026-03-01"}, "since"),
        ({"first": 0}, "first"),
        ({"first": 501}, "first"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    graphql: GraphQL, mara: Person, given: dict[str, object], field: str
) -> None:
    error = await graphql.error(QUERY, mara, **given)
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": field}


async def test_nobody_is_told_without_a_login(graphql: GraphQL) -> None:
    assert await graphql.code(QUERY) == "UNAUTHENTICATED"


async def test_a_page_counts_as_large_as_it_may_be(graphql: GraphQL, mara: Person) -> None:
    wide = "{ changes(first: 500) { cards { board { cards(first: 1000) { nodes { id } } } } } }"
    error = await graphql.error(wide, mara)
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": "query"}
