"""Plans run on a real server: groups, pages and places, whatever old documents hold."""

import asyncio
import gc
import itertools
import math
from collections.abc import Callable, Collection, Sequence
from typing import Any

import pytest
from bson import DatetimeMS, Decimal128, ObjectId

from store import lookups
from store.documents import Board, Card, List, User
from store.keysets import after, behind
from store.match import EVERYTHING, NOTHING, Filter, where
from store.mongo import Store
from store.plan import (
    ROOT,
    ByElement,
    ById,
    ByParent,
    Children,
    Document,
    Found,
    Level,
    Page,
    Slice,
    keyset_of,
)
from store.reads import Reads, ahead
from store.records import Record
from tests.factories import START, Wekan


class OpenGate:
    """Lets everything through but what the ids in `closed` name."""

    def __init__(self, *closed: str) -> None:
        self._closed = closed

    def paths(self, _: Level, __: Collection[str]) -> tuple[str, ...]:
        return ()

    def at_once(self, _: type[Record]) -> Filter | None:
        return EVERYTHING

    async def below(self, _: type[Record], __: Children, ___: Sequence[Document]) -> Filter:
        return EVERYTHING

    async def admit(self, _: Level, documents: list[Document]) -> list[Document]:
        return [each for each in documents if each["_id"] not in self._closed]


@pytest.fixture
def wekan(bare_store: Store) -> Wekan:
    return Wekan(bare_store.database)


async def run(store: Store, level: Level, *, but: Sequence[str] = ()) -> Found:
    return await Reads(store, OpenGate(*but), None).run(level, EVERYTHING)


def page_of(first: int, *order: tuple[str, int], **more: Any) -> Callable[[object], Page]:
    page = Page(order=(*order, ("_id", 1)), first=first, **more)
    return lambda _: page


def every(record: type[Record], *paths: str, **children: Level) -> Level:
    return Level(record, None, paths, children, page=page_of(1000))


def cards_below(first: int, *order: tuple[str, int], **more: Any) -> Level:
    link = ByParent("listId")
    return Level(Card, link, ("title",), page=page_of(first, *order), **more)


def ids_of(documents: Sequence[Document]) -> list[str]:
    return [each["_id"] for each in documents]


def groups_of(found: Found, child: str) -> dict[str, list[str]]:
    return {key: ids_of(part.documents) for key, part in found.children[child].slices.items()}


SIZES = {"a": 7, "b": 0, "c": 1, "d": 3}


async def lists_with_cards(wekan: Wekan) -> dict[str, list[str]]:
    """Makes lists of very different lengths; returns the cards of each in their order."""
    for name, size in SIZES.items():
        await wekan.put("lists", _id=name)
        for sort in reversed(range(size)):
            await wekan.put("cards", _id=f"{name}{sort}", listId=name, sort=sort, title="t")
    return {name: [f"{name}{sort}" for sort in range(size)] for name, size in SIZES.items()}


@pytest.mark.parametrize(("few", "most"), [(0, 2), (0, 5), (0, 20_000), (100, 20_000)])
@pytest.mark.parametrize("first", [1, 3, 100])
async def test_groups_are_exact_where_a_find_is_cut_short(
    bare_store: Store,
    wekan: Wekan,
    monkeypatch: pytest.MonkeyPatch,
    first: int,
    few: int,
    most: int,
) -> None:
    monkeypatch.setattr(lookups, "_MOST_ROWS", most)
    monkeypatch.setattr(lookups, "_FEW_PARENTS", few)
    expected = await lists_with_cards(wekan)
    cards = cards_below(first, ("sort", 1), peeks=True, counted=True)
    found = await run(bare_store, every(List, cards=cards))
    assert groups_of(found, "cards") == {name: ids[:first] for name, ids in expected.items()}
    slices = found.children["cards"].slices
    assert {name: part.total for name, part in slices.items()} == SIZES
    assert {name: part.has_next for name, part in slices.items()} == {
        name: size > first for name, size in SIZES.items()
    }


@pytest.mark.parametrize("peeks", [False, True])
async def test_no_rows_can_be_asked_for(bare_store: Store, wekan: Wekan, peeks: bool) -> None:
    await lists_with_cards(wekan)
    cards = cards_below(0, ("sort", 1), peeks=peeks)
    found = await run(bare_store, every(List, cards=cards))
    assert groups_of(found, "cards") == {name: [] for name in SIZES}
    has_next = {name: part.has_next for name, part in found.children["cards"].slices.items()}
    assert has_next == {name: peeks and size > 0 for name, size in SIZES.items()}


async def test_only_what_is_asked_is_found_or_counted(bare_store: Store, wekan: Wekan) -> None:
    await lists_with_cards(wekan)
    cards = cards_below(9, rows=False, counted=True)
    found = await run(bare_store, every(List, cards=cards))
    assert {name: part.total for name, part in found.children["cards"].slices.items()} == SIZES
    assert groups_of(found, "cards") == {name: [] for name in SIZES}


