"""An operation, compiled once: what its root fields want, their plans, and their shapes.

Only what a plan may depend on is in here: the text, the operation's name, and the values of
variables in @skip and @include.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_object_type,
)

from domain import reading
from domain.context import Services
from domain.reading import ROOT, Ahead, Found, Level
from resolvers.arguments import ArgumentMaker, maker
from resolvers.asking import Request, StubInfo, Wanted, find
from resolvers.conversion import UnknownInputError, arguments
from resolvers.declarations import DEFINITION, RESOLVE, declaration_of
from resolvers.leaves import OddValueError, Writer, is_leaf, writer
from resolvers.selection import Plans, Selection, is_connection, object_of, sets_of
from resolvers.shape import Shaper


@dataclass(frozen=True, slots=True)
class Documents:
    """A part of the answer that is read through a plan."""

    level: Level
    shape: Callable[[Found], Any]

    def shaped(self, found: Found | None) -> Any:
        return None if found is None else self.shape(found)


@dataclass(frozen=True, slots=True)
class Payload:
    """What a mutation answers: single values of its own, and documents."""

    values: tuple[tuple[str, str, Writer], ...]
    documents: tuple[tuple[str, str, Documents], ...]
    constants: tuple[tuple[str, str], ...]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Root:
    """One root field."""

    key: str
    resolve: Callable[..., Awaitable[Any]]
    arguments: ArgumentMaker
    answer: Documents | Payload
    names: bool
    """Whether all that it wants is the document that its argument `id` names."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """An operation that can run. Without `roots` it is for graphql-core alone to run."""

    plans: Plans
    roots: tuple[Root, ...] | None
    constants: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    serial: bool

    def begin(self, services: Services, variables: Any) -> dict[str, Ahead]:
        """Begins what can be read without knowing who asks; returns it by the root's key."""
        begun = {}
        for root in self.roots or ():
            if root.names and isinstance(root.answer, Documents):
                with suppress(GraphQLError):  # a value that the field itself will refuse
                    document_id = root.arguments(variables)["id"]
                    level = root.answer.level
                    begun[root.key] = reading.ahead(services, level, document_id, variables)
        return begun

    async def run(self, request: Request) -> None:
        """Calls what the root fields want and reads it; all of it is kept in the request."""
        assert self.roots is not None
        if self.serial or len(self.roots) == 1:
            for root in self.roots:
                await _run(root, request)
        else:
            await asyncio.gather(*(_run(root, request) for root in self.roots))

    def shaped(self, request: Request) -> dict[str, Any] | None:
        """Returns the answer's data, or None where graphql-core must write it."""
        assert self.roots is not None
        if request.failures:
            return None
        data: dict[str, Any] = dict(self.constants)
        try:
            for root in self.roots:
                data[root.key] = _shaped(root, request)
        except OddValueError:
            return None
        return {key: data[key] for key in self.order}


async def _run(root: Root, request: Request) -> None:
    try:
        answer = await root.resolve(None, StubInfo(request), **root.arguments(request.variables))
        request.answers[(root.key,)] = answer
        if isinstance(root.answer, Documents):
            await _read(root.answer, request, (root.key,), answer)
            return
        for key, name, documents in root.answer.documents:
            await _read(documents, request, (root.key, key), getattr(answer, name))
    except Exception as error:  # noqa: BLE001 - kept, and raised again where it belongs
        request.failures[(root.key,)] = error


async def _read(
    documents: Documents, request: Request, path: tuple[str, ...], wanted: Wanted | None
) -> None:
    if wanted is not None:
        begun = request.ahead.get(path[0])
        request.found[path] = await find(request, documents.level, wanted, begun)


def _shaped(root: Root, request: Request) -> Any:
    if isinstance(root.answer, Documents):
        return root.answer.shaped(request.found.get((root.key,)))
    payload, answer = root.answer, request.answers[(root.key,)]
    data: dict[str, Any] = dict(payload.constants)
    for key, name, write in payload.values:
        data[key] = write(getattr(answer, name))
    for key, _, documents in payload.documents:
        data[key] = documents.shaped(request.found.get((root.key, key)))
    return {key: data[key] for key in payload.order}


