"""Operations that are too large: refused quickly, and before anything of them runs."""

import time
from dataclasses import replace

import httpx
import pytest
from graphql import get_introspection_query

from domain.settings import Settings
from resolvers.compiled import Compiler
from resolvers.documents import Checked, Documents, Ready
from resolvers.graph import graphql_schema
from tests.api.logins import PASSWORD, REGISTER
from tests.clients import GraphQL
from tests.conftest import running
from tests.factories import Wekan, member

QUICK_SECONDS = 1.0
"""Of this process's own time, so that a busy machine does not count; generous."""


def chain(length: int, spreads: int, ends: str = "id") -> str:
    """Fragments of which each spreads the next one several times."""
    links = (f"fragment F{i} on User {{ {f'...F{i + 1} ' * spreads}}} " for i in range(length))
    return "".join(links) + f"fragment F{length} on User {{ {ends} }} "


def aliased(count: int, field: str) -> str:
    return " ".join(f"a{i}: {field}" for i in range(count))


def fan_out(width: int, depth: int) -> str:
    """Fragments that each ask for the next one under many aliases."""
    step = "boards {{ nodes {{ members {{ user {{ ...F{} }} }} }} }}"
    links = (
        f"fragment F{i} on User {{ {aliased(width, step.format(i + 1))} }} " for i in range(depth)
    )
    return "".join(links) + f"fragment F{depth} on User {{ id }} "


SCHEMA = "__schema { types { name fields { name type { name fields { name } } } } }"

TOO_LARGE = {
    "deep": "{ viewer "
    + "{ boards { nodes { members { user " * 5
    + "{ id }"
    + " } } } }" * 5
    + " }",
    "deep by fragments": "{ viewer { ...F0 } } " + fan_out(1, 5),
    "deep inline fragments": "{ viewer " + "{ ... " * 150 + "{ id }" + " }" * 150 + " }",
    "deeper than Python walks": "{ viewer " + "{ boards " * 900 + "}" * 901,
    "deep value": "{ board(id: " + "[" * 900 + "]" * 900 + ") { id } }",
    "deep type": "query ($a: " + "[" * 900 + "ID" + "]" * 900 + ") { board(id: $a) { id } }",
    "aliases": "{ " + aliased(101, "__typename") + " }",
    "aliases by fragments": "{ viewer { ...F0 } } " + chain(7, 2, "a: id"),
    "tokens": "{ viewer { " + "id " * 4000 + "} }",
    "fields": "{ viewer { ...F0 } } " + chain(12, 2),
    "characters": "{ viewer { id } }" + " " * 131_072,
    "fragment bomb": "{ viewer { ...F0 } } " + chain(200, 2),
    "unused fragment bomb": "{ viewer { id } } " + chain(200, 2),
    "wide fragment bomb": "{ viewer { ...F0 } } " + chain(20, 100),
    "alias fan-out": "{ viewer { ...F0 } } " + fan_out(20, 3),
    "fragment cycle": "{ viewer { ...F0 } } " + chain(50, 2, "...F0"),
    "overlapping leaves": "{ viewer { " + "id " * 3900 + "} }",
    "overlapping objects": "{ " + "viewer { id } " * 900 + "}",
    "overlapping arguments": "{ " + 'board(id: "a") { lists { id } } ' * 300 + "}",
    "overlapping fragments": "".join(f"fragment F{i} on User {{ id }} " for i in range(300))
    + "{ viewer { "
    + " ".join(f"...F{i}" for i in range(300))
    + " } }",
    "introspection in circles": "{ __schema { types "
    + "{ fields { type " * 4
    + "{ name }"
    + " } }" * 4
    + " } }",
    "introspection many times": "{ " + aliased(99, SCHEMA) + " }",
    "introspection many times inside": "{ __schema { " + aliased(90, "types { name }") + " } }",
    "variables": "query (" + " ".join(f"$v{i}: ID" for i in range(1500)) + ") { __typename }",
    "directives": "{ __typename " + "@skip(if: false) " * 600 + "}",
    "errors": "{ " + " ".join(f"nothing{i}" for i in range(3000)) + " }",
}


@pytest.fixture
def documents(settings: Settings) -> Documents:
    return Documents(graphql_schema(), settings)


@pytest.mark.parametrize("query", TOO_LARGE.values(), ids=TOO_LARGE)
async def test_a_large_document_is_refused_quickly(graphql: GraphQL, query: str) -> None:
    started = time.process_time()
    answer = await graphql.post(query)
    assert time.process_time() - started < QUICK_SECONDS
    assert answer.status_code == 200
    assert list(answer.json()) == ["errors"]
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {"BAD_USER_INPUT"}
    assert len(answer.json()["errors"]) <= 11
    assert len(answer.content) < 65_536


FINE = {
    "depth": "{ viewer { boards { nodes { members { user { boards { nodes { members { user "
    "{ boards { nodes { id } } } } } } } } } } } }",
    "aliases": "{ " + aliased(100, "__typename") + " }",
    "a repeated field": "{ __typename " + "__typename " * 150 + "}",
    "what tools ask for": get_introspection_query(input_value_deprecation=True),
    "some aliases in introspection": '{ a: __type(name: "Card") { n: name } b: __schema { '
    "q: queryType { name } } }",
    "fragments that share fields": "".join(
        f"fragment F{i} on Card {{ id title board {{ id title }} }} " for i in range(30)
    )
    + "query ($id: ID!) { card(id: $id) { "
    + " ".join(f"...F{i}" for i in range(30))
    + " } }",
}


@pytest.mark.parametrize("query", FINE.values(), ids=FINE)
def test_what_people_need_is_let_through(documents: Documents, query: str) -> None:
    assert documents.checked(query).errors == ()


