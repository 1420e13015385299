"""Checklists and their items: made, changed, ticked, moved and deleted through both doors."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import START, Document, Place, Wekan, member

CREATE = """
mutation ($input: CreateChecklistInput!) {
  createChecklist(input: $input) { checklist { id title sort items { title sort isFinished } } }
}
"""
UPDATE = """
mutation ($input: UpdateChecklistInput!) {
  updateChecklist(input: $input) {
    checklist { title sort hideCheckedItems hideAllItems showAtMinicard }
  }
}
"""
MOVE = """
mutation ($input: MoveChecklistInput!) {
  moveChecklist(input: $input) { checklist { sort card { id } } }
}
"""
DELETE = """
mutation ($input: DeleteChecklistInput!) {
  deleteChecklist(input: $input) { deletedChecklistId card { checklists { id } } }
}
"""
CREATE_ITEM = """
mutation ($input: CreateChecklistItemInput!) {
  createChecklistItem(input: $input) { item { id title sort isFinished checklist { id } } }
}
"""
UPDATE_ITEM = """
mutation ($input: UpdateChecklistItemInput!) {
  updateChecklistItem(input: $input) { item { title sort isFinished } }
}
"""
MOVE_ITEM = """
mutation ($input: MoveChecklistItemInput!) {
  moveChecklistItem(input: $input) { item { sort checklist { id } card { id } } }
}
"""
DELETE_ITEM = """
mutation ($input: DeleteChecklistItemInput!) {
  deleteChecklistItem(input: $input) { deletedItemId checklist { items { id } } }
}
"""
SHOWN = "query ($id: ID!) { checklist(id: $id) { title card { id } items { title } } }"


@dataclass(frozen=True, slots=True)
class Scene:
    mara: Person
    place: Place
    card: str
    rest: Rest

    @property
    def path(self) -> str:
        return f"/api/boards/{self.place.board}/cards/{self.card}/checklists"

    @property
    def placed(self) -> Document:
        """What every activity of the card's checklists says."""
        place = self.place
        where = {"boardId": place.board, "listId": place.todo, "swimlaneId": place.swimlane}
        return {"userId": self.mara.id, "cardId": self.card, **where}


@pytest.fixture
async def scene(http: httpx.AsyncClient, wekan: Wekan) -> Scene:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    return Scene(mara, place, await wekan.card(place), Rest(http, mara))


async def items_of(wekan: Wekan, checklist: str) -> list[Document]:
    return await wekan.all("checklistItems", checklistId=checklist)


async def test_one_is_made_over_rest(scene: Scene, wekan: Wekan) -> None:
    made = await scene.rest.ok("POST", scene.path, {"title": " Prep ", "items": ["Sand", "Paint"]})
    stored = await wekan.get("checklists", made["_id"])
    own = {"cardId": scene.card, "boardId": scene.place.board, "userId": scene.mara.id}
    dates = {name: stored[name] for name in ("createdAt", "modifiedAt")}
    assert min(dates.values()) > START
    assert stored == {"_id": made["_id"], "title": "Prep", "sort": 0, **own, **dates}
    items = await items_of(wekan, made["_id"])
    of_list = {"checklistId": made["_id"], "isFinished": False, **own, **dates}
    assert items == [
        {"_id": items[n]["_id"], "title": title, "sort": n, **of_list}
        for n, title in enumerate(("Sand", "Paint"))
    ]
    told = {**scene.placed, "checklistId": made["_id"]}
    assert await wekan.activities() == [
        {"activityType": "addChecklist", "checklistName": "Prep", **told},
        *(
            {
                "activityType": "addChecklistItem",
                "checklistItemId": item["_id"],
                "checklistItemName": item["title"],
                **told,
            }
            for item in items
        ),
    ]
    plain = await scene.rest.ok("POST", scene.path, data={"items": "Alone"})
    assert (await items_of(wekan, plain["_id"]))[0]["title"] == "Alone"
    shown = [{"_id": made["_id"], "title": "Prep"}, {"_id": plain["_id"], "title": "Checklist"}]
    assert await scene.rest.ok("GET", scene.path) == shown
    whole = await scene.rest.ok("GET", f"{scene.path}/{made['_id']}")
    assert (whole["title"], whole["cardId"], whole["sort"]) == ("Prep", scene.card, 0)
    assert whole["items"] == [
        {"_id": each["_id"], "title": each["title"], "isFinished": False} for each in items
    ]


