"""Elements pulled out of arrays by a condition, for servers that pull only what equals a value.

What meets the condition is read first, and then pulled as it stands; what changes in between is
left where it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from pymongo.asynchronous.collection import AsyncCollection

from store.failures import current_session
from store.match import Filter
from store.modifiers import Modifier
from store.records import Record, attributes

_TESTS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "$in": lambda value, wanted: value in wanted,
    "$nin": lambda value, unwanted: value not in unwanted,
    "$ne": lambda value, unwanted: value != unwanted,
}


def names_elements(change: Modifier) -> bool:
    """Tells whether a change pulls elements that it does not spell out."""
    return any(isinstance(values, Mapping) for values in change.pull.values())


async def spelt_out(
    collection: AsyncCollection[dict[str, Any]],
    record_type: type[Record],
    condition: Filter,
    change: Modifier,
) -> Modifier:
    """Returns the same change with the elements themselves in place of conditions."""
    table = attributes(record_type)
    paths = {
        name: table[name] for name, values in change.pull.items() if isinstance(values, Mapping)
    }
    found = collection.find(
        condition, [each.path for each in paths.values()], session=current_session.get()
    )
    pulled: dict[str, list[Any]] = {name: [] for name in paths}
    async for document in found:
        for name, attribute in paths.items():
            elements = attribute.stored_in(document)
            for element in elements if isinstance(elements, list) else ():
                if _meets(element, change.pull[name]) and element not in pulled[name]:
                    pulled[name].append(element)
    return replace(change, pull={**change.pull, **pulled})


def _meets(element: object, condition: Filter) -> bool:
    return isinstance(element, dict) and all(
        _holds(element.get(path), wanted) for path, wanted in condition.items()
    )


def _holds(value: object, wanted: object) -> bool:
    if isinstance(wanted, Mapping):
        return all(_TESTS[name](value, given) for name, given in wanted.items())
    return value == wanted
