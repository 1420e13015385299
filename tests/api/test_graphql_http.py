"""GraphQL over HTTP: methods, media types, statuses, bodies, headers, and errors."""

import json
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from domain.settings import Settings
from tests.api.logins import LOGIN, PASSWORD, REGISTER
from tests.clients import GraphQL
from tests.conftest import running
from tests.factories import Wekan

JSON = "application/json"
RESPONSE = "application/graphql-response+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TYPENAME = "{ __typename }"
CARD = "query Card($id: ID!) { card(id: $id) { id } }"


async def posted(
    http: httpx.AsyncClient, body: object, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """Sends a body as JSON; bytes are sent as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await http.post(
        "/graphql", content=content, headers={"Content-Type": JSON, **(headers or {})}
    )


def code_of(response: httpx.Response) -> str:
    return str(response.json()["errors"][0]["extensions"]["code"])


# --- media types and statuses


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", JSON),
        ("", JSON),
        (JSON, JSON),
        ("application/*", JSON),
        (RESPONSE, RESPONSE),
        (f"{RESPONSE}; charset=utf-8, {JSON}; charset=utf-8", RESPONSE),
        (f"{JSON}, {RESPONSE}", JSON),
        (f"text/html, {RESPONSE.upper()}", RESPONSE),
        (BROWSER, JSON),
    ],
)
async def test_the_answer_has_the_type_that_is_accepted(
    http: httpx.AsyncClient, accept: str, expected: str
) -> None:
    answer = await posted(http, {"query": TYPENAME}, {"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{expected}; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("accept", ["text/plain", "image/*, text/html", "application/xml"])
async def test_an_answer_that_nobody_can_read_is_406(http: httpx.AsyncClient, accept: str) -> None:
    answer = await posted(http, {"query": TYPENAME}, {"Accept": accept})
    assert answer.status_code == 406
    assert code_of(answer) == "BAD_USER_INPUT"


NEVER_RAN = {
    "syntax error": {"query": "{"},
    "unknown field": {"query": "{ nothing }"},
    "wrong variable": {"query": CARD, "variables": {"id": []}},
    "missing variable": {"query": CARD},
    "unknown operation": {"query": CARD, "operationName": "Other"},
    "several operations": {"query": "query A { __typename } query B { __typename }"},
    "no operation": {"query": "fragment F on Card { id }"},
    "subscription": {"query": "subscription { card }"},
    "blank": {"query": "  "},
}


@pytest.mark.parametrize("body", NEVER_RAN.values(), ids=NEVER_RAN)
@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (RESPONSE, 400)])
async def test_an_operation_that_never_ran_has_no_data(
    http: httpx.AsyncClient, body: object, accept: str, status: int
) -> None:
    answer = await posted(http, body, {"Accept": accept})
    assert answer.status_code == status
    assert list(answer.json()) == ["errors"]
    assert code_of(answer) == "BAD_USER_INPUT"


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
async def test_an_operation_that_ran_with_errors_is_200(
    http: httpx.AsyncClient, accept: str
) -> None:
    query = "{ viewer { id } __typename }"
    answer = await posted(http, {"query": query}, {"Accept": accept})
    assert answer.status_code == 200
    assert answer.json() == {
        "data": {"viewer": None, "__typename": "Query"},
        "errors": [
            {
                "message": "You must be logged in.",
                "locations": [{"line": 1, "column": 3}],
                "path": ["viewer"],
                "extensions": {"code": "UNAUTHENTICATED"},
            }
        ],
    }


# --- requests


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "The body is no JSON."),
        (b'{"query":', "The body is no JSON."),
        (b'{"query": NaN}', "The body is no JSON."),
        (b'\xff{"query": "{ __typename }"}', "The body is no JSON."),
        (json.dumps({"query": TYPENAME}).encode("utf-16"), "The body is no JSON."),
        (b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}', "The body is no JSON."),
        (b"[" * 100_000, "The body is no JSON."),
        (None, "The body must be one JSON object."),
        ("text", "The body must be one JSON object."),
        ([], "The body must be one JSON object."),
        ([{"query": TYPENAME}], "The body must be one JSON object."),
        ({}, "`query` must be a text."),
        ({"query": None}, "`query` must be a text."),
        ({"query": ""}, "`query` must be a text."),
        ({"query": {"$ne": ""}}, "`query` must be a text."),
        ({"query": TYPENAME, "variables": []}, "`variables` must be an object."),
        ({"query": TYPENAME, "variables": "{}"}, "`variables` must be an object."),
        ({"query": TYPENAME, "operationName": 1}, "`operationName` must be a text."),
        ({"query": TYPENAME, "operationName": {}}, "`operationName` must be a text."),
        ({"query": TYPENAME, "extensions": 1}, "`extensions` must be an object."),
    ],
)
async def test_what_is_no_graphql_request_is_400(
    http: httpx.AsyncClient, body: object, message: str
) -> None:
    answer = await posted(http, body)
    assert answer.status_code == 400
    assert answer.json() == {
        "errors": [{"message": message, "extensions": {"code": "BAD_USER_INPUT"}}]
    }


@pytest.mark.parametrize(
    "more",
    [
        {"variables": None, "operationName": None, "extensions": None},
        {"variables": {}, "operationName": "", "extensions": {"persistedQuery": {}}},
        {"variables": {"unused": [1]}, "more": "ignored"},
    ],
)
async def test_what_may_be_left_out_may_be_null(
    http: httpx.AsyncClient, more: Mapping[str, object]
) -> None:
    answer = await posted(http, {"query": TYPENAME} | dict(more))
    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        (JSON, 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/json;charset=UTF-8", 200),
        ("", 415),
        ("text/plain", 415),
        ("application/graphql", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/mixed; boundary=x", 415),
        ("application/jsonp", 415),
    ],
)
async def test_the_body_is_json(http: httpx.AsyncClient, content_type: str, status: int) -> None:
    answer = await posted(http, {"query": TYPENAME}, {"Content-Type": content_type})
    assert answer.status_code == status
    assert ("errors" in answer.json()) == (status != 200)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_other_methods_are_405(http: httpx.AsyncClient, method: str) -> None:
    answer = await http.request(method, "/graphql", json={"query": TYPENAME})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


# --- GET


async def got(http: httpx.AsyncClient, accept: str = "*/*", **parameters: str) -> httpx.Response:
    return await http.get(f"/graphql?{urlencode(parameters)}", headers={"Accept": accept})


async def test_queries_may_come_by_get(http: httpx.AsyncClient, wekan: Wekan) -> None:
    board = await wekan.board(permission="public", title="Öffentlich")
    query = "query A { __typename } query B($id: ID!) { board(id: $id) { title } }"
    variables = json.dumps({"id": board})
    answer = await got(http, query=query, variables=variables, operationName="B")
    assert answer.json() == {"data": {"board": {"title": "Öffentlich"}}}
    answer = await got(http, BROWSER, query=TYPENAME, variables="")
    assert answer.status_code == 400
    answer = await got(http, BROWSER, query=TYPENAME)
    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_a_mutation_by_get_is_405_and_does_nothing(
    http: httpx.AsyncClient, wekan: Wekan
) -> None:
    before = await wekan.everything()
    for query in (REGISTER, f"query A {TYPENAME} {REGISTER.replace('(', ' B (', 1)}"):
        variables = json.dumps({"input": {"username": "mara", "password": PASSWORD}})
        name = {"operationName": "B"} if "query A" in query else {}
        answer = await got(http, query=query, variables=variables, **name)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "POST"
        assert code_of(answer) == "BAD_USER_INPUT"
    assert await wekan.everything() == before


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"query": ""},
        {"query": TYPENAME, "variables": "{"},
        {"query": TYPENAME, "variables": "[]"},
        {"query": TYPENAME, "extensions": "1"},
    ],
)
async def test_a_get_that_is_no_request_is_400(
    http: httpx.AsyncClient, parameters: Mapping[str, str]
) -> None:
    answer = await got(http, **parameters)
    assert answer.status_code == 400
    assert code_of(answer) == "BAD_USER_INPUT"


async def test_browsers_are_shown_a_page(http: httpx.AsyncClient) -> None:
    for method in ("GET", "HEAD"):
        answer = await http.request(method, "/graphql", headers={"Accept": BROWSER})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
    assert (await got(http, "text/html", query=TYPENAME)).status_code == 406


# --- large bodies


async def test_a_large_body_is_refused(http: httpx.AsyncClient, wekan: Wekan) -> None:
    given = {"username": "mara", "password": "x" * 20 * 1024 * 1024}
    large = json.dumps({"query": REGISTER, "variables": {"input": given}}).encode()
    read = 0

    async def in_chunks() -> AsyncIterator[bytes]:
        nonlocal read
        for place in range(0, len(large), 65_536):
            read += 65_536
            yield large[place : place + 65_536]

    for content in (large, in_chunks()):
        answer = await http.post("/graphql", content=content, headers={"Content-Type": JSON})
        assert answer.status_code == 413
        assert answer.headers["connection"] == "close"
        assert code_of(answer) == "BAD_USER_INPUT"
    assert read < 5 * 1024 * 1024, "no more is read than is allowed"
    assert await wekan.all("users") == []


async def test_the_largest_body_is_taken(http: httpx.AsyncClient, settings: Settings) -> None:
    body = json.dumps({"query": TYPENAME}).encode()
    padded = body.ljust(settings.max_body_bytes)
    assert (await posted(http, padded)).status_code == 200
    assert (await posted(http, padded + b" ")).status_code == 413


# --- headers


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc123", True),
        ("7f0c2f0e-9b1d-4c8a-8f63-0d5b6f6f1b11", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("", False),
        ("a b", False),
        ("a\u00e9", False),
        ("a<script>", False),
    ],
)
async def test_a_request_has_an_id(http: httpx.AsyncClient, given: str, kept: bool) -> None:
    headers = {"X-Request-ID": given.encode("latin-1")}
    answers = [
        await http.post("/graphql", json={"query": TYPENAME}, headers=headers)  # type: ignore[arg-type]
        for _ in range(2)
    ]
    ids = [answer.headers["x-request-id"] for answer in answers]
    if kept:
        assert ids == [given, given]
    else:
        assert given not in ids
        assert ids[0] != ids[1]
        assert all(len(each) == 16 for each in ids)


async def test_without_cors_no_header_is_sent(http: httpx.AsyncClient) -> None:
    asking = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    preflight = await http.options("/graphql", headers=asking)
    assert preflight.status_code == 405
    for answer in (preflight, await posted(http, {"query": TYPENAME}, asking)):
        assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_cors_as_the_operator_set_it(settings: Settings) -> None:
    changed = replace(
        settings,
        cors="https://example.org",
        cors_allow_headers="authorization, content-type",
        cors_expose_headers="X-Request-ID",
        permissions_policy="camera=()",
    )
    fixed = {
        "access-control-allow-origin": "https://example.org",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-expose-headers": "X-Request-ID",
        "permissions-policy": "camera=()",
    }
    async with running(changed) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            asking = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
            preflight = await http.options("/graphql", headers=asking)
            assert preflight.status_code == 204
            assert "POST" in preflight.headers["access-control-allow-methods"]
            assert preflight.headers["vary"] == "Origin"
            for answer in (
                preflight,
                await posted(http, {"query": TYPENAME}),
                await posted(http, b"{"),
                await http.get("/nowhere"),
                await http.get("/graphql", headers={"Accept": BROWSER}),
            ):
                assert {name: answer.headers[name] for name in fixed} == fixed
                assert answer.headers["x-request-id"]


# --- errors


OPERATORS: list[Any] = [{"$ne": None}, {"$gt": ""}, ["a"], 1.5, True, {"$where": "1"}]


@pytest.mark.parametrize("value", OPERATORS, ids=str)
@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (CARD, ["id"]),
        ("query ($name: String!) { user(username: $name) { id } }", ["name"]),
        (LOGIN, ["input", "username"]),
        (LOGIN, ["input", "password"]),
        (REGISTER, ["input", "email"]),
    ],
    ids=["id", "username", "login name", "password", "email"],
)
async def test_an_operator_is_no_value(
    graphql: GraphQL, wekan: Wekan, query: str, variables: list[str], value: object
) -> None:
    await wekan.put("users", username="mara")
    before = await wekan.everything()
    given: Any = value
    for name in reversed(variables):
        others = {"username": "mara", "password": "x"} if name in ("password", "username") else {}
        given = others | {name: given}
    assert await graphql.code(query, **given) == "BAD_USER_INPUT"
    assert await wekan.everything() == before


ODD = {
    "NUL": "a\x00b",
    "only NUL": "\x00",
    "operator": "$where",
    "dots": "a.b.$c",
    "right to left": "\u202e\u2066",
    "noncharacter": "\uffff",
    "highest": "\U0010ffff",
    "long": "x" * 100_000,
    "regex": "(((((a+)+)+)+)+)$",
}
ASKED = """query ($id: ID!, $text: String!) {
  user(username: $text) { id }
  byId: user(id: $id) { id }
  board(id: $id) { id }
  card(id: $id) { id }
  users(text: $text) { totalCount }
  after: users(after: $text) { totalCount }
  boards(filter: { text: $text }, after: $text) { totalCount }
  cards(filter: { text: $text, boardIds: [$id], labelIds: [$id] }) { totalCount }
}"""
TOLD = {"NOT_FOUND", "BAD_USER_INPUT", "UNAUTHENTICATED", "CONFLICT", "RATE_LIMITED"}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
async def test_odd_texts_are_only_texts(graphql: GraphQL, wekan: Wekan, text: str) -> None:
    admin = await wekan.person("root", isAdmin=True)
    names = ("username", "email", "password")
    answers = [await graphql.post(ASKED, admin, id=text, text=text)]
    for query in (LOGIN, REGISTER):
        for name in names:
            given = {"username": "mara", "password": "x"} | {name: text}
            answers.append(await graphql.post(query, input=given))
    for answer in answers:
        assert answer.status_code == 200
        codes = {error["extensions"]["code"] for error in answer.json().get("errors", [])}
        assert codes <= TOLD


@pytest.mark.parametrize(
    "literal", [r'"\ud800"', r'"\udc00\ud800"', r'"\u{d800}"', '"\x00"', r'"\u0000"']
)
async def test_odd_literals_are_refused_or_texts(graphql: GraphQL, literal: str) -> None:
    answer = await graphql.post(f"{{ board(id: {literal}) {{ id }} }}")
    assert answer.status_code == 200
    assert code_of(answer) in ("BAD_USER_INPUT", "UNAUTHENTICATED")


async def test_what_nobody_foresaw_is_masked_and_logged(
    graphql: GraphQL, wekan: Wekan, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody took the signing key out of its document."""
    await wekan.put("wekanGraphql", _id="jwt")
    caplog.set_level(logging.INFO)

    inside = await graphql.post(REGISTER, input={"username": "mara", "password": PASSWORD})
    outside = await graphql.post(TYPENAME, "a.b.c")

    for answer, status in ((inside, 200), (outside, 500)):
        assert answer.status_code == status
        (error,) = answer.json()["errors"]
        assert error["message"] == "Internal server error"
        request_id = answer.headers["x-request-id"]
        assert error["extensions"] == {"code": "INTERNAL", "requestId": request_id}
    logged = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert [str(each.exc_info and each.exc_info[1]) for each in logged] == ["'key'", "'key'"]
    assert PASSWORD not in caplog.text
