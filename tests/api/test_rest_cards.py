"""The life of a card over REST."""

from datetime import UTC, datetime

import httpx
import pytest
from bson import Decimal128, Int64, ObjectId
from bson.datetime_ms import DatetimeMS

from store.mongo import Store
from tests.api.rest_client import Place, Rest, everything, make_place, set_role, stored
from tests.clients import Person
from tests.conftest import NewPerson

DUE = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
async def mara(person: NewPerson) -> Person:
    return await person("mara")


@pytest.fixture
async def rest(http: httpx.AsyncClient, mara: Person) -> Rest:
    return Rest(http, mara)


@pytest.fixture
async def place(rest: Rest) -> Place:
    return await make_place(rest)


@pytest.mark.parametrize("way", ["json", "data"])
async def test_create(rest: Rest, place: Place, mara: Person, store: Store, way: str) -> None:
    labels = (await stored(store, "boards", place.board_id))["labels"]
    label = {"labelIds": labels[0]["_id"]} if labels else {}
    body = {
        "title": " Fence ",
        "authorId": "somebodyElse",
        "swimlaneId": place.swimlane_id,
        "description": "White",
        "members": mara.id,
        "assignees": [mara.id, "stranger"],
        "dueAt": "2026-03-01T10:00:00+01:00",
        "color": "white",
        **label,
    }
    made = await rest.ok("POST", place.cards, **{way: body})
    card = await stored(store, "cards", made["_id"])
    assert made == {"_id": card["_id"]}
    assert (card["title"], card["description"], card["color"]) == ("Fence", "White", "white")
    assert (card["userId"], card["members"], card["assignees"]) == (mara.id, [mara.id], [mara.id])
    assert (card["listId"], card["swimlaneId"]) == (place.list_id, place.swimlane_id)
    assert (card["dueAt"], card["sort"], card["cardNumber"]) == (DUE, 1, 2)
    [activity] = [
        each
        for each in (await everything(store))["activities"]
        if each.get("cardId") == card["_id"]
    ]
    assert (activity["activityType"], activity["userId"]) == ("createCard", mara.id)


async def test_create_refuses(rest: Rest, place: Place, store: Store) -> None:
    before = await everything(store)
    for body, status, field in (
        ({}, 400, "title"),
        ({"title": ""}, 400, "title"),
        ({"title": "x", "swimlaneId": "nowhere"}, 400, "swimlaneId"),
        ({"title": "x", "color": "beige"}, 400, "color"),
        ({"title": "x", "dueAt": "tomorrow"}, 400, "dueAt"),
        ({"title": "x", "dueAt": True}, 400, "dueAt"),
        ({"title": "x", "startAt": 10**30}, 400, "startAt"),
        ({"title": "x", "endAt": "0001-01-01T00:00:00+14:00"}, 400, "endAt"),
        ({"title": "x", "labelIds": ["nowhere"]}, 400, "labelIds"),
        ({"title": "x", "linkedId": place.card_id}, 400, "linkedId"),
    ):
        response = await rest.send("POST", place.cards, json=body)
        assert (response.status_code, response.json()["field"]) == (status, field)
    elsewhere = f"{place.board}/lists/nowhere/cards"
    response = await rest.send("POST", elsewhere, json={"title": "x"})
    assert (response.status_code, response.json()["reason"]) == (404, "List not found")
    assert await everything(store) == before


