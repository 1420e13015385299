"""Conditions on documents, written with a record's own attribute names.

`where(Card, board_id="…", archived=False)` is a filter; the helpers below stand for
values that are not simple equality. A bare value always becomes an equality of scalars,
so that nothing a client sends can act as a query operator.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from store.records import Record, path_of

Filter = Mapping[str, Any]

NOTHING: Filter = {"_id": {"$in": []}}
"""Matches no document."""

EVERYTHING: Filter = {}


@dataclass(frozen=True, slots=True)
class Test:
    """A condition that is more than equality, in MongoDB's words."""

    operators: Mapping[str, Any]


ABSENT = Test({"$in": [None]})
"""Matches a field that is missing or null."""

PRESENT = Test({"$ne": None})
MISSING = Test({"$exists": False})
IS_LIST = Test({"$type": "array"})
FILLED_LIST = Test({"$type": "array", "$nin": [[], [None], [""]]})
"""Matches an array that holds anything at all. No `$elemMatch`: FerretDB v1 holds it against the
array as a whole."""
NOT_TRUE = Test({"$nin": [True]})
"""Matches a flag that is not set; old documents lack some."""


def any_of(values: Collection[Any]) -> Test:
    """Matches each of `values`; for an array, one of its elements."""
    return Test({"$in": list(values)})


def none_of(values: Collection[Any]) -> Test:
    return Test({"$nin": list(values)})


def holds(value: Any) -> Test:
    """Matches an array with the element `value`; nothing but an array."""
    return Test({"$elemMatch": {"$eq": value}})


def differs(value: Any) -> Test:
    return Test({"$ne": value})


def between(low: Any = None, high: Any = None) -> Test:
    """Matches from `low` (inclusive) up to `high` (inclusive); None leaves a side open."""
    operators = {}
    if low is not None:
        operators["$gte"] = low
    if high is not None:
        operators["$lte"] = high
    return Test(operators)


def below(value: Any) -> Test:
    return Test({"$lt": value})


def same_text(text: str) -> Test:
    """Matches `text` whole, in any letter case (the rule of Meteor's accounts)."""
    return Test({"$regex": f"^{re.escape(text)}$", "$options": "i"})


def contains_text(text: str) -> Test:
    """Matches values that contain `text`, in any letter case; nothing in it is special."""
    return Test({"$regex": re.escape(text), "$options": "i"})


def element(record_type: type[Record], /, **conditions: Any) -> Test:
    """Matches an array with one element that meets every condition."""
    return Test({"$elemMatch": where(record_type, **conditions)})


def where(record_type: type[Record], /, **conditions: Any) -> Filter:
    """Returns a filter: every named attribute meets its condition.

    Raises TypeError where a bare value is neither a scalar nor None.
    """
    return {path_of(record_type, name): _test(value) for name, value in conditions.items()}


def all_of(*filters: Filter) -> Filter:
    """Returns the filter that holds where each of `filters` holds."""
    parts: list[Filter] = []
    for each in filters:
        parts += each["$and"] if each.keys() == {"$and"} else [each]
    merged: dict[str, Any] = {}
    for part in parts:
        if merged.keys() & part.keys():
            return {"$and": [each for each in parts if each]}
        merged |= part
    return merged


def one_of(*filters: Filter) -> Filter:
    """Returns the filter that holds where at least one of `filters` holds."""
    if any(not each for each in filters):
        return EVERYTHING
    real = [each for each in filters if each is not NOTHING]
    if len(real) <= 1:
        return real[0] if real else NOTHING
    return {"$or": real}


def not_where(condition: Filter) -> Filter:
    """Returns the filter that holds where `condition` does not."""
    return {"$nor": [condition]}


def _test(value: Any) -> Any:
    if isinstance(value, Test):
        return value.operators
    if isinstance(value, Mapping | list | tuple | set):
        raise TypeError(f"a bare {type(value).__name__} is no condition")
    return value
