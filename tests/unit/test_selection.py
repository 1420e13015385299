"""From selections to plans: levels, what they read, and how they hang together."""

from typing import Any

import pytest
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    OperationDefinitionNode,
    get_variable_values,
    parse,
    validate,
)

from domain.errors import BadInputError
from domain.reading import ByElement, ById, ByParent, Level, cost
from resolvers.graph import graphql_schema
from resolvers.selection import Selection
from store.documents import Board, Card, Comment, User
from store.plan import page_of


def values(text: str, **variables: object) -> Any:
    """Returns variables as an operation is run with them."""
    found = get_variable_values(
        graphql_schema(), _operation(parse(text)).variable_definitions or (), variables
    )
    assert not isinstance(found, list), found
    return found


def _operation(document: DocumentNode) -> OperationDefinitionNode:
    return next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))


def plans(text: str, **variables: object) -> dict[tuple[str, ...], Level]:
    schema, document = graphql_schema(), parse(text)
    assert not validate(schema, document)
    fragments = {
        each.name.value: each
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    operation = _operation(document)
    root = schema.get_root_type(operation.operation)
    assert root is not None
    selection = Selection(fragments, values(text, **variables))
    return selection.plans(root, [operation.selection_set])


def plan(text: str, **variables: object) -> Level:
    """Returns the one plan of an operation."""
    (level,) = plans(text, **variables).values()
    return level


def card(selection: str, **variables: object) -> Level:
    return plan(f'{{ card(id: "x") {{ {selection} }} }}', **variables)


@pytest.mark.parametrize(
    ("selection", "paths"),
    [
        ("id", {"_id"}),
        ("title cardNumber", {"title", "cardNumber"}),
        ("first: title second: title", {"title"}),
        ("__typename", set()),
        ("boardId listId", {"boardId", "listId"}),
        ("board { id }", {"boardId"}),
        ("list { id }", {"listId"}),
        ("members { id }", {"members"}),
        ("labels { id }", {"labelIds", "boardId"}),
        ("checklists { id }", set()),
        ("comments { totalCount }", set()),
        ("... on Card { title ... on Card { color } }", {"title", "color"}),
        ("title @skip(if: true) color @include(if: true)", {"color"}),
        ("title @include(if: false) ... @skip(if: true) { color } sort", {"sort"}),
        ("title @skip(if: false) @include(if: true)", {"title"}),
        ("title @skip(if: true) @include(if: true)", set()),
    ],
)
def test_a_level_reads_just_what_is_selected(selection: str, paths: set[str]) -> None:
    assert set(card(selection).paths) == paths


def test_every_relation_is_a_level_of_its_own() -> None:
    level = card("board { title members { role user { username } } } comments { nodes { text } }")
    assert (level.record, level.link) == (Card, None)
    board = level.children["board"]
    assert (board.record, board.link) == (Board, ById(("boardId",)))
    user = board.children["members/user"]
    assert (user.record, user.link, user.paths) == (
        User,
        ById(("members", "userId")),
        ("username",),
    )
    comments = level.children["comments"]
    assert (comments.record, comments.link) == (Comment, ByParent("cardId"))
    assert comments.paths == ("text",)


def test_a_role_reads_every_flag_that_makes_it() -> None:
    board = plan('{ board(id: "x") { members { role } } }')
    assert {path for path in board.paths if path.startswith("members.is")} == {
        f"members.{flag}"
        for flag in (
            "isAdmin isNoComments isCommentOnly isWorker isNormalAssignedOnly "
            "isCommentAssignedOnly isReadOnly isReadAssignedOnly"
        ).split()
    }


def test_boards_of_a_person_hang_on_an_active_membership() -> None:
    boards = plan("{ viewer { boards { nodes { id } } } }").children["boards"]
    assert boards.link == ByElement("members", "userId", (("isActive", True),))


def test_a_relation_asked_for_twice_is_two_levels_each_with_its_own_paths() -> None:
    level = card("a: board { title } b: board { color } board { slug }")
    assert {key: child.paths for key, child in level.children.items()} == {
        "a": ("title",),
        "b": ("color",),
        "board": ("slug",),
    }


def test_the_same_response_key_is_one_level_with_all_its_selections() -> None:
    level = card("board { title } board { color } ...More } } fragment More on Card { board { slug")
    assert set(level.children["board"].paths) == {"title", "color", "slug"}
    assert len(level.children) == 1


def test_fragments_are_unfolded_wherever_they_stand() -> None:
    text = """
    { board(id: "x") { ...Whole lists { cards { ...Page } } } }
    fragment Whole on Board { title ... { slug } ...Labels }
    fragment Labels on Board { labels { name } }
    fragment Page on CardConnection { edges { ...Row } }
    fragment Row on CardEdge { node { title creator { username } } }
    """
    board = plan(text)
    assert set(board.paths) >= {"title", "slug", "labels.name"}
    cards = board.children["lists"].children["cards"]
    assert (cards.paths, cards.rows) == (("title", "userId"), True)
    assert cards.children["edges/node/creator"].paths == ("username",)


def test_nodes_and_edges_of_one_connection_are_one_level() -> None:
    selection = "nodes { title board { title } } edges { cursor node { board { slug } } }"
    cards = plan(f'{{ board(id: "x") {{ cards {{ {selection} }} }} }}').children["cards"]
    assert set(cards.children) == {"nodes/board", "edges/node/board"}
    assert cards.children["nodes/board"].paths == ("title",)
    assert cards.children["edges/node/board"].paths == ("slug",)


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        ("nodes { id }", "rows"),
        ("edges { cursor }", "rows"),
        ("totalCount", "counted"),
        ("pageInfo { hasNextPage }", "rows peeks"),
        ("nodes { id } totalCount", "rows counted"),
        ("nodes { id } totalCount @skip(if: true)", "rows"),
        ("n: nodes { id } t: totalCount p: pageInfo { endCursor }", "rows counted peeks"),
        ("__typename", ""),
    ],
)
def test_a_connection_finds_and_counts_only_what_is_asked(selection: str, wanted: str) -> None:
    below = plan(f'{{ board(id: "x") {{ cards {{ {selection} }} }} }}').children["cards"]
    root = plan(f"{{ cards {{ {selection} }} }}")
    for level in (below, root):
        told = {"rows": level.rows, "counted": level.counted, "peeks": level.peeks}
        assert [name for name, value in told.items() if value] == wanted.split()


