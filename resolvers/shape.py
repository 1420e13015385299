"""Writes an operation's answer straight from what its plan brought.

For each operation Python code is generated once: a function for each selection, that makes
the dictionaries of the answer without asking, value by value, what is to be done. It is called
once for all rows of a level: a call for each would cost as much as what is done in it. Values
it cannot answer just as graphql-core would (a number too large, an id that is no text) raise
`OddValueError`; the operation is then answered by graphql-core from the same documents.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from types import CodeType
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLField, GraphQLObjectType, SelectionSetNode

from domain.queries import cursor_of
from domain.reading import HIDDEN, Document, Found, Record, load, path_of, values_at
from resolvers.declarations import declaration_of, record_of
from resolvers.leaves import OddValueError, absent, answered, is_moment, moments, plain, writer
from resolvers.selection import Selection, is_connection, object_of, sets_of
from schema.fields import Below, Derived, Inside, Many, OfPages, One, Picked, Stored
from schema.reading import page_info_of

Shape: TypeAlias = Callable[[list[Document]], list[Any]]
Maker: TypeAlias = Callable[[Found], Shape]
"""From what a level brought to the function that shapes its rows."""
Part: TypeAlias = Callable[[str], Any]
PartMaker: TypeAlias = Callable[[Found], Part]
"""From what a level brought to what answers with the part that hangs on the parent of an id."""


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

    def pages(self, of: GraphQLObjectType, nodes: Sequence[FieldNode]) -> PartMaker:
        """Returns the maker for the slices of a connection."""
        item = object_of(of.fields["nodes"])
        parts: list[tuple[str, PartMaker]] = []
        for key, inner in self._selection.fields(of, sets_of(nodes)).items():
            definition = of.fields.get(inner[0].name.value)
            parts.append((key, self._part(of, item, key, definition, inner)))

        def make(found: Found) -> Part:
            made = [(key, maker(found)) for key, maker in parts]

            def connection(parent: str) -> dict[str, Any]:
                if parent not in found.slices:
                    raise OddValueError
                return {key: part(parent) for key, part in made}

            return connection

        return make

    def _part(
        self,
        of: GraphQLObjectType,
        item: GraphQLObjectType,
        key: str,
        definition: GraphQLField | None,
        nodes: list[FieldNode],
    ) -> PartMaker:
        if definition is None:
            return lambda _: lambda _: of.name
        declaration = declaration_of(definition)[1]
        assert isinstance(declaration, OfPages)
        if declaration.part == "nodes":
            return _nodes(self.row(item, sets_of(nodes), f"{key}/"))
        if declaration.part == "edges":
            return self._edges(object_of(definition), item, key, nodes)
        if declaration.part == "page_info":
            return self._page_info(object_of(definition), nodes)
        return lambda found: lambda parent: found.slices[parent].total

    def _edges(
        self, of: GraphQLObjectType, item: GraphQLObjectType, key: str, nodes: list[FieldNode]
    ) -> PartMaker:
        parts: list[tuple[str, Maker | None, str]] = []
        for inner_key, inner in self._selection.fields(of, sets_of(nodes)).items():
            name = inner[0].name.value
            prefix = f"{key}/{inner_key}/"
            maker = self.row(item, sets_of(inner), prefix) if name == "node" else None
            parts.append((inner_key, maker, of.name if name == "__typename" else ""))

        def make(found: Found) -> Part:
            made = [(name, maker and _below(found, maker), fixed) for name, maker, fixed in parts]

            def edges(parent: str) -> list[dict[str, Any]]:
                part = found.slices[parent]
                assert part.page is not None
                return [
                    {
                        name: rows[parent][place] if rows else fixed or cursor_of(each, part.page)
                        for name, rows, fixed in made
                    }
                    for place, each in enumerate(part.documents)
                ]

            return edges

        return make

    def _page_info(self, of: GraphQLObjectType, nodes: list[FieldNode]) -> PartMaker:
        parts = []
        for key, inner in self._selection.fields(of, sets_of(nodes)).items():
            definition = of.fields.get(inner[0].name.value)
            parts.append((key, declaration_of(definition)[0] if definition else None))

        def make(found: Found) -> Part:
            def shape(parent: str) -> dict[str, Any]:
                info = page_info_of(found.slices[parent])
                return {key: getattr(info, name) if name else of.name for key, name in parts}

            return shape

        return make


_LONGEST_SHARED = 4096


@lru_cache(512)
def _code(source: str, place: str) -> CodeType:
    """Compiles Python code; the same selection, under another alias or in another operation, is
    the same code, with values of its own."""
    return compile(source, place, "exec")


class _Code:
    """The source of one maker, and the values that it uses by name."""

    def __init__(self, shaper: Shaper, of: GraphQLObjectType, prefix: str) -> None:
        self._shaper = shaper
        self._of = of
        self._prefix = prefix
        self._bindings: list[str] = []
        self._columns: list[str] = []
        self._entries: list[str] = []
        self._names: dict[str, Any] = {
            "moments": moments,
            "table": _table,
            "tables": _tables,
            "below": _below,
            "listed": _listed,
            "inner": _inner,
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
        names = "".join(f", c{number}" for number in range(len(self._columns)))
        rows = f"zip(rows, {', '.join(self._columns)})" if names else "rows"
        lines = [
            "def make(found):",
            *(f"    {line}" for line in self._bindings),
            "    def shape(rows):",
            "        shaped = []",
            f"        for d{names} in {rows}:",
            f"            shaped.append({{{', '.join(self._entries)}}})",
            "        return shaped",
            "    return shape",
        ]
        source, place = "\n".join(lines), f"<{self._of.name} {self._prefix}>"
        made = _code if len(source) <= _LONGEST_SHARED else _code.__wrapped__
        exec(made(source, place), self._names)  # noqa: S102 - names are quoted, and nothing else is a client's
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

    def _column(self, expression: str) -> str:
        """Adds values that are made for all rows at once; returns the name of a row's."""
        self._columns.append(expression)
        return f"c{len(self._columns) - 1}"

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

        long_way = self._use(slow)
        condition = None if show else plain(of, attribute.read)
        if condition is None:
            value = f"{long_way}(d)"
        elif is_moment(of):
            at_path = f"[{_stored_at(attribute.path)} for d in rows]"
            optional = absent(write, attribute.default) == "None"
            value = self._column(f"moments({at_path}, rows, {long_way}, optional={optional})")
        else:
            missing = absent(write, attribute.default)
            first = condition.replace("v", f"(v := {_stored_at(attribute.path)})", 1)
            other = (
                f"{long_way}(d)"
                if missing is None
                else f"{missing} if v is None else {long_way}(d)"
            )
            value = f"({answered(of)} if {first} else {other})"
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
        stored = _stored_at(path)
        if declaration.single:
            return f"({shape}([e])[0] if (e := {stored}).__class__ is dict else None)"
        rows = f"({shape}(inner(e)) if (e := {stored}) else [])"
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
            return f"({rows}.get(v) if (v := {_stored_at(path)}).__class__ is str else None)"
        return f"(listed({rows}, v) if (v := {_stored_at(path)}) else [])"

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
            connection = self._bind(f"{maker}({child}) if {child} else odd")
            return f"{connection}(d['_id'])"
        maker = self._use(self._shaper.row(of, sets_of(nodes)))
        rows = self._bind(f"below({child}, {maker})")
        return f"({rows}.get(d['_id']) or [])"


