"""The routes that python-wekan calls and Wekan lacks; what they do is in test_kept_clients.py."""

import httpx
import pytest

from store.mongo import Store
from tests.api.rest_client import Rest, everything, stored
from tests.clients import Person
from tests.factories import Place, Wekan, member


@pytest.fixture
async def people(wekan: Wekan) -> dict[str, Person]:
    return {name: await wekan.person(name) for name in ("admin", "normal", "comment-only")}


@pytest.fixture
async def place(wekan: Wekan, people: dict[str, Person]) -> Place:
    return await wekan.place(*(member(who.id, role) for role, who in people.items()))


async def test_boards_and_labels_are_for_board_admins_and_lists_for_who_may_write(
    http: httpx.AsyncClient, people: dict[str, Person], place: Place, store: Store
) -> None:
    board = f"/api/boards/{place.board}"
    of_boards = [("PUT", ""), ("POST", "/archive"), ("POST", "/restore"), ("POST", "/labels")]
    of_lists = [("POST", f"/lists/{place.todo}/{verb}") for verb in ("archive", "unarchive")]
    before = await everything(store)
    for role, calls in (("normal", of_boards), ("comment-only", of_boards + of_lists)):
        for method, path in calls:
            body = {"title": "Mine", "name": "Mine"}
            assert await Rest(http, people[role]).status(method, board + path, body) == 403, path
    assert await everything(store) == before
    for method, path in of_lists:
        await Rest(http, people["normal"]).ok(method, board + path)
    archived = await stored(store, "lists", place.todo)
    assert archived["archived"] is False and archived["archivedAt"]


async def test_what_is_refused_changes_nothing(
    http: httpx.AsyncClient, people: dict[str, Person], place: Place, store: Store
) -> None:
    admin, board = Rest(http, people["admin"]), f"/api/boards/{place.board}"
    before = await everything(store)
    for method, path, body, field in (
        ("PUT", board, {"title": " "}, "title"),
        ("PUT", board, {"color": "vermilion"}, "color"),
        ("PUT", board, {"description": "Fine", "permission": "secret"}, "permission"),
        ("POST", f"{board}/labels", {}, "label"),
        ("POST", f"{board}/labels", {"name": "Bug", "color": "vermilion"}, "label"),
        ("POST", f"{board}/labels", {"name": {"$ne": ""}}, "label"),
    ):
        refused = await admin.send(method, path, json=body)
        assert (refused.status_code, refused.json()["field"]) == (400, field), body
    other = f"/api/boards/{place.board}/lists/nowhere/archive"
    assert await admin.status("POST", other) == 404
    assert await everything(store) == before


async def test_a_label_that_is_there_is_found(
    http: httpx.AsyncClient, people: dict[str, Person], place: Place, store: Store
) -> None:
    admin, path = Rest(http, people["admin"]), f"/api/boards/{place.board}/labels"
    made = await admin.ok("POST", path, {"name": "Bugs", "color": "red"})
    assert await admin.ok("PUT", path, {"label": {"name": "Bugs", "color": "red"}}) == made["_id"]
    named = await admin.ok("POST", path, {"label": "Idea"})
    labels = (await stored(store, "boards", place.board))["labels"]
    assert labels[-2:] == [
        {"_id": made["_id"], "name": "Bugs", "color": "red"},
        {"_id": named["_id"], "name": "Idea", "color": "green"},
    ]
