"""Where the fields of the built schema lie, looked up by graphql-core's own types."""

from typing import cast

from graphql import GraphQLField, GraphQLObjectType
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

from domain.reading import Record
from schema.fields import LIES, Declaration

RESOLVE = "resolve"
"""The extension of a root field under which its own resolver is kept."""
DEFINITION = GraphQLCoreConverter.DEFINITION_BACKREF


def declaration_of(definition: GraphQLField) -> tuple[str, Declaration | None]:
    """Returns a field's name in Python, and its declaration if it has one."""
    field = cast("StrawberryField", definition.extensions[DEFINITION])
    return field.python_name, field.metadata.get(LIES)


def record_of(of: GraphQLObjectType) -> type[Record] | None:
    """Returns the record of the documents that a type's fields lie in."""
    definition = of.extensions.get(DEFINITION)
    origin = getattr(definition, "origin", None)
    return getattr(origin, "__record__", None)