async def test_what_the_gate_keeps_back_leads_nowhere(bare_store: Store, wekan: Wekan) -> None:
    await lists_with_cards(wekan)
    in_list = Level(List, ById(("listId",)), ())
    cards = cards_below(2, ("sort", 1), peeks=True)
    root = every(List, cards=cards)
    found = await run(bare_store, root, but=["a0", "a1", "d"])
    assert groups_of(found, "cards") == {"a": ["a2"], "b": [], "c": ["c0"]}
    assert found.children["cards"].slices["a"].has_next
    back = await run(bare_store, every(Card, "listId", list=in_list), but=["a"])
    assert set(back.children["list"].by_id) == {"c", "d"}


async def test_documents_by_id_come_once_and_dangling_ids_not(
    bare_store: Store, wekan: Wekan
) -> None:
    await wekan.put("users", _id="mara")
    for members in (["mara", "gone", "mara"], None, ["", 7, None, {"a": 1}, ["mara"]], "mara"):
        await wekan.put("cards", members=members)
    people = Level(User, ById(("members",)), ("username",))
    found = await run(bare_store, every(Card, "members", people=people))
    assert found.children["people"].by_id == {"mara": {"_id": "mara"}}


async def test_ids_inside_embedded_documents(bare_store: Store, wekan: Wekan) -> None:
    await wekan.put("users", _id="mara")
    await wekan.put("boards", members=[{"userId": "mara"}, "odd", None, {"userId": None}])
    people = Level(User, ById(("members", "userId")), ())
    found = await run(bare_store, every(Board, "members.userId", people=people))
    assert set(found.children["people"].by_id) == {"mara"}


async def test_rows_by_element(
    bare_store: Store, wekan: Wekan, monkeypatch: pytest.MonkeyPatch
) -> None:
    active, left = {"isActive": True}, {"isActive": False}
    boards: dict[str, list[Any]] = {
        "both": [{"userId": "mara", **active}, {"userId": "nils", **active}],
        "left": [{"userId": "mara", **left}, {"userId": "nils", **active}],
        "odd": ["mara", None, {"userId": ["x"], **active}, {"userId": "mara", **active}],
        "twice": [{"userId": "mara", **active}, {"userId": "mara", **active}],
        "one": [{"userId": "mara", "isActive": 1}, {"userId": "nils", **active}],
        "nobody": [],
    }
    for name, members in boards.items():
        await wekan.put("boards", _id=name, members=members)
    await wekan.put("users", _id="mara")
    link = ByElement("members", "userId", (("isActive", True),))
    expected = {"mara": ["both", "odd", "twice"], "nils": ["both", "left", "one"]}

    def level(first: int) -> Level:
        below = Level(Board, link, (), page=page_of(first), counted=True, peeks=True)
        return every(User, boards=below)

    alone = await run(bare_store, level(9))
    assert groups_of(alone, "boards") == {"mara": expected["mara"]}
    await wekan.put("users", _id="nils")
    for first, few in itertools.product((9, 2, 1), (0, 100)):
        monkeypatch.setattr(lookups, "_FEW_PARENTS", few)
        found = await run(bare_store, level(first))
        assert groups_of(found, "boards") == {name: ids[:first] for name, ids in expected.items()}
        totals = {name: part.total for name, part in found.children["boards"].slices.items()}
        assert totals == {"mara": 3, "nils": 3}


async def test_rows_that_point_at_several_parents_disturb_no_others(
    bare_store: Store, wekan: Wekan
) -> None:
    for name in ("a", "b"):
        await wekan.put("lists", _id=name)
    await wekan.put("cards", _id="odd", listId=["a", "b"])
    await wekan.put("cards", _id="even", listId="b")
    for first in (1, 9):
        found = await run(bare_store, every(List, cards=cards_below(first)))
        groups = groups_of(found, "cards")
        assert groups == {"a": [], "b": ["even"]}


async def test_what_was_begun_is_used_for_what_it_is_of_alone(
    bare_store: Store, wekan: Wekan
) -> None:
    for name in ("a", "b"):
        await wekan.put("lists", _id=name, title=name.upper())
        await wekan.put("cards", _id=f"of {name}", listId=name)
    gate = OpenGate()
    for counted, named in itertools.product((True, False), ("a", "b", "none")):
        cards = cards_below(9, counted=counted, peeks=True)
        level = Level(List, None, ("title",), {"cards": cards})
        begun = ahead(bare_store, gate, level, "a", None)
        found = await Reads(bare_store, gate, None).run(level, {"_id": named}, begun)
        assert ids_of(found.slices[ROOT].documents) == ([named] if named != "none" else [])
        if named != "none":
            assert groups_of(found, "cards") == {named: [f"of {named}"]}
            assert found.children["cards"].slices[named].total == (1 if counted else None)


async def test_what_was_begun_has_to_pass_the_gate(bare_store: Store, wekan: Wekan) -> None:
    await wekan.put("lists", _id="a")
    await wekan.put("cards", _id="open", listId="a")
    await wekan.put("cards", _id="closed", listId="a")
    level = Level(List, None, ("title",), {"cards": cards_below(9)})
    for closed, rows in (("closed", ["open"]), ("a", None)):
        gate = OpenGate(closed)
        begun = ahead(bare_store, gate, level, "a", None)
        found = await Reads(bare_store, gate, None).run(level, {"_id": "a"}, begun)
        assert ids_of(found.slices[ROOT].documents) == (["a"] if rows else [])
        assert (groups_of(found, "cards") if rows else found.children) == (
            {"a": rows} if rows else {}
        )


