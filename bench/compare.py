"""Makes sure that all servers answer, and write, the same before anything is measured."""

import time
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import orjson
from pymongo import DESCENDING, MongoClient

from bench.cases import Case
from bench.load import COUNTER, LoadError, answer
from bench.servers import Server

Document: TypeAlias = dict[str, Any]

_SAMPLES: Final = 5
_OWN: Final = ("_id", "createdAt", "modifiedAt", "oldValue")
"""What differs between two activities of the same change."""


class DifferenceError(Exception):
    """Two servers do not answer the same."""


def require_same(case: Case, servers: Sequence[Server], url: str) -> None:
    """Raises DifferenceError."""
    requests = {server.name: case.requests(server.name) for server in servers}
    step = max(1, len(case.asks) // _SAMPLES)
    for number in range(0, len(case.asks), step):
        answers: dict[str, Any] = {}
        for server in servers:
            mark = b"%010d" % (time.time_ns() // 1000 % 10**10)
            text = requests[server.name][number].replace(COUNTER, mark)
            answers[server.name] = _answered(case, server, text, mark), _written(case, url, mark)
        first = servers[0].name
        for name, found in answers.items():
            if found != answers[first]:
                raise DifferenceError(
                    f"{case.name}: {name} does not answer as {first} does.\n"
                    f"{first}: {_shown(answers[first])}\n{name}: {_shown(found)}"
                )


def _answered(case: Case, server: Server, request: bytes, mark: bytes) -> Any:
    try:
        body = orjson.loads(answer(server.port, request).replace(mark, COUNTER))
    except LoadError as refused:
        raise DifferenceError(
            f"{case.name}: {server.name} fails: {refused}\n{server.last_words()}"
        ) from refused
    if body.get("errors") or not body.get("data"):
        raise DifferenceError(f"{case.name}: {server.name} fails: {_shown(body)}")
    return case.shown(body["data"])


def _written(case: Case, url: str, mark: bytes) -> Document | None:
    """Returns the newest document that the case writes; two of one change differ in `_OWN`."""
    if case.writes is None:
        return None
    with MongoClient[Document](url) as client:
        collection = client.get_default_database()[case.writes]
        newest = collection.find_one(sort=[("createdAt", DESCENDING)]) or {}
    return {
        name: str(value).replace(mark.decode(), COUNTER.decode())
        for name, value in newest.items()
        if name not in _OWN
    }


def _shown(value: Any) -> str:
    return str(value)[:600]
