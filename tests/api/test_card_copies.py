"""Copies of single cards, through both doors."""

from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import START, Wekan, member

COPY = (
    "mutation ($input: CopyCardInput!) { copyCard(input: $input) { card { id list { title } } } }"
)


@pytest.mark.parametrize("door", ["rest", "graphql"])
async def test_a_card_is_copied_with_all_that_hangs_on_it(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, door: str
) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    place = await wekan.place(member(mara.id), member(nils.id))
    label = {"_id": "bugBug", "name": "Bug", "color": "lime"}
    other = await wekan.place(member(mara.id), labels=[label])
    card = await wekan.card(
        place,
        title="Paint",
        labelIds=["redRed", "sky222"],
        members=[mara.id, nils.id],
        dueAt=START,
        archived=True,
        vote={"question": "Now?", "positive": [nils.id]},
    )
    below = await wekan.card(place, title="Brush", parentId=card)
    await wekan.checklist(place, card, "item")
    await wekan.comment(place, card, nils)
    above = await wekan.card(other, sort=4)
    under = await wekan.card(other, sort=8)
    at = f"/api/boards/{place.board}/lists/{place.todo}/cards/{card}/copy"
    to = {"BoardId": other.board, "ListId": other.todo, "SwimlaneId": other.swimlane}
    if door == "rest":
        body = {f"to{name}": each for name, each in to.items()}
        made = (await Rest(http, mara).ok("POST", at, body | {"position": "1"}))["_id"]
    else:
        given: Any = {name[0].lower() + name[1:]: each for name, each in to.items()}
        copied = await graphql(COPY, mara, input=given | {"cardId": card, "position": 1})
        made = copied["copyCard"]["card"]["id"]
    document = await wekan.get("cards", made)
    assert (document["title"], document["dueAt"], document["archived"]) == ("Paint", START, True)
    assert (document["labelIds"], document["members"]) == (["bugBug"], [mara.id])
    assert (document["boardId"], document["listId"]) == (other.board, other.todo)
    assert document["vote"] == {"question": "Now?", "positive": [nils.id]}
    assert (await wekan.get("cards", above))["sort"] < document["sort"] == 6
    assert document["sort"] < (await wekan.get("cards", under))["sort"]
    (child,) = await wekan.all("cards", parentId=made)
    assert (child["title"], child["boardId"]) == ("Brush", other.board) and child["_id"] != below
    for name in ("checklists", "checklistItems", "card_comments"):
        (part,) = await wekan.all(name, cardId=made)
        assert part["boardId"] == other.board, name
    told = await wekan.activities(boardId=other.board)
    assert {each["activityType"] for each in told} == {"createCard", "addComment"}
    assert {each["userId"] for each in told} == {mara.id}


async def test_what_is_refused(http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan) -> None:
    mara, reader = await wekan.person("mara"), await wekan.person("reader")
    place = await wekan.place(member(mara.id), member(reader.id, "read-only"))
    reading = await wekan.place(member(mara.id, "comment-only"), member(reader.id))
    hidden = await wekan.place()
    card = await wekan.card(place)
    at = f"/api/boards/{place.board}/lists/{place.todo}/cards/{card}/copy"
    rest, lane = Rest(http, mara), {"toSwimlaneId": place.swimlane}
    before = await wekan.everything()
    response = await rest.send("POST", at, json={"toListId": place.done})
    assert (response.status_code, response.json()) == (400, {"error": "toSwimlaneId is required"})
    for body, status in (
        (lane | {"toListId": hidden.todo}, 400),
        ({"toSwimlaneId": hidden.swimlane}, 400),
        (lane | {"toListId": {"$ne": ""}}, 400),
        (lane | {"position": [1]}, 400),
        ({"toSwimlaneId": reading.swimlane, "toBoardId": reading.board}, 403),
        ({"toSwimlaneId": hidden.swimlane, "toBoardId": hidden.board}, 404),
    ):
        assert await rest.status("POST", at, body) == status, body
    assert await rest.status("POST", at.replace(place.todo, place.done), lane) == 404
    onto = {"toBoardId": reading.board, "toListId": reading.todo, "toSwimlaneId": reading.swimlane}
    assert await Rest(http, reader).status("POST", at, onto) == 403
    stranger: Person = await wekan.person("stan")
    assert await Rest(http, stranger).status("POST", at, lane) == 404
    given = {"cardId": card, "boardId": hidden.board, "listId": hidden.todo}
    assert await graphql.code(COPY, mara, input=given) == "NOT_FOUND"
    after = dict(await wekan.everything())
    assert {name: each for name, each in after.items() if name != "users"} == {
        name: each for name, each in before.items() if name != "users"
    }
