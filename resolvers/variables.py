"""Values of variables, told apart from what they are not before anything runs.

graphql-core walks through every type of every value, for an id as for a whole board. What it
says of the variables of an operation is remembered, and texts, ids, flags and whole numbers are
then recognised by their class; whatever else is sent is left to it, and so is every refusal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLError,
    GraphQLID,
    GraphQLInt,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    VariableValues,
    get_nullable_type,
    get_variable_values,
)

MOST_ERRORS = 10
_INTS = range(-(2**31), 2**31)
_CLASSES: Mapping[object, type] = {
    GraphQLString: str,
    GraphQLID: str,
    GraphQLBoolean: bool,
    GraphQLInt: int,
}
"""The scalars whose values are taken as they come, if they are of just this class."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """A variable of such a scalar, with the two things that graphql-core wants to know of it."""

    name: str
    of: type
    signature: Any
    source: Callable[[Any, Any], Any]


class Inputs:
    """The variables that one operation declares."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self._schema = schema
        self._nodes = operation.variable_definitions or ()
        self._plain: tuple[_Plain, ...] | None = None
        """None until they were seen, and where not all of them are plain."""

    def coerced(self, given: Mapping[str, Any]) -> VariableValues | list[GraphQLError]:
        """Returns the values as the operation wants them, or what is wrong with them."""
        if self._plain is not None:
            recognised = _recognised(self._plain, given)
            if recognised is not None:
                return recognised
        values = get_variable_values(self._schema, self._nodes, dict(given), max_errors=MOST_ERRORS)
        if self._plain is None and not isinstance(values, list):
            self._plain = _plain(values)
        return values


def _plain(values: VariableValues) -> tuple[_Plain, ...] | None:
    """Returns the variables that these are the values of, if all of them are plain."""
    plain = []
    for name, source in values.sources.items():
        of = _CLASSES.get(get_nullable_type(source.signature.type))
        if of is None:
            return None
        plain.append(_Plain(name, of, source.signature, type(source)))
    return tuple(plain)


def _recognised(plain: tuple[_Plain, ...], given: Mapping[str, Any]) -> VariableValues | None:
    """Returns the values if each one is sent, and of just its class."""
    sources, coerced = {}, {}
    for each in plain:
        value = given.get(each.name)
        if value.__class__ is not each.of or (each.of is int and value not in _INTS):
            return None
        sources[each.name] = each.source(each.signature, value)
        coerced[each.name] = value
    return VariableValues(sources, coerced)
