"""A person's own place on many boards at once, without reading anybody else's."""

from store.documents import Board, Member
from store.finds import find
from store.match import Filter, where
from store.members import active_member
from store.mongo import Store
from store.records import path_of

_MEMBERS = path_of(Board, "members")
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
