"""Runs a plan: one find a level, levels that do not need each other at the same time."""

import asyncio
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Any, Protocol

from store.finding import Order
from store.finds import Trace, find
from store.keysets import after
from store.match import Filter, all_of
from store.mongo import Store
from store.plan import (
    ROOT,
    ByElement,
    ById,
    ByParent,
    Children,
    Document,
    Found,
    Level,
    Page,
    Slice,
    Variables,
    values_at,
)
from store.records import Record

_ONE = Page(order=(("_id", 1),), first=1)
_SMALL_PAGE = 20
_FEW_PARENTS = 32
_MOST_ROWS = 20_000
"""The most documents that one find of several parents brings; what is missing of a parent
is then read on its own."""


class Gate(Protocol):
    """What decides which documents a run may use. `domain.reading` has the real one."""

    def paths(self, level: Level, ids: Collection[str]) -> tuple[str, ...]:
        """Returns what must be read of documents beside what is asked for, to judge them."""

    async def below(
        self, record_type: type[Record], link: Children, parents: Sequence[Document]
    ) -> Filter:
        """Returns what must hold of the documents found by these parents."""

    async def admit(self, level: Level, documents: list[Document]) -> list[Document]:
        """Returns the documents that may be used, without what must not leave the server."""


class Reads:
    """One run of one plan."""

    def __init__(
        self, store: Store, gate: Gate, variables: Variables, trace: Trace | None = None
    ) -> None:
        self._store = store
        self._gate = gate
        self._variables = variables
        self._trace = trace

    async def run(self, level: Level, condition: Filter) -> Found:
        """Returns what a root level and all below it bring, of the documents that match.

        Raises StoreUnavailableError.
        """
        named = condition.get("_id") if len(condition) == 1 else None
        if level.page is None and isinstance(named, str):
            part = Slice(await self._admitted_by_ids(level, [named]))
        else:
            page = level.page(self._variables) if level.page else _ONE
            part = await self._slice(level, page, condition)
        return await self.run_below(level, part)

    async def run_below(self, level: Level, part: Slice) -> Found:
        """Returns rows that are here already, with what all below them brings."""
        found = Found(level, slices={ROOT: part})
        await self._below(found, part.documents)
        return found

    async def _below(self, found: Found, documents: Sequence[Document]) -> None:
        if not documents or not found.level.children:
            return
        children = found.level.children
        if len(children) == 1:
            for key, child in children.items():
                found.children[key] = await self._level(child, documents)
            return
        results = await asyncio.gather(
            *(self._level(child, documents) for child in children.values())
        )
        found.children = dict(zip(children, results, strict=True))

    async def _level(self, level: Level, parents: Sequence[Document]) -> Found:
        if isinstance(level.link, ById):
            found = await self._by_id(level, level.link, parents)
            documents: Sequence[Document] = list(found.by_id.values())
        else:
            assert level.link is not None
            found = await self._by_parent(level, level.link, parents)
            documents = list(chain.from_iterable(part.documents for part in found.slices.values()))
        await self._below(found, documents)
        return found

    async def _by_id(self, level: Level, link: ById, parents: Sequence[Document]) -> Found:
        wanted = _ids_at(parents, link.source)
        found = Found(level)
        if wanted:
            documents = await self._admitted_by_ids(level, wanted)
            found.by_id = {document["_id"]: document for document in documents}
        return found

    async def _admitted_by_ids(self, level: Level, ids: Collection[str]) -> list[Document]:
        paths = self._paths(level, ids, ())
        known = await by_ids(self._store, level.record, ids, paths, self._trace)
        brought = [known[each] for each in ids if each in known]
        return await self._gate.admit(level, brought)

    async def _by_parent(self, level: Level, link: Children, parents: Sequence[Document]) -> Found:
        assert level.page is not None
        page = level.page(self._variables)
        keys = [parent["_id"] for parent in parents]
        condition = all_of(page.match, await self._gate.below(level.record, link, parents))
        if not level.counted:
            return Found(level, slices=await self._rows(level, link, keys, page, condition))
        slices, totals = await asyncio.gather(
            self._rows(level, link, keys, page, condition),
            self._counts(level, link, keys, condition),
        )
        counted = {key: replace(part, total=totals.get(key, 0)) for key, part in slices.items()}
        return Found(level, slices=counted)

    async def _rows(
        self, level: Level, link: Children, keys: list[str], page: Page, condition: Filter
    ) -> dict[str, Slice]:
        """Returns each parent's rows; those without any share one empty slice."""
        slices = dict.fromkeys(keys, _filled([], page, brought=0))
        if not level.rows:
            return slices
        paths = self._paths(level, keys, page.order)
        fetch = _Groups(self._store, level, link, page, condition, paths, self._trace)
        if len(keys) == 1 and self._trace is None:
            groups = await self._store.sharing.look_up(fetch.kind, keys, fetch.groups)
        else:
            groups = await fetch.groups(keys)
        brought = list(chain.from_iterable(groups.get(key, ()) for key in keys))
        admitted = await self._gate.admit(level, brought)
        kept = None if admitted is brought else {each["_id"]: each for each in admitted}
        for key, group in groups.items():
            if key in slices and group:
                rows = group
                if kept is not None:
                    rows = [kept[each["_id"]] for each in group if each["_id"] in kept]
                slices[key] = _filled(rows, page, brought=len(group))
        return slices

    async def _counts(
        self, level: Level, link: Children, keys: list[str], condition: Filter
    ) -> Mapping[str, int]:
        if isinstance(link, ByParent) and len(keys) > 1:
            matching = all_of(link.matching(keys), condition)
            return await self._store.counts_by(level.record, matching, link.path)
        counted = await asyncio.gather(
            *(
                self._store.count(level.record, all_of(link.matching([key]), condition))
                for key in keys
            )
        )
        return dict(zip(keys, counted, strict=True))

    async def _slice(self, level: Level, page: Page, condition: Filter) -> Slice:
        matching = all_of(condition, page.match)
        total = await self._store.count(level.record, matching) if level.counted else None
        brought = []
        if level.rows:
            brought = await self._find(
                level,
                all_of(matching, after(page)),
                limit=page.first + level.peeks,
                order=page.order,
            )
        documents = await self._gate.admit(level, brought)
        return replace(_filled(documents, page, brought=len(brought)), total=total)

    async def _find(
        self, level: Level, condition: Filter, *, limit: int, order: Order
    ) -> list[Document]:
        """One find. What it brings has still to pass the gate."""
        paths = self._paths(level, (), order)
        return await find(
            self._store,
            level.record,
            condition,
            _once(paths),
            limit=limit,
            order=order,
            trace=self._trace,
        )

    def _paths(self, level: Level, ids: Collection[str], order: Order) -> tuple[str, ...]:
        """Returns the projection: what is selected, what orders it, and what judges it."""
        held = level.link.path if isinstance(level.link, ByParent | ByElement) else None
        return _together(level.paths, self._gate.paths(level, ids), tuple(order), held)