async def test_one_is_made_and_changed_over_graphql(
    graphql: GraphQL, scene: Scene, wekan: Wekan
) -> None:
    await wekan.checklist(scene.place, scene.card, sort=4)
    new = {"cardId": scene.card, "items": ["Sand"]}
    made = (await graphql(CREATE, scene.mara, input=new))["createChecklist"]["checklist"]
    checklist = made.pop("id")
    line = {"title": "Sand", "sort": 0, "isFinished": False}
    assert made == {"title": "Checklist", "sort": 5, "items": [line]}
    change = {"title": "Prep", "sort": 2.5, "hideCheckedItems": True, "showAtMinicard": False}
    shown = await graphql(UPDATE, scene.mara, input={"id": checklist, **change})
    assert shown["updateChecklist"]["checklist"] == {**change, "hideAllItems": None}
    stored = await wekan.get("checklists", checklist)
    assert (stored["hideCheckedChecklistItems"], stored["showChecklistAtMinicard"]) == (True, False)
    await graphql(UPDATE, scene.mara, input={"id": checklist, "showAtMinicard": None})
    assert "showChecklistAtMinicard" not in await wekan.get("checklists", checklist)
    read = (await graphql(SHOWN, scene.mara, id=checklist))["checklist"]
    assert read == {"title": "Prep", "card": {"id": scene.card}, "items": [{"title": "Sand"}]}


async def test_items_are_ticked_and_that_is_told(
    graphql: GraphQL, scene: Scene, wekan: Wekan
) -> None:
    checklist = await wekan.checklist(scene.place, scene.card, "Sand", "Paint")
    sand, paint = [each["_id"] for each in await items_of(wekan, checklist)]
    at = f"{scene.path}/{checklist}/items"
    ticks: list[tuple[str, Document]] = [
        (sand, {"json": {"isFinished": True}}),
        (sand, {"json": {"isFinished": "TRUE"}}),  # is so already
        (paint, {"data": {"isFinished": "true", "title": "Varnish"}}),
        (paint, {"json": {}}),
        (paint, {"json": {"title": "Oil"}}),
        (paint, {"json": {"isFinished": 0}}),
    ]
    for item, body in ticks:
        assert await scene.rest.ok("PUT", f"{at}/{item}", **body) == {"_id": item}
    done = {"id": paint, "isFinished": True, "sort": -1}
    shown = await graphql(UPDATE_ITEM, scene.mara, input=done)
    shown_item = shown["updateChecklistItem"]["item"]
    assert shown_item == {"title": "Oil", "sort": -1, "isFinished": True}
    told = [
        (each["activityType"], each.get("checklistItemId", each["checklistId"]))
        for each in await wekan.activities()
    ]
    assert told == [
        ("checkedItem", sand),
        ("checkedItem", paint),
        ("completeChecklist", checklist),
        ("uncompleteChecklist", checklist),
        ("uncheckedItem", paint),
        ("checkedItem", paint),
        ("completeChecklist", checklist),
    ]
    whole = await scene.rest.ok("GET", f"{at}/{paint}")
    assert (whole["title"], whole["isFinished"], whole["checklistId"]) == ("Oil", True, checklist)
    assert (await wekan.activities())[-1] == {
        **scene.placed,
        "activityType": "completeChecklist",
        "checklistId": checklist,
        "checklistName": "Prep",
    }


async def test_items_are_made_where_they_are_wanted(
    graphql: GraphQL, scene: Scene, wekan: Wekan
) -> None:
    checklist = await wekan.checklist(scene.place, scene.card, "First", "Second")
    at = f"{scene.path}/{checklist}/items"
    for body, sort in (
        ({}, 2),
        ({"sort": 7.5}, 7.5),
        ({"sort": "x"}, 8.5),
        ({"sort": ""}, 0),
        ({"sort": "-3"}, -3),
    ):
        made = await scene.rest.ok("POST", at, {"title": "New", **body})
        stored = await wekan.get("checklistItems", made["_id"])
        assert (stored["sort"], stored["isFinished"]) == (sort, False), body
    new = {"checklistId": checklist, "title": " Last "}
    item = (await graphql(CREATE_ITEM, scene.mara, input=new))["createChecklistItem"]["item"]
    assert (item["title"], item["sort"], item["checklist"]["id"]) == ("Last", 9.5, checklist)
    assert len(await wekan.activities(activityType="addChecklistItem")) == 6


