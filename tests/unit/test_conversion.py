"""Inputs are converted as Strawberry itself converts them, whatever of them is sent."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    get_nullable_type,
    is_list_type,
    is_required_input_field,
)
from strawberry.types.arguments import convert_arguments

from resolvers.conversion import arguments
from resolvers.declarations import DEFINITION
from resolvers.graph import graphql_schema, strawberry_schema

_LEAVES: dict[str, Any] = {
    "Int": 7,
    "Float": 1.5,
    "Boolean": True,
    "DateTime": datetime(2026, 3, 1, tzinfo=UTC),
}
_DEEPEST = 4


def samples(of: GraphQLInputType, deep: int = 0) -> Iterator[Any]:
    """Yields coerced values of a type: all of it, as little as may be, and null where it may."""
    named = get_nullable_type(of)
    if named is of:
        yield None
    if is_list_type(named):
        yield []
        yield [next(each for each in samples(named.of_type, deep) if each is not None)] * 2
    elif isinstance(named, GraphQLInputObjectType):
        fields = named.fields.items()
        required = {name: field for name, field in fields if is_required_input_field(field)}
        for chosen in (required, dict(fields) if deep < _DEEPEST else required):
            yield {name: list(samples(field.type, deep + 1))[-1] for name, field in chosen.items()}
    elif isinstance(named, GraphQLEnumType):
        yield next(iter(named.values.values())).value
    else:
        yield _LEAVES.get(getattr(named, "name", ""), "text")


ROOTS = [
    (of.name, name)
    for of in (graphql_schema().query_type, graphql_schema().mutation_type)
    if of is not None
    for name, field in of.fields.items()
    if field.args
]


@pytest.mark.parametrize(("of", "name"), ROOTS, ids=".".join)
def test_inputs_are_converted_as_by_strawberry(of: str, name: str) -> None:
    schema, book = graphql_schema(), strawberry_schema()
    definition = schema.type_map[of].fields[name]  # type: ignore[attr-defined]
    known = definition.extensions[DEFINITION].arguments
    convert, registry = arguments(known), book.schema_converter.scalar_registry
    given: list[dict[str, Any]] = [{}]
    for key, argument in definition.args.items():
        given += [{key: value} for value in samples(argument.type)]
    for each in given:
        assert convert(each) == convert_arguments(each, known, registry, book.config)