class Compiler:
    """Compiles operations of one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema

    def compiled(
        self,
        operation: OperationDefinitionNode,
        fragments: dict[str, FragmentDefinitionNode],
        variables: Any,
    ) -> Compiled:
        of = self._schema.get_root_type(operation.operation)
        assert of is not None
        selection = Selection(fragments, variables)
        fields = selection.fields(of, [operation.selection_set])
        plans = selection.plans(of, [operation.selection_set])
        roots, constants = [], []
        for key, nodes in fields.items():
            name = nodes[0].name.value
            if name == "__typename":
                constants.append((key, of.name))
                continue
            root = self._root(selection, plans, of, key, nodes)
            if root is None:
                return Compiled(plans, None, (), (), serial=False)
            roots.append(root)
        return Compiled(
            plans,
            tuple(roots),
            tuple(constants),
            tuple(fields),
            serial=operation.operation is OperationType.MUTATION,
        )

    def _root(
        self,
        selection: Selection,
        plans: Plans,
        of: GraphQLObjectType,
        key: str,
        nodes: list[FieldNode],
    ) -> Root | None:
        definition = of.fields.get(nodes[0].name.value)
        if definition is None or not is_object_type(get_named_type(definition.type)):
            return None
        resolve = definition.extensions.get(RESOLVE)
        if resolve is None:  # introspection
            return None
        answer: Documents | Payload
        if (key,) in plans:
            answer = _documents(selection, plans[(key,)], definition, nodes)
        else:
            answer = _payload(selection, plans, key, object_of(definition), nodes)
        return Root(
            key,
            _direct(definition) or resolve,
            maker(definition, nodes[0]),
            answer,
            names=_names_its_document(definition),
        )


def _documents(
    selection: Selection, level: Level, definition: GraphQLField, nodes: Sequence[FieldNode]
) -> Documents:
    of = object_of(definition)
    shaper = Shaper(selection)
    if is_connection(of):
        pages = shaper.pages(of, nodes)
        return Documents(level, lambda found: pages(found)(ROOT))
    rows_of = shaper.row(of, sets_of(nodes))
    many = is_list_type(get_nullable_type(definition.type))

    def shape(found: Found) -> Any:
        rows = rows_of(found)(found.slices[ROOT].documents)
        return rows if many else rows[0] if rows else None

    return Documents(level, shape)


def _payload(
    selection: Selection, plans: Plans, key: str, of: GraphQLObjectType, nodes: list[FieldNode]
) -> Payload:
    values, documents, constants = [], [], []
    fields = selection.fields(of, sets_of(nodes))
    for inner, parts in fields.items():
        definition = of.fields.get(parts[0].name.value)
        if definition is None:
            constants.append((inner, of.name))
            continue
        name = declaration_of(definition)[0]
        if is_leaf(get_named_type(definition.type)):
            values.append((inner, name, writer(definition.type)))
        else:
            level = plans[(key, inner)]
            documents.append((inner, name, _documents(selection, level, definition, parts)))
    return Payload(tuple(values), tuple(documents), tuple(constants), tuple(fields))


def _direct(definition: GraphQLField) -> Callable[..., Awaitable[Any]] | None:
    """Returns the resolver as it was written, if its arguments can be converted here."""
    field = definition.extensions[DEFINITION]
    resolver = field.base_resolver
    if resolver is None:
        return None
    try:
        converted = arguments(field.arguments)
    except UnknownInputError:
        return None
    function: Any = resolver.wrapped_func
    informed = resolver.info_parameter is not None

    def resolve(_: object, info: object, **given: Any) -> Awaitable[Any]:
        answer: Awaitable[Any] = (
            function(None, info, **converted(given))
            if informed
            else function(None, **converted(given))
        )
        return answer

    return resolve


def _names_its_document(definition: GraphQLField) -> bool:
    resolver = definition.extensions[DEFINITION].base_resolver
    return set(definition.args) == {"id"} and resolver.info_parameter is None
