"""Reads a declared field from what a plan brought: one resolver for each kind of declaration."""

from collections.abc import Callable
from typing import Any, TypeAlias

from graphql import GraphQLResolveInfo

from domain.queries import cursor_of
from domain.reading import HIDDEN, Record, Slice, load, path_of, values_at
from schema.fields import (
    Below,
    Declaration,
    Derived,
    Inside,
    Many,
    OfPages,
    One,
    Picked,
    Stored,
)
from schema.paging import PageInfo
from schema.rows import EdgeRow, Pages, Row

Resolver = Callable[..., Any]
ResolveInfo: TypeAlias = GraphQLResolveInfo[Any]


def resolver_for(
    declaration: Declaration, record_type: type[Record] | None, name: str, *, paged: bool
) -> Resolver:
    """Returns the resolver of the field `name`; `paged` tells a connection from a plain list."""
    if isinstance(declaration, OfPages):
        return _PAGES[declaration.part]
    assert record_type is not None
    if isinstance(declaration, Stored):
        return _stored(declaration, record_type, name)
    if isinstance(declaration, Derived):
        return _derived(declaration, record_type)
    if isinstance(declaration, Inside):
        return _inside(declaration, path_of(record_type, declaration.attribute or name))
    if isinstance(declaration, One):
        return _one(path_of(record_type, declaration.by))
    if isinstance(declaration, Many):
        return _many(path_of(record_type, declaration.by))
    if isinstance(declaration, Picked):
        return _picked(declaration, record_type)
    assert isinstance(declaration, Below)
    return _connection if paged else _rows_below


def _stored(declaration: Stored, record_type: type[Record], name: str) -> Resolver:
    attribute = record_type.table[declaration.attribute or name]
    show = declaration.show

    def resolve(row: Row, _: ResolveInfo, **__: Any) -> Any:
        if declaration.private and HIDDEN in row.document:
            return None
        value = attribute.of(row.document)
        return show(value) if show else value

    return resolve


def _derived(declaration: Derived, record_type: type[Record]) -> Resolver:
    def resolve(row: Row, _: ResolveInfo, **__: Any) -> Any:
        return declaration.compute(load(record_type, row.document))

    return resolve


def _inside(declaration: Inside, path: str) -> Resolver:
    steps = tuple(path.split("."))

    def resolve(row: Row, info: ResolveInfo, **_: Any) -> list[Row] | Row | None:
        if declaration.private and HIDDEN in row.document:
            return None
        prefix = f"{row.prefix}{info.path.key}/"
        found = values_at(row.document, steps)
        if declaration.single:
            return (
                Row(found[0], row.found, prefix) if found and isinstance(found[0], dict) else None
            )
        return [Row(each, row.found, prefix) for each in found if isinstance(each, dict)]

    return resolve


def _one(path: str) -> Resolver:
    steps = tuple(path.split("."))

    def resolve(row: Row, info: ResolveInfo, **_: Any) -> Row | None:
        child = row.child(str(info.path.key))
        ids = values_at(row.document, steps)
        if child is None or not ids or not isinstance(ids[0], str):
            return None
        document = child.by_id.get(ids[0])
        return Row(document, child) if document is not None else None

    return resolve


def _many(path: str) -> Resolver:
    steps = tuple(path.split("."))

    def resolve(row: Row, info: ResolveInfo, **_: Any) -> list[Row]:
        child = row.child(str(info.path.key))
        if child is None:
            return []
        ids = [each for each in values_at(row.document, steps) if isinstance(each, str)]
        return [Row(child.by_id[each], child) for each in ids if each in child.by_id]

    return resolve


def _picked(declaration: Picked, record_type: type[Record]) -> Resolver:
    ids = record_type.table[declaration.by]
    via = record_type.table[declaration.via]
    steps = tuple(path_of(declaration.record, declaration.array).split("."))

    def resolve(row: Row, info: ResolveInfo, **_: Any) -> list[Row]:
        child = row.child(str(info.path.key))
        holder = child.by_id.get(via.of(row.document)) if child else None
        if child is None or holder is None:
            return []
        known = {
            each["_id"]: each
            for each in values_at(holder, steps)
            if isinstance(each, dict) and isinstance(each.get("_id"), str)
        }
        return [Row(known[each], child) for each in ids.of(row.document) if each in known]

    return resolve


def _rows_below(row: Row, info: ResolveInfo, **_: Any) -> list[Row]:
    child = row.child(str(info.path.key))
    part = child.slices.get(row.document["_id"]) if child else None
    return [Row(each, child) for each in part.documents] if child and part else []


def _connection(row: Row, info: ResolveInfo, **_: Any) -> Pages | None:
    child = row.child(str(info.path.key))
    part = child.slices.get(row.document["_id"]) if child else None
    return Pages(part, child) if child and part else None


def _nodes(pages: Pages, info: ResolveInfo, **_: Any) -> list[Row]:
    prefix = f"{info.path.key}/"
    return [Row(each, pages.found, prefix) for each in pages.part.documents]


def _edges(pages: Pages, info: ResolveInfo, **_: Any) -> list[EdgeRow]:
    prefix = f"{info.path.key}/"
    return [EdgeRow(each, pages, prefix) for each in pages.part.documents]


def _node(edge: EdgeRow, info: ResolveInfo, **_: Any) -> Row:
    return Row(edge.document, edge.pages.found, f"{edge.prefix}{info.path.key}/")


def _cursor(edge: EdgeRow, _: ResolveInfo, **__: Any) -> str:
    assert edge.pages.part.page is not None
    return cursor_of(edge.document, edge.pages.part.page)


def _page_info(pages: Pages, _: ResolveInfo, **__: Any) -> PageInfo:
    return page_info_of(pages.part)


def page_info_of(part: Slice) -> PageInfo:
    """Returns where a slice lies in its list."""
    ends = [part.documents[0], part.documents[-1]] if part.documents else []
    cursors = [cursor_of(each, part.page) for each in ends if part.page]
    return PageInfo(
        has_next_page=part.has_next,
        has_previous_page=part.has_previous,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[1] if cursors else None,
    )


def _total_count(pages: Pages, _: ResolveInfo, **__: Any) -> int | None:
    return pages.part.total


_PAGES: dict[str, Resolver] = {
    "nodes": _nodes,
    "edges": _edges,
    "node": _node,
    "cursor": _cursor,
    "page_info": _page_info,
    "total_count": _total_count,
}
