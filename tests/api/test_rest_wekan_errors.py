"""REST_ERRORS=wekan: failures word for word as Wekan v11 answers them."""

import dataclasses
from typing import Any

import httpx
import pytest

from domain.settings import Settings
from store.mongo import Store
from tests.api.rest_client import Place, Rest, everything, make_place
from tests.clients import Person
from tests.conftest import NewPerson


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return dataclasses.replace(settings, rest_errors="wekan")


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    place: Place
    anybody: Rest
    owner: Rest
    stranger: Rest
    admin: Rest
    root: Person


@pytest.fixture
async def site(http: httpx.AsyncClient, person: NewPerson) -> Site:
    root, owner = await person("root", admin=True), Rest(http, await person("olga"))
    stranger = Rest(http, await person("stan"))
    place = await make_place(owner)
    return Site(place, Rest(http), owner, stranger, Rest(http, root), root)


def meteor(error: str | int, reason: str, status: int | None = None) -> dict[str, object]:
    body: dict[str, object] = {
        "isClientSafe": True,
        "error": error,
        "reason": reason,
        "message": f"{reason} [{error}]",
        "errorType": "Meteor.Error",
    }
    return body | ({"statusCode": status} if status else {})


UNAUTHORIZED = meteor("Unauthorized", "Unauthorized", 401)
FORBIDDEN = meteor("Forbidden", "Forbidden", 403)
NO_BOARD = meteor("NotFound", "Board not found", 404)


async def test_failures_inside_200(site: Site, store: Store) -> None:
    board = site.place.board
    before = await everything(store)
    for rest, method, path, body, told in (
        (site.anybody, "GET", "/api/user", None, UNAUTHORIZED),
        (site.anybody, "GET", board, None, UNAUTHORIZED),
        (site.owner, "GET", "/api/users", None, FORBIDDEN),
        (site.owner, "DELETE", f"/api/users/{site.root.id}", None, FORBIDDEN),
        (site.stranger, "GET", board, None, FORBIDDEN),
        (site.stranger, "POST", f"{board}/lists", {"title": "x"}, FORBIDDEN),
        (site.stranger, "GET", "/api/boards/nowhere", None, NO_BOARD),
        (site.admin, "GET", "/api/users/nobody", None, {}),
        (site.admin, "DELETE", "/api/users/nobody", None, {"_id": "nobody"}),
        (
            site.owner,
            "POST",
            f"{board}/lists",
            {},
            {"error": "Title is required in lists insertAsync"},
        ),
        (
            site.owner,
            "POST",
            f"{board}/swimlanes",
            {"title": ""},
            {"error": "Title is required in swimlanes insertAsync"},
        ),
        (
            site.admin,
            "POST",
            "/api/users",
            {},
            meteor(400, "Need to set a username or email"),
        ),
        (
            site.admin,
            "POST",
            "/api/users",
            {"username": "OLGA"},
            meteor(403, "Something went wrong. Please check your credentials."),
        ),
        (
            site.admin,
            "POST",
            "/api/users",
            {"email": "none"},
            {
                "error": "Address must be a valid email address (emails.0.address) "
                "in users insertAsync"
            },
        ),
        (
            site.admin,
            "POST",
            "/api/users",
            {"username": 7},
            {
                "message": "Match error: Expected string, got number in field username",
                "path": "username",
                "sanitizedError": meteor(400, "Match failed"),
                "errorType": "Match.Error",
            },
        ),
    ):
        assert await rest.ok(method, path, body) == told
    assert await everything(store) == before


async def test_nothing_inside_200(site: Site) -> None:
    for rest, method, path, body in (
        (site.owner, "GET", f"{site.place.board}/lists/nowhere", None),
        (site.owner, "GET", f"{site.place.board}/swimlanes/nowhere", None),
        (site.owner, "GET", f"{site.place.cards}/nowhere", None),
        (site.admin, "PUT", "/api/users/nobody", {"action": "disableLogin"}),
    ):
        response = await rest.send(method, path, json=body)
        assert (response.status_code, response.content) == (200, b"")
        assert "content-type" not in response.headers
        assert response.headers["cache-control"] == "no-store"


async def test_cards_that_are_not_there_are_changed_with_success(site: Site, store: Store) -> None:
    before = await everything(store)
    path = f"{site.place.cards}/nowhere"
    assert await site.owner.ok("PUT", path, {"title": "x"}) == {"_id": "nowhere"}
    assert await site.owner.ok("DELETE", path) == {"_id": "nowhere"}
    assert await everything(store) == before


