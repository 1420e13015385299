"""Runs a plan: one find a level, levels that do not need each other at the same time."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Protocol, TypeAlias

from store.finding import Order
from store.finds import Trace, find
from store.keysets import after
from store.lookups import (
    Documents,
    Groups,
    Rows,
    asked_by_ids,
    by_ids,
    paths_together,
    projection_of,
)
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
    page_of,
    values_at,
)
from store.records import Record
from store.sharing import EARLY

_ONE = Page(order=(("_id", 1),), first=1)

_Asked: TypeAlias = tuple[Page, asyncio.Future[Groups]]


class Judge(Protocol):
    """What of a gate can be told before anything is known of documents but an id."""

    def paths(self, level: Level, ids: Collection[str]) -> tuple[str, ...]:
        """Returns what must be read of documents beside what is asked for, to judge them."""

    def at_once(self, record_type: type[Record]) -> Filter | None:
        """Returns what must hold of documents below others, whatever those are; None where it
        depends on them."""


class Gate(Judge, Protocol):
    """What decides which documents a run may use. `domain.reading` has the real one."""

    async def below(
        self, record_type: type[Record], link: Children, parents: Sequence[Document]
    ) -> Filter:
        """Returns what must hold of the documents found by these parents."""

    async def admit(self, level: Level, documents: list[Document]) -> list[Document]:
        """Returns the documents that may be used, without what must not leave the server."""


@dataclass(slots=True)
class Ahead:
    """What is being read of a document that a plan names, and of what hangs on it.

    A document's id is known before the document is, and often before it is known who asks.
    Nothing of this is used unless the gate admits the document.
    """

    id: str
    document: "asyncio.Future[Documents]"
    below: dict[str, _Asked] = field(default_factory=dict)
    """By the key of the level, its page and the rows."""


def ahead(
    store: Store,
    judge: Judge,
    level: Level,
    document_id: str,
    variables: Variables,
    turns: int = EARLY,
) -> Ahead:
    """Begins to read what a plan's root level names, as `Reads.run` will want it."""
    paths = _paths(judge, level, (document_id,), ())
    begun = Ahead(document_id, asked_by_ids(store, level.record, (document_id,), paths, turns))
    for key, child in level.children.items():
        condition = None if isinstance(child.link, ById) else judge.at_once(child.record)
        if condition is not None and child.rows:
            page, link = page_of(child, variables), _children(child)
            begun.below[key] = (
                page,
                Rows(
                    store,
                    child,
                    link,
                    page,
                    all_of(page.match, condition),
                    _paths(judge, child, (document_id,), page.order),
                    None,
                ).asked_of(document_id, turns),
            )
    return begun


