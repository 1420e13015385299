"""A read as data, before any MongoDB syntax.

A plan is a tree of levels; each level is one find, however many rows it brings. Values that
differ from request to request (ids, filters, page sizes) are not in it: they are asked for
when it runs.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from store.match import EVERYTHING, Filter
from store.records import Record

Document: TypeAlias = dict[str, Any]
Keyset: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ById:
    """The documents whose ids stand at `source` of the parent's document, once each.

    A step of `source` may lead through an array of embedded documents.
    """

    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ByParent:
    """The documents whose top-level field `path` is the parent's id."""

    path: str

    def matching(self, keys: Sequence[str]) -> Filter:
        return {self.path: keys[0] if len(keys) == 1 else {"$in": list(keys)}}

    def parents_of(self, document: Document) -> list[str]:
        """Returns the parent's id. Odd documents point at several: they hang on none."""
        value = document.get(self.path)
        return [value] if isinstance(value, str) else []

    def grouped(self, documents: Sequence[Document]) -> dict[str, list[Document]]:
        """Returns the documents by their parents' ids. Mostly they come in that order."""
        groups = defaultdict[str, list[Document]](list)
        for key, together in groupby(documents, itemgetter(self.path)):
            if key.__class__ is str:
                groups[key].extend(together)
        return groups

    @property
    def grouping(self) -> tuple[tuple[str, int], ...]:
        """The order that keeps a parent's rows together, if there is one."""
        return ((self.path, 1),)


@dataclass(frozen=True, slots=True)
class ByInner(ByParent):
    """The documents at whose inner path, such as `meta.cardId`, the parent's id is."""

    def parents_of(self, document: Document) -> list[str]:
        value = value_at(document, self.path.split("."))
        return [value] if isinstance(value, str) else []

    def grouped(self, documents: Sequence[Document]) -> dict[str, list[Document]]:
        groups = defaultdict[str, list[Document]](list)
        for document in documents:
            for key in self.parents_of(document):
                groups[key].append(document)
        return groups


@dataclass(frozen=True, slots=True)
class ByElement:
    """The documents with an element in `array` whose `key` is the parent's id, and which
    meets `condition`."""

    array: str
    key: str
    condition: tuple[tuple[str, Any], ...]

    @property
    def path(self) -> str:
        return self.array

    def matching(self, keys: Sequence[str]) -> Filter:
        return {self.array: {"$elemMatch": {self.key: {"$in": list(keys)}, **dict(self.condition)}}}

    def parents_of(self, document: Document) -> list[str]:
        """Returns the parents' ids, each once."""
        parents = [
            each.get(self.key)
            for each in document.get(self.array) or ()
            if isinstance(each, dict) and all(_same(each.get(key), v) for key, v in self.condition)
        ]
        return list(dict.fromkeys(each for each in parents if isinstance(each, str)))

    def grouped(self, documents: Sequence[Document]) -> dict[str, list[Document]]:
        """Returns the documents by their parents' ids."""
        groups = defaultdict[str, list[Document]](list)
        for document in documents:
            for key in self.parents_of(document):
                groups[key].append(document)
        return groups

    @property
    def grouping(self) -> tuple[tuple[str, int], ...]:
        return ()


@dataclass(frozen=True, slots=True)
class ByListed(ByElement):
    """The documents whose `array` lists the parents' ids themselves."""

    key: str = ""
    condition: tuple[tuple[str, Any], ...] = ()

    def matching(self, keys: Sequence[str]) -> Filter:
        return {self.array: {"$in": list(keys)}}

    def parents_of(self, document: Document) -> list[str]:
        """Returns the parents' ids, each once."""
        listed = document.get(self.array)
        parents = listed if isinstance(listed, list) else []
        return list(dict.fromkeys(each for each in parents if isinstance(each, str)))


def _same(stored: Any, wanted: Any) -> bool:
    """Compares as MongoDB does, where true and 1 are two things."""
    return type(stored) is type(wanted) and bool(stored == wanted)


Children: TypeAlias = ByParent | ByElement
Link: TypeAlias = ById | Children | None
"""How a level hangs on the one above; None at the root."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one run wants of a list: which, in what order, how many, after what.

    `order` pairs paths with 1 or -1 and ends with `_id`, so that a keyset names one place.
    """

    order: tuple[tuple[str, int], ...]
    first: int
    match: Filter = field(default_factory=lambda: EVERYTHING)
    after: Keyset | None = None
    name: str = ""
    """What its cursors call the order."""


Variables: TypeAlias = Any
"""A request's variables, as the door that made the plan understands them."""
PageSource: TypeAlias = Page | Callable[[Variables], Page]
"""A page, or what makes it where the variables of a run have a part in it."""


@dataclass(frozen=True, slots=True)
class Level:
    """One find: what of, how its rows hang on the parent's, and which paths are read.

    `page` is None where all rows are wanted.
    `expected` estimates the rows a parent has, for the cost of a plan.
    """

    record: type[Record]
    link: Link
    paths: tuple[str, ...]
    children: Mapping[str, "Level"] = field(default_factory=dict)
    page: PageSource | None = None
    rows: bool = True
    counted: bool = False
    peeks: bool = False
    """Whether to find out if more rows follow."""
    expected: int = 1


@dataclass(slots=True)
class Slice:
    """The rows of one parent; or of several that have none. Not to be changed; but a
    board has hundreds, and making a frozen one takes twice as long."""

    documents: list[Document]
    has_next: bool = False
    has_previous: bool = False
    total: int | None = None
    page: Page | None = None


@dataclass(slots=True)
class Found:
    """What one level brought: documents by id, or slices by the parent's id."""

    level: Level
    by_id: dict[str, Document] = field(default_factory=dict)
    slices: dict[str, Slice] = field(default_factory=dict)
    children: dict[str, "Found"] = field(default_factory=dict)


ROOT = ""
"""The parent's id of the one slice that a root level has."""


def page_of(level: Level, variables: Variables) -> Page:
    """Returns the page that a run with these variables wants of a level that has one."""
    assert level.page is not None
    return level.page if isinstance(level.page, Page) else level.page(variables)


def cost(level: Level, variables: Variables) -> int:
    """Returns how many documents a plan may bring, estimated from its pages."""
    rows = level.expected
    if level.page is not None:
        first = page_of(level, variables).first
        rows = min(first, rows) if level.link else first
    return max(rows, 1) * (1 + sum(cost(child, variables) for child in level.children.values()))


def keyset_of(document: Document, page: Page) -> Keyset:
    """Returns what names a row's place in the order of its page."""
    return tuple(value_at(document, path.split(".")) for path, _ in page.order)


def value_at(document: Document, steps: "list[str] | tuple[str, ...]") -> Any:
    """Returns what lies at a path that leads through no array, or None."""
    value: Any = document
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def values_at(value: Any, steps: tuple[str, ...]) -> list[Any]:
    """Returns all that lies at a path, through arrays and of arrays; None is left out."""
    if isinstance(value, list):
        if not steps and not any(each.__class__ is list or each is None for each in value):
            return value
        return [found for each in value for found in values_at(each, steps)]
    if not steps:
        return [] if value is None else [value]
    return values_at(value.get(steps[0]), steps[1:]) if isinstance(value, dict) else []
