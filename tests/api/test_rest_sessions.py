"""/users/login, /users/register, /users/logout: the documented calls, and every refusal."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from store.mongo import Store
from tests.api.rest_client import Rest, everything
from tests.clients import Person
from tests.conftest import NewPerson

FAILED = {
    "error": "login-failed",
    "reason": "Incorrect username, email address or password.",
}
WAYS = ("json", "data")
"""httpx's names for a JSON body and a form."""


MALFORMED_LOGINS: list[tuple[object, str]] = [
    ({}, "Missing key 'username'"),
    ({"password": "x"}, "Missing key 'username'"),
    ({"username": "mara"}, "Missing key 'password'"),
    ({"username": "mara", "password": 7}, "Expected string, got number in field password"),
    ({"username": None, "password": "x"}, "Expected string, got null in field username"),
    ({"email": ["a"], "password": "x"}, "Expected string, got object in field email"),
    ({"email": "a@b", "username": "", "password": "x"}, "Unknown key in field username"),
    ({"username": "mara", "email": "", "password": "x"}, "Unknown key in field email"),
    ({"username": "m", "password": "x", "a b": 1}, 'Unknown key in field ["a b"]'),
    ({"username": "m", "password": "x", "7": 1}, "Unknown key in field [7]"),
    (
        {"username": "mara", "password": "x", "code": ""},
        "Failed Match.Where validation in field code",
    ),
    ([], "Expected plain object"),
]


REFUSED_REGISTRATIONS: list[tuple[object, object, str | None]] = [
    ({"username": "x"}, "Match error: Missing key 'password'", None),
    (
        {"username": None, "password": "x"},
        "Match error: Expected string, got null in field username",
        None,
    ),
    (
        {"username": "x", "password": "x", "fromAdmin": True},
        "Match error: Unknown key in field fromAdmin",
        None,
    ),
    ({"password": "x"}, 400, "Need to set a username or email"),
    ({"username": "  ", "password": "x"}, 400, "Need to set a username or email"),
    ({"username": "x", "password": ""}, 400, "A password is required."),
    (
        {"email": "no address", "password": "x"},
        "Address must be a valid email address (emails.0.address) in users insertAsync",
        None,
    ),
    (
        {"username": "MARA", "password": "x"},
        403,
        "Something went wrong. Please check your credentials.",
    ),
    (
        {"email": "MARA@example.org", "password": "x"},
        403,
        "Something went wrong. Please check your credentials.",
    ),
]


@pytest.mark.parametrize("way", WAYS)
async def test_login(http: httpx.AsyncClient, person: NewPerson, store: Store, way: str) -> None:
    mara = await person("mara")
    for name in ("username", "email"):
        body = {name: getattr(mara, name), "password": mara.password}
        response = await Rest(http).send("POST", "/users/login", **{way: body})
        await _require_documented_login(response, mara, store)


async def _require_documented_login(response: httpx.Response, mara: Person, store: Store) -> None:
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["pragma"] == "no-cache"
    data = response.json()
    assert list(data) == ["id", "token", "tokenExpires"]
    assert data["id"] == mara.id and len(data["token"]) == 43
    expires = datetime.fromisoformat(data["tokenExpires"])
    assert data["tokenExpires"].endswith("Z") and len(data["tokenExpires"]) == 24
    assert timedelta(days=89) < expires - datetime.now(UTC) < timedelta(days=91)
    user = await store.database["users"].find_one({"_id": mara.id})
    hashed = base64.b64encode(hashlib.sha256(data["token"].encode()).digest()).decode()
    assert user and hashed in [t["hashedToken"] for t in user["services"]["resume"]["loginTokens"]]


async def test_login_of_wrong_form(http: httpx.AsyncClient) -> None:
    for body, problem in MALFORMED_LOGINS:
        response = await http.post("/users/login", json=body)
        told = f"Match error: {problem}"
        assert (response.status_code, response.json()) == (401, {"error": told, "reason": told})


async def test_login_fails_alike_for_everybody(
    http: httpx.AsyncClient, person: NewPerson, store: Store
) -> None:
    mara = await person("mara")
    disabled = await person("dora")
    await store.database["users"].update_one(
        {"_id": disabled.id}, {"$set": {"loginDisabled": True}}
    )
    for username, password in (
        (mara.username, "wrong"),
        (mara.username, ""),
        ("Mara", mara.password),
        ("nobody", "x"),
        ("", ""),
        (disabled.username, disabled.password),
    ):
        body = {"username": username, "password": password}
        response = await http.post("/users/login", json=body)
        assert (response.status_code, response.json()) == (401, FAILED)


