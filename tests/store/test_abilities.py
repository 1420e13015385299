"""What is done otherwise where a server can do less; checked on one that can do both."""

from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.errors import DuplicateKeyError

from store import expiry, trays
from store.abilities import Abilities
from store.documents import Board, Counter, Dependency, Label, Notification, Tray, User
from store.documents import Card as CardRecord
from store.keysets import after
from store.match import Filter, any_of, none_of, where
from store.modifiers import Modifier
from store.mongo import DuplicateError, Store
from store.places import places_on
from store.plan import Page
from store.sessions import session_of
from store.whole import newest_by
from tests.abilities import lacking
from tests.factories import Wekan, member

REFUSED = ("'$pull':", "'fields':", "$filter", ".$.", "expireAfterSeconds", "$max", ": nan")
LABELS = [{"_id": each, "name": each.upper(), "color": "red", "odd": 1} for each in "abc"]


@pytest.fixture
async def wekan(bare_store: Store) -> AsyncIterator[Wekan]:
    """Sees to it that nothing is asked of the server which FerretDB refuses, or does not do."""
    await lacking(bare_store, *(each.name for each in fields(Abilities)))
    await bare_store.database.command("profile", 2)
    yield Wekan(bare_store.database)
    await bare_store.database.command("profile", 0)
    asked = [each async for each in bare_store.database["system.profile"].find()]
    found = [word for word in REFUSED if word in str([each["command"] for each in asked])]
    assert not found


@pytest.mark.parametrize(
    ("pulled", "left"),
    [
        (where(Label, id="b"), ["a", "c"]),
        (where(Label, id=any_of(["a", "c"])), ["b"]),
        (where(Label, id=none_of(["a"]), name="C"), ["a", "b"]),
        (where(Label, id="none"), ["a", "b", "c"]),
    ],
)
async def test_elements_are_pulled_by_a_condition(
    bare_store: Store, wekan: Wekan, pulled: Filter, left: list[str]
) -> None:
    boards: Any = bare_store.database["boards"]
    await boards.insert_many([{"_id": "x", "labels": LABELS}, {"_id": "y"}, {"_id": "z"}])
    await boards.update_one({"_id": "z"}, {"$set": {"labels": None}})
    change = Modifier(pull={"labels": pulled}, set={"title": "T"})
    await bare_store.update(Board, where(Board, id="x"), change)
    document = await boards.find_one({"_id": "x"})
    assert [each["_id"] for each in document["labels"]] == left
    assert document["title"] == "T"
    await bare_store.update(Board, where(Board, id="y"), change)
    assert (await boards.find_one({"_id": "y"})) == {"_id": "y", "title": "T"}


async def test_the_same_on_many_documents_and_with_an_answer(
    bare_store: Store, wekan: Wekan
) -> None:
    cards: Any = bare_store.database["cards"]
    entries = {"one": ["x", {"cardId": "a"}], "two": [{"cardId": "a"}, {"cardId": "b"}]}
    for key, each in entries.items():
        await cards.insert_one({"_id": key, "cardDependencies": each})
    change = Modifier(pull={"dependencies": where(Dependency, card_id="a")})
    assert await bare_store.update_many(CardRecord, {}, change) == 2
    assert [each["cardDependencies"] async for each in cards.find()] == [["x"], [{"cardId": "b"}]]
    change = Modifier(pull={"dependencies": where(Dependency, card_id="b")})
    card = await bare_store.change(CardRecord, where(CardRecord, id="two"), change)
    assert card is not None and card.dependencies == []


async def test_a_login_and_a_place_are_found_in_whole_arrays(
    bare_store: Store, wekan: Wekan
) -> None:
    tokens = [{"hashedToken": name} for name in "abc"]
    await bare_store.database["users"].insert_one(
        {"_id": "u", "services": {"resume": {"loginTokens": tokens}}}
    )
    session = await session_of(bare_store, "b")
    assert session is not None and session.id == "u"
    board = (await wekan.place(member("u"), member("v"))).board
    found = await places_on(bare_store, where(Board, id=board), "v")
    own = found[board]
    assert own is not None and own.user_id == "v"