class Reads:
    """One run of one plan."""

    def __init__(
        self, store: Store, gate: Gate, variables: Variables, trace: Trace | None = None
    ) -> None:
        self._store = store
        self._gate = gate
        self._variables = variables
        self._trace = trace

    async def run(self, level: Level, condition: Filter, begun: Ahead | None = None) -> Found:
        """Returns what a root level and all below it bring, of the documents that match.

        What was `begun` is used if it is of the document that the condition names. Raises
        StoreUnavailableError.
        """
        named = condition.get("_id") if len(condition) == 1 else None
        if level.page is not None or not isinstance(named, str):
            page = page_of(level, self._variables) if level.page else _ONE
            part = await self._slice(level, page, condition)
            return await self.run_below(level, part)
        if self._trace is not None:
            return await self.run_below(level, Slice(await self._admitted_by_ids(level, [named])))
        if begun is None or begun.id != named:
            begun = ahead(self._store, self._gate, level, named, self._variables, turns=1)
        document = (await begun.document).get(named)
        admitted = await self._gate.admit(level, [document]) if document else []
        return await self.run_below(level, Slice(admitted), begun.below)

    async def run_below(
        self, level: Level, part: Slice, begun: Mapping[str, _Asked] | None = None
    ) -> Found:
        """Returns rows that are here already, with what all below them brings."""
        found = Found(level, slices={ROOT: part})
        await self._below(found, part.documents, begun or {})
        return found

    async def _below(
        self, found: Found, documents: Sequence[Document], begun: Mapping[str, _Asked]
    ) -> None:
        if not documents or not found.level.children:
            return
        children = found.level.children
        if len(children) == 1:
            for key, child in children.items():
                found.children[key] = await self._level(child, documents, begun.get(key))
            return
        results = await asyncio.gather(
            *(self._level(child, documents, begun.get(key)) for key, child in children.items())
        )
        found.children = dict(zip(children, results, strict=True))

    async def _level(
        self, level: Level, parents: Sequence[Document], begun: _Asked | None = None
    ) -> Found:
        if isinstance(level.link, ById):
            found = await self._by_id(level, level.link, parents)
            documents: Sequence[Document] = list(found.by_id.values())
        else:
            found = await self._by_parent(level, parents, begun)
            documents = list(chain.from_iterable(part.documents for part in found.slices.values()))
        await self._below(found, documents, {})
        return found

    async def _by_id(self, level: Level, link: ById, parents: Sequence[Document]) -> Found:
        wanted = _ids_at(parents, link.source)
        found = Found(level)
        if wanted:
            documents = await self._admitted_by_ids(level, wanted)
            found.by_id = {document["_id"]: document for document in documents}
        return found

    async def _admitted_by_ids(self, level: Level, ids: Collection[str]) -> list[Document]:
        paths = _paths(self._gate, level, ids, ())
        known = await by_ids(self._store, level.record, ids, paths, self._trace)
        brought = [known[each] for each in ids if each in known]
        return await self._gate.admit(level, brought)

    async def _by_parent(
        self, level: Level, parents: Sequence[Document], begun: _Asked | None
    ) -> Found:
        keys = [parent["_id"] for parent in parents]
        if begun is not None and not level.counted:
            return Found(level, slices=await self._slices(level, keys, begun[0], await begun[1]))
        link = _children(level)
        page = page_of(level, self._variables)
        condition = all_of(page.match, await self._gate.below(level.record, link, parents))

        async def rows() -> dict[str, Slice]:
            groups: Groups = {}
            if level.rows:
                groups = await (
                    begun[1] if begun else self._groups(level, link, keys, page, condition)
                )
            return await self._slices(level, keys, page, groups)

        if not level.counted:
            return Found(level, slices=await rows())
        slices, totals = await asyncio.gather(rows(), self._counts(level, link, keys, condition))
        counted = {key: replace(part, total=totals.get(key, 0)) for key, part in slices.items()}
        return Found(level, slices=counted)

    async def _groups(
        self, level: Level, link: Children, keys: list[str], page: Page, condition: Filter
    ) -> Groups:
        paths = _paths(self._gate, level, keys, page.order)
        rows = Rows(self._store, level, link, page, condition, paths, self._trace)
        return await rows.of(keys)

    async def _slices(
        self, level: Level, keys: list[str], page: Page, groups: Groups
    ) -> dict[str, Slice]:
        """Returns each parent's rows; those without any share one empty slice."""
        slices = dict.fromkeys(keys, _filled([], page, brought=0))
        if not groups:
            return slices
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
                all_of(matching, await after(self._store, page)),
                limit=page.first + level.peeks,
                order=page.order,
            )
        documents = await self._gate.admit(level, brought)
        return replace(_filled(documents, page, brought=len(brought)), total=total)

    async def _find(
        self, level: Level, condition: Filter, *, limit: int, order: Order
    ) -> list[Document]:
        """One find. What it brings has still to pass the gate."""
        return await find(
            self._store,
            level.record,
            condition,
            projection_of(_paths(self._gate, level, (), order)),
            limit=limit,
            order=order,
            trace=self._trace,
        )


def _paths(judge: Judge, level: Level, ids: Collection[str], order: Order) -> tuple[str, ...]:
    """Returns the projection: what is selected, what orders it, and what judges it."""
    held = level.link.path if isinstance(level.link, ByParent | ByElement) else None
    return paths_together(level.paths, judge.paths(level, ids), tuple(order), held)


def _children(level: Level) -> Children:
    assert isinstance(level.link, Children)
    return level.link


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
