"""README's table of filters and orders, held against the schema and against MongoDB's own plans."""

import re
from collections.abc import Iterator
from dataclasses import replace

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType, get_named_type

from domain.context import Services
from domain.settings import Settings
from resolvers.graph import graphql_schema
from store.finds import Step
from store.own_indexes import create, missing
from tests.conftest import running
from tests.factories import Document
from tests.plans import winning
from tests.plans.winning import Keys
from tests.servers import ROOT

NONE = "no index"
START = "| Asked for | In | Index |"

FILTERS = {
    "CardFilter": "{ cards(filter: { %s }, orderBy: { field: %s }) { nodes { id } } }",
    "BoardFilter": "{ boards(filter: { %s }, orderBy: { field: %s }) { nodes { id } } }",
}
ORDERS = {
    "CardOrderField": "{ %s { cards(orderBy: { field: %s, direction: %s }) { nodes { id } } } }",
    "BoardOrderField": "{ %s(orderBy: { field: %s, direction: %s }) { nodes { id } } }",
    "UserOrderField": "{ %s(orderBy: { field: %s, direction: %s }) { nodes { id } } }",
}
PLACES = {"a list": 'list(id: "list0")', "a board": 'board(id: "board0")'}
GIVEN = {
    "CardFilter.text": ('text: "Card 1"', "SORT", "title"),
    "CardFilter.boardIds": ('boardIds: ["board0"]', "SORT", "boardId"),
    "CardFilter.listIds": ('listIds: ["list0"]', "SORT", "listId"),
    "CardFilter.swimlaneIds": ('swimlaneIds: ["lane0-0"]', "SORT", "swimlaneId"),
    "CardFilter.labelIds": ('labelIds: ["label1"]', "SORT", "labelIds"),
    "CardFilter.memberIds": ('memberIds: ["user3"]', "DUE_AT", "members"),
    "CardFilter.assigneeIds": ('assigneeIds: ["user3"]', "DUE_AT", "assignees"),
    "CardFilter.hasDueDate": ("hasDueDate: true", "DUE_AT", "dueAt"),
    "CardFilter.dueAfter": ('dueAfter: "2026-04-01"', "DUE_AT", "dueAt"),
    "CardFilter.dueBefore": ('dueBefore: "2026-04-01"', "DUE_AT", "dueAt"),
    "CardFilter.concerning": ('concerning: ["user3"]', "SORT", "members"),
    "CardFilter.customField": (
        'customField: { customFieldId: "field1", value: { text: "high" } }',
        "SORT",
        "customFields",
    ),
    "CardFilter.archived": ("archived: true", "TITLE", "archived"),
    "BoardFilter.text": ('text: "1"', "SORT", "title"),
    "BoardFilter.permission": ("permission: PRIVATE", "SORT", "permission"),
    "BoardFilter.archived": ("archived: true", "SORT", "archived"),
    "BoardFilter.templates": ("templates: true", "SORT", "type"),
}
"""How each condition is asked for, in which order, and what an index that serves it begins
with or goes on with."""


def rows() -> list[list[str]]:
    lines = (ROOT / "README.md").read_text().split(START)[1].splitlines()[2:]
    table = lines[: lines.index("")]
    return [[cell.strip().replace("`", "") for cell in row.strip("|").split("|")] for row in table]


def offered() -> Iterator[str]:
    """What can be asked for, by the schema: conditions of filters, and orders."""
    for of in graphql_schema().type_map.values():
        if isinstance(of, GraphQLEnumType) and of.name.endswith("OrderField"):
            yield from (f"{of.name}.{value}" for value in of.values)
        if not isinstance(of, GraphQLObjectType):
            continue
        for field in of.fields.values():
            wanted = get_named_type(field.args["filter"].type) if "filter" in field.args else None
            if isinstance(wanted, GraphQLInputObjectType):
                yield from (f"{wanted.name}.{name}" for name in wanted.fields)


def test_every_filter_and_order_has_its_line() -> None:
    assert {row[0] for row in rows()} == set(offered())


async def test_the_indexes_named_are_those_that_mongodb_takes(
    settings: Settings, mongo_url: str
) -> None:
    async with running(replace(settings, mongo_url=mongo_url)) as app:
        services: Services = app.state.services
        store = services.store
        await create(store, await missing(store))
        await winning.fill(store)
        wrong = []
        for asked_for, place, index in rows():
            steps = await winning.steps_of(services, settings, query_of(asked_for, place))
            [*_, step] = [step for step in steps if step.collection == collection_of(asked_for)]
            plan = await winning.winning(store, step)
            if not is_as_told(asked_for, index, plan):
                wrong.append((asked_for, place, index, winning.indexes(plan)))
        unserved = await unserved_changes(services, settings)
        await store.client.drop_database(store.database.name)
    assert not wrong
    assert not unserved


async def unserved_changes(services: Services, settings: Settings) -> list[Step]:
    """Returns the finds of `changes` by date that no index of that date serves."""
    moment = '{ changes(sinceTime: "2026-09-10") { cursor } }'
    steps = await winning.steps_of(services, settings, moment)
    dated = [step for step in steps if dict(step.order).keys() & {"modifiedAt", "deletedAt"}]
    assert len(dated) == 9
    unserved = []
    for step in dated:
        plan = await winning.winning(services.store, step)
        path = step.order[0][0]
        used = {each for keys in winning.indexes(plan) for each, _ in keys}
        if path not in used:
            unserved.append(step)
    return unserved


def is_as_told(asked_for: str, index: str, plan: Document) -> bool:
    used = {shown(keys) for keys in winning.indexes(plan)}
    if asked_for not in GIVEN:  # an order
        sorted_after = winning.sorts_itself(plan)
        return sorted_after if index == NONE else index in used and not sorted_after
    path = GIVEN[asked_for][2]
    helping = {keys for keys in used if path in keys.replace("-", "").split()}
    return not helping if index == NONE else index in helping


def query_of(asked_for: str, place: str) -> str:
    name, _, member = asked_for.partition(".")
    if name in FILTERS:
        given, order, _ = GIVEN[asked_for]
        return FILTERS[name] % (given, order)
    # The newest first, as people ask; a date's index is made for that.
    way = "DESC" if re.fullmatch(r"MODIFIED_AT|CREATED_AT", member) else "ASC"
    return ORDERS[name] % (PLACES.get(place, collection_of(asked_for)), member, way)


def collection_of(asked_for: str) -> str:
    return {"C": "cards", "B": "boards", "U": "users"}[asked_for[0]]


def shown(keys: Keys) -> str:
    return " ".join(path if way > 0 else f"-{path}" for path, way in keys)
