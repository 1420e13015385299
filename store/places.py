"""A person's own place on many boards at once, without reading anybody else's."""

from pymongo.errors import OperationFailure

from store.documents import Board, Member
from store.match import Filter, where
from store.members import active_member
from store.mongo import Store, translated
from store.records import path_of

_MEMBERS = path_of(Board, "members")


async def places_on(store: Store, condition: Filter, user_id: str) -> dict[str, Member | None]:
    """Returns the boards that match, by id, each with the person's active entry among its
    members, if there is one. Raises StoreUnavailableError."""
    own = {"$elemMatch": where(Member, user_id=user_id, is_active=True)}
    projection = {"_id": 1, _MEMBERS: own if store.chooses_elements else 1}
    boards = store.collection(Board)
    try:
        with translated():
            documents = await boards.find(condition, projection).to_list()
    except OperationFailure:
        if not store.chooses_elements:
            raise
        store.chooses_elements = False  # FerretDB, as in `store.sessions`
        return await places_on(store, condition, user_id)
    return {document["_id"]: active_member(document, user_id) for document in documents}