async def test_login_is_throttled(http: httpx.AsyncClient, person: NewPerson) -> None:
    mara = await person("mara")
    for _ in range(10):
        body = {"username": "mara", "password": "wrong"}
        assert (await http.post("/users/login", json=body)).status_code == 401
    right = {"username": "mara", "password": mara.password}
    response = await http.post("/users/login", data=right)
    assert response.status_code == 429
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert response.json() == {
        "error": "too-many-requests",
        "reason": "Too many failed login attempts. Try again later.",
    }


async def test_a_body_of_another_type_is_empty(http: httpx.AsyncClient) -> None:
    for content, kind in ((b'{"username":"m"}', "text/plain"), (b"", "application/json")):
        response = await http.post("/users/login", content=content, headers={"Content-Type": kind})
        assert response.json()["error"] == "Match error: Missing key 'username'"
    response = await http.post("/users/login", files={"username": (None, "m")})
    assert response.json()["error"] == "Match error: Missing key 'username'"


@pytest.mark.parametrize("way", WAYS)
async def test_register(http: httpx.AsyncClient, store: Store, way: str) -> None:
    body = {"username": "mara", "email": "Mara@example.org", "password": "Secret123!"}
    response = await Rest(http).send("POST", "/users/register", **{way: body})
    assert response.status_code == 200
    data = response.json()
    assert list(data) == ["token", "tokenExpires", "id"]
    user = await store.database["users"].find_one({"_id": data["id"]})
    assert user and user["isAdmin"] and user["emails"][0]["address"] == "Mara@example.org"
    me = await http.get("/api/user", headers={"Authorization": f"bEARER  {data['token']}"})
    assert me.json()["username"] == "mara"
    again = await http.get("/api/user", params={"access_token": data["token"]})
    assert again.json() == me.json()


async def test_register_refuses(http: httpx.AsyncClient, person: NewPerson, store: Store) -> None:
    await person("mara")
    before = await everything(store)
    for body, error, reason in REFUSED_REGISTRATIONS:
        response = await http.post("/users/register", json=body)
        told = {"error": error, "reason": reason or error}
        assert (response.status_code, response.json()) == (400, told)
    assert await everything(store) == before


async def test_registration_can_be_off(http: httpx.AsyncClient, store: Store) -> None:
    await store.database["settings"].update_one({}, {"$set": {"disableRegistration": True}})
    for body in ({"username": "x", "password": "x"}, {"nonsense": 1}):
        response = await http.post("/users/register", json=body)
        assert (response.status_code, response.content) == (403, b"")
        assert "content-type" not in response.headers


async def test_logout_ends_one_login(http: httpx.AsyncClient, person: NewPerson) -> None:
    mara = await person("mara")
    login = {"username": "mara", "password": mara.password}
    other = (await http.post("/users/login", json=login)).json()["token"]
    rest = Rest(http, mara)
    assert await rest.ok("POST", "/users/logout") == {"message": "You've been logged out!"}
    response = await rest.send("POST", "/users/logout")
    assert response.status_code == 401
    assert response.json() == {
        "error": "unauthorized",
        "reason": (
            "You must be logged in to log out. Send your token as an Authorization: Bearer header."
        ),
    }
    assert (await http.get("/api/user", params={"access_token": other})).status_code == 200


async def test_logout_everywhere(http: httpx.AsyncClient, person: NewPerson) -> None:
    mara = await person("mara")
    login = {"username": "mara", "password": mara.password}
    for value in (True, 1, "true", " YES ", "1"):
        tokens = [(await http.post("/users/login", json=login)).json()["token"] for _ in "ab"]
        body = {"all": value}
        ended = await http.post(f"/users/logout?access_token={tokens[0]}", json=body)
        assert ended.json() == {"message": "All login tokens have been invalidated."}
        for token in tokens:
            assert (await http.get(f"/api/user?access_token={token}")).status_code == 401


async def test_everywhere_must_be_said_clearly(http: httpx.AsyncClient, person: NewPerson) -> None:
    mara = await person("mara")
    login = {"username": "mara", "password": mara.password}
    values: list[object] = [False, 0, "on", None, {}, [True], 2]
    for value in values:
        token = (await http.post("/users/login", json=login)).json()["token"]
        ended = await http.post(f"/users/logout?access_token={token}", json={"all": value})
        assert ended.json() == {"message": "You've been logged out!"}
    assert await Rest(http, mara).status("GET", "/api/user") == 200


async def test_access_tokens_work_here_too(http: httpx.AsyncClient, person: NewPerson) -> None:
    mara = await person("mara")
    query = (
        """mutation { login(input: {username: "mara", password: "Secret123!"}) {accessToken} }"""
    )
    answer = (await http.post("/graphql", json={"query": query})).json()
    headers = {"Authorization": f"Bearer {answer['data']['login']['accessToken']}"}
    assert (await http.get("/api/user", headers=headers)).json()["_id"] == mara.id