@pytest.mark.parametrize("chooses", [True, False])
async def test_notifications_are_marked(bare_store: Store, wekan: Wekan, chooses: bool) -> None:
    if chooses:
        await bare_store.database.command("profile", 0)
        bare_store._abilities = None
    now = datetime(2026, 3, 1, tzinfo=UTC)
    entries = [{"activity": each, "read": now if each == "c" else None} for each in "abc"]
    await bare_store.database["users"].insert_one(
        {"_id": "u", "profile": {"notifications": entries}}
    )
    await trays.mark(bare_store, "u", ["b", "c", "none"], now + timedelta(hours=1), now)
    tray = await bare_store.find(Tray, id="u")
    assert tray is not None
    assert [(each.activity_id, each.read_at) for each in tray.notifications] == [
        ("a", None),
        ("b", now + timedelta(hours=1)),
        ("c", now),
    ]
    await trays.mark(bare_store, "u", ["b"], None, now)
    tray = await bare_store.find(Tray, id="u")
    assert tray is not None
    assert [each.read_at for each in tray.notifications] == [None, None, now]
    assert isinstance(tray.notifications[0], Notification)


async def test_what_is_old_is_dropped_by_ourselves(bare_store: Store, wekan: Wekan) -> None:
    await expiry.ensure(bare_store)
    counters = bare_store.database["wekanGraphql"]
    assert "expireAt_1" not in await counters.index_information()
    now = datetime.now(UTC)
    await counters.insert_many(
        [
            {"_id": "jwt", "key": "stays"},
            {"_id": "over", "expireAt": now - timedelta(seconds=1)},
            {"_id": "not yet", "expireAt": now + timedelta(minutes=1)},
        ]
    )
    async with expiry.sweeping(bare_store):
        await expiry.sweep(bare_store)
    assert {each["_id"] async for each in counters.find()} == {"jwt", "not yet"}


async def test_a_change_answers_with_the_record(bare_store: Store, wekan: Wekan) -> None:
    await bare_store.database["users"].insert_one({"_id": "u", "username": "a", "odd": "x"})
    change = Modifier(set={"username": "b"})
    user = await bare_store.change(User, where(User, id="u"), change)
    assert user is not None and user.username == "b"


async def test_the_newest_are_found_among_all(bare_store: Store, wekan: Wekan) -> None:
    days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 3)]
    cards: Any = bare_store.database["cards"]
    await cards.insert_many(
        [
            {"_id": "a", "listId": "x", "modifiedAt": days[1], "dateLastActivity": days[0]},
            {"_id": "b", "listId": "x", "modifiedAt": days[0], "dateLastActivity": "soon"},
            {"_id": "c", "listId": "y", "modifiedAt": days[2]},
            {"_id": "d", "modifiedAt": days[2]},
        ]
    )
    names = ("modified_at", "date_last_activity")
    assert await newest_by(bare_store, CardRecord, {}, "list_id", names) == {
        "x": {"modified_at": days[1], "date_last_activity": days[0]},
        "y": {"modified_at": days[2], "date_last_activity": None},
    }


async def test_pages_go_down_by_a_number(bare_store: Store, wekan: Wekan) -> None:
    cards: Any = bare_store.database["cards"]
    sorts = [3, 2.5, 2, None, "odd"]
    await cards.insert_many([{"_id": str(n), "sort": sort} for n, sort in enumerate(sorts)])
    page = Page(order=(("sort", -1), ("_id", 1)), first=5, after=(2.5, "1"))
    found = [each["_id"] async for each in cards.find(await after(bare_store, page))]
    assert sorted(found) == ["2", "3"]


async def test_of_two_that_make_a_document_one_is_told_to_try_again(
    bare_store: Store, wekan: Wekan, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters = bare_store.collection(Counter)
    change, refusals = counters.find_one_and_update, [DuplicateKeyError("")] * 3

    async def refusing(*given: Any, **named: Any) -> Any:
        if refusals:
            raise refusals.pop()
        return await change(*given, **named)

    monkeypatch.setattr(type(counters), "find_one_and_update", staticmethod(refusing))
    more = Modifier(increase={"value": 1})
    counted = await bare_store.change(Counter, where(Counter, id="n"), more, upsert=True)
    assert counted is not None and counted.value == 1
    refusals.append(DuplicateKeyError(""))
    with pytest.raises(DuplicateError):
        await bare_store.change(Counter, where(Counter, id="n"), more)
