"""Documents by their ids and rows by their parents, found for several requests at once."""

import asyncio
from collections.abc import Collection, Hashable, Mapping
from functools import lru_cache
from typing import TypeAlias

from store.finding import Order
from store.finds import Trace, find
from store.keysets import after
from store.match import Filter, all_of
from store.mongo import Store
from store.plan import ByElement, Children, Document, Level, Page
from store.records import Record

Documents: TypeAlias = Mapping[str, Document]
"""By their ids."""
Groups: TypeAlias = Mapping[str, list[Document]]
"""By their parents' ids."""

_SMALL_PAGE = 20
_FEW_PARENTS = 32
_FINDS_AT_ONCE = 32
_MOST_ROWS = 20_000
"""The most documents that one find of several parents brings."""


def asked_by_ids(
    store: Store,
    record_type: type[Record],
    ids: Collection[str],
    paths: tuple[str, ...],
    turns: int = 1,
) -> "asyncio.Future[Documents]":
    """Returns what will be the documents with these ids, and perhaps others; shared, so not to
    be changed. `turns` are those of `Sharing.ask`."""

    async def fetch(wanted: list[str]) -> Documents:
        return await _with_ids(store, record_type, wanted, paths, None)

    return store.sharing.ask((record_type.collection, paths), ids, fetch, turns)


async def by_ids(
    store: Store,
    record_type: type[Record],
    ids: Collection[str],
    paths: tuple[str, ...],
    trace: Trace | None = None,
) -> Documents:
    """The same, waited for. Raises StoreUnavailableError."""
    if trace is not None:
        return await _with_ids(store, record_type, list(ids), paths, trace)
    return await asked_by_ids(store, record_type, ids, paths)


async def _with_ids(
    store: Store,
    record_type: type[Record],
    wanted: list[str],
    paths: tuple[str, ...],
    trace: Trace | None,
) -> Documents:
    condition = {"_id": {"$in": wanted}} if len(wanted) > 1 else {"_id": wanted[0]}
    documents = await find(
        store, record_type, condition, projection_of(paths), limit=len(wanted), trace=trace
    )
    return {document["_id"]: document for document in documents}


class Rows:
    """What one page wants of the rows below parents, whichever these are."""

    def __init__(
        self,
        store: Store,
        level: Level,
        link: Children,
        page: Page,
        condition: Filter,
        paths: tuple[str, ...],
        trace: Trace | None,
    ) -> None:
        self._store = store
        self._trace = trace
        self._record = level.record
        self._link = link
        self._page = page
        self._condition = condition
        self._paths = paths
        self._each = page.first + level.peeks

    @property
    def _kind(self) -> Hashable:
        """What must be equal for two requests to be answered by one find."""
        values = repr((self._condition, self._page.after))
        asked = (self._paths, self._page.order, self._each, values)
        return (self._record.collection, self._link, asked)

    def asked_of(self, key: str, turns: int = 1) -> "asyncio.Future[Groups]":
        """Returns what will be the rows of one parent, and perhaps others; not to be changed."""
        return self._store.sharing.ask(self._kind, (key,), self._of, turns)

    async def of(self, keys: list[str]) -> Groups:
        """Returns each parent's rows, before the gate. Raises StoreUnavailableError."""
        if len(keys) == 1 and self._trace is None:
            return await self.asked_of(keys[0])
        return await self._of(keys)

    async def _of(self, keys: list[str]) -> Groups:
        if self._each <= _SMALL_PAGE and len(keys) <= _FEW_PARENTS:
            # One find for all could not stop early within each: it would read every row.
            return await self._each_alone(keys)
        groups: dict[str, list[Document]] = {}
        left = keys
        while left:
            limit = min(len(left) * self._each, _MOST_ROWS)
            brought = await self._together(left, limit)
            used = self._keep(groups, brought)
            cut = self._cut(groups, left, brought) if len(brought) >= limit > 0 else []
            if cut and (2 * used < len(brought) or len(cut) == len(left)):
                # Most of it lay beyond the pages: from here on, only these are read.
                groups |= await self._each_alone(cut)
                break
            left = cut
        return groups

    def _keep(self, groups: dict[str, list[Document]], brought: list[Document]) -> int:
        """Adds what was brought, as far as it is wanted; returns how much that is."""
        used = 0
        for key, group in self._link.grouped(brought).items():
            groups[key] = group if len(group) <= self._each else group[: self._each]
            used += len(groups[key])
        return used

    def _cut(self, groups: Groups, keys: list[str], brought: list[Document]) -> list[str]:
        """Returns the parents whose rows a find that reached its limit may not have brought."""
        reached = self._link.parents_of(brought[-1])
        ordered = reached and not isinstance(self._link, ByElement)
        maybe = [key for key in keys if key >= reached[0]] if ordered else keys
        return [key for key in maybe if len(groups.get(key, ())) < self._each]

    async def _each_alone(self, keys: list[str]) -> Groups:
        groups: dict[str, list[Document]] = {}
        for start in range(0, len(keys), _FINDS_AT_ONCE):
            some = keys[start : start + _FINDS_AT_ONCE]
            found = await asyncio.gather(*(self._find([key], self._each) for key in some))
            for key, rows in zip(some, found, strict=True):
                groups[key] = self._link.grouped(rows).get(key, [])
        return groups

    async def _together(self, keys: list[str], limit: int) -> list[Document]:
        if len(keys) == 1:
            return await self._find(keys, limit)
        return await self._find(keys, limit, self._link.grouping)

    async def _find(self, keys: list[str], limit: int, grouping: Order = ()) -> list[Document]:
        return await find(
            self._store,
            self._record,
            all_of(
                self._link.matching(keys), self._condition, await after(self._store, self._page)
            ),
            projection_of(self._paths),
            limit=limit,
            order=(*grouping, *self._page.order),
            trace=self._trace,
        )


@lru_cache(4096)
def paths_together(
    asked: tuple[str, ...],
    judging: tuple[str, ...],
    order: tuple[tuple[str, int], ...],
    held: str | None,
) -> tuple[str, ...]:
    """Returns all paths, without those that lie inside another: MongoDB refuses both."""
    paths = {*asked, *judging, *(path for path, _ in order), *([held] if held else ())}
    return tuple(
        sorted(path for path in paths if not any(path.startswith(f"{other}.") for other in paths))
    )


@lru_cache(4096)
def projection_of(paths: tuple[str, ...]) -> Mapping[str, int]:
    """Returns the projection that brings these paths; it is shared and must not be changed."""
    return dict.fromkeys(paths, 1)
