"""The list of operations: whole, and true of both doors."""

import re

from resolvers.graph import graphql_schema
from rest.openapi import GROUPS
from tests.contract.operations import BEYOND, DOCUMENTED, ROWS
from tests.contract.walk import PARTS

LISTED = [*DOCUMENTED, *BEYOND]
LOGINS = "Logins"
"""Asked with no token; their own tests ask them."""


def line_of(name: str) -> str:
    method, _, path = name.partition(" ")
    return f"| {method} | `{path}` | … | … | {ROWS[name].who.value} |"


def test_all_that_wekan_documents_is_listed() -> None:
    assert len(DOCUMENTED) == 122
    names = [re.sub(r":\w+", ":", each.name) for each in LISTED]
    assert len(set(names)) == len(names)


def test_every_operation_has_its_route_and_every_route_its_line() -> None:
    listed = {each.name for each in LISTED}
    assert not [name for name in listed if name not in ROWS], "no route"
    assert not [line_of(name) for name in ROWS if name not in listed], "docs/operations.md lacks"


def test_who_may_call_is_who_the_route_lets_call() -> None:
    wrong = [each for each in LISTED if each.name in ROWS and ROWS[each.name].who.value != each.who]
    assert not [f"{each.name}: {ROWS[each.name].who.value}" for each in wrong]


def test_graphql_can_do_each() -> None:
    assert not [each.name for each in LISTED if not each.graphql]
    types = graphql_schema().type_map
    missing = set()
    for name in {name for each in LISTED for name in each.graphql}:
        owner, _, field = name.rpartition(".")
        if field not in getattr(types.get(owner or "Mutation"), "fields", {}):
            missing.add(name)
    assert not missing, "GraphQL lacks these"


def test_every_group_is_walked_once() -> None:
    titles = [title for titles in PARTS.values() for title in titles]
    assert sorted([*titles, LOGINS]) == sorted(noun.title for noun in GROUPS)
