"""Changes of a card over REST: every field, everything that is refused, every move."""

from datetime import UTC, datetime

import httpx
import pytest

from store.mongo import Store
from tests.api.rest_client import Place, Rest, everything, make_place, set_role, stored
from tests.clients import Person
from tests.conftest import NewPerson

DUE = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("way", ["json", "data"])
async def test_all_fields_at_once(rest: Rest, place: Place, store: Store, way: str) -> None:
    body = {
        "title": "x" * 2000,
        "description": "Two coats",
        "sort": "2.5",
        "color": "#0a1B2c",
        "requestedBy": "Olga",
        "assignedBy": "Stan",
        "receivedAt": "2026-03-01",
        "startAt": "2026-03-01T09:00:00.000Z",
        "dueAt": "1772355600000",
        "endAt": "2026-03-01T09:00:00",
        "dueComplete": "true",
        "spentTime": "1.5",
        "isOverTime": "true",
        "authorId": "somebodyElse",
    }
    before = await stored(store, "cards", place.card_id)
    assert await rest.ok("PUT", place.card, **{way: body}) == {"_id": place.card_id}
    card = await stored(store, "cards", place.card_id)
    assert card["title"] == "x" * 1000
    assert (card["description"], card["sort"], card["color"]) == ("Two coats", 2.5, "#0a1B2c")
    assert (card["requestedBy"], card["assignedBy"]) == ("Olga", "Stan")
    assert card["receivedAt"] == DUE.replace(hour=0)
    assert card["startAt"] == card["dueAt"] == card["endAt"] == DUE
    assert (card["dueComplete"], card["spentTime"], card["isOvertime"]) == (True, 1.5, True)
    assert card["userId"] == before["userId"]


@pytest.mark.parametrize("way", ["json", "data"])
async def test_falsy_values_count(rest: Rest, place: Place, store: Store, way: str) -> None:
    full = {"sort": 3, "description": "x", "spentTime": 2, "color": "red", "dueAt": 0}
    await rest.ok("PUT", place.card, full | {"dueComplete": True, "isOvertime": True})
    empty = {"sort": 0, "description": "", "spentTime": 0, "color": "", "dueAt": ""}
    await rest.ok("PUT", place.card, **{way: empty | {"dueComplete": "", "isOvertime": "no"}})
    card = await stored(store, "cards", place.card_id)
    assert (card["sort"], card["spentTime"]) == (0, 0)
    assert not card.keys() & {"description", "color", "dueAt"}
    assert (card["dueComplete"], card["isOvertime"]) == (False, False)


async def test_dates_are_cleared(rest: Rest, place: Place, store: Store) -> None:
    for value in ("", None, "null"):
        await rest.ok("PUT", place.card, {"dueAt": 1772355600000})
        assert (await stored(store, "cards", place.card_id))["dueAt"] == DUE
        await rest.ok("PUT", place.card, {"dueAt": value})
        assert "dueAt" not in await stored(store, "cards", place.card_id)


async def test_people_and_labels(
    http: httpx.AsyncClient, rest: Rest, place: Place, mara: Person, store: Store
) -> None:
    labels = [{"_id": "aaaaaa", "name": "a", "color": "red"}, {"_id": "bbbbbb", "color": "sky"}]
    boards = store.database["boards"]
    await boards.update_one({"_id": place.board_id}, {"$set": {"labels": labels}})
    await rest.ok("PUT", place.card, {"labelIds": "aaaaaa", "members": mara.id})
    card = await stored(store, "cards", place.card_id)
    assert (card["labelIds"], card["members"]) == (["aaaaaa"], [mara.id])
    repeated = {"labelIds": ["aaaaaa", "bbbbbb"], "assignees": [mara.id, "stranger"]}
    await rest.ok("PUT", place.card, data=repeated)
    card = await stored(store, "cards", place.card_id)
    assert (card["labelIds"], card["assignees"]) == (["aaaaaa", "bbbbbb"], [mara.id])
    await rest.ok("PUT", place.card, {"labelIds": [], "members": None, "assignees": ""})
    card = await stored(store, "cards", place.card_id)
    assert card["labelIds"] == card["members"] == card["assignees"] == []


