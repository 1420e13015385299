"""Our OpenAPI document: it is one, it tells of every route and no other, and what it says of
bodies and answers is so."""

import re
from typing import Any

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from domain.roles import Role
from domain.settings import Settings
from playground import build, reference
from rest import sessions
from rest.door import Who
from rest.errors import Failure
from rest.openapi import DESCRIBED, GROUPS, document, public_path
from rest.routes import ROUTES
from tests.conftest import running
from tests.contract.document import DOCUMENT, OPERATIONS, Operation, misfit, validator
from tests.contract.sample import Cast, Copies, Copy, make_cast
from tests.factories import Wekan

REFUSED = [{"$ne": ""}, [{"$ne": ""}], [[]]]
"""What no plain field takes."""


def test_every_row_is_described_and_nothing_else() -> None:
    handlers = {row.handler for row in ROUTES}
    undescribed = [f"{row.method} {row.path}" for row in ROUTES if row.handler not in DESCRIBED]
    assert not undescribed, "rest/described/ lacks these"
    assert not [each.summary for handler, each in DESCRIBED.items() if handler not in handlers]
    assert len(DESCRIBED) == sum(len(table) for table in GROUPS.values()), "described twice"


def test_the_document_is_one() -> None:
    assert not [*map(str, OpenAPIV31SpecValidator(DOCUMENT).iter_errors())]


def test_it_says_so_where_failures_are_answered_as_wekan_does() -> None:
    told: Any = document("http://test", as_wekan=True)
    for operation in OPERATIONS:
        path = told["paths"][public_path(operation.row.path)]
        answers = path[operation.row.method.lower()]["responses"]
        true = operation.row.manner.failure in (Failure.TOLD, Failure.FLAGGED)
        assert answers.keys() == set(operation.told["responses"] if true else ("200", "default"))


def test_no_shape_is_kept_that_nothing_names() -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", str(DOCUMENT)))
    assert named == set(DOCUMENT["components"]["schemas"])


def test_examples_have_the_shapes_they_are_examples_of() -> None:
    for operation in OPERATIONS:
        if operation.body is not None:
            validator(operation.shape).validate(operation.body)


def test_who_may_call_is_said() -> None:
    for operation in OPERATIONS:
        assert f"For {operation.row.who.value}." in operation.told["description"]
        anybody = operation.told.get("security") == []
        assert anybody <= (operation.row.who is Who.ANYBODY)


@pytest.fixture
async def cast(wekan: Wekan) -> Cast:
    return await make_cast(wekan)


async def test_examples_succeed_and_answers_are_as_documented(
    http: httpx.AsyncClient, wekan: Wekan, cast: Cast
) -> None:
    await http.post("/users/register", data={"username": "myusername", "password": "mypassword"})
    copies = Copies(wekan, cast)
    copy = await copies.fresh()
    wrong = []
    for operation in OPERATIONS:
        who = cast.site_admin
        if operation.row.who is Who.EXPORTER:
            who = cast.roles[Role.BOARD_ADMIN]
        if operation.row.handler is sessions.logout:
            who = cast.stranger
        response = await example(http, operation, copy, who.headers)
        if operation.row.method != "GET":
            copy = await copies.fresh()
        if response.status_code != 200:
            wrong.append(f"{operation.name}: {response.status_code} {response.text[:200]}")
        wrong += [each for each in [misfit(operation, response)] if each]
    assert not wrong


async def example(
    http: httpx.AsyncClient, operation: Operation, copy: Copy, headers: dict[str, str]
) -> httpx.Response:
    """Sends the document's own example."""
    how = operation.sending(copy.of(operation.body))
    request = http.build_request(operation.row.method, copy.of(operation.path()), **how)
    request.headers.update(headers)
    return await http.send(request)


async def test_failures_are_as_documented(
    http: httpx.AsyncClient, wekan: Wekan, cast: Cast
) -> None:
    copy = await Copies(wekan, cast).fresh(1)
    wrong = []
    for operation in OPERATIONS:
        path = operation.path()
        for headers in ({}, cast.stranger.headers, cast.site_admin.headers):
            for content in (b"{", b"[1]", b"{}"):
                response = await http.request(
                    operation.row.method,
                    copy.of(path) if operation.row.method == "GET" else path,
                    headers={**headers, "Content-Type": "application/json"},
                    content=content,
                )
                wrong += [each for each in [misfit(operation, response)] if each]
    assert not wrong


async def test_each_documented_field_is_read(
    http: httpx.AsyncClient, wekan: Wekan, cast: Cast
) -> None:
    """What no field takes is refused by the name of the field: so somebody looked at it."""
    copy = await Copies(wekan, cast).fresh(1)
    wrong = []
    for operation in OPERATIONS:
        needed = {each: operation.body[each] for each in operation.shape.get("required", ())}
        for name, shape in operation.shape["properties"].items():
            if "looked at" in shape.get("description", "") or name == "all":
                continue
            replaced = re.findall(r"In place of `(\w+)`", shape.get("description", ""))
            kept = {each: value for each, value in needed.items() if each not in replaced}
            for value in (each for each in REFUSED if not validator(shape).is_valid(each)):
                response = await http.request(
                    operation.row.method,
                    copy.of(operation.path()),
                    headers=cast.site_admin.headers,
                    json=copy.of({**kept, name: value}),
                )
                if response.status_code not in (400, 401):
                    wrong.append(f"{operation.name}: {name}={value}: {response.status_code}")
    assert not wrong


async def test_the_document_and_its_page_are_served(
    http: httpx.AsyncClient, settings: Settings
) -> None:
    served = await http.get("/api/openapi.json")
    assert served.headers["content-type"] == "application/json"
    assert served.json() == document(settings.root_url, as_wekan=False)
    assert "default-src 'none'" in (await http.get("/api/docs")).headers["content-security-policy"]


async def test_the_document_is_switched_off_with_the_routes(mongo_url: str) -> None:
    settings = Settings.from_env({"MONGO_URL": mongo_url, "WITH_API": "false"})
    async with running(settings) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            for path in ("/api/openapi.json", "/api/docs"):
                assert (await client.get(path)).status_code == 403


def test_without_built_files_the_page_tells_all_by_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(build, "ASSETS", tmp_path)
    html = bytes(reference.page(DOCUMENT, nonce="n0nce").body).decode()
    assert "make playground" in html and "<script" not in html
    for operation in OPERATIONS:
        path = public_path(operation.row.path)
        assert f"<b>{operation.row.method}</b> <code>{path}</code>" in html