async def by_ids(
    store: Store,
    record_type: type[Record],
    ids: Collection[str],
    paths: tuple[str, ...],
    trace: Trace | None = None,
) -> Mapping[str, Document]:
    """Returns the documents with these ids, by id, and perhaps others; shared, so not to be
    changed. Raises StoreUnavailableError."""

    async def fetch(wanted: list[str]) -> dict[str, Document]:
        condition = {"_id": {"$in": wanted}} if len(wanted) > 1 else {"_id": wanted[0]}
        documents = await find(
            store, record_type, condition, _once(paths), limit=len(wanted), trace=trace
        )
        return {document["_id"]: document for document in documents}

    if trace is not None:
        return await fetch(list(ids))
    return await store.sharing.look_up((record_type.collection, paths), ids, fetch)


class _Groups:
    """Finds the rows of parents, for one or several requests that want the same of them."""

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
        self._condition = all_of(condition, after(page))
        self._paths = paths
        self._each = page.first + level.peeks

    @property
    def kind(self) -> Hashable:
        """What must be equal for two requests to be answered by one find."""
        asked = (self._paths, self._page.order, self._each, repr(self._condition))
        return (self._record.collection, self._link, asked)

    async def groups(self, keys: list[str]) -> dict[str, list[Document]]:
        """Returns each parent's rows, before the gate."""
        if len(keys) == 1:
            return {keys[0]: await self._of_one(keys[0])}
        if self._each <= _SMALL_PAGE and len(keys) <= _FEW_PARENTS:
            # One find for all could not stop early within each: it would read every row.
            rows = await asyncio.gather(*(self._of_one(key) for key in keys))
            return dict(zip(keys, rows, strict=True))
        limit = min(len(keys) * self._each, _MOST_ROWS)
        together = all_of(self._link.matching(keys), self._condition)
        order = (*self._link.grouping, *self._page.order)
        brought = await self._find(together, limit, order)
        groups = self._link.grouped(brought)
        for key, group in groups.items():
            if len(group) > self._each:
                groups[key] = group[: self._each]
        if len(brought) >= limit > 0:
            reached = _cut(self._link, keys, brought[-1])
            cut = [key for key in reached if len(groups.get(key, ())) < self._each]
            again = await asyncio.gather(*(self._of_one(key) for key in cut))
            groups |= dict(zip(cut, again, strict=True))
        return groups

    async def _of_one(self, key: str) -> list[Document]:
        own = all_of(self._link.matching([key]), self._condition)
        return await self._find(own, self._each, self._page.order)

    async def _find(self, condition: Filter, limit: int, order: Order) -> list[Document]:
        return await find(
            self._store,
            self._record,
            condition,
            _once(self._paths),
            limit=limit,
            order=order,
            trace=self._trace,
        )


@lru_cache(4096)
def _together(
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
def _once(paths: tuple[str, ...]) -> Mapping[str, int]:
    """Returns the projection that brings these paths; it is shared and must not be changed."""
    return dict.fromkeys(paths, 1)


def _ids_at(parents: Sequence[Document], source: tuple[str, ...]) -> set[str]:
    """Returns the ids that stand at a path of the parents' documents."""
    wanted: set[Any] = set()
    if len(source) == 1:
        at_path = [parent.get(source[0]) for parent in parents]
    else:
        at_path = [values_at(parent, source) for parent in parents]
    for value in at_path:
        if value.__class__ is list:
            try:
                wanted.update(value)
            except TypeError:  # old data may have anything in an array
                wanted.update(each for each in values_at(value, ()) if each.__class__ is str)
        elif value.__class__ is str:
            wanted.add(value)
    return {each for each in wanted if each and each.__class__ is str}


def _filled(documents: list[Document], page: Page, *, brought: int) -> Slice:
    return Slice(
        documents if len(documents) <= page.first else documents[: page.first],
        brought > page.first,
        page.after is not None,
        None,
        page,
    )


def _cut(link: Children, keys: list[str], last: Document) -> list[str]:
    """Returns the parents whose rows a find that reached its limit may not have brought."""
    reached = link.parents_of(last)
    if isinstance(link, ByElement) or not reached:
        return keys
    return [key for key in keys if key >= reached[0]]
