"""Registering and logging in over GraphQL, as several test files do it."""

import base64
import hashlib
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette

from tests.clients import GraphQL

_ISSUED = "user { id username } token tokenExpires accessToken accessTokenExpires"
REGISTER = f"mutation ($input: RegisterInput!) {{ register(input: $input) {{ {_ISSUED} }} }}"
LOGIN = f"mutation ($input: LoginInput!) {{ login(input: $input) {{ {_ISSUED} }} }}"
LOGOUT = "mutation ($input: LogoutInput!) { logout(input: $input) { ok } }"
REFRESH = """mutation ($input: RefreshAccessTokenInput!) {
  refreshAccessToken(input: $input) { accessToken accessTokenExpires }
}"""
DISABLE = "mutation ($input: DisableUserInput!) { disableUser(input: $input) { user { id } } }"
VIEWER = "{ viewer { id } }"

# The worked example of Wekan's contract: this password and token, as Wekan stores them.
PASSWORD = "Secret123!"
HASH = "$2b$10$abcdefghijklmnopqrstuuKOLKss.sMXoXWKVwvxO9P0BNMdoQqYG"
TOKEN = "Zb7Qe0TtqvH3n-9wYkLxA1sRfUo_2JmVcPd4GiK8yNE"
HASHED_TOKEN = "QSS8X/SxHah+KMFpmkSkCKaMFlXtTS9OB1ntExBdtiQ="


async def registered(graphql: GraphQL, **given: object) -> Any:
    """Returns the payload of `register`."""
    return (await graphql(REGISTER, input={"password": PASSWORD} | given))["register"]


async def logged_in(graphql: GraphQL, **given: object) -> Any:
    """Returns the payload of `login`."""
    return (await graphql(LOGIN, input={"password": PASSWORD} | given))["login"]


async def is_welcome(graphql: GraphQL, token: str) -> bool:
    """Tells whether a token is accepted."""
    answer = (await graphql.post(VIEWER, token)).json()
    if "errors" in answer:
        assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED", answer
        return False
    return bool(answer["data"]["viewer"])


def sha256_base64(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def configure(app: Starlette, **settings: object) -> None:
    """Lets a running app go on with other settings."""
    services = app.state.services
    app.state.services = replace(services, settings=replace(services.settings, **settings))
