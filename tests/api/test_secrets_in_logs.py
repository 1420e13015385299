"""What a server logs of people who come and go never holds what they alone should know."""

from urllib.parse import quote

import httpx
import pytest

from tests.api.logins import LOGIN, LOGOUT, PASSWORD, REFRESH, REGISTER, VIEWER
from tests.clients import GraphQL
from tests.factories import Wekan
from tests.logs import logging_as

WRONG = "Wr0ng-Passw0rd"


@pytest.mark.parametrize("style", ["text", "json"])
async def test_no_secret_is_logged(
    http: httpx.AsyncClient,
    graphql: GraphQL,
    wekan: Wekan,
    capsys: pytest.CaptureFixture[str],
    style: str,
) -> None:
    given = {"username": "mara", "password": PASSWORD}
    inline = f'mutation {{ login(input: {{ username: "mara", password: "{WRONG}" }}) {{ token }} }}'
    with logging_as("debug", style):
        issued = (await graphql(REGISTER, input=given))["register"]
        tokens = [issued["token"], issued["accessToken"]]
        for token in tokens:
            await graphql(VIEWER, token)
            await graphql(REFRESH, input={"token": token})
        await graphql.error(REGISTER, input=given)
        await graphql.error(LOGIN, input=given | {"password": WRONG})
        await graphql.error(LOGIN, input=given | {"password": {"$ne": WRONG}})
        await graphql.error(inline)
        await graphql.error(inline[:-1])
        await http.get(f"/graphql?query={quote(inline)}&access_token={tokens[0]}")
        await http.post("/graphql", content=inline.encode())
        # Somebody broke the data: the failure is logged, with nothing in it either.
        await wekan.database.users.update_one({}, {"$set": {"services.resume": "broken"}})
        await graphql.error(LOGIN, input=given)
        await graphql.post(LOGOUT, tokens[1], input={})

    (user,) = await wekan.all("users")
    (key,) = await wekan.all("wekanGraphql", _id="jwt")
    secrets = [PASSWORD, WRONG, *tokens, user["services"]["password"]["bcrypt"], key["key"]]
    logged = capsys.readouterr().err
    assert logged.count("POST /graphql 200") >= 10
    assert "unexpected error" in logged
    assert [secret for secret in secrets if secret in logged] == []
