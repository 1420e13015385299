"""A person's own place on many boards at once, without reading anybody else's."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from store.documents import Board, Member
from store.finds import Trace, find
from store.match import Filter, where
from store.members import active_member
from store.mongo import Store
from store.plan import Document
from store.records import path_of

_MEMBERS = path_of(Board, "members")
_USER = path_of(Member, "user_id")
_Place: TypeAlias = tuple[str, str | None]
"""A board's id and a person's, or nobody's."""
_MOST = 100_000
"""More boards than anybody sees."""


async def places_on(store: Store, condition: Filter, user_id: str) -> dict[str, Member | None]:
    """Returns the boards that match, by id, each with the person's active entry among its
    members, if there is one. Raises StoreUnavailableError."""
    own = {"$elemMatch": where(Member, user_id=user_id, is_active=True)}
    chooses = (await store.abilities()).chooses_elements
    documents = await find(
        store, Board, condition, {"_id": 1, _MEMBERS: own if chooses else 1}, limit=_MOST
    )
    return {document["_id"]: active_member(document, user_id) for document in documents}


async def boards_with_place(
    store: Store,
    board_ids: Collection[str],
    user_id: str | None,
    paths: tuple[str, ...],
    trace: Trace | None = None,
) -> dict[str, Document]:
    """Returns these boards by id, with these paths; of their members the person's entries are
    there, and perhaps those of others. Shared, so not to be changed.

    Raises StoreUnavailableError.
    """

    async def fetch(wanted: list[_Place]) -> Mapping[_Place, Document]:
        ids = list({board_id for board_id, _ in wanted})
        users = list({user for _, user in wanted if user is not None})
        condition = {"_id": ids[0] if len(ids) == 1 else {"$in": ids}}
        projection = await _projection(store, paths, users)
        found = await find(store, Board, condition, projection, limit=len(ids), trace=trace)
        known = {board["_id"]: board for board in found}
        return {place: known[place[0]] for place in wanted if place[0] in known}

    places: list[_Place] = [(board_id, user_id) for board_id in board_ids]
    if trace is not None:
        found = await fetch(places)
    else:
        found = await store.sharing.look_up(("places", paths), places, fetch)
    return {place[0]: found[place] for place in places if place in found}


async def _projection(store: Store, paths: tuple[str, ...], users: list[str]) -> dict[str, Any]:
    """Boards have dozens of members: of these MongoDB sends only those asked for, if it can."""
    projection: dict[str, Any] = dict.fromkeys(paths, 1)
    if _MEMBERS in projection and (await store.abilities()).chooses_elements:
        wanted = {"$in": [f"$$m.{_USER}", {"$literal": users}]}
        chosen = {"$filter": {"input": f"${_MEMBERS}", "as": "m", "cond": wanted}}
        projection[_MEMBERS] = {"$cond": [{"$isArray": f"${_MEMBERS}"}, chosen, []]}
    return projection