@pytest.mark.parametrize("value", [True, "x", [["x"]], {}], ids=str)
async def test_many_values_in_variables_are_refused_quickly(
    graphql: GraphQL, wekan: Wekan, value: object
) -> None:
    mara = await wekan.person("mara")
    query = "query ($ids: [ID!]) { cards(filter: { boardIds: $ids }) { totalCount } }"
    for count in (1001, 9_000, 200_000):
        started = time.process_time()
        answer = await graphql.post(query, mara, ids=[value] * (count - 1) + ["y"])
        assert time.process_time() - started < QUICK_SECONDS
        if value != "x" or count > 10_000:
            assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        assert len(answer.content) < 65_536


OFF = "GraphQL introspection has been disabled, but the requested query contained the field '{}'."


async def test_the_operators_own_limits_hold(settings: Settings) -> None:
    strict = replace(
        settings,
        graphql_max_depth=3,
        graphql_max_aliases=1,
        graphql_max_tokens=30,
        graphql_introspection=False,
    )
    documents = Documents(graphql_schema(), strict)
    messages = {
        query: [error.message for error in documents.checked(query).errors]
        for query in (
            "{ boards { nodes { id } } }",
            "{ boards { nodes { members { role } } } }",
            "{ a: __typename }",
            "{ a: __typename b: __typename }",
            "{ " + "__typename " * 30 + "}",
            "{ __schema { queryType { name } } }",
        )
    }
    assert list(messages.values()) == [
        [],
        ["An operation has at most 3 levels; this has 4."],
        [],
        ["An operation has at most 1 aliases; this has 2."],
        ["Syntax Error: Document contains more than 30 tokens. Parsing aborted."],
        [OFF.format("__schema"), OFF.format("queryType")],
    ]


# --- cost


BOARDS = """query ($first: Int!) {
  boards(first: $first) { nodes { cards(first: $first) { nodes { id } } } }
}"""


async def test_the_cost_is_shown_on_request(http: httpx.AsyncClient, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    await wekan.place(member(mara.id))
    costs = []
    for first in (1, 10, 20):
        body = {"query": BOARDS, "variables": {"first": first}}
        headers = mara.headers | {"X-GraphQL-Cost": "1"}
        answer = (await http.post("/graphql", json=body, headers=headers)).json()
        assert "errors" not in answer
        costs.append(answer["extensions"]["cost"])
    assert costs == sorted(set(costs)), "what asks for more costs more"
    quiet = await http.post("/graphql", json=body, headers=mara.headers)
    assert "extensions" not in quiet.json()


async def test_what_costs_too_much_is_refused(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    error = await graphql.error(BOARDS, mara, first=1000)
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": "query"}
    assert "`first`" in error["message"]
    several = "{ " + aliased(90, "users(first: 1000) { nodes { boards { nodes { id } } } }") + " }"
    assert await graphql.code(several, mara) == "BAD_USER_INPUT"


async def test_a_mutation_that_costs_too_much_writes_nothing(settings: Settings) -> None:
    async with running(replace(settings, graphql_max_cost=5)) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            graphql, wekan = GraphQL(http), Wekan(app.state.services.store.database)
            given = {"username": "mara", "password": PASSWORD}
            before = await wekan.everything()
            dear = REGISTER.replace("id username", "boards(first: 50) { nodes { id } }")
            error = await graphql.error(dear, input=given)
            assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": "query"}
            assert await wekan.everything() == before

            cheap = dear.replace("50", "3")
            assert await graphql(cheap, input=given)


# --- remembered documents


def numbered(number: int, size: int = 0) -> str:
    return f"{{ a{number}: __typename }}" + " " * size


def remembered(documents: Documents, text: str, owner: str = "mara") -> Checked:
    checked = documents.checked(text)
    documents.remember(checked, owner)
    return checked


def test_what_was_used_last_is_remembered(settings: Settings) -> None:
    documents = Documents(graphql_schema(), settings)
    first, second = [remembered(documents, numbered(number)) for number in (0, 1)]
    for number in range(2, 1024):
        remembered(documents, numbered(number))
    assert documents.checked(numbered(0)) is first
    for number in range(1024, 1034):
        remembered(documents, numbered(number))
    assert documents.checked(numbered(0)) is first
    assert documents.checked(numbered(1)) is not second


def test_nobody_makes_the_server_forget_what_others_ask(documents: Documents) -> None:
    own = remembered(documents, numbered(0), "mara")
    for number in range(1, 2000):
        remembered(documents, numbered(number), "nils")
    assert documents.checked(numbered(0)) is own


def test_large_documents_do_not_fill_the_memory(documents: Documents) -> None:
    compiler = Compiler(graphql_schema())
    fields = "id title slug description color permission archived createdAt modifiedAt"
    many = " ".join(f'a{n}: board(id: "x") {{ {fields} }}' for n in range(90))
    known = []
    for number in range(60):
        checked = documents.checked(f"query Q{number} {{ {many} }}")
        ((name, operation),) = checked.operations.items()
        compiled = compiler.compiled(operation, {}, checked.inputs[name].coerced({}))
        checked.keep((), Ready(compiled, fixed_cost=None))
        documents.remember(checked, "mara")
        known.append(checked)
    kept = [each for each in known if documents.checked(each.text) is each]
    # Each of them takes two megabytes.
    assert kept == known[-len(kept) :] and 10 < len(kept) < 30


@pytest.mark.parametrize("text", ["{ nothing }", "{"])
def test_documents_with_errors_are_not_remembered(documents: Documents, text: str) -> None:
    assert documents.checked(text) is not documents.checked(text)
