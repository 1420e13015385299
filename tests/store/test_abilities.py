"""What is done otherwise where a server can do less; checked on one that can do both."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from store import expiry, trays
from store.documents import Board, Dependency, Label, Notification, Tray, User
from store.documents import Card as CardRecord
from store.match import Filter, any_of, none_of, where
from store.modifiers import Modifier
from store.mongo import Store
from store.places import places_on
from store.sessions import session_of
from tests.abilities import lacking
from tests.factories import Wekan, member

REFUSED = ("'$pull':", "'fields':", "$filter", ".$.", "expireAfterSeconds")
LABELS = [{"_id": each, "name": each.upper(), "color": "red", "odd": 1} for each in "abc"]


@pytest.fixture
async def wekan(bare_store: Store) -> AsyncIterator[Wekan]:
    """Sees to it that nothing is asked of the server which FerretDB refuses, or does not do."""
    await lacking(bare_store, "chooses_elements", "expires", "transactions")
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
