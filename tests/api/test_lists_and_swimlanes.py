"""Lists and swimlanes over GraphQL: what is stored when one is made."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.clients import GraphQL
from tests.factories import FLAGS, START, Document, Wekan, member

CREATE_LIST = """
mutation ($input: CreateListInput!) {
  createList(input: $input) { list { id title sort swimlaneId swimlane { title } board { id } } }
}
"""
CREATE_SWIMLANE = """
mutation ($input: CreateSwimlaneInput!) {
  createSwimlane(input: $input) { swimlane { id title sort board { id } cards { totalCount } } }
}
"""


async def made_list(graphql: GraphQL, who: Any, board: str, **fields: object) -> Any:
    given = {"boardId": board, "title": "Doing"} | fields
    return (await graphql(CREATE_LIST, who, input=given))["createList"]["list"]


async def made_swimlane(graphql: GraphQL, who: Any, board: str, **fields: object) -> Any:
    given = {"boardId": board, "title": "Urgent"} | fields
    return (await graphql(CREATE_SWIMLANE, who, input=given))["createSwimlane"]["swimlane"]


def without_dates(document: Document) -> Document:
    """Checks that a new document's dates are one moment, of just now, and leaves them out."""
    dates = {document.pop(name) for name in ("createdAt", "updatedAt", "modifiedAt")}
    (moment,) = dates
    assert START < moment <= datetime.now(UTC)
    return document


def position(document: Document, kind: str, **more: str) -> Document:
    return {
        "boardId": document["boardId"],
        "entityType": kind,
        "entityId": document["_id"],
        "originalPosition": {"sort": document["sort"], "title": document["title"]},
        "originalTitle": document["title"],
        **more,
    }


async def positions(wekan: Wekan) -> list[Document]:
    found = await wekan.all("positionHistory")
    for each in found:
        assert each.pop("createdAt") == each.pop("updatedAt")
        assert len(each.pop("_id")) == 17
    return found


async def test_a_list_is_stored_as_wekan_stores_it(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    shown = await made_list(graphql, mara, place.board, title=" Doing ")
    stored = without_dates(await wekan.get("lists", shown["id"]))
    assert stored == {
        "_id": shown["id"],
        "title": "Doing",
        "boardId": place.board,
        "swimlaneId": place.swimlane,
        "sort": 2,
        "starred": False,
        "archived": False,
        "type": "list",
        "width": 220,
        "wipLimit": {"value": 1, "enabled": False, "soft": False},
    }
    assert shown == {
        "id": shown["id"],
        "title": "Doing",
        "sort": 2,
        "swimlaneId": place.swimlane,
        "swimlane": {"title": "Default"},
        "board": {"id": place.board},
    }
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "createList",
            "type": "list",
            "boardId": place.board,
            "listId": shown["id"],
            "title": "Doing",
        }
    ]
    assert await positions(wekan) == [position(stored, "list", originalSwimlaneId=place.swimlane)]


async def test_a_swimlane_is_stored_as_wekan_stores_it(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    shown = await made_swimlane(graphql, mara, place.board, title=" Urgent ")
    stored = without_dates(await wekan.get("swimlanes", shown["id"]))
    assert stored == {
        "_id": shown["id"],
        "title": "Urgent",
        "boardId": place.board,
        "sort": 1,
        "archived": False,
        "type": "swimlane",
        "height": -1,
    }
    assert shown == {
        "id": shown["id"],
        "title": "Urgent",
        "sort": 1,
        "board": {"id": place.board},
        "cards": {"totalCount": 0},
    }
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "createSwimlane",
            "type": "swimlane",
            "boardId": place.board,
            "swimlaneId": shown["id"],
        }
    ]
    assert await positions(wekan) == [position(stored, "swimlane")]


