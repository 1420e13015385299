"""From coerced values to what a resolver is given, worked out once for each type.

Strawberry asks of every value, at every request, what it is and what its field is called; that
takes longer than to check the change of a card. What comes out is the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from functools import cache
from typing import Any, TypeAlias

from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import (
    StrawberryList,
    StrawberryMaybe,
    StrawberryOptional,
    StrawberryType,
    has_object_definition,
)
from strawberry.types.field import StrawberryField
from strawberry.types.lazy_type import LazyType
from strawberry.utils.str_converters import to_camel_case

Convert: TypeAlias = Callable[[Any], Any]
Arguments: TypeAlias = Callable[[Mapping[str, Any]], dict[str, Any]]


class UnknownInputError(Exception):
    """A kind of input that only Strawberry itself converts."""


def arguments(of: list[StrawberryArgument]) -> Arguments:
    """Returns what makes a resolver's keyword arguments. Raises UnknownInputError."""
    known = [(_name(each), each.python_name, _conversion(each.type)) for each in of]

    def made(given: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: given[key] if convert is None else convert(given[key])
            for key, name, convert in known
            if key in given
        }

    return made


def _name(of: StrawberryArgument | StrawberryField) -> str:
    return of.graphql_name or to_camel_case(of.python_name)


def _conversion(of: StrawberryType | type) -> Convert | None:
    """Returns None for values that are taken as they are."""
    if isinstance(of, LazyType | StrawberryMaybe):
        raise UnknownInputError
    if isinstance(of, StrawberryOptional):
        return _conversion(of.of_type)
    if isinstance(of, StrawberryList):
        return _list(_conversion(of.of_type))
    return _object(of) if has_object_definition(of) else None


def _list(convert: Convert | None) -> Convert:
    def converted(values: list[Any] | None) -> list[Any] | None:
        if values is None:
            return None
        # Copied in any case: one default serves every request that sends none.
        return list(values) if convert is None else [convert(each) for each in values]

    return converted


@cache
def _object(of: type) -> Convert:
    definition = of.__strawberry_definition__  # type: ignore[attr-defined]
    if definition.from_input is not None:
        raise UnknownInputError
    fields = [
        (_name(each), each.python_name, _conversion(each.resolve_type()))
        for each in definition.fields
    ]
    # A nullable field without a default is null where it was not sent.
    empty = dict.fromkeys(each.python_name for each in definition.fields if _has_no_default(each))

    def converted(value: Mapping[str, Any] | None) -> Any:
        if value is None:
            return None
        given: dict[str, Any] = dict(empty)
        for key, name, convert in fields:
            if key in value:
                given[name] = value[key] if convert is None else convert(value[key])
        return of(**given)

    return converted


def _has_no_default(field: StrawberryField) -> bool:
    return field.default_value is MISSING and field.default_factory is MISSING