async def test_cards_of_a_list_and_of_a_swimlane(rest: Rest, place: Place, store: Store) -> None:
    body = {"title": "Above", "sort": -1, "dueAt": "1772355600000"}
    above = (await rest.ok("POST", place.cards, body))["_id"]
    for gone in ({"archived": True}, {"deletedAt": DUE}):
        hidden = (await rest.ok("POST", place.cards, {"title": "Gone"}))["_id"]
        await store.database["cards"].update_one({"_id": hidden}, {"$set": gone})
    line = {
        "_id": above,
        "title": "Above",
        "dueAt": "2026-03-01T09:00:00.000Z",
        "assignees": [],
        "sort": -1,
    }
    of_list = await rest.ok("GET", place.cards)
    assert [each["_id"] for each in of_list] == [above, place.card_id]
    assert of_list[0].items() >= (line | {"swimlaneId": place.swimlane_id}).items()
    assert "listId" not in of_list[0] and "startAt" not in of_list[0]
    of_swimlane = await rest.ok("GET", f"{place.board}/swimlanes/{place.swimlane_id}/cards")
    assert of_swimlane[0].items() >= (line | {"listId": place.list_id}).items()
    for path in ("lists", "swimlanes"):
        assert await rest.ok("GET", f"{place.board}/{path}/nowhere/cards") == []


async def test_one_card_is_shown_whole(rest: Rest, place: Place, store: Store) -> None:
    odd = {
        "far": DatetimeMS(253_402_300_800_000),
        "ancient": DatetimeMS(-62_167_219_200_001),
        "never": DatetimeMS(2**62),
        "nothing": float("nan"),
        "object": ObjectId("5f0000000000000000000000"),
        "long": Int64(7),
        "decimal": Decimal128("1.50"),
        "bytes": b"\x00\xff",
        "early": datetime(33, 4, 3, tzinfo=UTC),
    }
    await store.database["cards"].update_one({"_id": place.card_id}, {"$set": {"odd": odd}})
    shown = await rest.ok("GET", place.card)
    assert shown["odd"] == {
        "far": "+010000-01-01T00:00:00.000Z",
        "ancient": "-000001-12-31T23:59:59.999Z",
        "never": None,
        "nothing": None,
        "object": "5f0000000000000000000000",
        "long": 7,
        "decimal": "1.50",
        "bytes": "AP8=",
        "early": "0033-04-03T00:00:00.000Z",
    }
    assert shown.keys() == (await stored(store, "cards", place.card_id)).keys()
    assert await rest.ok("GET", f"/api/cards/{place.card_id}") == shown


async def test_an_archived_card_is_shown_by_its_id_alone(rest: Rest, place: Place) -> None:
    await rest.ok("PUT", place.card, {"archive": "true"})
    response = await rest.send("GET", place.card)
    assert (response.status_code, response.json()["reason"]) == (404, "Card not found")
    assert (await rest.ok("GET", f"/api/cards/{place.card_id}"))["archived"] is True
    assert await rest.status("GET", "/api/cards/nowhere") == 404


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
        *(({"title": "New", key: "[]"}, key) for key in ("stickers", "locations")),
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


async def test_delete(rest: Rest, place: Place, mara: Person, store: Store) -> None:
    assert await rest.ok("DELETE", place.card) == {"_id": place.card_id}
    assert await stored(store, "cards", place.card_id) is None
    [deleted] = [
        each for each in (await everything(store))["activities"] if each.get("cardId") is not None
    ]
    assert (deleted["activityType"], deleted["userId"]) == ("deleteCard", mara.id)
    assert await rest.status("DELETE", place.card) == 404


async def test_delete_takes_the_address_seriously(rest: Rest, place: Place, store: Store) -> None:
    other = await make_place(rest)
    spare = (await rest.ok("POST", f"{place.board}/lists", {"title": "Spare"}))["_id"]
    before = await everything(store)
    for path in (
        f"{other.cards}/{place.card_id}",
        f"{other.board}/lists/{place.list_id}/cards/{place.card_id}",
        f"{place.board}/lists/{spare}/cards/{place.card_id}",
        f"{place.cards}/nowhere",
    ):
        for method in ("GET", "PUT", "DELETE"):
            response = await rest.send(method, path, **_title_for(method))
            assert (response.status_code, response.json()["reason"]) == (404, "Card not found")
    assert await everything(store) == before


def _title_for(method: str) -> dict[str, object]:
    return {"json": {"title": "x"}} if method == "PUT" else {}
