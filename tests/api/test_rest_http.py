"""What HTTP itself asks of the routes: paths, methods, headers, failures of the server."""

import dataclasses
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import groupby

import httpx
import pytest
from starlette.applications import Starlette

from domain import json_text
from domain.context import Services
from domain.settings import Settings
from rest.routes import ROUTES
from store.mongo import Store
from tests.api.rest_client import Rest, make_place
from tests.conftest import NewPerson, running


def test_each_path_has_its_rows_together() -> None:
    """Rows of one path that stood apart would hide each other."""
    paths = [path for path, _ in groupby(ROUTES, key=lambda row: row.path)]
    assert len(paths) == len(set(paths))
    assert len(ROUTES) == len({(row.method, row.path) for row in ROUTES})


async def test_paths_in_any_case_with_and_without_a_slash(
    http: httpx.AsyncClient, person: NewPerson
) -> None:
    rest = Rest(http, await person("mara"))
    place = await make_place(rest)
    for path in (place.board, f"{place.board}/", f"/API/Boards/{place.board_id}"):
        assert (await rest.ok("GET", path))["_id"] == place.board_id
    assert await rest.status("GET", f"/api/boards/{place.board_id.swapcase()}") == 404
    assert await rest.status("GET", f"{place.board}//") == 404
    assert await rest.status("POST", "/Users/Logout/") == 200


async def test_unknown_paths_and_methods(http: httpx.AsyncClient) -> None:
    for path in ("/api", "/api/", "/api/nope", "/apix", "/api/users/a/b/c"):
        response = await http.get(path)
        assert (response.status_code, response.json()["error"]) == (404, 404)
        assert response.headers["content-type"] == "application/json"
    for method, path, allowed in (
        ("PATCH", "/api/users/x", "OPTIONS, GET, HEAD, PUT, DELETE"),
        ("GET", "/users/login", "OPTIONS, POST"),
        ("DELETE", "/api/user", "OPTIONS, GET, HEAD"),
    ):
        response = await http.request(method, path)
        assert (response.status_code, response.json()["error"]) == (405, 405)
        assert response.headers["allow"] == allowed


async def test_options_and_head(http: httpx.AsyncClient, person: NewPerson) -> None:
    response = await http.options("/api/users")
    assert response.status_code == 200
    assert response.text == response.headers["allow"] == "GET, HEAD, POST"
    response = await http.options("/users/login")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["cache-control"] == "no-store"
    rest = Rest(http, await person("mara"))
    whole, head = await rest.send("GET", "/api/user"), await rest.send("HEAD", "/api/user")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    assert (await http.head("/api/user")).status_code == 401


async def test_headers(http: httpx.AsyncClient, person: NewPerson) -> None:
    rest = Rest(http, await person("mara"))
    for path, status in (("/api/user", 200), ("/api/users", 403)):
        response = await rest.send("GET", path)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/json"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["pragma"] == "no-cache"


async def test_the_header_counts_before_the_query(
    http: httpx.AsyncClient, person: NewPerson
) -> None:
    mara, nina = await person("mara"), await person("nina")
    query = {"access_token": nina.token}
    shown = await http.get("/api/user", params=query, headers=mara.headers)
    assert shown.json()["_id"] == mara.id
    for scheme in ("Basic", "", "Bearer "):
        headers = {"Authorization": scheme}
        shown = await http.get("/api/user", params=query, headers=headers)
        assert shown.json()["_id"] == nina.id
    wrong = {"Authorization": "Bearer wrong"}
    assert (await http.get("/api/user", params=query, headers=wrong)).status_code == 401


async def test_the_api_can_be_switched_off(settings: Settings) -> None:
    async with running(dataclasses.replace(settings, with_api=False)) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            for row in ROUTES:
                response = await http.request(row.method, re.sub(r"{\w+}", "x", row.path))
                off = row.path.startswith("/api")
                assert (response.status_code == 403) is off
            for path in ("/api", "/API/users", "/apix", "/api/nope"):
                response = await http.get(path)
                assert response.status_code == 403
                assert response.headers["content-type"] == "text/plain; charset=utf-8"
                assert response.text.startswith("WeKan API is disabled")


@asynccontextmanager
async def served_from(app: Starlette, store: Store) -> AsyncIterator[None]:
    """While this lasts, requests meet another database."""
    services: Services = app.state.services
    app.state.services = dataclasses.replace(services, store=store)
    try:
        yield
    finally:
        app.state.services = services
        await store.close()


async def test_a_silent_database(
    app: Starlette, http: httpx.AsyncClient, person: NewPerson
) -> None:
    rest = Rest(http, await person("mara"))
    async with served_from(app, Store("mongodb://127.0.0.1:9/wekan", timeout_ms=200)):
        for method, path in (("GET", "/api/user"), ("POST", "/users/login")):
            body = {"username": "mara", "password": "x"}
            response = await rest.send(method, path, json=body)
            assert response.status_code == 503
            assert int(response.headers["retry-after"]) > 0
            assert response.json()["error"] == 503


async def test_what_nobody_foresaw_is_logged_and_not_shown(
    app: Starlette,
    http: httpx.AsyncClient,
    person: NewPerson,
    mongo_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    rest = Rest(http, await person("mara"))
    closed = Store(mongo_url)
    await closed.close()
    async with served_from(app, closed):
        response = await rest.send("GET", "/api/user")
    assert response.status_code == 500
    assert response.json() == {
        "error": "Internal server error",
        "requestId": response.headers["x-request-id"],
    }
    assert "Traceback" in caplog.text and "after close" in caplog.text


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1772355600250, "2026-03-01T09:00:00.250Z"),
        (253402300799999, "9999-12-31T23:59:59.999Z"),
        (8640000000000000, "+275760-09-13T00:00:00.000Z"),
        (-8640000000000000, "-271821-04-20T00:00:00.000Z"),
        (8640000000000001, None),
    ],
)
def test_dates_as_javascript_writes_them(milliseconds: int, text: str | None) -> None:
    assert json_text.far(milliseconds) == text
