"""The few calls that read and write whole records, on a real server."""

import asyncio
from typing import Any

import pytest
from bson import ObjectId

from store import match
from store.cursors import decode, encode
from store.documents import (
    Attachment,
    Board,
    Card,
    Counter,
    Credentials,
    Dependency,
    List,
    LoginToken,
    User,
)
from store.files import delete_files
from store.ids import ID_CHARACTERS, new_id, new_login_token
from store.match import (
    ABSENT,
    EVERYTHING,
    NOTHING,
    PRESENT,
    Filter,
    all_of,
    any_of,
    below,
    between,
    contains_text,
    differs,
    element,
    none_of,
    one_of,
    same_text,
    where,
)
from store.mongo import DuplicateError, Modifier, Store, StoreUnavailableError
from store.sessions import session_of
from tests.factories import START, Place, Wekan

PLACE = Place("board", "swimlane", "todo", "done")


@pytest.fixture
def wekan(bare_store: Store) -> Wekan:
    return Wekan(bare_store.database)


async def test_find_returns_a_record_or_none(bare_store: Store, wekan: Wekan) -> None:
    card = await wekan.card(PLACE, title="Paint fence", sort=3)
    read = await bare_store.find(Card, id=card, board_id="board")
    assert read is not None
    assert (read.title, read.sort, read.created_at) == (
        "Paint fence",
        3,
        read.modified_at,
    )
    assert await bare_store.find(Card, id=card, board_id="other") is None


async def test_find_many_sorts_and_stops(bare_store: Store, wekan: Wekan) -> None:
    for sort in (3, 1, 2):
        await wekan.card(PLACE, sort=sort)
    cards = await bare_store.find_many(Card, EVERYTHING, sort=[("sort", -1)], limit=2)
    assert [card.sort for card in cards] == [3, 2]


CARDS: dict[str, dict[str, Any]] = {
    "plain": {"title": "a.c", "dueAt": START, "sort": 1},
    "other": {"title": "ABC", "sort": 2, "labelIds": ["red"]},
    "null": {"title": "A.C!", "dueAt": None, "sort": None, "labelIds": ["red", "sky"]},
}


CONDITIONS: list[tuple[Filter, str]] = [
    (EVERYTHING, "plain other null"),
    (NOTHING, ""),
    (where(Card), "plain other null"),
    (where(Card, title="ABC"), "other"),
    (where(Card, due_at=ABSENT), "other null"),
    (where(Card, due_at=PRESENT), "plain"),
    (where(Card, sort=any_of([1, 2])), "plain other"),
    (where(Card, sort=none_of([1])), "other null"),
    (where(Card, sort=differs(2)), "plain null"),
    (where(Card, sort=between(1, 1)), "plain"),
    (where(Card, sort=between(2)), "other"),
    (where(Card, sort=below(2)), "plain"),
    (where(Card, title=same_text("a.c")), "plain"),
    (where(Card, title=same_text("abc")), "other"),
    (where(Card, title=contains_text("A.C")), "plain null"),
    (where(Card, label_ids="red"), "other null"),
    (where(Card, label_ids="red", sort=2), "other"),
    (all_of(where(Card, label_ids="red"), where(Card, label_ids="sky")), "null"),
    (all_of(), "plain other null"),
    (one_of(where(Card, sort=1), where(Card, sort=2)), "plain other"),
    (one_of(), ""),
    (one_of(NOTHING, EVERYTHING), "plain other null"),
]


async def test_conditions(bare_store: Store, wekan: Wekan) -> None:
    for name, fields in CARDS.items():
        await wekan.put("cards", _id=name, **fields)
    for condition, matches in CONDITIONS:
        found = await bare_store.find_many(Card, condition)
        assert {card.id for card in found} == set(matches.split()), condition
        assert await bare_store.count(Card, condition) == len(found), condition
        assert len(await bare_store.ids(Card, condition)) == len(found), condition


