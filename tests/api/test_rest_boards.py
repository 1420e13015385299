"""Boards, lists and swimlanes over REST."""

import httpx
import pytest

from store.mongo import Store
from tests.api.rest_client import Rest, everything, make_place, set_role, stored
from tests.clients import Person
from tests.conftest import NewPerson


@pytest.mark.parametrize("way", ["json", "data"])
async def test_create_board(rest: Rest, mara: Person, store: Store, way: str) -> None:
    body = {"title": " Roadmap ", "permission": "public", "color": "nephritis", "owner": mara.id}
    made = await rest.ok("POST", "/api/boards", **{way: body})
    assert list(made) == ["_id", "defaultSwimlaneId"]
    board = await stored(store, "boards", made["_id"])
    assert (board["title"], board["permission"], board["color"]) == (
        "Roadmap",
        "public",
        "nephritis",
    )
    swimlane = await stored(store, "swimlanes", made["defaultSwimlaneId"])
    assert swimlane["boardId"] == made["_id"]


async def test_flags_of_the_owner(rest: Rest, mara: Person, store: Store) -> None:
    for no in (False, "false"):
        body = {"title": "Roadmap", "isAdmin": no, "isWorker": "true", "isActive": ""}
        made = await rest.ok("POST", "/api/boards", body)
        [member] = (await stored(store, "boards", made["_id"]))["members"]
        assert member["userId"] == mara.id
        assert (member["isAdmin"], member["isActive"], member["isWorker"]) == (False, True, True)


async def test_create_board_refuses(rest: Rest, store: Store) -> None:
    refused: tuple[tuple[dict[str, object], str], ...] = (
        ({}, "Title is required in boards insertAsync"),
        ({"title": "  "}, "Title is required in boards insertAsync"),
        ({"title": "x", "permission": "open"}, "A board is private or public."),
        ({"title": "x", "isAdmin": "maybe"}, "This is true or false."),
    )
    before = await everything(store)
    for body, reason in refused:
        response = await rest.send("POST", "/api/boards", json=body)
        assert (response.status_code, response.json()["reason"]) == (400, reason)
        assert response.json()["error"] == 400
    assert await everything(store) == before


async def test_boards_for_others_are_made_by_admins(
    http: httpx.AsyncClient, rest: Rest, mara: Person, person: NewPerson, store: Store
) -> None:
    root = await person("root", admin=True)
    assert await rest.status("POST", "/api/boards", {"title": "x", "owner": root.id}) == 403
    body = {"title": "x", "owner": mara.id}
    made = await Rest(http, root).ok("POST", "/api/boards", body)
    assert (await stored(store, "boards", made["_id"]))["members"][0]["userId"] == mara.id


async def test_one_board_is_shown_whole(rest: Rest, store: Store) -> None:
    place = await make_place(rest)
    change = {"$set": {"odd": {"nested": [1, None]}, "archived": True}}
    await store.database["boards"].update_one({"_id": place.board_id}, change)
    shown = await rest.ok("GET", place.board)
    assert shown["odd"] == {"nested": [1, None]} and shown["archived"] is True
    assert shown.keys() == (await stored(store, "boards", place.board_id)).keys()


async def test_public_boards_are_listed_for_admins(
    http: httpx.AsyncClient, rest: Rest, person: NewPerson
) -> None:
    public = await make_place(rest, permission="public", title="Open")
    await make_place(rest)
    admin = Rest(http, await person("root", admin=True))
    assert await admin.ok("GET", "/api/boards") == [{"_id": public.board_id, "title": "Open"}]
    assert await rest.status("GET", "/api/boards") == 403


async def test_a_public_board_is_read_by_anybody_with_a_token(
    http: httpx.AsyncClient, rest: Rest, person: NewPerson
) -> None:
    place = await make_place(rest, permission="public")
    reader = Rest(http, await person("rita"))
    for path in (place.board, f"{place.board}/lists", place.cards, place.card):
        assert await reader.status("GET", path) == 200
        assert (await http.get(path)).status_code == 401
    assert await reader.status("POST", f"{place.board}/lists", {"title": "x"}) == 403
    assert await reader.status("PUT", place.card, {"title": "x"}) == 403
    assert await reader.status("DELETE", place.card) == 403


@pytest.mark.parametrize("way", ["json", "data"])
async def test_lists(rest: Rest, store: Store, way: str) -> None:
    place = await make_place(rest)
    body = {"title": "Next", "swimlaneId": place.swimlane_id}
    made = await rest.ok("POST", f"{place.board}/lists", **{way: body})
    document = await stored(store, "lists", made["_id"])
    assert document["swimlaneId"] == place.swimlane_id
    shown = await rest.ok("GET", f"{place.board}/lists/{made['_id']}")
    assert shown.keys() == document.keys() and shown["title"] == "Next"
    lines = await rest.ok("GET", f"{place.board}/lists")
    assert [line["_id"] for line in lines] == [place.list_id, made["_id"]]
    assert list(lines[0]) == ["_id", "title", "modifiedAt", "cardsModifiedAt"]
    assert lines[0]["cardsModifiedAt"] is not None and lines[1]["cardsModifiedAt"] is None


