"""The find command itself, sent without a cursor's machinery, and what it tells of itself."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bson import CodecOptions
from pymongo.errors import AutoReconnect

from store.match import Filter
from store.mongo import CODEC, Store, translated
from store.plan import Document
from store.records import Record

# Dates come without a time zone, which is UTC: one for each date costs as much as all else
# that is done with it.
_BARE: CodecOptions[dict[str, Any]] = CODEC.with_options(tz_aware=False)

Order: TypeAlias = Sequence[tuple[str, int]]


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
    paths: tuple[str, ...],
    *,
    limit: int,
    order: Order = (),
    trace: Trace | None = None,
) -> list[Document]:
    """Returns at most `limit` documents. Raises StoreUnavailableError.

    All that fits is brought in one reply; a cursor is opened only for what does not.
    """
    if limit == 0:
        return []
    started = time.perf_counter()
    command: dict[str, Any] = {
        "find": record_type.collection,
        "filter": condition,
        "projection": dict.fromkeys(paths, 1),
        "limit": limit,
        "batchSize": limit,
        "maxTimeMS": store.timeout_ms,
    }
    if order:
        command["sort"] = dict(order)
    with translated():
        reply = await _sent(store, command)
        documents: list[Document] = reply["cursor"]["firstBatch"]
        if reply["cursor"]["id"]:
            documents = await _by_cursor(store, record_type, command)
    if trace is not None:
        spent = (time.perf_counter() - started) * 1000
        trace.steps.append(
            Step(
                record_type.collection,
                condition,
                paths,
                tuple(order),
                limit,
                len(documents),
                round(spent, 3),
            )
        )
    return documents


async def _sent(store: Store, command: dict[str, Any]) -> dict[str, Any]:
    try:
        return await store.database.command(command, codec_options=_BARE)
    except AutoReconnect:  # once more, as the driver does with reads of its own
        return await store.database.command(command, codec_options=_BARE)


async def _by_cursor(
    store: Store, record_type: type[Record], command: dict[str, Any]
) -> list[Document]:
    cursor = (
        store.collection(record_type)
        .with_options(_BARE)
        .find(
            command["filter"],
            command["projection"],
            limit=command["limit"],
            batch_size=command["batchSize"],
            sort=list(command["sort"].items()) if "sort" in command else None,
        )
    )
    return await cursor.to_list()