@pytest.mark.parametrize("value", [{"$ne": None}, ["a"], ("a",), {"a"}])
def test_a_bare_value_never_becomes_an_operator(value: Any) -> None:
    with pytest.raises(TypeError):
        where(Card, title=value)
    assert where(Card, title=match.Test({"$ne": 1})) == {"title": {"$ne": 1}}


async def test_an_element_meets_all_conditions_at_once(bare_store: Store, wekan: Wekan) -> None:
    tokens = [{"hashedToken": "a", "when": START}, {"hashedToken": "b", "when": None}]
    await wekan.put("users", services={"resume": {"loginTokens": tokens}})
    for hashed, when, there in (("a", START, True), ("b", START, False)):
        condition = element(LoginToken, hashed=hashed, when=when)
        assert await bare_store.has_any(Credentials, tokens=condition) is there


EXTREMES: list[tuple[list[object], float | None, float | None]] = [
    ([], None, None),
    ([3, 1.5, 2], 1.5, 3),
    ([None, "9", True, {"a": 1}, 4], 4, 4),
    ([float("nan"), 4], 4, 4),
    ([float("inf"), float("-inf"), 4], 4, 4),
    ([float("nan")], None, None),
]


async def test_extremes_are_of_finite_numbers(bare_store: Store, wekan: Wekan) -> None:
    for sorts, lowest, highest in EXTREMES:
        board = await wekan.board()
        await wekan.put("cards", boardId=board)
        await wekan.put("cards", boardId="other", sort=100)
        for sort in sorts:
            await wekan.put("cards", boardId=board, sort=sort)
        own = where(Card, board_id=board)
        assert await bare_store.extreme(Card, own, "sort", 1) == lowest, sorts
        assert await bare_store.extreme(Card, own, "sort", -1) == highest, sorts


async def test_counts_by_a_path(bare_store: Store, wekan: Wekan) -> None:
    for in_list in "aab":
        await wekan.put("cards", listId=in_list)
    assert await bare_store.counts_by(Card, EVERYTHING, "listId") == {"a": 2, "b": 1}


async def test_what_is_stored_comes_back(bare_store: Store, wekan: Wekan) -> None:
    user = User(id=new_id(), username="mara", fullname="Mara", created_at=START)
    await bare_store.insert(user)
    assert await bare_store.find(User, id=user.id) == user
    assert (await wekan.get("users", user.id))["profile"]["fullname"] == "Mara"


MODIFIERS: list[tuple[Modifier, dict[str, Any]]] = [
    (Modifier(set={"title": "new", "color": "red"}), {"title": "new", "color": "red"}),
    (Modifier(set={"title": None, "due_at": None}), {"title": ..., "dueAt": ...}),
    (Modifier(set={"description": "", "sort": 0}), {"description": "", "sort": 0}),
    (Modifier(add={"label_ids": ["a", "b"]}), {"labelIds": ["a", "b"]}),
    (Modifier(pull={"member_ids": ["x"]}), {"members": ["y"]}),
    (
        Modifier(pull={"dependencies": where(Dependency, card_id="c")}),
        {"cardDependencies": [{"cardId": "d"}]},
    ),
    (Modifier(increase={"card_number": 2}), {"cardNumber": 9}),
    (Modifier(raise_to={"card_number": 5}), {"cardNumber": 7}),
    (Modifier(raise_to={"card_number": 8}), {"cardNumber": 8}),
    (Modifier(on_insert={"title": "never"}), {"title": "old"}),
]


async def test_modifiers(bare_store: Store, wekan: Wekan) -> None:
    before: dict[str, Any] = {
        "title": "old",
        "labelIds": ["a"],
        "members": ["x", "y"],
        "cardDependencies": [{"cardId": "c"}, {"cardId": "d"}],
        "dueAt": START,
        "cardNumber": 7,
        "unknown": {"kept": True},
    }
    for change, expected in MODIFIERS:
        card = await wekan.put("cards", **before)
        assert await bare_store.update(Card, where(Card, id=card), change)
        wanted = before | {"_id": card} | expected
        left = {name: value for name, value in wanted.items() if value is not ...}
        assert await wekan.get("cards", card) == left


