"""Changes of documents: said with a record's attribute names, turned into MongoDB's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from store.records import Record, attributes, dump


@dataclass(frozen=True, slots=True)
class Modifier:
    """A change of documents; each part maps an attribute's name to a value.

    `set` with None removes the field, as Wekan's schema layer does with an empty text.
    `add` (only what is not there yet) and `pull` take lists of plain values, `push` a list
    of records; `pull` also takes a filter on the records inside (see `store.match`).
    """

    set: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, Any] = field(default_factory=dict)
    push: Mapping[str, Any] = field(default_factory=dict)
    pull: Mapping[str, Any] = field(default_factory=dict)
    increase: Mapping[str, Any] = field(default_factory=dict)
    raise_to: Mapping[str, Any] = field(default_factory=dict)
    on_insert: Mapping[str, Any] = field(default_factory=dict)


def operators(record_type: type[Record], change: Modifier) -> dict[str, Any]:
    table = attributes(record_type)

    def part(values: Mapping[str, Any], form: Callable[[Any], Any] | None = None) -> dict[str, Any]:
        stored = {}
        for name, value in values.items():
            write = form or table[name].write
            stored[table[name].path] = write(value) if write else value
        return stored

    by_condition, by_value = _split(change.pull)
    given = {name: value for name, value in change.set.items() if value is not None}
    made = {
        "$set": part(given),
        "$unset": {table[name].path: "" for name in change.set if name not in given},
        "$addToSet": part(change.add, lambda values: {"$each": list(values)}),
        "$push": part(change.push, lambda records: {"$each": [dump(each) for each in records]}),
        "$pull": part(by_condition, dict),
        "$pullAll": part(by_value, list),
        "$inc": part(change.increase),
        "$max": part(change.raise_to),
        "$setOnInsert": part(change.on_insert),
    }
    return {operator: values for operator, values in made.items() if values}


def _split(pull: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    by_condition = {name: each for name, each in pull.items() if isinstance(each, Mapping)}
    return by_condition, {name: each for name, each in pull.items() if name not in by_condition}