async def test_update_is_refused_whole(rest: Rest, place: Place, store: Store) -> None:
    before = await everything(store)
    for body, field in (
        ({"title": "New", "sort": "high"}, "sort"),
        ({"title": "New", "sort": None}, "sort"),
        ({"title": "New", "dueAt": "soon"}, "dueAt"),
        ({"title": "New", "color": "beige"}, "color"),
        ({"title": "New", "labelIds": ["nowhere"]}, "labelIds"),
        ({"title": "New", "parentId": "nowhere"}, "parentId"),
        ({"title": "New", "parentId": place.card_id}, "parentId"),
        ({"title": "New", "spentTime": -1}, "spentTime"),
        ({"title": "New", "newBoardId": place.board_id}, "newBoardId"),
        ({"title": " ", "description": "x"}, "title"),
        ({"title": "New", "archive": []}, "archive"),
        ({"archive": True, "color": "beige"}, "color"),
        *(({"title": "New", key: "x"}, key) for key in ("vote", "poker", "customFields")),
        *(({"title": "New", key: "[{}]"}, key) for key in ("stickers", "locations")),
    ):
        response = await rest.send("PUT", place.card, json=body)
        assert (response.status_code, response.json().get("field")) == (400, field), body
    assert await everything(store) == before


async def test_nothing_to_change(rest: Rest, place: Place, store: Store) -> None:
    before = await everything(store)
    for body in ({}, {"authorId": "x"}, {"listId": "", "swimlaneId": None}):
        response = await rest.send("PUT", place.card, json=body)
        assert (response.status_code, response.json()) == (404, {"message": "Error"})
    assert await everything(store) == before


async def test_archive_and_restore(rest: Rest, place: Place, store: Store) -> None:
    await rest.ok("PUT", place.card, {"archive": True, "title": "Old"})
    card = await stored(store, "cards", place.card_id)
    assert (card["archived"], card["title"]) == (True, "Old")
    await rest.ok("PUT", place.card, data={"archive": "false"})
    assert (await stored(store, "cards", place.card_id))["archived"] is False
    types = [each["activityType"] for each in (await everything(store))["activities"]]
    assert {"archivedCard", "restoredCard"} <= set(types)


async def test_move_within_the_board(rest: Rest, place: Place, mara: Person, store: Store) -> None:
    done = (await rest.ok("POST", f"{place.board}/lists", {"title": "Done"}))["_id"]
    first = await rest.ok("POST", f"{place.board}/lists/{done}/cards", {"title": "First"})
    lane = (await rest.ok("POST", f"{place.board}/swimlanes", {"title": "Fast"}))["_id"]
    await rest.ok("PUT", place.card, data={"listId": done, "swimlaneId": lane})
    card = await stored(store, "cards", place.card_id)
    assert (card["listId"], card["swimlaneId"]) == (done, lane)
    assert card["sort"] < (await stored(store, "cards", first["_id"]))["sort"]
    [moved] = [
        each
        for each in (await everything(store))["activities"]
        if each["activityType"] == "moveCard"
    ]
    assert (moved["oldListId"], moved["userId"]) == (place.list_id, mara.id)
    assert await rest.status("PUT", place.card, {"title": "x"}) == 404
    assert await rest.status("DELETE", place.card) == 404
    assert await stored(store, "cards", place.card_id) == card


async def test_places_of_other_boards_are_refused(rest: Rest, place: Place, store: Store) -> None:
    other = await make_place(rest)
    before = await everything(store)
    for name, value in (("listId", other.list_id), ("swimlaneId", other.swimlane_id)):
        response = await rest.send("PUT", place.card, json={"title": "New", name: value})
        assert response.status_code == 400
        assert response.json() == {
            "error": f"{name} does not belong to this board. To move a card to another board, "
            "send newBoardId, newSwimlaneId and newListId."
        }
    for noun, wrong in (("list", place.list_id), ("swimlane", place.swimlane_id)):
        body = {
            "newBoardId": other.board_id,
            "newListId": other.list_id,
            "newSwimlaneId": other.swimlane_id,
        } | {f"new{noun.capitalize()}Id": wrong}
        response = await rest.send("PUT", place.card, json=body)
        assert response.status_code == 404
        assert response.json() == {
            "error": f"Destination {noun} not found or does not belong to destination board"
        }
    assert await everything(store) == before


async def test_move_to_another_board(
    http: httpx.AsyncClient, rest: Rest, place: Place, person: NewPerson, store: Store
) -> None:
    other = await make_place(rest)
    body = {
        "newBoardId": other.board_id,
        "newListId": other.list_id,
        "newSwimlaneId": other.swimlane_id,
    }
    member = await person("mona")
    await set_role(store, place.board_id, member)
    before = await everything(store)
    assert await Rest(http, member).status("PUT", place.card, body) == 404
    await set_role(store, other.board_id, member, isReadOnly=True)
    assert await Rest(http, member).status("PUT", place.card, body) == 403
    assert (await everything(store))["cards"] == before["cards"]
    await rest.ok("PUT", place.card, data=body | {"title": "Moved"})
    card = await stored(store, "cards", place.card_id)
    assert (card["boardId"], card["listId"]) == (other.board_id, other.list_id)
    assert (card["title"], card["cardNumber"]) == ("Moved", 2)