async def test_lists_that_are_gone_are_not_shown(rest: Rest, store: Store) -> None:
    place = await make_place(rest)
    document = await stored(store, "lists", place.list_id)
    for change in ({"deletedAt": document["createdAt"]}, {"archived": True}):
        await store.database["lists"].replace_one({"_id": place.list_id}, document | change)
        assert await rest.ok("GET", f"{place.board}/lists") == []
        assert await rest.status("GET", f"{place.board}/lists/{place.list_id}") == 404


async def test_a_list_belongs_to_its_board(rest: Rest) -> None:
    place, other = await make_place(rest), await make_place(rest)
    assert await rest.status("GET", f"{other.board}/lists/{place.list_id}") == 404
    assert await rest.status("GET", f"{other.board}/swimlanes/{place.swimlane_id}") == 404
    body = {"title": "x", "swimlaneId": place.swimlane_id}
    assert await rest.status("POST", f"{other.board}/lists", body) == 400


async def test_swimlanes(rest: Rest, store: Store) -> None:
    place = await make_place(rest)
    path = f"{place.board}/swimlanes"
    above = await rest.ok("POST", path, {"title": "Above", "sort": -1})
    between = await rest.ok("POST", path, data={"title": "Between", "sort": "-0.5"})
    below = await rest.ok("POST", path, {"title": "Below"})
    assert await rest.ok("GET", path) == [
        {"_id": above["_id"], "title": "Above"},
        {"_id": between["_id"], "title": "Between"},
        {"_id": place.swimlane_id, "title": "Default"},
        {"_id": below["_id"], "title": "Below"},
    ]
    shown = await rest.ok("GET", f"{path}/{above['_id']}")
    assert shown.keys() == (await stored(store, "swimlanes", above["_id"])).keys()
    assert await rest.status("POST", path, {"title": "x", "sort": "high"}) == 400
    assert await rest.status("POST", path, {"title": "x", "sort": 2**63}) == 200


async def test_a_title_is_required(rest: Rest) -> None:
    place = await make_place(rest)
    for noun in ("lists", "swimlanes"):
        for body in ({}, {"title": " "}, {"title": None}):
            response = await rest.send("POST", f"{place.board}/{noun}", json=body)
            assert response.status_code == 400
            assert response.json()["reason"] == f"Title is required in {noun} insertAsync"


async def test_roles(http: httpx.AsyncClient, rest: Rest, person: NewPerson, store: Store) -> None:
    place, member = await make_place(rest), await person("mona")
    theirs = Rest(http, member)
    for flag, write, move in (
        ("isCommentOnly", 403, 403),
        ("isReadOnly", 403, 403),
        ("isWorker", 403, 200),
        ("isNoComments", 200, 200),
    ):
        await set_role(store, place.board_id, member, **{flag: True})
        assert await theirs.status("GET", place.card) == 200
        for noun in ("lists", "swimlanes"):
            assert await theirs.status("POST", f"{place.board}/{noun}", {"title": "x"}) == write
        assert await theirs.status("POST", place.cards, {"title": "x"}) == write
        assert await theirs.status("PUT", place.card, {"title": "x"}) == write
        assert await theirs.status("PUT", place.card, {"sort": 5}) == move
        assert await theirs.status("PUT", place.card, {"sort": 5, "archive": False}) == write
        assert await theirs.status("DELETE", place.card) == write


async def test_assigned_only_roles_see_their_cards_only(
    http: httpx.AsyncClient, rest: Rest, person: NewPerson, store: Store
) -> None:
    place = await make_place(rest)
    member = await person("mona")
    await set_role(store, place.board_id, member, isNormalAssignedOnly=True)
    theirs = Rest(http, member)
    swimlane = f"{place.board}/swimlanes/{place.swimlane_id}/cards"
    for path in (place.cards, swimlane):
        assert await theirs.ok("GET", path) == []
    for method in ("GET", "PUT", "DELETE"):
        body = {"title": "x"} if method == "PUT" else None
        assert await theirs.status(method, place.card, body) == 404
    assert await theirs.status("GET", f"/api/cards/{place.card_id}") == 404
    [line] = await theirs.ok("GET", f"{place.board}/lists")
    assert line["cardsModifiedAt"] is None
    await rest.ok("PUT", place.card, {"assignees": [member.id]})
    for path in (place.cards, swimlane):
        assert [each["_id"] for each in await theirs.ok("GET", path)] == [place.card_id]
    before = await everything(store)
    leaving = {"assignees": [], "archive": True}
    assert await theirs.status("PUT", place.card, leaving) == 400
    assert await everything(store) == before
    assert await theirs.status("PUT", place.card, {"assignees": []}) == 200