@pytest.mark.parametrize("turns", range(6))
async def test_a_run_that_is_given_up_leaves_nothing_behind(
    bare_store: Store, wekan: Wekan, turns: int
) -> None:
    """What was made and never waited for would be told to the operator; it fails this test."""
    await lists_with_cards(wekan)
    below = {"cards": cards_below(9, counted=True, peeks=True)}
    level, lists = Level(List, None, (), below), Slice([{"_id": key} for key in SIZES])
    task = asyncio.create_task(Reads(bare_store, OpenGate(), None).run_below(level, lists))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    del task
    gc.collect()


async def test_levels_below_several_rows_are_one_find(bare_store: Store, wekan: Wekan) -> None:
    await lists_with_cards(wekan)
    below = Level(List, ById(("listId",)), ("title",))
    cards = Level(
        Card, ByParent("listId"), ("listId",), {"list": below}, page=page_of(2, ("sort", 1))
    )
    found = await run(bare_store, every(List, cards=cards))
    again = found.children["cards"].children["list"]
    assert set(again.by_id) == {"a", "c", "d"}


ODD: list[Any] = [
    None,
    ...,
    float("nan"),
    float("nan"),
    float("-inf"),
    -1,
    0,
    0.5,
    1,
    1,
    Decimal128("1.5"),
    2**40,
    float("inf"),
    "",
    "A",
    "a",
    "a",
    "ä",
    "😀",
    ObjectId(),
    False,
    True,
    DatetimeMS(-(10**15)),
    START,
    START,
    DatetimeMS(10**15),
]
"""One value of each kind that was ever found where a number, a text or a date belongs."""


@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("first", [1, 3])
async def test_pages_lead_through_values_of_every_type(
    bare_store: Store, wekan: Wekan, way: int, first: int
) -> None:
    for number, value in enumerate(ODD):
        fields = {} if value is ... else {"sort": value}
        await wekan.put("cards", _id=f"{number:02}", **fields)
    root = Level(Card, None, ("sort",), page=page_of(100, ("sort", way)))
    whole = ids_of((await run(bare_store, root)).slices[ROOT].documents)
    assert len(whole) == len(ODD)

    walked: list[str] = []
    place = None
    while len(walked) <= len(whole):
        page = page_of(first, ("sort", way), after=place)
        level = Level(Card, None, ("sort",), page=page)
        documents = (await run(bare_store, level)).slices[ROOT].documents
        if not documents:
            break
        walked += ids_of(documents)
        place = keyset_of(documents[-1], page(None))
    assert walked == whole


async def test_the_place_behind_the_last_of_all_is_empty(bare_store: Store) -> None:
    page = Page(order=(("sort", -1),), first=1, after=(None,))
    assert await after(bare_store, page) == NOTHING
    assert await after(bare_store, Page(order=(("sort", 1),), first=1)) == EVERYTHING


@pytest.mark.parametrize("way", [1, -1])
def test_a_place_is_told_without_nan_where_that_is_unknown(way: int) -> None:
    told = [str(behind((("sort", way),), (7.5,), has_nan=each)) for each in (False, True)]
    assert "nan" not in told[0]
    assert ("nan" in told[1]) is (way < 0)
    for odd in (math.nan, math.inf, -math.inf):
        assert behind((("sort", way),), (odd,), has_nan=False) == NOTHING


async def test_a_page_within_groups_starts_behind_its_keyset(
    bare_store: Store, wekan: Wekan
) -> None:
    expected = await lists_with_cards(wekan)
    start = Page(order=(("sort", 1), ("_id", 1)), first=2, after=(1, "a1"))
    cards = Level(Card, ByParent("listId"), (), page=start, counted=True)
    found = await run(bare_store, every(List, cards=cards))
    # The same place is asked of every list: sort 1, and an id behind "a1".
    assert groups_of(found, "cards") == {
        "a": expected["a"][2:4],
        "b": [],
        "c": [],
        "d": expected["d"][1:3],
    }
    slices = found.children["cards"].slices
    assert all(part.has_previous for part in slices.values())
    assert slices["a"].total == SIZES["a"]


async def test_the_filter_of_a_page_holds_for_rows_and_counts(
    bare_store: Store, wekan: Wekan
) -> None:
    await lists_with_cards(wekan)
    even = where(Card, sort=0)
    cards = Level(
        Card, ByParent("listId"), (), page=page_of(9, ("sort", 1), match=even), counted=True
    )
    found = await run(bare_store, every(List, cards=cards))
    assert groups_of(found, "cards") == {"a": ["a0"], "b": [], "c": ["c0"], "d": ["d0"]}
    totals = {name: part.total for name, part in found.children["cards"].slices.items()}
    assert totals == {"a": 1, "b": 0, "c": 1, "d": 1}
