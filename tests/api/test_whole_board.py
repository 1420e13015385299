"""A board's complete state comes with one query: the playground's example for it."""

from typing import Any

import httpx
from graphql import get_named_type as named
from graphql import is_leaf_type, parse

from playground import page
from resolvers.graph import graphql_schema
from tests.clients import GraphQL
from tests.conftest import NewPerson
from tests.factories import Wekan
from tests.plans import kitchen

[EXAMPLE] = [each["query"] for each in page.examples() if each["name"] == "WholeBoard"]


def test_the_example_asks_for_all_that_a_board_has() -> None:
    board: Any = graphql_schema().type_map["Board"]
    parts = {name for name, each in board.fields.items() if not is_leaf_type(named(each.type))}
    definitions: Any = parse(EXAMPLE).definitions
    [operation] = [each for each in definitions if name_of(each) == "WholeBoard"]
    [root] = [each for each in operation.selection_set.selections if name_of(each) == "board"]
    [fragment] = [each for each in definitions if name_of(each) == "Board"]
    asked = {name_of(each) for of in (root, fragment) for each in of.selection_set.selections}
    assert parts <= asked


def name_of(node: Any) -> str:
    name: str = node.name.value
    return name


async def test_everything_on_a_board_is_in_the_answer(
    graphql: GraphQL, wekan: Wekan, person: NewPerson, http: httpx.AsyncClient
) -> None:
    await kitchen.fill(wekan)
    await wekan.set("cards", "cardSalt", archived=True)
    root = await person("siteAdmin", admin=True)
    headers = {**root.headers, "X-GraphQL-Plan": "1"}
    body = {"query": EXAMPLE, "variables": {"id": kitchen.PLACE.board}}
    answer = (await http.post("/graphql", json=body, headers=headers)).json()
    assert "errors" not in answer
    assert answer["data"]["changes"]["cursor"]
    board = answer["data"]["board"]
    for part, collection in {"swimlanes": "swimlanes", "lists": "lists"}.items():
        stored = await wekan.all(collection, boardId=kitchen.PLACE.board)
        assert [each["id"] for each in board[part]] == [each["_id"] for each in stored]
    cards = {card["id"]: card for card in board["cards"]["nodes"]}
    stored = await wekan.all("cards", boardId=kitchen.PLACE.board)
    assert {each["_id"]: each["members"] for each in stored} == {
        key: [each["id"] for each in card["members"]] for key, card in cards.items()
    }
    assert [each["id"] for each in cards["cardSalt"]["labels"]] == ["redRed", "sky222"]
    [checklist] = cards["cardBread"]["checklists"]
    assert [each["isFinished"] for each in checklist["items"]] == [True, False]
    [comment] = cards["cardBread"]["comments"]["nodes"]
    assert comment["author"] == {"id": "userNils"}
    assert [each["user"]["username"] for each in board["members"]] == ["mara", "nils"]
    read = [step["collection"] for step in answer["extensions"]["plan"]]
    assert read.count("checklists") == read.count("checklistItems") == 1
    assert read.count("card_comments") == read.count("lists") == 1
