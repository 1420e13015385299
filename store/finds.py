"""Finds of planned reads, and what they tell of themselves."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bson import CodecOptions

from store.finding import Order
from store.match import Filter
from store.mongo import CODEC, Store, translated
from store.plan import Document
from store.records import Record

# Dates come without a time zone, which is UTC: one for each date costs as much as all else
# that is done with it.
_BARE: CodecOptions[dict[str, Any]] = CODEC.with_options(tz_aware=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One find of a run, told to people."""

    collection: str
    filter: Filter
    projection: tuple[str, ...]
    order: tuple[tuple[str, int], ...]
    limit: int
    documents: int
    milliseconds: float


@dataclass(slots=True)
class Trace:
    """Collects the finds of a run; such a run shares none with other requests."""

    steps: list[Step] = field(default_factory=list)


async def find(
    store: Store,
    record_type: type[Record],
    condition: Filter,
    projection: Mapping[str, Any],
    *,
    limit: int,
    order: Order = (),
    trace: Trace | None = None,
) -> list[Document]:
    """Returns at most `limit` documents. Raises StoreUnavailableError."""
    if limit == 0:
        return []
    started = time.perf_counter()
    with translated():
        documents = await store.finder.find(
            record_type.collection, condition, projection, _BARE, limit=limit, order=order
        )
    if trace is not None:
        spent = (time.perf_counter() - started) * 1000
        trace.steps.append(
            Step(
                record_type.collection,
                condition,
                tuple(projection),
                tuple(order),
                limit,
                len(documents),
                round(spent, 3),
            )
        )
    return documents
