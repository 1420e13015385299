"""Labels of boards, through both doors."""

import asyncio
import dataclasses

import httpx
import pytest

from domain.settings import Settings
from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.conftest import running
from tests.factories import LABELS, START, Document, Place, Wekan, member

CREATE = """
mutation ($input: CreateLabelInput!) {
  createLabel(input: $input) { labelId board { labels { id name color } } }
}
"""
UPDATE = """
mutation ($input: UpdateLabelInput!) {
  updateLabel(input: $input) { labelId board { labels { id name color } } }
}
"""
DELETE = """
mutation ($input: DeleteLabelInput!) {
  deleteLabel(input: $input) { deletedLabelId board { labels { id } } }
}
"""


@pytest.fixture
async def ada(wekan: Wekan) -> Person:
    return await wekan.person("ada")


@pytest.fixture
async def place(wekan: Wekan, ada: Person) -> Place:
    return await wekan.place(member(ada.id, "admin"))


async def labels(wekan: Wekan, place: Place) -> list[Document]:
    found: list[Document] = (await wekan.get("boards", place.board))["labels"]
    return found


async def test_labels_are_made(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, ada: Person, place: Place
) -> None:
    rest, path = Rest(http, ada), f"/api/boards/{place.board}/labels"
    bodies: list[tuple[object, Document]] = [
        ("Feature", {"name": "Feature", "color": "green"}),
        ({"name": "Feature", "color": "navy"}, {"name": "Feature", "color": "navy"}),
        ({"name": 7}, {"name": "7", "color": "green"}),
        ({}, {"name": "", "color": "green"}),
    ]
    for body, expected in bodies:
        made = await rest.ok("PUT", path, {"label": body})
        assert len(made) == 6
        stored = await labels(wekan, place)
        assert stored[-1] == {"_id": made, **expected}
        count = len(stored)
        assert await rest.ok("PUT", path, {"label": body}) == made
        assert len(await labels(wekan, place)) == count
    assert await rest.ok("PUT", path, {"label": {"name": "Bug", "color": "red"}}) == "redRed"
    assert (await labels(wekan, place))[:2] == list(LABELS)
    form = await rest.send("PUT", path, data={"label": "Form"})
    assert (await labels(wekan, place))[-1]["_id"] == form.json()

    given = {"boardId": place.board, "name": " Hex ", "color": "#00ff7f"}
    typed = (await graphql(CREATE, ada, input=given))["createLabel"]
    shown = {"id": typed["labelId"], "name": "Hex", "color": "#00ff7f"}
    assert typed["board"]["labels"][-1] == shown
    assert (await wekan.get("boards", place.board))["modifiedAt"] > START
    assert await wekan.all("activities") == []


async def test_labels_made_at_once_are_all_kept(
    http: httpx.AsyncClient, wekan: Wekan, ada: Person, place: Place
) -> None:
    await wekan.unset("boards", place.board, "labels", "modifiedAt")
    rest, path = Rest(http, ada), f"/api/boards/{place.board}/labels"
    names = ["a", "b", "c", "a"]
    made = await asyncio.gather(*(rest.ok("PUT", path, {"label": each}) for each in names))
    assert made[0] == made[3]
    assert sorted(each["name"] for each in await labels(wekan, place)) == ["a", "b", "c"]


async def test_labels_are_changed(
    graphql: GraphQL, wekan: Wekan, ada: Person, place: Place
) -> None:
    given = {"boardId": place.board, "id": "sky222"}
    changes: list[tuple[Document, Document]] = [
        ({"name": "Idea"}, {"name": "Idea", "color": "sky"}),
        ({"color": "#000000"}, {"name": "Idea", "color": "#000000"}),
        ({"name": None, "color": "sky"}, {"name": "", "color": "sky"}),
        ({}, {"name": "", "color": "sky"}),
    ]
    for change, expected in changes:
        answered = (await graphql(UPDATE, ada, input=given | change))["updateLabel"]
        assert answered["labelId"] == "sky222"
        assert answered["board"]["labels"][1] == {"id": "sky222", **expected}
        stored = await labels(wekan, place)
        assert stored == [LABELS[0], {"_id": "sky222", **expected}]
    before = await wekan.everything()
    wrong: list[tuple[Document, str]] = [
        ({"name": "Bug", "color": "red"}, "CONFLICT"),
        ({"color": "mud"}, "BAD_USER_INPUT"),
        ({"color": None}, "BAD_USER_INPUT"),
        ({"name": "x" * 1001}, "BAD_USER_INPUT"),
        ({"id": "nolabl"}, "NOT_FOUND"),
    ]
    for change, code in wrong:
        assert await graphql.code(UPDATE, ada, input=given | change) == code, change
    assert await wekan.everything() == before