async def test_what_is_deleted_leaves_nothing_but_word_of_it(
    graphql: GraphQL, scene: Scene, wekan: Wekan
) -> None:
    for door in ("rest", "graphql"):
        checklist = (await scene.rest.ok("POST", scene.path, {"items": ["a", "b"]}))["_id"]
        first = (await items_of(wekan, checklist))[0]["_id"]
        kept = await wekan.checklist(scene.place, scene.card, "kept")
        if door == "rest":
            at = f"{scene.path}/{checklist}"
            assert await scene.rest.ok("DELETE", f"{at}/items/{first}") == {"_id": first}
        else:
            gone = await graphql(DELETE_ITEM, scene.mara, input={"id": first})
            assert gone["deleteChecklistItem"]["deletedItemId"] == first
        (told,) = await wekan.activities(checklistItemId=first)
        assert told["activityType"] == "removedChecklistItem"
        assert told["checklistItemName"] == "a"
        if door == "rest":
            assert await scene.rest.ok("DELETE", at) == {"_id": checklist}
        else:
            gone = await graphql(DELETE, scene.mara, input={"id": checklist})
            assert gone["deleteChecklist"]["deletedChecklistId"] == checklist
        (told,) = await wekan.activities(checklistId=checklist)
        assert told["activityType"] == "removeChecklist"
        assert told["checklistName"] == "Checklist"
        assert await items_of(wekan, checklist) == []
        assert len(await items_of(wekan, kept)) == 1


async def test_they_move_to_other_cards(graphql: GraphQL, scene: Scene, wekan: Wekan) -> None:
    """GHSA-gv8h-5p3p-6hx7 (ChecklistBleed): only to where the actor may write."""
    other = await wekan.place(member(scene.mara.id))
    read_only = await wekan.place(member(scene.mara.id, "read-only"))
    hidden = await wekan.place()
    target = await wekan.card(other)
    there = await wekan.checklist(other, target, "Old", sort=3)
    checklist = (await scene.rest.ok("POST", scene.path, {"items": ["a", "b"]}))["_id"]
    item = (await items_of(wekan, checklist))[0]["_id"]
    before = await wekan.everything()
    for place, code in ((read_only, "FORBIDDEN"), (hidden, "NOT_FOUND")):
        card = await wekan.card(place)
        foreign = await wekan.checklist(place, card)
        tried = {"id": checklist, "cardId": card}
        assert await graphql.code(MOVE, scene.mara, input=tried) == code
        tried = {"id": item, "checklistId": foreign}
        assert await graphql.code(MOVE_ITEM, scene.mara, input=tried) == code
        assert await graphql.code(MOVE, scene.mara, input={"id": foreign, "cardId": target}) == code
    tried = {"id": checklist, "cardId": "nowhere"}
    assert await graphql.code(MOVE, scene.mara, input=tried) == "NOT_FOUND"
    for name in ("checklistItems", "activities"):
        assert await wekan.all(name) == before[name]
    moved = await graphql(MOVE, scene.mara, input={"id": checklist, "cardId": target})
    assert moved["moveChecklist"]["checklist"] == {"sort": 4, "card": {"id": target}}
    now = {"cardId": target, "boardId": other.board}
    found: list[Any] = [await wekan.get("checklists", checklist), *await items_of(wekan, checklist)]
    found += await wekan.activities(checklistId=checklist)
    assert len(found) == 6
    assert all({name: each[name] for name in now} == now for each in found)
    shown = await graphql(MOVE_ITEM, scene.mara, input={"id": item, "checklistId": there})
    on = {"checklist": {"id": there}, "card": {"id": target}}
    assert shown["moveChecklistItem"]["item"] == {"sort": 1, **on}


