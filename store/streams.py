"""Documents as they are stored, one after the other: for what is too much to be held at once."""

from collections.abc import AsyncIterator, Sequence

from store.match import Filter
from store.mongo import Store, translated
from store.plan import Document
from store.records import Record

_AT_ONCE = 200


async def stream(
    store: Store,
    record_type: type[Record],
    condition: Filter,
    *,
    order: Sequence[tuple[str, int]] = (("_id", 1),),
    without: Sequence[str] = (),
) -> AsyncIterator[Document]:
    """Yields every document that matches; the paths in `without` do not leave the database."""
    with translated():
        cursor = store.collection(record_type).find(
            condition, dict.fromkeys(without, 0) or None, sort=list(order), batch_size=_AT_ONCE
        )
        async for document in cursor:
            yield document
