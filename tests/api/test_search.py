"""Search: what is found, in which order, by whom; with an index and without."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from store.mongo import Store
from store.own_indexes import OWN_INDEXES, create
from tests.clients import GraphQL, Person
from tests.factories import START, Place, Wekan, member

QUERY = """
query (
  $text: String!, $parts: Boolean! = false, $boards: [ID!], $first: Int! = 100, $after: String
) {
  search(text: $text, parts: $parts, boardIds: $boards, first: $first, after: $after) {
    nodes { where excerpt board { id } list { id } card { id } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}
"""
TEXTS = [index for index in OWN_INDEXES if index.options]


@dataclass(frozen=True, slots=True)
class Site:
    mara: Person
    nils: Person
    olga: Person
    place: Place
    card: str
    other: str


@pytest.fixture
async def site(wekan: Wekan) -> Site:
    """Mara is on the board, nils sees the card he is assigned to, olga sees nothing of it."""
    mara, nils, olga = [await wekan.person(name) for name in ("mara", "nils", "olga")]
    people = member(mara.id), member(nils.id, "normal-assigned-only")
    place = await wekan.place(*people, title="Milk round")
    await wekan.set("lists", place.todo, title="Milk to buy")
    field = await wekan.field(place.board)
    card = await wekan.card(
        place,
        title="Oat MILK",
        description="Fresh milk, no sugar.",
        customFields=[{"_id": field, "value": "almond milk"}],
        assignees=[nils.id],
    )
    other = await wekan.card(place, title="Buttermilk", description="Sour\nmilk (one litre)")
    await wekan.checklist(place, card, "Smell the milk", title="Before milk is bought")
    await wekan.comment(place, other, mara, text="Is that milk?")
    return Site(mara, nils, olga, place, card, other)


async def found(graphql: GraphQL, who: Person, text: str, **more: object) -> list[tuple[Any, ...]]:
    answer = await graphql(QUERY, who, text=text, **more)
    return [
        (hit["where"], hit["excerpt"], (hit["card"] or {}).get("id"))
        for hit in answer["search"]["nodes"]
    ]


async def test_every_place_is_looked_through_titles_first(graphql: GraphQL, site: Site) -> None:
    assert await found(graphql, site.mara, "milk") == [
        ("BOARD_TITLE", "Milk round", None),
        ("LIST_TITLE", "Milk to buy", None),
        ("CARD_TITLE", "Oat MILK", site.card),
        ("CARD_DESCRIPTION", "Sour milk (one litre)", site.other),
        ("CHECKLIST", "Before milk is bought", site.card),
        ("CHECKLIST_ITEM", "Smell the milk", site.card),
        ("COMMENT", "Is that milk?", site.other),
    ]
    assert await found(graphql, site.mara, "almond milk") == [
        ("CARD_DESCRIPTION", "Fresh milk, no sugar.", site.card)
    ]
    assert await found(graphql, site.mara, "almond") == [("CUSTOM_FIELD", "almond milk", site.card)]
    assert ("CARD_TITLE", "Buttermilk", site.other) in await found(
        graphql, site.mara, "utterm", parts=True
    )
    for nothing in ("", " ", "utterm", ".*", "milk$"):
        assert await found(graphql, site.mara, nothing) == [], nothing


async def test_who_sees_assigned_cards_only_finds_no_others(graphql: GraphQL, site: Site) -> None:
    cards = {hit[2] for hit in await found(graphql, site.nils, "milk")}
    assert cards == {None, site.card}
    assert await found(graphql, site.olga, "milk") == []


async def test_a_comment_is_as_hidden_as_its_card(
    graphql: GraphQL, wekan: Wekan, site: Site
) -> None:
    hidden = await wekan.place(member(site.olga.id))
    secret = await wekan.card(hidden, title="Milk")
    # What a card left behind when it was moved still names the board that mara may see.
    await wekan.comment(site.place, secret, site.olga, text="secret milk")
    await wekan.checklist(site.place, secret, "secret milk", title="secret milk")
    assert await found(graphql, site.mara, "secret") == []
    assert len(await found(graphql, site.olga, "milk")) == 1
    # Old documents name no board at all.
    await wekan.put("card_comments", cardId=secret, text="old milk", userId=site.olga.id)
    await wekan.put("card_comments", cardId=site.card, text="old milk", userId=site.mara.id)
    assert await found(graphql, site.mara, "old milk") == [("COMMENT", "old milk", site.card)]


async def test_archived_things_and_templates_are_left_out(
    graphql: GraphQL, wekan: Wekan, site: Site
) -> None:
    await wekan.set("cards", site.other, archived=True)
    assert site.other not in {hit[2] for hit in await found(graphql, site.mara, "milk")}
    await wekan.set("boards", site.place.board, type="template-board")
    assert await found(graphql, site.mara, "milk") == []
    await wekan.set("boards", site.place.board, type="board", archived=True)
    assert await found(graphql, site.mara, "milk") == []


async def test_boards_can_be_named(graphql: GraphQL, site: Site) -> None:
    assert await found(graphql, site.mara, "milk", boards=[]) == []
    assert len(await found(graphql, site.mara, "milk", boards=[site.place.board, "x"])) == 7
    assert await found(graphql, site.olga, "milk", boards=[site.place.board]) == []


@pytest.mark.parametrize("first", [1, 3])
async def test_pages_bring_everything_once(
    graphql: GraphQL, wekan: Wekan, site: Site, first: int
) -> None:
    for number in range(4):
        at = START if number % 2 else None  # some old documents have no date
        await wekan.card(site.place, title=f"milk {number}", modifiedAt=at)
    everything = await found(graphql, site.mara, "milk")
    pages, after = [], None
    while True:
        answer = (await graphql(QUERY, site.mara, text="milk", first=first, after=after))["search"]
        pages += [(hit["where"], hit["excerpt"]) for hit in answer["nodes"]]
        assert answer["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = answer["pageInfo"]["endCursor"]
        if not answer["pageInfo"]["hasNextPage"]:
            break
    assert pages == [hit[:2] for hit in everything]
    assert len(pages) == 11


WORDS = ["milk", "C++", "e-mail", "foo_bar", "äpfel", "日本語", "x", "हिन्दी", "100", "don't"]
TEXTS_OF_ALL_KINDS = [
    *WORDS, *(f"({each})" for each in WORDS), *(f"{each}s" for each in WORDS), "€100", "😀milk",
    "Milk-man", "milk\nnext", "\u201cmilk\u201d", "ÄPFEL", "C", "a foo_bar b", "milk\u00a0x", "don",
]  # fmt: skip


async def test_a_text_index_finds_the_same(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, store: Store, site: Site
) -> None:
    for text in TEXTS_OF_ALL_KINDS:
        await wekan.card(site.place, title=text)
        await wekan.comment(site.place, site.card, site.mara, text=text)
    asked = [*WORDS, "milk next", "the milk", "foo", "apfel"]
    without = [await found(graphql, site.mara, text) for text in asked]
    assert all(without[: len(WORDS)])
    await create(store, TEXTS)
    try:
        root = await wekan.person("root", isAdmin=True)
        headers = {**root.headers, "X-GraphQL-Plan": "1"}
        body = {"query": QUERY, "variables": {"text": "milk"}}
        plan = (await http.post("/graphql", json=body, headers=headers)).json()
        filters = [str(step["filter"]) for step in plan["extensions"]["plan"]]
        assert len([each for each in filters if "$text" in each]) == 5
        assert [await found(graphql, site.mara, text) for text in asked] == without
    finally:
        for index in TEXTS:
            await store.database[index.collection].drop_index(index.name)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "x" * 201}, "text"),
        ({"text": "a b c d e f g h i j k"}, "text"),
        ({"text": "nul\x00"}, "text"),
        ({"text": "x", "first": 1001}, "first"),
        ({"text": "x", "after": "nothing"}, "after"),
    ],
)
async def test_what_cannot_be_searched_is_refused(
    graphql: GraphQL, site: Site, given: dict[str, object], field: str
) -> None:
    error = await graphql.error(QUERY, site.mara, **given)
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": field}


async def test_nobody_searches_without_a_login(graphql: GraphQL, site: Site) -> None:
    assert await graphql.code(QUERY, None, text="milk") == "UNAUTHENTICATED"
