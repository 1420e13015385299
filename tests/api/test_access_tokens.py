"""Access tokens: JWTs that stand on a login, and forged ones that stand on nothing."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from domain.accounts import set_password
from domain.context import Context
from domain.settings import Settings
from server import create_app
from tests.api.logins import (
    DISABLE,
    LOGOUT,
    PASSWORD,
    REFRESH,
    REGISTER,
    VIEWER,
    configure,
    is_welcome,
    logged_in,
    registered,
    sha256_base64,
)
from tests.clients import GraphQL
from tests.conftest import NewPerson
from tests.factories import Wekan

SECRET = "0123456789abcdef" * 4


def part(value: object) -> str:
    text = json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def opened(token: str) -> tuple[Any, Any]:
    """Returns the header and the claims of a JWT."""
    header, claims, _ = (base64.urlsafe_b64decode(each + "==") for each in token.split("."))
    return json.loads(header), json.loads(claims)


def signed(header: object, claims: object, key: str, digest: str = "sha256") -> str:
    """Returns a JWT with an HMAC signature, whatever its header says."""
    message = f"{part(header)}.{part(claims)}"
    signature = hmac.digest(key.encode(), message.encode(), digest)
    return f"{message}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


async def key_of(wekan: Wekan) -> str:
    return str((await wekan.get("wekanGraphql", "jwt"))["key"])


@asynccontextmanager
async def another_app(settings: Settings) -> AsyncIterator[GraphQL]:
    """A second worker on the same database, or the same one after a restart."""
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://other") as http,
    ):
        yield GraphQL(http)


async def test_what_is_in_it(graphql: GraphQL, wekan: Wekan) -> None:
    issued = await registered(graphql, username="mara")
    header, claims = opened(issued["accessToken"])
    assert header == {"alg": "HS256", "typ": "JWT"}
    assert sorted(claims) == ["exp", "iat", "sid", "sub"]
    assert claims["sub"] == issued["user"]["id"]
    assert claims["exp"] - claims["iat"] == 900
    expires = datetime.fromisoformat(issued["accessTokenExpires"])
    assert expires == datetime.fromtimestamp(claims["exp"], UTC)
    assert await is_welcome(graphql, issued["accessToken"])


async def test_no_answer_holds_what_is_stored(graphql: GraphQL, wekan: Wekan) -> None:
    answer = (await graphql.post(REGISTER, input={"username": "mara", "password": PASSWORD})).text
    issued = json.loads(answer)["data"]["register"]
    refreshed = (await graphql.post(REFRESH, issued["token"], input={})).text
    (user,) = await wekan.all("users")
    stored = sha256_base64(issued["token"])
    told = answer + refreshed + json.dumps(opened(issued["accessToken"]))
    for secret in (stored, user["services"]["password"]["bcrypt"], await key_of(wekan), PASSWORD):
        assert secret not in told
    assert hashlib.sha256(stored.encode()).hexdigest() not in told


@pytest.mark.parametrize("field", ["header", "claims", "signature"])
async def test_a_changed_one_is_nobodys(graphql: GraphQL, field: str) -> None:
    token = (await registered(graphql, username="mara"))["accessToken"]
    parts = token.split(".")
    place = ["header", "claims", "signature"].index(field)
    parts[place] = ("B" if parts[place][0] != "B" else "C") + parts[place][1:]
    assert not await is_welcome(graphql, ".".join(parts))


HEADER = {"alg": "HS256", "typ": "JWT"}


@pytest.mark.parametrize(
    ("header", "digest"),
    [
        ({"alg": "HS512", "typ": "JWT"}, "sha512"),
        ({"alg": "HS384", "typ": "JWT"}, "sha384"),
        ({"alg": "RS256", "typ": "JWT"}, "sha256"),
        ({"alg": "none", "typ": "JWT"}, "sha256"),
        ({"alg": ["HS256"], "typ": "JWT"}, "sha256"),
        ({"alg": None}, "sha256"),
        ({"typ": "JWT"}, "sha256"),
        (HEADER | {"crit": ["unknown"]}, "sha256"),
        (["HS256"], "sha256"),
        ("HS256", "sha256"),
    ],
    ids=str,
)
async def test_another_algorithm_is_refused_even_with_our_key(
    graphql: GraphQL, wekan: Wekan, header: object, digest: str
) -> None:
    token = (await registered(graphql, username="mara"))["accessToken"]
    _, claims = opened(token)
    key = await key_of(wekan)
    assert await is_welcome(graphql, signed(HEADER, claims, key))
    forged = signed(header, claims, key, digest)
    assert not await is_welcome(graphql, forged)
    assert not await is_welcome(graphql, forged.rpartition(".")[0] + ".")


@pytest.mark.parametrize(
    "change",
    [
        {"exp": 1_700_000_000},
        {"exp": None},
        {"exp": "soon"},
        {"exp": float("inf")},
        {"sid": None},
        {"sid": ""},
        {"sid": "x" * 32},
        {"sid": ["x"]},
        {"sub": None},
        {"sub": ""},
        {"sub": "somebody"},
        {"sub": {"$ne": None}},
        {"iat": None},
        {"nbf": 2**40},
        {"aud": "elsewhere"},
    ],
    ids=str,
)
async def test_other_claims_are_nobodys_even_signed_by_us(
    graphql: GraphQL, wekan: Wekan, change: Mapping[str, object]
) -> None:
    token = (await registered(graphql, username="mara"))["accessToken"]
    changed = opened(token)[1] | dict(change)
    claims = {name: value for name, value in changed.items() if value is not None}
    assert not await is_welcome(graphql, signed(HEADER, claims, await key_of(wekan)))


async def test_the_session_of_another_person_gives_nothing(graphql: GraphQL, wekan: Wekan) -> None:
    _, mine = opened((await registered(graphql, username="mara"))["accessToken"])
    _, theirs = opened((await registered(graphql, username="admin"))["accessToken"])
    key = await key_of(wekan)
    assert not await is_welcome(graphql, signed(HEADER, mine | {"sub": theirs["sub"]}, key))
    assert not await is_welcome(graphql, signed(HEADER, mine | {"sid": theirs["sid"]}, key))


@pytest.mark.parametrize("key", ["", "secret", SECRET])
async def test_another_key_signs_nothing(graphql: GraphQL, key: str) -> None:
    _, claims = opened((await registered(graphql, username="mara"))["accessToken"])
    assert not await is_welcome(graphql, signed(HEADER, claims, key))


@pytest.mark.parametrize(
    "token",
    [
        "a.b.c",
        "..",
        "e30.e30.",
        f"{part(HEADER)}.{part({})}.",
        f"{part(HEADER)}.{part([])}.AAAA",
        base64.urlsafe_b64encode(b"[" * 2900).decode().rstrip("=") + ".e30.AAAA",
        "x." * 2 + "x" * 10_000,
    ],
    ids=["letters", "dots", "empty objects", "no claims", "a list", "deeply nested", "long"],
)
async def test_malformed_ones_are_nobodys(graphql: GraphQL, token: str) -> None:
    assert not await is_welcome(graphql, token)


async def test_the_key_is_kept_in_the_database(
    graphql: GraphQL, wekan: Wekan, settings: Settings
) -> None:
    async with another_app(settings) as other:
        first, second = await asyncio.gather(
            registered(graphql, username="mara"), registered(other, username="nils")
        )
        for issued in (first, second):
            assert await is_welcome(graphql, issued["accessToken"])
            assert await is_welcome(other, issued["accessToken"])
    key = await key_of(wekan)
    assert len(key) >= 43

    async with another_app(settings) as restarted:
        for issued in (first, second):
            assert await is_welcome(restarted, issued["accessToken"])
            await restarted(LOGOUT, issued["token"], input={})
            assert not await is_welcome(graphql, issued["accessToken"])
    assert await key_of(wekan) == key


async def test_a_given_key_signs_instead(app: Starlette, graphql: GraphQL, wekan: Wekan) -> None:
    old = (await registered(graphql, username="mara"))["accessToken"]
    configure(app, jwt_secret=SECRET)
    assert not await is_welcome(graphql, old)
    new = (await logged_in(graphql, username="mara"))["accessToken"]
    assert await is_welcome(graphql, new)
    assert new == signed(HEADER, opened(new)[1], SECRET)


async def test_with_a_given_key_none_is_stored(settings: Settings, app: Starlette) -> None:
    async with another_app(replace(settings, jwt_secret=SECRET)) as graphql:
        assert await is_welcome(graphql, (await registered(graphql, username="m"))["accessToken"])
    store = app.state.services.store
    assert await store.database.wekanGraphql.find_one({"_id": "jwt"}) is None


async def test_one_persons_logins_at_once_are_told_apart(
    graphql: GraphQL, person: NewPerson
) -> None:
    mara = await person("mara")
    issued = [await logged_in(graphql, username="mara") for _ in range(2)]
    tokens = [mara.token, *(each[kind] for each in issued for kind in ("token", "accessToken"))]
    answers = await asyncio.gather(*(is_welcome(graphql, token) for token in tokens * 4))
    assert all(answers)


# --- renewing


async def test_it_is_renewed_by_the_login_token(graphql: GraphQL, wekan: Wekan) -> None:
    issued = await registered(graphql, username="mara")
    before = await wekan.all("users")
    for who, given in (
        (None, {"token": issued["token"]}),
        (issued["token"], {}),
        (issued["accessToken"], {"token": None}),
        ("expired", {"token": issued["token"]}),
    ):
        renewed = (await graphql(REFRESH, who, input=given))["refreshAccessToken"]
        assert await is_welcome(graphql, renewed["accessToken"])
        _, claims = opened(renewed["accessToken"])
        assert claims["sid"] == opened(issued["accessToken"])[1]["sid"]
    assert await wekan.all("users") == before, "renewing writes nothing"


@pytest.mark.parametrize(
    "given", [{}, {"token": None}, {"token": ""}, {"token": "x"}, {"token": "a.b.c"}], ids=str
)
async def test_without_a_login_nothing_is_renewed(
    graphql: GraphQL, given: Mapping[str, str | None]
) -> None:
    assert await graphql.code(REFRESH, input=given) == "UNAUTHENTICATED"


async def test_a_given_token_counts_even_where_the_request_has_a_good_one(
    graphql: GraphQL,
) -> None:
    issued = await registered(graphql, username="mara")
    wrong = {"token": "unknown"}
    assert await graphql.code(REFRESH, issued["token"], input=wrong) == "UNAUTHENTICATED"


async def test_it_ends_no_later_than_the_login(
    app: Starlette, graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    (user,) = await wekan.all("users")
    when = user["services"]["resume"]["loginTokens"][0]["when"]
    end = when + timedelta(seconds=60)
    configure(app, login_expiration_days=60 / 86_400)
    renewed = (await graphql(REFRESH, mara, input={}))["refreshAccessToken"]
    expires = datetime.fromisoformat(renewed["accessTokenExpires"])
    assert end - timedelta(seconds=1) <= expires <= end


async def test_a_login_that_has_ended_renews_nothing(
    graphql: GraphQL, wekan: Wekan, context: Context, person: NewPerson
) -> None:
    admin = await wekan.person("root", isAdmin=True)
    out, off, new = [await person(name) for name in ("out", "off", "new")]
    access = {}
    for each in (out, off, new):
        renewed = await graphql(REFRESH, each, input={})
        access[each.token] = renewed["refreshAccessToken"]["accessToken"]

    await graphql(LOGOUT, out, input={})
    await graphql(DISABLE, admin, input={"id": off.id})
    await set_password(context, new.id, "another")

    for token, jwt in access.items():
        assert await graphql.code(REFRESH, input={"token": token}) == "UNAUTHENTICATED"
        assert await graphql.code(REFRESH, jwt, input={}) == "UNAUTHENTICATED"
        assert not await is_welcome(graphql, jwt)


async def test_an_expired_login_renews_nothing(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    renewed = (await graphql(REFRESH, mara, input={}))["refreshAccessToken"]
    assert await is_welcome(graphql, renewed["accessToken"])
    late = datetime.now(UTC) - timedelta(days=90, seconds=1)
    await wekan.set("users", mara.id, **{"services.resume.loginTokens.0.when": late})
    assert not await is_welcome(graphql, renewed["accessToken"])
    assert await graphql.code(REFRESH, input={"token": mara.token}) == "UNAUTHENTICATED"
    assert await graphql.code(VIEWER, mara) == "UNAUTHENTICATED"
