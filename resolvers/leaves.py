"""Single values of an answer: as code where they are plain, as functions where they are not."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

from graphql import (
    GraphQLEnumType,
    GraphQLLeafType,
    GraphQLOutputType,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql import is_non_null_type as is_required

from domain.dates import iso, iso_of_all

Writer: TypeAlias = Callable[[Any], Any]


class OddValueError(Exception):
    """A value that graphql-core must answer, or refuse, itself."""


def writer(of: GraphQLOutputType) -> Writer:
    """Returns what turns a field's value into the answer's. It raises OddValueError."""
    listed = get_nullable_type(of)
    if is_list_type(listed):
        return _list(writer(listed.of_type), required=is_required(of))
    named = get_named_type(of)
    write = _enum(named) if isinstance(named, GraphQLEnumType) else _SCALARS[named.name]
    required = is_required(of)

    def checked(value: Any) -> Any:
        if value is None:
            if required:
                raise OddValueError
            return None
        return write(value)

    return checked


def plain(of: GraphQLOutputType, read: Writer | None) -> str | None:
    """Returns the condition under which a stored value `v` needs but `PLAIN` to be answered.

    Whether the attribute's own reader leaves such a value as it is, is tried out here.
    None where every value has to take the long way.
    """
    if is_list_type(get_nullable_type(of)):
        return None
    name = get_named_type(of).name
    condition, samples = _PLAIN.get(name, (None, ()))
    if condition is None or (read and any(read(sample) != sample for sample in samples)):
        return None
    if name in ("String", "ID") and read is not None and read("") != "":
        return f"{condition} and v"
    return condition


def answered(of: GraphQLOutputType) -> str:
    """Returns the expression that answers a plain value `v`."""
    return "v + 0.0" if get_named_type(of).name == "Float" else "v"


def absent(write: Writer, default: Callable[[], Any]) -> str | None:
    """Returns the expression that answers where no value is; None if that is no plain one."""
    try:
        return repr(write(default()))
    except OddValueError:
        return None


def is_moment(of: GraphQLOutputType) -> bool:
    return bool(get_named_type(of).name == "DateTime")


def moments(
    values: list[Any], rows: list[dict[str, Any]], write: Writer, *, optional: bool
) -> list[Any]:
    """Returns the dates of all rows as they are answered; `write` answers for a row with
    anything else there, or with nothing where dates are not `optional`."""
    if len(values) == 1 and (value := values[0]).__class__ is datetime:
        return [iso(value)]
    if set(map(type, values)) == {datetime}:
        return iso_of_all(values)
    written = iter(iso_of_all([each for each in values if each.__class__ is datetime]))
    return [
        next(written)
        if value.__class__ is datetime
        else None
        if value is None and optional
        else write(row)
        for value, row in zip(values, rows, strict=True)
    ]


_PLAIN: dict[str, tuple[str, tuple[Any, ...]]] = {
    "String": ("v.__class__ is str", ("x",)),
    "ID": ("v.__class__ is str", ("x",)),
    "Boolean": ("v is True or v is False", (True, False)),
    "Int": ("v.__class__ is int and -2147483648 <= v <= 2147483647", (1, -(2**31))),
    "Float": ("v.__class__ is float and v - v == 0.0 or v.__class__ is int", (1, 1.5)),
    "DateTime": ("v.__class__ is datetime", (datetime(2026, 1, 1, tzinfo=UTC),)),
}


def _text(value: Any) -> str:
    if value.__class__ is not str:
        raise OddValueError
    return str(value)


def _flag(value: Any) -> bool:
    if value.__class__ is not bool:
        raise OddValueError
    return bool(value)


def _whole(value: Any) -> int:
    if value.__class__ is not int or not -(2**31) <= value < 2**31:
        raise OddValueError
    return int(value)


def _number(value: Any) -> float:
    if value.__class__ not in (int, float) or not math.isfinite(value):
        raise OddValueError
    return float(value)


def _date(value: Any) -> str:
    if not isinstance(value, datetime):
        raise OddValueError
    return iso(value)


_SCALARS: dict[str, Writer] = {
    "String": _text,
    "ID": _text,
    "Boolean": _flag,
    "Int": _whole,
    "Float": _number,
    "DateTime": _date,
}


def _list(write: Writer, *, required: bool) -> Writer:
    def written(values: Any) -> Any:
        if values is None and not required:
            return None
        if values.__class__ is not list:
            raise OddValueError
        return [write(each) for each in values]

    return written


def _enum(of: GraphQLEnumType) -> Writer:
    names: dict[Any, Any] = {}

    def write(value: Any) -> Any:
        if value not in names:
            names[value] = of.serialize(value)
        return names[value]

    return write


def is_leaf(of: Any) -> bool:
    return isinstance(of, GraphQLLeafType)