async def test_push_writes_records(bare_store: Store, wekan: Wekan) -> None:
    user = await wekan.put("users")
    token = LoginToken(when=START, hashed="abc")
    await bare_store.update(
        Credentials, where(Credentials, id=user), Modifier(push={"tokens": [token]})
    )
    stored = (await wekan.get("users", user))["services"]["resume"]["loginTokens"]
    assert stored == [{"when": START, "hashedToken": "abc"}]


async def test_change_returns_what_is_or_what_was(bare_store: Store, wekan: Wekan) -> None:
    card = await wekan.card(PLACE, title="old")
    own, change = where(Card, id=card), Modifier(set={"title": "new"})
    was = await bare_store.change(Card, own, change, before=True)
    now = await bare_store.change(Card, own, change)
    gone = await bare_store.change(Card, where(Card, id="none"), change)
    assert (was and was.title, now and now.title, gone) == ("old", "new", None)


async def test_an_upsert_makes_what_is_missing(bare_store: Store, wekan: Wekan) -> None:
    own = where(Counter, id="cardNumber-board")
    for expected in (1, 2):
        made = await bare_store.change(Counter, own, Modifier(increase={"value": 1}), upsert=True)
        assert made and made.value == expected
    assert await wekan.all("counters") == [{"_id": "cardNumber-board", "next_val": 2}]


async def test_many_upserts_at_once_count_each(bare_store: Store) -> None:
    own, one_more = where(Counter, id="cardNumber-board"), Modifier(increase={"value": 1})
    made = await asyncio.gather(
        *(bare_store.change(Counter, own, one_more, upsert=True) for _ in range(20))
    )
    assert sorted(each.value for each in made if each) == list(range(1, 21))


async def test_many_are_changed_and_deleted(bare_store: Store, wekan: Wekan) -> None:
    for _ in range(3):
        await wekan.card(PLACE)
    own = where(Card, board_id="board")
    assert await bare_store.update_many(Card, own, Modifier(set={"sort": 0})) == 3
    assert not await bare_store.update(Card, NOTHING, Modifier(set={"sort": 1}))
    assert {card["sort"] for card in await wekan.all("cards")} == {0}
    assert await bare_store.delete(Card, own) == 3
    assert await wekan.all("cards") == []


async def test_a_second_document_with_the_same_id_is_refused(bare_store: Store) -> None:
    await bare_store.insert(Board(id="same"))
    with pytest.raises(DuplicateError):
        await bare_store.insert(Board(id="same"))
    assert await bare_store.count(Board, EVERYTHING) == 1


async def test_atomic_work_happens_whole_or_not_at_all(bare_store: Store, wekan: Wekan) -> None:
    await wekan.put("boards", _id="kept")

    async def work(*, fails: bool) -> str:
        await bare_store.insert(List(id=new_id()))
        await bare_store.delete(Board, where(Board, id="kept"))
        assert not await bare_store.has_any(Board, id="kept"), "work sees its own writes"
        if fails:
            raise ValueError
        return "done"

    before = {"boards": await wekan.all("boards"), "lists": []}
    with pytest.raises(ValueError):  # noqa: PT011
        await bare_store.atomically(lambda: work(fails=True))
    assert {name: await wekan.all(name) for name in before} == before
    assert await bare_store.atomically(lambda: work(fails=False)) == "done"
    assert [len(await wekan.all(name)) for name in before] == [0, 1]


async def test_atomic_work_in_conflict_is_tried_again(bare_store: Store, wekan: Wekan) -> None:
    counter = await wekan.put("counters", next_val=0)

    async def work() -> None:
        read = await bare_store.find(Counter, id=counter)
        assert read is not None
        change = Modifier(set={"value": read.value + 1})
        await bare_store.update(Counter, where(Counter, id=counter), change)

    await asyncio.gather(*(bare_store.atomically(work) for _ in range(5)))
    assert (await wekan.get("counters", counter))["next_val"] == 5


