"""Runs a plan: one find a level, levels that do not need each other at the same time."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from store.match import EVERYTHING, Filter, all_of, one_of
from store.mongo import Store, translated
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

_MOST_ROWS = 20_000
"""The most documents that one find of several parents brings; what is missing of a parent
is then read on its own."""


class Gate(Protocol):
    """What decides which documents a run may use. `domain.reading` has the real one."""

    def paths(self, record_type: type[Record], ids: Collection[str]) -> Collection[str]:
        """Returns what must be read of documents beside what is asked for, to judge them."""

    def condition(self, record_type: type[Record]) -> Filter:
        """Returns what must hold of documents found by their parent."""

    async def admit(self, record_type: type[Record], documents: list[Document]) -> list[Document]:
        """Returns the documents that may be used, without what must not leave the server."""


class Reads:
    """One run of one plan."""

    def __init__(self, store: Store, gate: Gate, variables: Variables) -> None:
        self._store = store
        self._gate = gate
        self._variables = variables

    async def run(self, level: Level, condition: Filter) -> Found:
        """Returns what a root level and all below it bring, of the documents that match.

        Raises StoreUnavailableError.
        """
        found = Found(level)
        page = level.page(self._variables) if level.page else Page(order=(("_id", 1),), first=1)
        found.slices[ROOT] = await self._slice(level, page, condition)
        await self._below(found, found.slices[ROOT].documents)
        return found

    async def _below(self, found: Found, documents: Sequence[Document]) -> None:
        if not documents or not found.level.children:
            return
        children = found.level.children
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
            documents = [each for part in found.slices.values() for each in part.documents]
        await self._below(found, documents)
        return found

    async def _by_id(self, level: Level, link: ById, parents: Sequence[Document]) -> Found:
        wanted = {
            value
            for parent in parents
            for value in values_at(parent, link.source)
            if isinstance(value, str) and value
        }
        found = Found(level)
        if wanted:
            brought = await self._find(
                level, {"_id": {"$in": list(wanted)}}, wanted, limit=len(wanted)
            )
            documents = await self._gate.admit(level.record, brought)
            found.by_id = {document["_id"]: document for document in documents}
        return found

    async def _by_parent(self, level: Level, link: Children, parents: Sequence[Document]) -> Found:
        assert level.page is not None
        page = level.page(self._variables)
        keys = [parent["_id"] for parent in parents]
        condition = all_of(page.match, self._gate.condition(level.record))
        found = Found(level, slices={key: Slice([], page=page) for key in keys})
        work = []
        if level.rows:
            work.append(self._rows(found, link, keys, page, condition))
        if level.counted:
            work.append(self._counts(found, link, keys, condition))
        await asyncio.gather(*work)
        return found

    async def _rows(
        self, found: Found, link: Children, keys: list[str], page: Page, condition: Filter
    ) -> None:
        if len(keys) == 1:
            await self._rows_of_one(found, link, keys[0], page, condition)
            return
        limit = min(len(keys) * (page.first + found.level.peeks), _MOST_ROWS)
        together = all_of(link.matching(keys), condition, _after(page))
        order = (*link.grouping, *page.order)
        brought = await self._find(found.level, together, keys, limit=limit, order=order)
        groups: dict[str, list[Document]] = {}
        for document in await self._gate.admit(found.level.record, brought):
            for key in link.parents_of(document):
                groups.setdefault(key, []).append(document)
        for key in keys:
            _fill(found.slices[key], groups.get(key, []), page)
        if len(brought) >= limit:
            cut = _cut(link, keys, brought[-1])
            await asyncio.gather(
                *(self._rows_of_one(found, link, key, page, condition) for key in cut)
            )

    async def _rows_of_one(
        self, found: Found, link: Children, key: str, page: Page, condition: Filter
    ) -> None:
        own = all_of(link.matching([key]), condition, _after(page))
        limit = page.first + found.level.peeks
        brought = await self._find(found.level, own, [key], limit=limit, order=page.order)
        documents = await self._gate.admit(found.level.record, brought)
        _fill(found.slices[key], documents, page, brought=len(brought))

    async def _counts(
        self, found: Found, link: Children, keys: list[str], condition: Filter
    ) -> None:
        record_type = found.level.record
        if isinstance(link, ByParent) and len(keys) > 1:
            totals = await self._store.counts_by(
                record_type, all_of(link.matching(keys), condition), link.path
            )
        else:
            counted = await asyncio.gather(
                *(
                    self._store.count(record_type, all_of(link.matching([key]), condition))
                    for key in keys
                )
            )
            totals = dict(zip(keys, counted, strict=True))
        for key, part in found.slices.items():
            part.total = totals.get(key, 0)

    async def _slice(self, level: Level, page: Page, condition: Filter) -> Slice:
        part = Slice([], page=page)
        matching = all_of(condition, page.match)
        if level.counted:
            part.total = await self._store.count(level.record, matching)
        if level.rows:
            limit = page.first + level.peeks
            brought = await self._find(
                level, all_of(matching, _after(page)), [], limit=limit, order=page.order
            )
            documents = await self._gate.admit(level.record, brought)
            _fill(part, documents, page, brought=len(brought))
        return part

    async def _find(
        self,
        level: Level,
        condition: Filter,
        ids: Collection[str],
        *,
        limit: int,
        order: tuple[tuple[str, int], ...] = (),
    ) -> list[Document]:
        """One find. What it brings has still to pass the gate."""
        if limit == 0:
            return []
        paths = {*level.paths, *self._gate.paths(level.record, ids), *(path for path, _ in order)}
        if isinstance(level.link, ByParent | ByElement):
            paths.add(level.link.path)
        cursor = self._store.collection(level.record).find(
            condition, _outermost(paths), limit=limit, batch_size=limit
        )
        with translated():
            return await (cursor.sort(list(order)) if order else cursor).to_list()


def _outermost(paths: Collection[str]) -> list[str]:
    """Returns the paths without those that lie inside another: MongoDB refuses both."""
    return [path for path in paths if not any(path.startswith(other + ".") for other in paths)]


def _fill(
    part: Slice, documents: list[Document], page: Page, *, brought: int | None = None
) -> None:
    part.documents = documents[: page.first]
    part.has_next = (len(documents) if brought is None else brought) > page.first
    part.has_previous = page.after is not None


def _cut(link: Children, keys: list[str], last: Document) -> list[str]:
    """Returns the parents whose rows a find that reached its limit may not have brought."""
    if isinstance(link, ByElement):
        return keys
    reached = link.parents_of(last)[0]
    return [key for key in keys if key >= reached]


def _after(page: Page) -> Filter:
    """Returns what holds of the rows behind a keyset. In MongoDB's order null comes first."""
    if page.after is None:
        return EVERYTHING
    ways = []
    equal: list[Filter] = []
    for (path, way), value in zip(page.order, page.after, strict=True):
        behind = _behind(path, way, value)
        if behind is not None:
            ways.append(all_of(*equal, behind))
        equal.append({path: value})
    return one_of(*ways)


def _behind(path: str, way: int, value: Any) -> Filter | None:
    if value is None:
        return {path: {"$ne": None}} if way > 0 else None
    if way > 0:
        return {path: {"$gt": value}}
    return one_of({path: {"$lt": value}}, {path: None})