def test_variables_are_looked_at_when_the_page_is_made() -> None:
    text = """
    query ($first: Int!, $deep: Boolean!, $archived: Boolean) {
      board(id: "x") {
        cards(first: $first, archived: $archived) { nodes { board @include(if: $deep) { id } } }
      }
    }
    """
    cards = plan(text, first=7, deep=True, archived=None).children["cards"]
    assert "nodes/board" in cards.children
    for first in (7, 8):
        assert page_of(cards, values(text, first=first, deep=True)).first == first
    flat = plan(text, first=7, deep=False).children["cards"]
    assert not flat.children
    match: Any = page_of(flat, values(text, first=7, deep=False)).match
    assert match == {"archived": {"$nin": [True]}}


def test_a_plan_stands_under_the_response_keys_that_lead_to_it() -> None:
    text = """
    mutation {
      one: createBoard(input: {title: "a"}) { made: board { title } }
      deleteCard(input: {id: "x"}) { deletedCardId }
      updateCard(input: {id: "x"}) { card { title board { slug } } }
    }
    """
    found = plans(text)
    assert set(found) == {("one", "made"), ("updateCard", "card")}
    assert found["updateCard", "card"].children["board"].paths == ("slug",)
    assert set(
        plans('{ a: card(id: "x") { id } b: card(id: "y") { id } cards { totalCount } }')
    ) == {
        ("a",),
        ("b",),
        ("cards",),
    }


def test_introspection_needs_no_plan() -> None:
    assert plans("{ __typename __schema { types { name } } }") == {}


def test_cost_multiplies_down_and_adds_across() -> None:
    text = """
    query ($first: Int!) {
      cards(first: $first) { nodes { board { id } checklists { items { id } } } }
    }
    """

    def costs(first: int) -> int:
        return cost(plan(text, first=first), values(text, first=first))

    assert costs(20) == 2 * costs(10) > 10
    assert costs(0) == costs(1)


def test_a_page_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(BadInputError) as refused:
        plan('{ board(id: "x") { cards(first: 1001) { nodes { id } } } }')
    assert refused.value.field == "first"
    text = "query ($first: Int!) { board(id: 7) { cards(first: $first) { nodes { id } } } }"
    cards = plan(text, first=1001).children["cards"]
    with pytest.raises(BadInputError) as refused:
        page_of(cards, values(text, first=1001))
    assert refused.value.field == "first"