async def test_new_ones_go_last(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    board = await wekan.board(member(mara.id))
    assert (await made_swimlane(graphql, mara, board))["sort"] == 0
    assert (await made_list(graphql, mara, board))["sort"] == 0
    for odd in (7.5, None, float("nan"), "99"):
        await wekan.in_list(board, sort=odd)
        await wekan.swimlane(board, sort=odd)
    await wekan.in_list(board, sort=50, archived=True)
    await wekan.swimlane(board, sort=50, archived=True)
    await wekan.unset("lists", await wekan.in_list(board, sort=9), "archived")
    assert (await made_list(graphql, mara, board))["sort"] == 10
    assert (await made_swimlane(graphql, mara, board))["sort"] == 8.5
    assert (await made_swimlane(graphql, mara, board, sort=-0.5))["sort"] == -0.5
    assert (await made_swimlane(graphql, mara, board, sort=0))["sort"] == 0


async def test_a_list_lies_in_the_first_live_swimlane_unless_another_is_named(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    board = await wekan.board(member(mara.id))
    await wekan.swimlane(board, sort=0, archived=True)
    later = await wekan.swimlane(board, sort=2)
    first = await wekan.swimlane(board, sort=1)
    assert (await made_list(graphql, mara, board))["swimlaneId"] == first
    assert (await made_list(graphql, mara, board, swimlaneId=later))["swimlaneId"] == later


@pytest.mark.parametrize("archived", [False, True])
async def test_a_board_without_a_swimlane_is_healed(
    graphql: GraphQL, wekan: Wekan, archived: bool
) -> None:
    mara = await wekan.person("mara")
    board = await wekan.board(member(mara.id))
    if archived:
        made = {"_id": f"{board}-default", "title": "Default", "archived": True}
        await wekan.swimlane(board, **made)
    made = await made_list(graphql, mara, board)
    assert made["swimlaneId"] == f"{board}-default"
    (swimlane,) = await wekan.all("swimlanes")
    assert (swimlane["_id"], swimlane["title"], swimlane["archived"], swimlane["sort"]) == (
        f"{board}-default",
        "Default",
        False,
        0,
    )
    assert (swimlane["boardId"], swimlane["type"], swimlane["height"]) == (board, "swimlane", -1)


async def test_what_is_refused_leaves_nothing(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place, other = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    shelved = await wekan.swimlane(place.board, archived=True)
    before = await wekan.everything()
    for mutation, fields, field in (
        (CREATE_LIST, {"title": " "}, "input.title"),
        (CREATE_LIST, {"title": "x" * 1001}, "input.title"),
        (CREATE_LIST, {"swimlaneId": other.swimlane}, "input.swimlaneId"),
        (CREATE_LIST, {"swimlaneId": shelved}, "input.swimlaneId"),
        (CREATE_LIST, {"swimlaneId": "none"}, "input.swimlaneId"),
        (CREATE_LIST, {"swimlaneId": ""}, "input.swimlaneId"),
        (CREATE_SWIMLANE, {"title": ""}, "input.title"),
    ):
        given = {"boardId": place.board, "title": "Doing"} | fields
        error = await graphql.error(mutation, mara, input=given)
        assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": field}, fields
    assert await wekan.everything() == before


WRITERS = {"admin", "normal", "normal-assigned-only", "no-comments", "site-admin"}


async def test_who_may_make_lists_and_swimlanes(graphql: GraphQL, wekan: Wekan) -> None:
    people = await wekan.cast(*FLAGS, "left", "stranger")
    people["site-admin"] = await wekan.person("site-admin", isAdmin=True)
    members = [member(people[role].id, role) for role in FLAGS]
    left = member(people["left"].id, "admin", active=False)
    private = await wekan.board(*members, left)
    public = await wekan.board(*members, left, permission="public")
    for mutation in (CREATE_LIST, CREATE_SWIMLANE):
        for name, who in [*people.items(), ("anonymous", None)]:
            for board, hidden in ((private, "NOT_FOUND"), (public, "FORBIDDEN")):
                answer = await graphql.post(mutation, who, input={"boardId": board, "title": "x"})
                errors = answer.json().get("errors")
                code = errors[0]["extensions"]["code"] if errors else None
                if name in WRITERS:
                    expected = None
                elif name == "anonymous":
                    expected = "UNAUTHENTICATED"
                else:
                    expected = "FORBIDDEN" if name in FLAGS else hidden
                assert code == expected, (name, board == public, mutation)
    assert len(await wekan.all("lists")) == 2 * len(WRITERS)


async def test_cards_of_lists_and_swimlanes(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    later = await wekan.swimlane(place.board, sort=1)
    await wekan.card(place, title="a", sort=2)
    await wekan.card(place, title="b", sort=1, swimlaneId=later)
    await wekan.card(place, title="c", listId=place.done)
    await wekan.card(place, title="shelved", archived=True)
    await wekan.card(place, title="gone", deletedAt=START)
    text = """
    query ($id: ID!) {
      board(id: $id) {
        lists { cards { nodes { title } totalCount } all: cards(archived: null) { totalCount } }
        swimlanes { cards(orderBy: {field: TITLE, direction: DESC}) { nodes { title } } }
      }
    }
    """
    board = (await graphql(text, mara, id=place.board))["board"]
    assert board == {
        "lists": [
            {
                "cards": {"nodes": [{"title": "b"}, {"title": "a"}], "totalCount": 2},
                "all": {"totalCount": 3},
            },
            {"cards": {"nodes": [{"title": "c"}], "totalCount": 1}, "all": {"totalCount": 1}},
        ],
        "swimlanes": [
            {"cards": {"nodes": [{"title": "c"}, {"title": "a"}]}},
            {"cards": {"nodes": [{"title": "b"}]}},
        ],
    }
