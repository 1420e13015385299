"""Pages and filters of lists over GraphQL."""

import base64
from datetime import timedelta
from typing import Any

import bson
import pytest

from tests.clients import GraphQL, Person
from tests.factories import START, Document, Place, Wekan, member

CARDS = """
query ($filter: CardFilter, $orderBy: CardOrder, $first: Int, $after: String) {
  cards(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { id title }
    edges { cursor node { id } }
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""

# Each is missing, null, of a wrong type or tied somewhere; six of them lie in one list.
VALUES: dict[str, tuple[str, tuple[Any, ...]]] = {
    "SORT": ("sort", (2, 1, None, ..., 1, float("nan"), "7", 1.5, -1, float("inf"))),
    "TITLE": ("title", ("b", "a", None, ..., "a", 5, "", "B", "ä", "x" * 9000)),
    "CARD_NUMBER": ("cardNumber", (2, 1, None, ..., 1, 2**40, "7", 1.5, -1, 0)),
    **{
        name: (
            field,
            (
                START,
                START - timedelta(days=1),
                None,
                ...,
                START,
                "2026-03-01",
                5,
                bson.DatetimeMS(10**15),
                START + timedelta(milliseconds=1),
                False,
            ),
        )
        for name, field in (
            ("RECEIVED_AT", "receivedAt"),
            ("START_AT", "startAt"),
            ("DUE_AT", "dueAt"),
            ("END_AT", "endAt"),
            ("CREATED_AT", "createdAt"),
            ("MODIFIED_AT", "modifiedAt"),
            ("DATE_LAST_ACTIVITY", "dateLastActivity"),
        )
    },
}


async def page(graphql: GraphQL, who: Person, **arguments: object) -> Any:
    return (await graphql(CARDS, who, **arguments))["cards"]


def ids(connection: Any) -> list[str]:
    return [each["id"] for each in connection["nodes"]]


async def walked(graphql: GraphQL, who: Person, first: int, **arguments: object) -> list[str]:
    """Returns the ids of all cards, page by page; checks what every page says of itself."""
    found: list[str] = []
    after = None
    for _ in range(20):
        part = await page(graphql, who, first=first, after=after, **arguments)
        info = part["pageInfo"]
        assert info["hasPreviousPage"] is (after is not None)
        assert [edge["node"]["id"] for edge in part["edges"]] == ids(part)
        cursors = [edge["cursor"] for edge in part["edges"]]
        assert cursors[:1] == [info["startCursor"]][: len(cursors)]
        assert cursors[-1:] == [info["endCursor"]][: len(cursors)]
        found += ids(part)
        if not info["hasNextPage"]:
            return found
        after = info["endCursor"]
    raise AssertionError(f"the pages do not end: {found}")


async def test_pages_of_every_order_bring_each_card_once(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    for number in range(10):
        card = await wekan.card(place, _id=f"card{number}")
        for field, values in VALUES.values():
            if values[number] is ...:
                await wekan.unset("cards", card, field)
            else:
                await wekan.set("cards", card, **{field: values[number]})
    for name in VALUES:
        for direction in ("ASC", "DESC"):
            order = {"field": name, "direction": direction}
            whole = await page(graphql, mara, orderBy=order)
            assert sorted(ids(whole)) == [f"card{number}" for number in range(10)]
            assert whole["totalCount"] == 10
            assert await walked(graphql, mara, 2, orderBy=order) == ids(whole), order


OTHERS = {
    "boards": ("BoardOrder", "SORT TITLE CREATED_AT MODIFIED_AT"),
    "users": ("UserOrder", "USERNAME CREATED_AT"),
}


@pytest.mark.parametrize("name", OTHERS)
async def test_pages_of_boards_and_people_bring_each_once(
    graphql: GraphQL, wekan: Wekan, name: str
) -> None:
    admin = await wekan.person("admin", isAdmin=True)
    boards: list[Document] = [{}, {"sort": 1}, {"sort": 1}, {"sort": 2}, {"title": "a"}]
    for board in boards:
        await wekan.put("boards", createdAt=START, **board)
        await wekan.put("boards", modifiedAt=START, title="a")
    people: list[Document] = [{}, {}, {"username": "b"}, {"username": "a"}, {"username": 7}]
    for person in people:
        await wekan.put("users", createdAt=START, **person)
    order_type, fields = OTHERS[name]
    text = f"""
    query ($order: {order_type}, $first: Int!, $after: String) {{
      {name}(orderBy: $order, first: $first, after: $after) {{
        nodes {{ id }} totalCount pageInfo {{ hasNextPage endCursor }}
      }}
    }}
    """
    for field in fields.split():
        for direction in ("ASC", "DESC"):
            order = {"field": field, "direction": direction}
            whole = (await graphql(text, admin, order=order, first=100))[name]
            found: list[str] = []
            more, after = True, None
            while more and len(found) < 50:
                part = (await graphql(text, admin, order=order, first=3, after=after))[name]
                found += ids(part)
                more, after = part["pageInfo"]["hasNextPage"], part["pageInfo"]["endCursor"]
            assert found == ids(whole), order
            assert whole["totalCount"] == len(set(found))


async def test_rows_without_a_value_come_first_going_up_and_ties_by_id(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    for card, due in (("d", START), ("c", None), ("b", START + timedelta(1)), ("a", START)):
        await wekan.card(place, _id=card, dueAt=due)
    up, down = [
        ids(await page(graphql, mara, orderBy={"field": "DUE_AT", "direction": direction}))
        for direction in ("ASC", "DESC")
    ]
    assert (up, down) == (["c", "a", "d", "b"], ["b", "a", "d", "c"])
    assert ids(await page(graphql, mara, orderBy={"field": "DUE_AT"})) == up
    newest = sorted("abcd", key="dcba".index, reverse=True)
    assert ids(await page(graphql, mara)) == newest


async def test_cards_that_come_and_go_do_not_disturb_the_walk(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    for sort in range(6):
        await wekan.card(place, _id=f"card{sort}", sort=sort)
    order = {"field": "SORT"}
    first = await page(graphql, mara, orderBy=order, first=3)
    await wekan.database.cards.delete_many({"_id": {"$in": ["card0", "card2"]}})
    await wekan.card(place, _id="before", sort=0.5)
    await wekan.card(place, _id="behind", sort=3.5)
    end = first["pageInfo"]["endCursor"]
    assert ids(await page(graphql, mara, orderBy=order, after=end)) == [
        "card3",
        "behind",
        "card4",
        "card5",
    ]


BIG = """
query ($first: Int!) {
  cards(first: $first) {
    nodes { id } totalCount pageInfo { hasNextPage startCursor endCursor }
  }
}
"""


async def test_the_size_of_a_page(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    many = [{"_id": f"c{n}", "boardId": place.board, "title": "x"} for n in range(1001)]
    await wekan.database.cards.insert_many(many)
    nothing = {"hasNextPage": True, "startCursor": None, "endCursor": None}
    assert (await graphql(BIG, mara, first=0))["cards"] == {
        "nodes": [],
        "totalCount": 1001,
        "pageInfo": nothing,
    }
    whole = (await graphql(BIG, mara, first=1000))["cards"]
    assert (len(whole["nodes"]), whole["pageInfo"]["hasNextPage"]) == (1000, True)
    assert len((await page(graphql, mara))["nodes"]) == 100
    nested = "query ($id: ID!, $n: Int!) { board(id: $id) { cards(first: $n) { totalCount } } }"
    for first in (-1, 1001):
        error = await graphql.error(BIG, mara, first=first)
        assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": "first"}
        error = await graphql.error(nested, mara, id=place.board, n=first)
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
    for wrong in (2**31 - 1, 2**31, "1", 1.5, None):
        assert await graphql.code(BIG, mara, first=wrong) == "BAD_USER_INPUT"


def cursor(document: object) -> str:
    raw = document if isinstance(document, bytes) else bson.encode(document)  # type: ignore[arg-type]
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


async def test_a_cursor_that_is_none_is_refused(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    await wekan.card(place, _id="a")
    await wekan.card(place, _id="b")
    order: Document = {"field": "SORT"}
    good = (await page(graphql, mara, orderBy=order, first=1))["pageInfo"]["endCursor"]
    read = bson.decode(base64.urlsafe_b64decode(good + "=" * (-len(good) % 4)))
    boards = await graphql("{ boards { edges { cursor } } }", mara)
    other = (await page(graphql, mara, orderBy={"field": "TITLE"}))["pageInfo"]["endCursor"]
    back = {"field": "SORT", "direction": "DESC"}
    down = (await page(graphql, mara, orderBy=back))["pageInfo"]["endCursor"]
    wrong = [
        "",
        "x",
        "%%%",
        "ä",
        good[:-3],
        good + "AAAA",
        "A" * 9000,
        "A" * 2_000_000,
        boards["boards"]["edges"][0]["cursor"],
        other,
        down,
        cursor(b"\x05\x00\x00\x00\x00"),
        cursor(b"\xff" * 40),
        *(cursor(read | {"k": keys}) for keys in ([], [1], [1, "a", 2], {"0": 1, "1": "a"}, None)),
        *(
            cursor(read | {"k": [odd, "a"]})
            for odd in ({"$gt": ""}, ["a"], {"$where": "1"}, bson.Regex(".*"), bson.Code("1"), b"a")
        ),
        cursor(read | {"k": [1, {"$ne": None}]}),
        cursor({"k": read["k"]}),
        cursor(read | {"o": {"$ne": 1}}),
    ]
    assert ids(await page(graphql, mara, orderBy=order, after=cursor(read))) == ["b"]
    for after in wrong:
        error = await graphql.error(CARDS, mara, orderBy=order, after=after)
        assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": "after"}, after[:50]
    nested = "query ($id: ID!, $a: String) { board(id: $id) { cards(after: $a) { totalCount } } }"
    for after in wrong[:4]:
        error = await graphql.error(nested, mara, id=place.board, a=after)
        assert error["extensions"]["code"] == "BAD_USER_INPUT"


# Pages within rows.

NESTED = """
query ($first: Int!, $after: String) {
  boards(first: 1) {
    nodes {
      lists {
        title
        cards(first: $first, after: $after) {
          nodes { title } totalCount pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
}
"""


async def test_every_list_has_a_page_of_its_own(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    board = await wekan.board(member(mara.id))
    sizes = {"a": 5, "b": 0, "c": 1, "d": 3}
    for sort, (title, size) in enumerate(sizes.items()):
        in_list = await wekan.in_list(board, title=title, sort=sort)
        place = Place(board, "", in_list, "")
        for number in range(size):
            await wekan.card(place, title=f"{title}{number}", sort=number)
    for first in (0, 1, 2, 100):
        answer = await graphql(NESTED, mara, first=first)
        for in_list in answer["boards"]["nodes"][0]["lists"]:
            title, size = in_list["title"], sizes[in_list["title"]]
            cards = in_list["cards"]
            expected = [f"{title}{number}" for number in range(size)][:first]
            assert [card["title"] for card in cards["nodes"]] == expected
            assert cards["totalCount"] == size
            assert cards["pageInfo"]["hasNextPage"] is (size > first)
            assert (cards["pageInfo"]["endCursor"] is None) is (not expected)


async def test_plain_nodes_of_several_rows_can_be_none(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    await wekan.card(place)
    text = "{ boards { nodes { lists { cards(first: 0) { nodes { id } } } } } }"
    lists = (await graphql(text, mara))["boards"]["nodes"][0]["lists"]
    assert lists == [{"cards": {"nodes": []}}] * 2


async def test_pages_of_boards_people_comments_and_subtasks(graphql: GraphQL, wekan: Wekan) -> None:
    admin = await wekan.person("admin", isAdmin=True)
    place = await wekan.place(member(admin.id), title="b0", sort=0)
    card = await wekan.card(place)
    for number in range(1, 5):
        await wekan.board(member(admin.id), title=f"b{number}", sort=number // 2)
        await wekan.person(f"p{number}")
        await wekan.card(place, parentId=card)
        await wekan.comment(place, card, admin, text=f"c{number}")
    part = "nodes { id } pageInfo { hasNextPage endCursor } totalCount"
    pages, of_card = f"(first: 2, after: $a) {{ {part} }}", f'card(id: "{card}")'
    for text, path, total in (
        (f"query ($a: String) {{ boards{pages} }}", ["boards"], 5),
        (f"query ($a: String) {{ users{pages} }}", ["users"], 5),
        (f"query ($a: String) {{ viewer {{ boards{pages} }} }}", ["viewer", "boards"], 5),
        *(
            (f"query ($a: String) {{ {of_card} {{ {name}{pages} }} }}", ["card", name], 4)
            for name in ("comments", "subtasks")
        ),
    ):
        found, after = [], None
        for _ in range(3):
            answer = await graphql(text, admin, a=after)
            for step in path:
                answer = answer[step]
            assert answer["totalCount"] == total
            found += ids(answer)
            after = answer["pageInfo"]["endCursor"]
            if not answer["pageInfo"]["hasNextPage"]:
                break
        assert len(found) == len(set(found)) == total, path


# Filters.


async def filtered(wekan: Wekan) -> tuple[Person, dict[str, str]]:
    """Makes somebody, and cards that differ; returns what the filters name by id."""
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    one, two = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    later = await wekan.swimlane(one.board)
    await wekan.card(one, title="Paint (fence)", description="both SIDES", labelIds=["red"])
    await wekan.card(one, title="paint.wall", labelIds=["sky", "red"], members=[mara.id])
    await wekan.card(two, title="Ünïcode", assignees=[nils.id], members=[nils.id, mara.id])
    await wekan.card(one, title="due", dueAt=START, swimlaneId=later, listId=one.done)
    await wekan.card(two, title="later", dueAt=START + timedelta(days=1), labelIds=None)
    await wekan.card(one, title="shelved", archived=True, dueAt=START, labelIds=["red"])
    await wekan.unset("cards", await wekan.card(two, title="old"), "archived", "labelIds")
    names = {"mara": mara.id, "nils": nils.id, "one": one.board, "two": two.board}
    names |= {"todo": one.todo, "done": one.done, "later": later}
    return mara, names


LIVE = "due|later|old|Paint (fence)|paint.wall|Ünïcode"
FILTERS: list[tuple[Document, str]] = [
    ({}, LIVE),
    ({"text": "paint"}, "Paint (fence)|paint.wall"),
    ({"text": "sides"}, "Paint (fence)"),
    ({"text": "(fence)"}, "Paint (fence)"),
    ({"text": "paint."}, "paint.wall"),
    ({"text": ".*"}, ""),
    ({"text": "^due$"}, ""),
    ({"text": "["}, ""),
    ({"text": "\\"}, ""),
    ({"text": "ünï"}, "Ünïcode"),
    ({"text": ""}, LIVE),
    ({"text": None}, LIVE),
    ({"boardIds": ["one"]}, "due|Paint (fence)|paint.wall"),
    ({"boardIds": ["one", "two"]}, LIVE),
    ({"boardIds": []}, ""),
    ({"boardIds": ["none"]}, ""),
    ({"listIds": ["done"]}, "due"),
    ({"listIds": ["todo", "done"]}, "due|Paint (fence)|paint.wall"),
    ({"swimlaneIds": ["later"]}, "due"),
    ({"labelIds": ["red"]}, "Paint (fence)|paint.wall"),
    ({"labelIds": ["sky", "lime"]}, "paint.wall"),
    ({"labelIds": []}, "due|later|old|Ünïcode"),
    ({"memberIds": ["mara"]}, "paint.wall|Ünïcode"),
    ({"memberIds": ["nils"]}, "Ünïcode"),
    ({"memberIds": []}, "due|later|old|Paint (fence)"),
    ({"assigneeIds": ["nils"]}, "Ünïcode"),
    ({"assigneeIds": ["$ne"]}, ""),
    ({"hasDueDate": True}, "due|later"),
    ({"hasDueDate": False}, "old|Paint (fence)|paint.wall|Ünïcode"),
    ({"dueAfter": "2026-03-01T09:00:00Z"}, "due|later"),
    ({"dueAfter": "2026-03-01T09:00:00.001Z"}, "later"),
    ({"dueBefore": "2026-03-01T09:00:00Z"}, "due"),
    ({"dueBefore": "2026-03-01T10:00:00+01:00"}, "due"),
    ({"dueAfter": "2026-03-01", "dueBefore": "2026-03-03"}, "due|later"),
    ({"dueAfter": "2026-03-03", "dueBefore": "2026-03-01"}, ""),
    ({"hasDueDate": False, "dueAfter": "2026-03-01"}, ""),
    ({"archived": True}, "shelved"),
    ({"archived": None}, f"{LIVE}|shelved"),
    ({"archived": None, "labelIds": ["red"], "text": "shelv"}, "shelved"),
    ({"boardIds": ["one"], "labelIds": ["red"], "memberIds": ["mara"]}, "paint.wall"),
]


async def test_filters(graphql: GraphQL, wekan: Wekan) -> None:
    mara, names = await filtered(wekan)
    for wanted, expected in FILTERS:
        by_id = {
            field: [names.get(each, each) for each in value] if isinstance(value, list) else value
            for field, value in wanted.items()
        }
        cards = await page(graphql, mara, filter=by_id)
        titles = {card["title"] for card in cards["nodes"]}
        assert titles == set(filter(None, expected.split("|"))), wanted
        assert cards["totalCount"] == len(titles), wanted


async def test_a_filter_that_cannot_be_is_refused(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    wrong: list[Document] = [
        {"text": "x" * 201},
        {"text": "a\x00b"},
        {"text": {"$regex": ".*"}},
        {"boardIds": {"$ne": None}},
        {"boardIds": [{"$ne": None}]},
        {"boardIds": [None]},
        {"labelIds": [str(number) for number in range(1001)]},
        {"dueAfter": {"$gt": ""}},
        {"dueAfter": "yesterday"},
        {"dueAfter": "2026-03-01T09:00:00"},
        {"dueAfter": 5},
        {"archived": "true"},
        {"$where": "1"},
        {"nothing": 1},
    ]
    for wanted in wrong:
        assert await graphql.code(CARDS, mara, filter=wanted) == "BAD_USER_INPUT", wanted


@pytest.mark.parametrize("text", [".", "$", "\\E", "(?i)", "a{9999999}", "[a", "*"])
async def test_search_texts_are_taken_literally_everywhere(
    graphql: GraphQL, wekan: Wekan, text: str
) -> None:
    admin = await wekan.person("admin", isAdmin=True)
    place = await wekan.place(member(admin.id), title="plain")
    hit = await wekan.place(member(admin.id), title=f"x{text}y")
    await wekan.card(place, title="plain", description="words")
    card = await wekan.card(hit, description=f"x{text}y")
    await wekan.person("plain")
    user = await wekan.person("somebody")
    await wekan.set("users", user.id, profile={"fullname": f"x{text.upper()}y"})
    asked = """
    query ($text: String!) {
      cards(filter: {text: $text}) { nodes { id } }
      boards(filter: {text: $text}) { nodes { id } }
      users(text: $text) { nodes { id } }
    }
    """
    found = await graphql(asked, admin, text=text)
    assert {name: ids(part) for name, part in found.items()} == {
        "cards": [card],
        "boards": [hit.board],
        "users": [user.id],
    }
