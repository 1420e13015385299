"""How tests talk to the doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, and a token that works."""

    id: str
    username: str
    email: str
    password: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Refused(AssertionError):
    """The answer had errors where a test wanted none."""


class GraphQL:
    """Sends operations to /graphql."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def post(
        self, query: str, who: Person | str | None = None, /, **variables: object
    ) -> httpx.Response:
        token = who.token if isinstance(who, Person) else who
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": variables}
        return await self._http.post("/graphql", json=body, headers=headers)

    async def __call__(
        self, query: str, who: Person | str | None = None, /, **variables: object
    ) -> Any:
        """Returns the data of an answer without errors."""
        answer: Mapping[str, Any] = (await self.post(query, who, **variables)).json()
        if answer.get("errors"):
            raise Refused(answer["errors"])
        return answer["data"]

    async def error(
        self, query: str, who: Person | str | None = None, /, **variables: object
    ) -> Any:
        """Returns the first error of an answer that must have one."""
        answer = (await self.post(query, who, **variables)).json()
        assert answer.get("errors"), answer
        return answer["errors"][0]

    async def code(
        self, query: str, who: Person | str | None = None, /, **variables: object
    ) -> str:
        """Returns the code of that error."""
        return str((await self.error(query, who, **variables))["extensions"]["code"])