async def test_what_is_refused(graphql: GraphQL, scene: Scene, wekan: Wekan) -> None:
    checklist = await wekan.checklist(scene.place, scene.card, "Sand")
    item = (await items_of(wekan, checklist))[0]["_id"]
    other_card = await wekan.card(scene.place)
    elsewhere = scene.path.replace(scene.card, other_card)
    at = f"{scene.path}/{checklist}"
    before = await wekan.everything()
    for method, path, body, status in (
        ("POST", scene.path, {"items": ["fine", ""]}, 400),
        ("POST", scene.path, {"items": [{"title": "a"}]}, 400),
        ("POST", scene.path, {"title": "x" * 1001}, 400),
        ("POST", f"{at}/items", {}, 400),
        ("POST", f"{at}/items", {"title": " "}, 400),
        ("POST", f"{at}/items", {"title": "a", "sort": {"$gt": 1}}, 400),
        ("PUT", f"{at}/items/{item}", {"title": ""}, 400),
        ("PUT", f"{at}/items/{item}", {"isFinished": None}, 400),
        ("GET", f"{scene.path}/nowhere", None, 404),
        ("GET", f"{elsewhere}/{checklist}", None, 404),
        ("DELETE", f"{elsewhere}/{checklist}", None, 404),
        ("DELETE", f"{scene.path}/nowhere/items/{item}", None, 404),
        ("PUT", f"{elsewhere}/{checklist}/items/{item}", {"isFinished": True}, 404),
        ("POST", f"{elsewhere}/{checklist}/items", {"title": "a"}, 404),
    ):
        assert await scene.rest.status(method, path, body) == status, (method, path, body)
    for query, given, code in (
        (CREATE, {"cardId": scene.card, "items": [" "]}, "BAD_USER_INPUT"),
        (UPDATE, {"id": checklist, "title": None}, "BAD_USER_INPUT"),
        (UPDATE_ITEM, {"id": item, "isFinished": None}, "BAD_USER_INPUT"),
        (UPDATE_ITEM, {"id": item, "title": ""}, "BAD_USER_INPUT"),
        (CREATE, {"cardId": "nowhere"}, "NOT_FOUND"),
        (DELETE, {"id": "nowhere"}, "NOT_FOUND"),
        (DELETE_ITEM, {"id": "nowhere"}, "NOT_FOUND"),
    ):
        assert await graphql.code(query, scene.mara, input=given) == code, given
    assert await wekan.everything() == before


async def test_who_may(http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan) -> None:
    cast = await wekan.cast()
    place = await wekan.place(*(member(who.id, role) for role, who in cast.items()))
    card = await wekan.card(place, assignees=[who.id for who in cast.values()])
    unassigned = await wekan.card(place)
    hidden = await wekan.checklist(place, unassigned)
    checklist = await wekan.checklist(place, card, "Sand")
    (item,) = await items_of(wekan, checklist)
    writers = {"admin", "normal", "normal-assigned-only", "no-comments"}
    path = f"/api/boards/{place.board}/cards/{card}/checklists"
    tick = {"id": item["_id"], "isFinished": True}
    for role, who in cast.items():
        client, status = Rest(http, who), 200 if role in writers else 403
        at = f"{path}/{checklist}/items"
        assert await client.status("POST", path, {}) == status, role
        assert await client.status("POST", at, {"title": "a"}) == status
        assert await client.status("PUT", f"{at}/{item['_id']}", {"isFinished": False}) == status
        answer = (await graphql.post(UPDATE_ITEM, who, input=tick)).json()
        assert ("errors" in answer) is (role not in writers), role
        assert await client.status("GET", f"{path}/{checklist}") == 200
        # Whoever sees assigned cards only is not told of what hangs on another.
        shown = (await graphql.post(SHOWN, who, id=hidden)).json()
        assert (shown["data"]["checklist"] is None) is role.endswith("assigned-only"), role
        spare = (await client.ok("POST", path, {}))["_id"] if role in writers else checklist
        assert await client.status("DELETE", f"{path}/{spare}") == status
    stranger = await wekan.person("stan")
    assert await Rest(http, stranger).status("GET", path) == 404
    assert await graphql.code(UPDATE_ITEM, stranger, input=tick) == "NOT_FOUND"
    assert await graphql.code(SHOWN, stranger, id=checklist) == "NOT_FOUND"
    assert await graphql.code(UPDATE_ITEM, input=tick) == "UNAUTHENTICATED"
    await wekan.set("boards", place.board, permission="public")
    assert (await graphql(SHOWN, id=checklist))["checklist"]["title"] == "Prep"
    assert await graphql.code(UPDATE_ITEM, input=tick) == "UNAUTHENTICATED"
