"""Which index MongoDB chooses for what an operation asks, on a database of some size."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any, TypeAlias

from domain.context import Actor, Context, Door, Services, Trace
from domain.settings import Settings
from resolvers.graph import graphql_schema
from resolvers.operations import Asked, Operations
from store.finds import Step
from store.mongo import Store
from tests.factories import START, Document, member

Keys: TypeAlias = tuple[tuple[str, int], ...]

MARA = Actor("userMara", "mara", False, "")
ROOT = Actor("userRoot", "root", True, "")
BOARDS, CARDS, PEOPLE = 40, 60, 200
"""The boards, the cards of each, and the people. Mara is on every fourth board."""


async def fill(store: Store) -> None:
    some = Random(7)
    cards = [_card(some, n) for n in range(BOARDS * CARDS)]
    await store.database.boards.insert_many([_board(n) for n in range(BOARDS)])
    await store.database.lists.insert_many(
        [{"_id": f"list{n}", "boardId": f"board{n % BOARDS}"} for n in range(BOARDS * 4)]
    )
    await store.database.swimlanes.insert_many(
        [{"_id": f"lane{n}-{k}", "boardId": f"board{n}"} for n in range(BOARDS) for k in range(2)]
    )
    await store.database.cards.insert_many(cards)
    await store.database.users.insert_many(
        [
            {"_id": f"user{n}", "username": f"person{n}", "createdAt": START + timedelta(n)}
            for n in range(PEOPLE)
        ]
    )


def _board(number: int) -> Document:
    people = [member(f"user{number}"), *([member(MARA.user_id)] if number % 4 == 0 else [])]
    return {
        "_id": f"board{number}",
        "title": f"Board {number}",
        "permission": "private",
        "type": "board",
        "archived": False,
        "sort": number,
        "members": people,
        "createdAt": START + timedelta(number),
        "modifiedAt": START + timedelta(number),
    }


def _card(some: Random, number: int) -> Document:
    board = number % BOARDS
    dates = ("receivedAt", "startAt", "dueAt", "endAt", "createdAt", "modifiedAt")
    return {
        "_id": f"card{number}",
        "title": f"Card {number}",
        "boardId": f"board{board}",
        "listId": f"list{board + BOARDS * some.randrange(4)}",
        "swimlaneId": f"lane{board}-{some.randrange(2)}",
        "archived": some.random() < 0.1,
        "sort": some.random(),
        "cardNumber": number // BOARDS,
        "labelIds": [f"label{some.randrange(6)}"],
        "members": [f"user{some.randrange(PEOPLE)}"],
        "assignees": [f"user{some.randrange(PEOPLE)}"],
        "customFields": [{"_id": f"field{some.randrange(3)}", "value": "high"}],
        **{name: START + timedelta(some.randrange(200)) for name in (*dates, "dateLastActivity")},
    }


async def steps_of(services: Services, settings: Settings, query: str) -> list[Step]:
    """Returns the finds that a query takes; for people, a site admin asks."""
    trace = Trace()
    actor = ROOT if "users" in query else MARA
    ctx = Context(services, Door.GRAPHQL, actor, "198.51.100.7", trace)
    asked = Asked(query, {}, None, may_write=False)
    answer = await Operations(graphql_schema(), settings).answer(ctx, asked)
    assert "errors" not in answer.body, answer.body
    return trace.steps


async def winning(store: Store, step: Step) -> Document:
    """Returns the plan that MongoDB makes for a find."""
    find = {
        "find": step.collection,
        "filter": step.filter,
        "projection": dict.fromkeys(step.projection, 1),
        "sort": dict(step.order),
        "limit": step.limit,
    }
    told = await store.database.command({"explain": find, "verbosity": "queryPlanner"})
    plan: Document = told["queryPlanner"]["winningPlan"]
    found: Document = plan.get("queryPlan", plan)
    return found


def stages(plan: Any) -> Iterator[Document]:
    """Walks through a plan."""
    if isinstance(plan, dict):
        if "stage" in plan:
            yield plan
        for each in plan.values():
            yield from stages(each)
    elif isinstance(plan, list):
        for each in plan:
            yield from stages(each)


def indexes(plan: Document) -> set[Keys]:
    """Returns the keys of the indexes that a plan goes through."""
    return {tuple(each["keyPattern"].items()) for each in stages(plan) if "keyPattern" in each}


def sorts_itself(plan: Document) -> bool:
    """Whether rows have to be ordered once they are all there."""
    return any(each["stage"] in ("SORT", "SORT_MERGE_BLOCKING") for each in stages(plan))
