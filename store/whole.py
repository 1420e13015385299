"""Reads of documents as they are stored, for a door that shows them whole.

Nothing here asks who may see them: `domain.whole` does.
"""

from collections.abc import Sequence
from datetime import datetime

from store.match import Filter
from store.mongo import CODEC, Store, translated
from store.plan import Document
from store.records import Record, path_of


async def find_whole(
    store: Store, record_type: type[Record], condition: Filter, *, without: Sequence[str] = ()
) -> Document | None:
    """Returns one document, shared, so not to be changed; the paths in `without` do not even
    leave the database. Requests that ask for such documents by their ids find them together."""
    others = {path: wanted for path, wanted in condition.items() if path != "_id"}
    hidden = dict.fromkeys(without, 0)

    async def found(matching: Filter, limit: int) -> list[Document]:
        with translated():
            return await store.finder.find(
                record_type.collection, matching, hidden, CODEC, limit=limit
            )

    async def fetch(ids: list[str]) -> dict[str, Document]:
        documents = await found({"_id": {"$in": ids}, **others}, len(ids))
        return {each["_id"]: each for each in documents}

    document_id = condition.get("_id")
    if isinstance(document_id, str):
        kind = ("whole", record_type.collection, repr(others), tuple(without))
        return (await store.sharing.look_up(kind, (document_id,), fetch)).get(document_id)
    return next(iter(await found(condition, 1)), None)


async def find_wholes(store: Store, record_type: type[Record], condition: Filter) -> list[Document]:
    """Returns every document that matches."""
    with translated():
        return await store.collection(record_type).find(condition).to_list()


async def find_all_whole(
    store: Store, record_type: type[Record], condition: Filter, *, limit: int
) -> list[Document]:
    """Returns at most `limit` documents."""
    with translated():
        return await store.collection(record_type).find(condition, limit=limit).to_list()


async def find_parts(
    store: Store, record_type: type[Record], condition: Filter, names: Sequence[str]
) -> list[Document]:
    """Returns, of every document that matches, what lies at the named attributes."""
    paths = [path_of(record_type, name) for name in names]
    with translated():
        return await store.collection(record_type).find(condition, paths).to_list()


async def newest_by(
    store: Store, record_type: type[Record], condition: Filter, key: str, names: Sequence[str]
) -> dict[str, Document]:
    """Returns the latest date at each named attribute, for each id at attribute `key`."""
    if not (await store.abilities()).groups_by_highest:
        return await _newest_of_all(store, record_type, condition, key, names)
    highest = {name: {"$max": f"${path_of(record_type, name)}"} for name in names}
    group = {"_id": f"${path_of(record_type, key)}", **highest}
    with translated():
        cursor = await store.collection(record_type).aggregate(
            [{"$match": condition}, {"$group": group}]
        )
        rows = await cursor.to_list()
    return {row["_id"]: row for row in rows if isinstance(row["_id"], str)}


async def _newest_of_all(
    store: Store, record_type: type[Record], condition: Filter, key: str, names: Sequence[str]
) -> dict[str, Document]:
    """The same, where the database cannot say: of each document its dates are read."""
    newest: dict[str, Document] = {}
    for row in await find_parts(store, record_type, condition, [key, *names]):
        found = row.get(path_of(record_type, key))
        if isinstance(found, str):
            known = newest.setdefault(found, dict.fromkeys(names))
            for name in names:
                date, latest = row.get(path_of(record_type, name)), known[name]
                if isinstance(date, datetime) and (latest is None or date > latest):
                    known[name] = date
    return newest
