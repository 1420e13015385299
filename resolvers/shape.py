"""Writes an operation's answer straight from what its plan brought.

For each operation Python code is generated once: a function for each selection, that makes
the dictionaries of the answer without asking, value by value, what is to be done. Values it
cannot answer just as graphql-core would (a number too large, an id that is no text) raise
`OddValueError`; the operation is then answered by graphql-core from the same documents.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLField, GraphQLObjectType, SelectionSetNode

from domain.dates import iso
from domain.queries import cursor_of
from domain.reading import HIDDEN, Document, Found, Record, Slice, load, path_of, values_at
from resolvers.declarations import declaration_of, record_of
from resolvers.leaves import OddValueError, answered, plain, writer
from resolvers.selection import Selection, is_connection, object_of, sets_of
from schema.fields import Below, Derived, Inside, Many, OfPages, One, Picked, Stored
from schema.reading import page_info_of

Shape: TypeAlias = Callable[[Any], Any]
Maker: TypeAlias = Callable[[Found], Shape]
"""From what a level brought to the function that shapes one of its rows."""


class Shaper:
    """Generates the functions of one operation."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection

    def row(
        self, of: GraphQLObjectType, sets: Sequence[SelectionSetNode | None], prefix: str = ""
    ) -> Maker:
        """Returns the maker for documents of type `of`, or documents inside one."""
        code = _Code(self, of, prefix)
        for key, nodes in self._selection.fields(of, sets).items():
            code.field(key, of.fields.get(nodes[0].name.value), nodes)
        return code.compiled()

    def pages(self, of: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Maker:
        """Returns the maker for slices of a connection."""
        item = object_of(of.fields["nodes"])
        parts: list[tuple[str, Maker]] = []
        for key, inner in self._selection.fields(of, sets_of(nodes)).items():
            definition = of.fields.get(inner[0].name.value)
            parts.append((key, self._part(of, item, key, definition, inner)))

        def make(found: Found) -> Shape:
            made = [(key, maker(found)) for key, maker in parts]
            return lambda part: {key: shape(part) for key, shape in made}

        return make

    def _part(
        self,
        of: GraphQLObjectType,
        item: GraphQLObjectType,
        key: str,
        definition: GraphQLField | None,
        nodes: list[FieldNode],
    ) -> Maker:
        if definition is None:
            return lambda _: lambda _: of.name
        declaration = declaration_of(definition)[1]
        assert isinstance(declaration, OfPages)
        if declaration.part == "nodes":
            return _each(self.row(item, sets_of(nodes), f"{key}/"))
        if declaration.part == "edges":
            return self._edges(object_of(definition), item, key, nodes)
        if declaration.part == "page_info":
            return self._page_info(object_of(definition), nodes)
        return lambda _: lambda part: part.total

    def _edges(
        self, of: GraphQLObjectType, item: GraphQLObjectType, key: str, nodes: list[FieldNode]
    ) -> Maker:
        parts: list[tuple[str, Maker | None, str]] = []
        for inner_key, inner in self._selection.fields(of, sets_of(nodes)).items():
            name = inner[0].name.value
            prefix = f"{key}/{inner_key}/"
            maker = self.row(item, sets_of(inner), prefix) if name == "node" else None
            parts.append((inner_key, maker, of.name if name == "__typename" else ""))

        def make(found: Found) -> Shape:
            made = [(name, maker and maker(found), constant) for name, maker, constant in parts]

            def edge(document: Document, part: Slice) -> dict[str, Any]:
                assert part.page is not None
                return {
                    name: shape(document) if shape else constant or cursor_of(document, part.page)
                    for name, shape, constant in made
                }

            return lambda part: [edge(document, part) for document in part.documents]

        return make

    def _page_info(self, of: GraphQLObjectType, nodes: list[FieldNode]) -> Maker:
        parts = []
        for key, inner in self._selection.fields(of, sets_of(nodes)).items():
            definition = of.fields.get(inner[0].name.value)
            parts.append((key, declaration_of(definition)[0] if definition else None))

        def shape(part: Slice) -> dict[str, Any]:
            info = page_info_of(part)
            return {key: getattr(info, name) if name else of.name for key, name in parts}

        return lambda _: shape


class _Code:
    """The source of one maker, and the values that it uses by name."""

    def __init__(self, shaper: Shaper, of: GraphQLObjectType, prefix: str) -> None:
        self._shaper = shaper
        self._of = of
        self._prefix = prefix
        self._bindings: list[str] = []
        self._entries: list[str] = []
        self._names: dict[str, Any] = {
            "datetime": datetime,
            "iso": iso,
            "table": _table,
            "tables": _tables,
            "slices": _slices,
            "items": _items,
            "odd": _odd,
            "HIDDEN": HIDDEN,
        }

    def field(self, key: str, definition: GraphQLField | None, nodes: list[FieldNode]) -> None:
        """Adds the entry of one response key."""
        if definition is None:
            self._entries.append(f"{key!r}: {self._of.name!r}")
            return
        name, declaration = declaration_of(definition)
        record = record_of(self._of)
        assert record is not None
        if isinstance(declaration, Stored):
            value = self._stored(definition, declaration, record, name)
        elif isinstance(declaration, Derived):
            value = self._derived(definition, declaration, record)
        elif isinstance(declaration, Inside):
            value = self._inside(key, definition, declaration, record, name, nodes)
        elif isinstance(declaration, One | Many):
            value = self._by_id(key, definition, declaration, record, nodes)
        elif isinstance(declaration, Picked):
            value = self._picked(key, definition, declaration, record, nodes)
        else:
            assert isinstance(declaration, Below)
            value = self._below(key, definition, nodes)
        self._entries.append(f"{key!r}: {value}")

    def compiled(self) -> Maker:
        lines = [
            "def make(found):",
            *(f"    {line}" for line in self._bindings),
            "    def shape(d):",
            f"        return {{{', '.join(self._entries)}}}",
            "    return shape",
        ]
        source = compile("\n".join(lines), f"<{self._of.name} {self._prefix}>", "exec")
        exec(source, self._names)  # noqa: S102 - names are quoted, and nothing else is a client's
        # Taken out, so that the function is not held by its own globals.
        maker: Maker = self._names.pop("make")
        return maker

    def _use(self, value: Any) -> str:
        name = f"x{len(self._names)}"
        self._names[name] = value
        return name

    def _bind(self, expression: str) -> str:
        name = f"b{len(self._bindings)}"
        self._bindings.append(f"{name} = {expression}")
        return name

    def _child(self, key: str) -> str:
        return self._bind(f"found.children.get({self._prefix + key!r})")

    def _stored(
        self, definition: GraphQLField, declaration: Stored, record: type[Record], name: str
    ) -> str:
        attribute = record.table[declaration.attribute or name]
        of, show = definition.type, declaration.show
        write = writer(of)

        def slow(document: Document) -> Any:
            value = attribute.of(document)
            return write(show(value) if show else value)

        long_way = f"{self._use(slow)}(d)"
        condition = None if show or len(attribute.steps) > 1 else plain(of, attribute.read)
        value = long_way
        if condition is not None:
            stored = f"(v := d.get({attribute.path!r}))"
            first = condition.replace("v", stored, 1)
            value = f"({answered(of)} if {first} else {long_way})"
        return f"(None if HIDDEN in d else {value})" if declaration.private else value

    def _derived(self, definition: GraphQLField, declaration: Derived, record: type[Record]) -> str:
        write = writer(definition.type)
        compute = declaration.compute
        return f"{self._use(lambda d: write(compute(load(record, d))))}(d)"

    def _inside(
        self,
        key: str,
        definition: GraphQLField,
        declaration: Inside,
        record: type[Record],
        name: str,
        nodes: list[FieldNode],
    ) -> str:
        inner = self._shaper.row(object_of(definition), sets_of(nodes), f"{self._prefix}{key}/")
        shape = self._bind(f"{self._use(inner)}(found)")
        path = path_of(record, declaration.attribute or name)
        stored = self._stored_at(path)
        if declaration.single:
            return f"({shape}(e) if (e := {stored}).__class__ is dict else None)"
        inside = f"items({stored})"
        rows = f"[{shape}(e) for e in {inside} if e.__class__ is dict]"
        return f"(None if HIDDEN in d else {rows})" if declaration.private else rows

    def _by_id(
        self,
        key: str,
        definition: GraphQLField,
        declaration: One | Many,
        record: type[Record],
        nodes: list[FieldNode],
    ) -> str:
        inner = self._shaper.row(object_of(definition), sets_of(nodes))
        rows = self._bind(f"table({self._child(key)}, {self._use(inner)})")
        path = path_of(record, declaration.by)
        if isinstance(declaration, One):
            return f"({rows}.get(v) if (v := {self._stored_at(path)}).__class__ is str else None)"
        ids = f"items({self._stored_at(path)})"
        return f"[{rows}[e] for e in {ids} if e.__class__ is str and e in {rows}]"

    def _stored_at(self, path: str) -> str:
        """Returns the expression of what lies at a path."""
        return f"{self._use(_inner(path))}(d)" if "." in path else f"d.get({path!r})"

    def _picked(
        self,
        key: str,
        definition: GraphQLField,
        declaration: Picked,
        record: type[Record],
        nodes: list[FieldNode],
    ) -> str:
        inner = self._shaper.row(object_of(definition), sets_of(nodes))
        array = tuple(path_of(declaration.record, declaration.array).split("."))
        rows = self._bind(f"tables({self._child(key)}, {self._use(inner)}, {array!r})")
        via, ids = path_of(record, declaration.via), path_of(record, declaration.by)
        found = f"{rows}.get(v) if (v := d.get({via!r})).__class__ is str else None"
        picked = f"[t[e] for e in items(d.get({ids!r})) if e.__class__ is str and e in t]"
        return f"({picked} if (t := {found}) else [])"

    def _below(self, key: str, definition: GraphQLField, nodes: list[FieldNode]) -> str:
        of = object_of(definition)
        child = self._child(key)
        if is_connection(of):
            maker = self._use(self._shaper.pages(of, nodes))
            shape = self._bind(f"{maker}({child}) if {child} else odd")
            missing = "odd(None)"
        else:
            maker = self._use(_each(self._shaper.row(of, sets_of(nodes))))
            shape = self._bind(f"{maker}({child}) if {child} else odd")
            missing = "[]"
        parts = self._bind(f"slices({child})")
        return f"({shape}(p) if (p := {parts}.get(d['_id'])) is not None else {missing})"


def _inner(path: str) -> Shape:
    """Returns what reads a value that lies inside other documents."""
    steps = path.split(".")

    def read(value: Any) -> Any:
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    return read


def _each(maker: Maker) -> Maker:
    """Returns the maker for the rows of a slice, from that for one row."""

    def make(found: Found) -> Shape:
        shape = maker(found)
        return lambda part: [shape(document) for document in part.documents]

    return make


def _table(found: Found | None, maker: Maker) -> Mapping[str, Any]:
    """Shapes each document of a level once, however many rows point at it."""
    if found is None:
        return {}
    shape = maker(found)
    return {key: shape(document) for key, document in found.by_id.items()}


def _tables(
    found: Found | None, maker: Maker, array: tuple[str, ...]
) -> Mapping[str, Mapping[str, Any]]:
    if found is None:
        return {}
    shape = maker(found)
    return {
        key: {
            each["_id"]: shape(each)
            for each in values_at(document, array)
            if isinstance(each, dict) and isinstance(each.get("_id"), str)
        }
        for key, document in found.by_id.items()
    }


def _slices(found: Found | None) -> Mapping[str, Slice]:
    return found.slices if found else {}


def _items(value: Any) -> Any:
    return value if value.__class__ is list else ()


def _odd(_: Any) -> Any:
    raise OddValueError