def _stored_at(path: str) -> str:
    """Returns the expression of what lies at a path, that leads through no array."""
    first, *steps = path.split(".")
    expression = f"d.get({first!r})"
    for step in steps:
        expression = f"(o.get({step!r}) if (o := {expression}).__class__ is dict else None)"
    return expression


def _nodes(maker: Maker) -> PartMaker:
    def make(found: Found) -> Part:
        rows = _below(found, maker)
        return lambda parent: rows.get(parent) or []

    return make


def _below(found: Found | None, maker: Maker) -> Mapping[str, list[Any]]:
    """Shapes all rows of a level, and returns them by the parent's id; empty ones may lack."""
    if found is None:
        return {}
    parts = [(key, part.documents) for key, part in found.slices.items() if part.documents]
    rows = iter(maker(found)(list(chain.from_iterable(documents for _, documents in parts))))
    return {key: list(islice(rows, len(documents))) for key, documents in parts}


def _table(found: Found | None, maker: Maker) -> Mapping[str, Any]:
    """Shapes each document of a level once, however many rows point at it."""
    if found is None:
        return {}
    shaped = maker(found)(list(found.by_id.values()))
    return dict(zip(found.by_id, shaped, strict=True))


def _tables(
    found: Found | None, maker: Maker, array: tuple[str, ...]
) -> Mapping[str, Mapping[str, Any]]:
    if found is None:
        return {}
    shape = maker(found)
    tables = {}
    for key, document in found.by_id.items():
        known = [
            each for each in _inner(values_at(document, array)) if each.get("_id").__class__ is str
        ]
        tables[key] = dict(zip((each["_id"] for each in known), shape(known), strict=True))
    return tables


def _listed(rows: Mapping[str, Any], ids: Any) -> list[Any]:
    """Returns those of the rows whose ids are listed, in the order of the list."""
    try:
        found = list(map(rows.get, _items(ids)))
    except TypeError:  # old data may have anything in an array
        found = [rows.get(each) for each in ids if each.__class__ is str]
    return found if all(found) else [each for each in found if each is not None]


def _inner(value: Any) -> list[Document]:
    return [each for each in _items(value) if each.__class__ is dict]


def _items(value: Any) -> Any:
    return value if value.__class__ is list else ()


def _odd(_: Any) -> Any:
    raise OddValueError
