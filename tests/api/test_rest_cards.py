"""The life of a card over REST."""

from datetime import UTC, datetime

import pytest
from bson import Decimal128, Int64, ObjectId
from bson.datetime_ms import DatetimeMS

from store.mongo import Store
from tests.api.rest_client import Place, Rest, everything, make_place, stored
from tests.clients import Person

DUE = datetime(2026, 3, 1, 9, tzinfo=UTC)


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
        ({"title": "x", "linkedId": {"$ne": ""}}, 400, "linkedId"),
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