async def test_pages_of_express(site: Site, store: Store) -> None:
    card, cards = site.place.card, site.place.cards
    before = await everything(store)
    for rest, method, path, how, status, phrase in (
        (site.anybody, "GET", card, {}, 401, "Unauthorized"),
        (site.stranger, "GET", card, {}, 403, "Forbidden"),
        (site.stranger, "PUT", card, {"json": {"title": "x"}}, 403, "Forbidden"),
        (site.stranger, "GET", f"/api/cards/{site.place.card_id}", {}, 403, "Forbidden"),
        (site.owner, "GET", "/api/boards/nowhere/lists/x/cards", {}, 404, "Not Found"),
        (site.owner, "PUT", card, {"json": {"sort": "x"}}, 500, "Internal Server Error"),
        (site.owner, "POST", cards, {"json": {"title": "x", "color": "?"}}, 500, "Internal"),
        (site.owner, "POST", cards, {"content": b"{", "headers": JSON}, 400, "Bad Request"),
    ):
        response = await rest.send(method, path, **dict[str, Any](how))
        assert response.status_code == status
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert f"<pre>{phrase}" in response.text
    assert await everything(store) == before


JSON = {"Content-Type": "application/json"}


async def test_statuses_that_wekan_maps(site: Site) -> None:
    for rest, body, status, told in (
        (site.anybody, {}, 401, "Unauthorized"),
        (site.owner, {}, 500, "Title is required in boards insertAsync"),
        (site.owner, {"title": "x", "owner": site.root.id}, 403, "Forbidden"),
    ):
        response = await rest.send("POST", "/api/boards", json=body)
        assert (response.status_code, response.json()) == (status, {"error": told})


async def test_statuses_that_wekan_tells_itself(site: Site) -> None:
    response = await site.owner.send("GET", "/api/cards/nowhere")
    assert (response.status_code, response.json()) == (404, {"error": "Card not found"})
    response = await site.owner.send("PUT", site.place.card, json={})
    assert (response.status_code, response.json()) == (404, {"message": "Error"})
    response = await site.anybody.send("POST", "/users/login", json={})
    assert response.status_code == 401
    assert (await site.anybody.send("POST", "/users/logout")).status_code == 401


async def test_cards_that_are_not_there(site: Site, store: Store) -> None:
    """Archiving crashes, people are missed in JSON, dependencies have codes, counts swallow."""
    board, card = site.place.board, site.place.card
    gone, member = f"{site.place.cards}/nowhere", f"members/{site.root.id}"
    depends = f"{board}/cards/nowhere/dependencies"
    own = f"{board}/cards/{site.place.card_id}/dependencies"
    before = await everything(store)
    for rest, method, path, body, status, told in (
        (site.owner, "POST", f"{gone}/archive", None, 500, None),
        (site.owner, "POST", f"{card}/unarchive", None, 500, None),
        (site.owner, "POST", f"{gone}/customFields/x", {"value": "x"}, 500, None),
        (site.owner, "POST", f"{gone}/{member}", None, 404, {"error": "Card not found"}),
        (site.owner, "DELETE", f"{gone}/{member}", None, 404, {"error": "Card not found"}),
        (
            site.owner,
            "POST",
            f"{gone}/copy",
            {"toSwimlaneId": "x"},
            404,
            {"error": "Card not found"},
        ),
        (site.stranger, "POST", f"{card}/archive", None, 403, None),
        (site.owner, "GET", depends, None, 500, meteor("not-found", "Card not found")),
        (
            site.owner,
            "POST",
            own,
            {"cardId": "x", "type": "eats"},
            500,
            meteor(
                "bad-request",
                "type must be one of: related-to, blocks, is-blocked-by, fixes, is-fixed-by",
            ),
        ),
        (site.stranger, "GET", own, None, 403, FORBIDDEN),
        (site.anybody, "GET", own, None, 401, UNAUTHORIZED),
        (site.anybody, "GET", "/api/user/cards", None, 401, {"error": "Unauthorized"}),
        (site.stranger, "GET", f"{board}/cards_count", None, 200, FORBIDDEN),
        (site.owner, "GET", "/api/boards/nowhere/cards_count", None, 200, NO_BOARD),
        (site.stranger, "DELETE", f"{board}/cards/bulk", {"cardIds": ["x"]}, 403, None),
    ):
        given = {} if body is None else {"json": body}
        response = await rest.send(method, path, **given)
        assert response.status_code == status, (path, response.text)
        if told is None:
            assert response.headers["content-type"].startswith("text/html"), path
        else:
            assert response.json() == told, path
    assert await everything(store) == before