async def test_a_deleted_label_is_taken_off_cards(
    graphql: GraphQL, wekan: Wekan, ada: Person, place: Place
) -> None:
    bearing = [
        await wekan.card(place, labelIds=["redRed", "sky222"]),
        await wekan.card(place, labelIds=["sky222"], archived=True, listId=place.done),
    ]
    spared = await wekan.card(place, labelIds=["redRed"])
    other = await wekan.place()
    elsewhere = await wekan.card(other, labelIds=["sky222"])
    untouched = [await wekan.get("cards", each) for each in (spared, elsewhere)]
    given = {"boardId": place.board, "id": "sky222"}
    gone = (await graphql(DELETE, ada, input=given))["deleteLabel"]
    assert gone == {"deletedLabelId": "sky222", "board": {"labels": [{"id": "redRed"}]}}
    assert [(await wekan.get("cards", each))["labelIds"] for each in bearing] == [["redRed"], []]
    assert (await wekan.get("cards", bearing[0]))["modifiedAt"] > START.replace(hour=12)
    assert [await wekan.get("cards", each) for each in (spared, elsewhere)] == untouched
    assert await labels(wekan, place) == [LABELS[0]]
    assert await wekan.activities() == [
        {
            "userId": ada.id,
            "activityType": "removedLabel",
            "labelId": "sky222",
            "boardId": place.board,
            "cardId": card,
            "listId": in_list,
            "swimlaneId": place.swimlane,
        }
        for card, in_list in zip(bearing, (place.todo, place.done), strict=True)
    ]
    assert await graphql.code(DELETE, ada, input=given) == "NOT_FOUND"


async def test_only_board_admins_make_labels(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    """#5819: whoever writes puts labels on cards, but makes none."""
    cast = await wekan.cast()
    stan, root = await wekan.person("stan"), await wekan.person("root", isAdmin=True)
    place = await wekan.place(*(member(each.id, role) for role, each in cast.items()))
    path, body = f"/api/boards/{place.board}/labels", {"label": "Mine"}
    given = {"boardId": place.board}
    before = await wekan.everything()
    for role, who in {**cast, "stranger": stan}.items():
        if role == "admin":
            continue
        hidden = role == "stranger"
        code, status = ("NOT_FOUND", 404) if hidden else ("FORBIDDEN", 403)
        assert await Rest(http, who).status("PUT", path, body) == status
        assert await graphql.code(CREATE, who, input=given) == code
        for operation in (UPDATE, DELETE):
            assert await graphql.code(operation, who, input=given | {"id": "redRed"}) == code
    assert await Rest(http).status("PUT", path, body) == 401
    assert await wekan.everything() == before
    made = [await Rest(http, who).ok("PUT", path, body) for who in (root, cast["admin"])]
    assert made[0] == made[1]


async def test_what_is_no_label_is_refused(
    http: httpx.AsyncClient, wekan: Wekan, ada: Person, place: Place
) -> None:
    path, before = f"/api/boards/{place.board}/labels", await wekan.everything()
    wrong: list[tuple[Document, str]] = [
        ({}, "Missing 'label'."),
        ({"label": None}, "Missing 'label'."),
        ({"label": 7}, "'label' must be an object"),
        ({"label": True}, "'label' must be an object"),
        ({"label": {"$ne": ""}}, "'label' must be an object"),
        ({"label": ["Bug"]}, "'label' must be an object"),
        ({"label": {"name": {"$ne": ""}}}, "'label' must be an object"),
        ({"label": {"name": "x", "color": "mud"}}, "Invalid label color 'mud'. Allowed colors: "),
        ({"label": {"color": "#00ff7f"}}, "Invalid label color '#00ff7f'."),
    ]
    for body, told in wrong:
        answered = await Rest(http, ada).send("PUT", path, json=body)
        assert answered.status_code == 400
        assert answered.json()["reason"].startswith(told), body
        assert answered.json()["field"] == "label"
    assert await wekan.everything() == before


async def test_failures_as_wekan_answers_them(settings: Settings) -> None:
    async with running(dataclasses.replace(settings, rest_errors="wekan")) as app:
        wekan = Wekan(app.state.services.store.database)
        ada, nora = await wekan.person("ada"), await wekan.person("nora")
        place = await wekan.place(member(ada.id, "admin"), member(nora.id))
        transport = httpx.ASGITransport(app)
        path, label = f"/api/boards/{place.board}/labels", {"label": "x"}
        only = "Only a board admin can create or edit labels"
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            for who, where, body, status, told in (
                (None, path, label, 401, "Unauthorized"),
                (ada, "/api/boards/none/labels", label, 404, "Board not found"),
                (nora, path, label, 403, only),
                (ada, path, {"label": 7}, 400, "'label' must be an object { name, color } or"),
            ):
                answered = await Rest(http, who).send("PUT", where, json=body)
                assert answered.status_code == status
                assert list(answered.json()) == ["error"]
                assert answered.json()["error"].startswith(told)
