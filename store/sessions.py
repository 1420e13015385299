"""Who a login token belongs to: the one lookup that every request begins with, shared."""

from typing import Any

from store.documents import LoginToken, Session
from store.finds import find
from store.mongo import Store
from store.records import load, path_of
from store.sharing import EARLY

_WHOLE: dict[str, Any] = {**Session.projection}
_TOKENS = path_of(Session, "tokens")
_HASH = path_of(LoginToken, "hashed")


async def session_of(store: Store, hashed: str) -> Session | None:
    """Returns the person whose login token has this stored hash, expired or not."""

    async def fetch(wanted: list[str]) -> dict[str, Session]:
        return await _sessions(store, wanted)

    known = await store.sharing.ask(("sessions",), [hashed], fetch, EARLY)
    return known.get(hashed)


async def _sessions(store: Store, hashes: list[str]) -> dict[str, Session]:
    """A person who logs in often has many tokens: of these only those asked for are brought."""
    condition = {f"{_TOKENS}.{_HASH}": {"$in": hashes}}
    wanted = {"$in": [f"$$t.{_HASH}", {"$literal": hashes}]}
    projection = (
        _WHOLE
        if not (await store.abilities()).chooses_elements
        else _WHOLE | {_TOKENS: {"$filter": {"input": f"${_TOKENS}", "as": "t", "cond": wanted}}}
    )
    documents = await find(store, Session, condition, projection, limit=len(hashes))
    found: dict[str | None, Session] = {}
    for document in documents:
        session = load(Session, document)
        found |= {token.hashed: session for token in session.tokens if token.hashed in hashes}
    return {hashed: session for hashed, session in found.items() if hashed}
