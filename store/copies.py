"""Documents stored once more under new ids, with every field they have, listed by a record or
not.

What is copied is read outside of a transaction, what is written belongs to it.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from store.match import Filter
from store.mongo import Store, translated
from store.records import R, Record, attributes, load, path_of

Alter: TypeAlias = Callable[[R], Mapping[str, Any]]


async def copy_documents(
    store: Store, record_type: type[R], condition: Filter, alter: Alter[R]
) -> list[tuple[R, R]]:
    """Stores a copy of every document that matches; returns each original with its copy.

    `alter` names the attributes that differ in a copy, its id at the least; None removes the
    field.
    """
    with translated():
        documents = await store.collection(record_type).find(condition).to_list()
    pairs, copies = [], []
    for document in documents:
        original = load(record_type, document)
        made = _altered(document, record_type, alter(original))
        pairs.append((original, load(record_type, made)))
        copies.append(made)
    if copies:
        await store.insert_documents(record_type, copies)
    return pairs


async def find_outlines(
    store: Store, record_type: type[R], condition: Filter, names: Sequence[str]
) -> list[R]:
    """Returns every record that matches, with only the named attributes filled."""
    paths = [path_of(record_type, name) for name in names]
    with translated():
        documents = await store.collection(record_type).find(condition, paths).to_list()
    return [load(record_type, document) for document in documents]


def _altered(
    document: Mapping[str, Any], record_type: type[Record], changes: Mapping[str, Any]
) -> dict[str, Any]:
    made = copy.deepcopy(dict(document))
    table = attributes(record_type)
    for name, value in changes.items():
        attribute = table[name]
        place = made
        for step in attribute.steps[:-1]:
            if not isinstance(place.get(step), dict):
                place[step] = {}
            place = place[step]
        if value is None:
            place.pop(attribute.steps[-1], None)
        else:
            place[attribute.steps[-1]] = attribute.write(value) if attribute.write else value
    return made
