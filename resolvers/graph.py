"""The schema, put together: Strawberry's types, with our resolvers bound to declared fields."""

from datetime import datetime
from functools import cache

import strawberry
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from strawberry.schema.config import StrawberryConfig

from domain.incoming import Incoming
from resolvers.asking import answering_root, reading_payload, reading_root
from resolvers.declarations import RESOLVE, declaration_of, record_of
from resolvers.mutation import Mutation
from resolvers.query import Query
from resolvers.selection import is_connection
from schema.reading import resolver_for
from schema.scalars import DATE_TIME, UPLOAD


@cache
def strawberry_schema() -> strawberry.Schema:
    return strawberry.Schema(
        query=Query,
        mutation=Mutation,
        config=StrawberryConfig(scalar_map={datetime: DATE_TIME, Incoming: UPLOAD}),
    )


@cache
def graphql_schema() -> GraphQLSchema:
    """Returns the built schema; every declared field reads what a plan brought."""
    schema = strawberry_schema()._schema
    for of in schema.type_map.values():
        if isinstance(of, GraphQLObjectType) and not of.name.startswith("__"):
            _bind(of)
    return schema


def _bind(of: GraphQLObjectType) -> None:
    record_type = record_of(of)
    for definition in of.fields.values():
        name, declaration = declaration_of(definition)
        named = get_named_type(definition.type)
        if declaration is not None:
            paged = isinstance(named, GraphQLObjectType) and is_connection(named)
            definition.resolve = resolver_for(declaration, record_type, name, paged=paged)
        elif isinstance(named, GraphQLObjectType) and of.name.endswith("Payload"):
            many = is_list_type(get_nullable_type(definition.type))
            definition.resolve = reading_payload(name, many=many)
        elif isinstance(named, GraphQLObjectType) and of.name in ("Query", "Mutation"):
            _bind_root(of, definition)


def _bind_root(of: GraphQLObjectType, definition: GraphQLField) -> None:
    """Its own resolver is kept beside: the compiled way calls that one."""
    resolve = definition.resolve
    assert resolve is not None
    definition.extensions[RESOLVE] = resolve
    is_payload = get_named_type(definition.type).name.endswith("Payload")
    definition.resolve = (answering_root if is_payload else reading_root)(resolve)


def sdl() -> str:
    """Returns the schema in GraphQL's schema language."""
    return strawberry_schema().as_str() + "\n"
