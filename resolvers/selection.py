"""From a GraphQL selection to a plan: which documents, which of their paths, in what levels.

Values of variables are not looked at, but for @skip and @include: a plan asks for them when
it runs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_directive_values,
    get_named_type,
)

from domain.reading import ById, Level, Page, PageSource, Record, path_of
from resolvers.arguments import constant, maker
from resolvers.declarations import declaration_of, record_of
from schema.fields import Below, Derived, Inside, Many, OfPages, One, Picked, Stored

Plans: TypeAlias = dict[tuple[str, ...], Level]


@dataclass(slots=True)
class _Draft:
    """A level while its selection is read."""

    paths: set[str] = field(default_factory=set)
    children: dict[str, Level] = field(default_factory=dict)
    rows: bool = False
    counted: bool = False
    peeks: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The parts of an operation that a selection is read with."""

    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Any

    def fields(
        self, of: GraphQLObjectType, sets: Iterable[SelectionSetNode | None]
    ) -> dict[str, list[FieldNode]]:
        """Returns the selected fields by response key, fragments unfolded."""
        grouped: dict[str, list[FieldNode]] = {}
        for selection_set in sets:
            for node in self._unfolded(of, selection_set.selections if selection_set else ()):
                key = node.alias.value if node.alias else node.name.value
                grouped.setdefault(key, []).append(node)
        return grouped

    def _unfolded(
        self, of: GraphQLObjectType, nodes: Sequence[SelectionNode]
    ) -> Iterator[FieldNode]:
        for node in nodes:
            if not self._is_included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or node.type_condition.name.value == of.name:
                    yield from self._unfolded(of, node.selection_set.selections)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self.fragments[node.name.value]
                if fragment.type_condition.name.value == of.name:
                    yield from self._unfolded(of, fragment.selection_set.selections)

    def _is_included(self, node: SelectionNode) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not include or bool(include["if"])

    def plans(self, of: GraphQLObjectType, sets: Sequence[SelectionSetNode | None]) -> Plans:
        """Returns the plans of an operation's root fields, and of what their payloads return.

        A plan stands under the response keys that lead to it.
        """
        plans: Plans = {}
        for key, nodes in self.fields(of, sets).items():
            definition = of.fields.get(nodes[0].name.value)
            named = get_named_type(definition.type) if definition else None
            if definition is None or not isinstance(named, GraphQLObjectType):
                continue
            if is_connection(named):
                plans[(key,)] = self._root_pages(named, definition, nodes)
            elif record_of(named) is not None:
                plans[(key,)] = self._root(named, nodes)
            else:
                below = self.plans(named, sets_of(nodes))
                if "first" in definition.args:  # so many may be in each of its lists
                    page = _first_rows(definition, nodes[0])
                    below = {path: replace(level, page=page) for path, level in below.items()}
                plans |= {(key, *rest): level for rest, level in below.items()}
        return plans

    def _root(self, of: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Level:
        draft = _Draft(rows=True)
        self._object(draft, of, sets_of(nodes), "", ())
        return Level(_record(of), None, _sorted(draft.paths), draft.children)

    def _root_pages(
        self, of: GraphQLObjectType, definition: GraphQLField, nodes: Sequence[FieldNode]
    ) -> Level:
        draft, item = self._pages(of, nodes)
        return Level(
            _record(item),
            None,
            _sorted(draft.paths),
            draft.children,
            page=_first_rows(definition, nodes[0]),
            rows=draft.rows,
            counted=draft.counted,
            peeks=draft.peeks,
        )

    def _object(
        self,
        draft: _Draft,
        of: GraphQLObjectType,
        sets: Sequence[SelectionSetNode | None],
        prefix: str,
        base: tuple[str, ...],
    ) -> None:
        """Adds what the selections on one object need; it lies at `base` of the document."""
        for key, nodes in self.fields(of, sets).items():
            definition = of.fields.get(nodes[0].name.value)
            if definition is not None:  # else `__typename`
                self._field(draft, of, definition, nodes, prefix + key, base)

    def _field(
        self,
        draft: _Draft,
        of: GraphQLObjectType,
        definition: GraphQLField,
        nodes: list[FieldNode],
        key: str,
        base: tuple[str, ...],
    ) -> None:
        name, declaration = declaration_of(definition)
        record = _record(of)
        if isinstance(declaration, Stored):
            draft.paths.add(_joined(base, path_of(record, declaration.attribute or name)))
        elif isinstance(declaration, Derived):
            draft.paths |= {_joined(base, path_of(record, each)) for each in declaration.attributes}
        elif isinstance(declaration, Inside):
            path = path_of(record, declaration.attribute or name)
            inner = (*base, *path.split("."))
            part = _Draft(children=draft.children)
            part.paths.add(".".join(inner) + "._id")
            self._object(part, object_of(definition), sets_of(nodes), f"{key}/", inner)
            draft.paths |= {".".join(inner)} if declaration.whole else part.paths
        elif isinstance(declaration, One | Many):
            path = _joined(base, path_of(record, declaration.by))
            draft.paths.add(path)
            draft.children[key] = self._level(definition, nodes, ById(tuple(path.split("."))))
        elif isinstance(declaration, Picked):
            self._picked(draft, record, declaration, key)
        elif isinstance(declaration, Below):
            draft.children[key] = self._below(definition, nodes, declaration)

    def _picked(self, draft: _Draft, record: type[Record], declaration: Picked, key: str) -> None:
        via = path_of(record, declaration.via)
        draft.paths |= {via, path_of(record, declaration.by)}
        array = path_of(declaration.record, declaration.array)
        draft.children[key] = Level(declaration.record, ById(tuple(via.split("."))), (array,))

    def _level(self, definition: GraphQLField, nodes: list[FieldNode], link: ById) -> Level:
        of = object_of(definition)
        draft = _Draft()
        self._object(draft, of, sets_of(nodes), "", ())
        return Level(_record(of), link, _sorted(draft.paths), draft.children)

    def _below(self, definition: GraphQLField, nodes: list[FieldNode], declaration: Below) -> Level:
        of = object_of(definition)
        if is_connection(of):
            draft, of = self._pages(of, nodes)
        else:
            draft = _Draft(rows=True)
            self._object(draft, of, sets_of(nodes), "", ())
        return Level(
            _record(of),
            declaration.link,
            _sorted(draft.paths),
            draft.children,
            page=_page_of(definition, nodes[0], declaration.page),
            rows=draft.rows,
            counted=draft.counted,
            peeks=draft.peeks,
            expected=declaration.expected,
        )

    def _pages(
        self, of: GraphQLObjectType, nodes: Sequence[FieldNode]
    ) -> tuple[_Draft, GraphQLObjectType]:
        """Reads the selection of a connection; returns it with the type of its rows."""
        draft = _Draft()
        item = object_of(of.fields["nodes"])
        for key, parts in self.fields(of, sets_of(nodes)).items():
            definition = of.fields.get(parts[0].name.value)
            declaration = declaration_of(definition)[1] if definition else None
            part = declaration.part if isinstance(declaration, OfPages) else None
            draft.rows |= part in ("nodes", "edges", "page_info")
            draft.counted |= part == "total_count"
            draft.peeks |= part == "page_info"
            if part == "nodes":
                self._object(draft, item, sets_of(parts), f"{key}/", ())
            elif part == "edges":
                edge = object_of(of.fields["edges"])
                for node_key, inner in self.fields(edge, sets_of(parts)).items():
                    if inner[0].name.value == "node":
                        self._object(draft, item, sets_of(inner), f"{key}/{node_key}/", ())
        return draft, item


def is_connection(of: GraphQLObjectType) -> bool:
    return "nodes" in of.fields and "pageInfo" in of.fields


def _first_rows(definition: GraphQLField, node: FieldNode) -> PageSource:
    """Returns what tells a root connection's size; its filter and order come when it runs."""
    return _page_of(definition, node, lambda given: Page(order=(), first=given["first"]))


def _page_of(
    definition: GraphQLField, node: FieldNode, page: Callable[[Mapping[str, Any]], Page]
) -> PageSource:
    """Returns a page, or what makes it where variables have a part in it."""
    known = constant(definition, node)
    if known is not None:
        return page(known)
    given = maker(definition, node)
    return lambda variables: page(given(variables))


def _record(of: GraphQLObjectType) -> type[Record]:
    record = record_of(of)
    assert record is not None, f"{of.name} lies in no document"
    return record


def object_of(definition: GraphQLField) -> GraphQLObjectType:
    named = get_named_type(definition.type)
    assert isinstance(named, GraphQLObjectType)
    return named


def sets_of(nodes: Iterable[FieldNode]) -> list[SelectionSetNode | None]:
    return [node.selection_set for node in nodes]


def _joined(base: tuple[str, ...], path: str) -> str:
    return ".".join((*base, path))


def _sorted(paths: set[str]) -> tuple[str, ...]:
    return tuple(sorted(paths))