async def test_a_server_that_is_away_is_told_as_such() -> None:
    away = Store("mongodb://127.0.0.1:9/wekan", timeout_ms=50)
    failures = await asyncio.gather(
        away.ping(),
        away.find(Card, id="x"),
        away.find_many(Card, EVERYTHING),
        away.count(Card, EVERYTHING),
        away.insert(Card(id="x")),
        away.delete(Card, NOTHING),
        return_exceptions=True,
    )
    await away.close()
    assert {type(failure) for failure in failures} == {StoreUnavailableError}


async def test_files_go_with_their_bytes(bare_store: Store, wekan: Wekan) -> None:
    for card in ("mine", "mine", "theirs"):
        await wekan.attachment(PLACE, card)
    await wekan.put("attachments", meta={"cardId": "mine"}, versions={"original": {"path": "/x"}})
    await wekan.put("attachments", meta={"cardId": "mine"}, versions="none")
    assert await delete_files(bare_store, Attachment, where(Attachment, card_id="mine")) == 4
    left = {name: len(documents) for name, documents in (await wekan.everything()).items()}
    assert left == {"attachments": 1, "attachments.files": 1, "attachments.chunks": 1}


def test_ids_are_of_wekans_letters() -> None:
    made = {new_id() for _ in range(100)}
    assert len(made) == 100
    assert {len(each) for each in made} == {17}
    assert set("".join(made)) <= set(ID_CHARACTERS)


def test_login_tokens_have_43_characters() -> None:
    assert len(new_login_token()) == 43


@pytest.mark.parametrize(
    "value",
    ["a", "ü" * 50_000, 3, 2**40, 1.5, float("inf"), True, None, START, ObjectId()],
    ids=lambda value: type(value).__name__,
)
def test_a_cursor_keeps_what_it_is_made_of(value: object) -> None:
    assert decode("cards sort", 2, encode("cards sort", (value, "id"))) == (value, "id")


async def test_of_many_logins_only_those_asked_for_are_brought(bare_store: Store) -> None:
    tokens = [{"hashedToken": name} for name in "abc"]
    await bare_store.database["users"].insert_one(
        {"_id": "u", "services": {"resume": {"loginTokens": tokens}}}
    )
    session = await session_of(bare_store, "b")
    assert session is not None and [token.hashed for token in session.tokens] == ["b"]
    assert (await bare_store.abilities()).chooses_elements, "MongoDB was taken for FerretDB"


async def test_records_are_got_together_and_as_their_conditions_ask(
    bare_store: Store, wekan: Wekan, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, gone = await wekan.card(PLACE, title="Live"), await wekan.card(PLACE, deletedAt=START)
    asked = []
    plain = bare_store.finder.find

    async def counted(*given: Any, **options: Any) -> Any:
        asked.append(given[1])
        return await plain(*given, **options)

    monkeypatch.setattr(bare_store.finder, "find", counted)
    there = where(Card, deleted_at=ABSENT)
    found = await asyncio.gather(
        bare_store.get(Card, live),
        bare_store.get(Card, gone),
        bare_store.get(Card, "none"),
        bare_store.get(Card, live, there),
        bare_store.get(Card, gone, there),
    )
    assert [each.id if each else None for each in found] == [live, gone, None, live, None]
    assert len(asked) == 2


async def test_what_a_transaction_gets_is_as_it_wrote_it(bare_store: Store, wekan: Wekan) -> None:
    card = await wekan.card(PLACE, title="Before")

    async def work() -> str:
        renamed = Modifier(set={"title": "After"})
        await bare_store.update(Card, where(Card, id=card), renamed)
        inside = await bare_store.get(Card, card)
        assert inside is not None
        return inside.title

    assert await bare_store.atomically(work) == "After"
