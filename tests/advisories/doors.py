"""How these tests try one attack through either door, and see that nothing came of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from tests.clients import Person
from tests.factories import Wekan

T = TypeVar("T")

_CODES = {
    400: "BAD_USER_INPUT",
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    409: "CONFLICT",
    413: "BAD_USER_INPUT",
    429: "RATE_LIMITED",
    500: "INTERNAL",
}
"""What GraphQL calls a failure that REST tells by its status."""
_EMPTY = hashlib.md5(usedforsecurity=False).hexdigest()
HIDDEN = "NOT_FOUND"
"""How either door answers for what somebody may not know of."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request, in the way of the door it is meant for."""

    path: str
    method: str = "POST"
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {json.dumps(self.body)[:400]}"


def get(path: str, /, **headers: str) -> Call:
    return Call(path, "GET", headers=headers)


def post(path: str, /, **body: object) -> Call:
    return Call(path, "POST", body)


def put(path: str, /, **body: object) -> Call:
    return Call(path, "PUT", body)


def delete(path: str, /, **body: object) -> Call:
    return Call(path, "DELETE", body)


def ask(query: str, /, **variables: object) -> Call:
    """A GraphQL operation."""
    return Call("/graphql", "POST", {"query": query, "variables": variables})


def do(name: str, selection: str = "__typename", /, **given: object) -> Call:
    """A GraphQL mutation, by its name and its input."""
    kind = name[0].upper() + name[1:]
    text = f"mutation ($input: {kind}Input!) {{ {name}(input: $input) {{ {selection} }} }}"
    return ask(text, input=given)


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is "OK", or says how the request was refused."""

    code: str
    text: str
    data: Any
    kind: str = ""
    content: bytes = b""

    @classmethod
    def of(cls, response: httpx.Response) -> "Answer":
        data, kind = _json(response), response.headers.get("content-type", "")
        errors = data.get("errors") if isinstance(data, dict) else None
        if errors and response.request.url.path == "/graphql":
            return cls(errors[0]["extensions"]["code"], response.text, data, kind, response.content)
        code = "OK" if response.is_success else _CODES[response.status_code]
        return cls(code, response.text, data, kind, response.content)


@dataclass(frozen=True, slots=True)
class Door:
    """One of the two doors."""

    name: str
    http: httpx.AsyncClient
    wekan: Wekan

    def pick(self, *, rest: T, graphql: T) -> T:
        """Returns what belongs to this door."""
        return rest if self.name == "rest" else graphql

    async def send(self, who: Person | None, call: Call) -> Answer:
        headers = {**(who.headers if who else {}), **call.headers}
        sent = None if call.body is None else json.dumps(call.body)
        headers |= {"Content-Type": "application/json"} if sent else {}
        response = await self.http.request(call.method, call.path, headers=headers, content=sent)
        return Answer.of(response)

    async def allows(self, who: Person | None, *calls: Call) -> Answer:
        """Sees that the calls succeed, so that their refusal elsewhere says something.

        Returns the last answer.
        """
        answer = Answer("OK", "", None)
        for call in calls:
            answer = await self.send(who, call)
            assert answer.code == "OK", f"{call}: {answer.text}"
        return answer

    async def refuses(self, code: str, who: Person | None, *calls: Call) -> None:
        """Sees that each call is refused with this code, and that nothing changed by it."""
        before = await fingerprints(self.wekan)
        for call in calls:
            answer = await self.send(who, call)
            assert answer.code == code, f"{call}: {answer.code} {answer.text}"
        await self._require_unchanged(before)

    async def ignores(self, who: Person | None, *calls: Call) -> None:
        """Sees that nothing changes, whatever is answered."""
        before = await fingerprints(self.wekan)
        for call in calls:
            await self.send(who, call)
        await self._require_unchanged(before)

    async def _require_unchanged(self, before: Mapping[str, str]) -> None:
        after = await fingerprints(self.wekan)
        changed = {name for name, _ in before.items() ^ after.items()}
        assert not changed, f"changed: {', '.join(sorted(changed))}"

    async def conceals(self, secret: str, who: Person | None, *calls: Call) -> None:
        """Sees that no answer has the secret in it."""
        for call in calls:
            answer = await self.send(who, call)
            assert secret not in answer.text, f"{call}: {answer.text}"

    async def shows(self, expected: str, who: Person | None, *calls: Call) -> None:
        """Sees that every answer has it."""
        for call in calls:
            answer = await self.send(who, call)
            assert answer.code == "OK" and expected in answer.text, f"{call}: {answer.text}"


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


async def fingerprints(wekan: Wekan) -> Mapping[str, str]:
    """Returns a hash of each collection that has something in it, but for ours alone.

    MongoDB makes them: comparing the documents themselves took half of the time of these tests.
    """
    hashes = (await wekan.database.command("dbHash"))["collections"]
    return {
        name: each for name, each in hashes.items() if name != "wekanGraphql" and each != _EMPTY
    }
