"""Rules without a database: what sets them off, and what their words come to."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.automation import Armed, due
from domain.errors import BadInputError
from domain.rule_actions import later
from domain.rule_documents import action_fields, described, trigger_fields
from domain.rule_power import Allowance
from domain.rule_texts import filled, words_of
from domain.rule_triggers import TriggerKind, compared, goes_off
from store.documents import Board, Card, List, Rule, Swimlane, Trigger
from store.records import load

ACTIVITY = {
    "boardId": "b1",
    "userId": "mara",
    "listName": "Doing",
    "oldListId": "todo",
    "swimlaneName": "Default",
    "cardTitle": "Paint the fence, twice",
    "username": "nils",
    "labelId": "red",
    "checklistName": "Prep",
    "checklistItemName": "Buy paint",
}
WITHOUT_ACTIVITY = {TriggerKind.SCHEDULE, TriggerKind.BUTTON}
FITTING = {
    "list_name": "Doing",
    "old_list_name": "To do",
    "swimlane_name": "Default",
    "card_title": "Paint the fence, twice",
    "user_id": "mara",
    "username": "nils",
    "label_id": "red",
    "checklist_name": "Prep",
    "checklist_item_name": "Buy paint",
}


def fires(trigger: Trigger, **activity: object) -> bool:
    kind = {"addedChecklistItem": "addChecklistItem"}.get(
        trigger.activity_type, trigger.activity_type
    )
    return goes_off(trigger, ACTIVITY | {"activityType": kind} | activity, "To do")


@pytest.mark.parametrize("kind", [each for each in TriggerKind if each not in WITHOUT_ACTIVITY])
def test_each_kind_compares_its_own_names(kind: TriggerKind) -> None:
    assert "user_id" in compared(kind)
    assert fires(Trigger(id="t", activity_type=kind))
    assert fires(Trigger(id="t", activity_type=kind, board_id="*"))
    assert not fires(Trigger(id="t", activity_type=kind, board_id="b2"))
    for name, value in FITTING.items():
        for wanted, fits in ((value, True), ("*", True), ("Other", name not in compared(kind))):
            given: Any = {name: wanted}
            assert fires(Trigger(id="t", activity_type=kind, **given)) is fits, (name, wanted)
    others = [other for other in TriggerKind if other != kind]
    assert not any(fires(Trigger(id="t", activity_type=kind), activityType=o) for o in others)


def test_schedules_and_buttons_wait_for_no_activity() -> None:
    for kind in WITHOUT_ACTIVITY:
        assert not fires(Trigger(id="t", activity_type=kind))


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ("Paint the fence, twice", True),
        ("fence", True),
        ("twice", True),
        ("Paint the", False),
        ("fence,", False),
        ("paint", False),
        ("", False),
    ],
)
def test_one_word_of_a_title_is_enough(wanted: str, fits: bool) -> None:
    assert fires(Trigger(id="t", activity_type="createCard", card_title=wanted)) is fits
    assert not fires(Trigger(id="t", activity_type="createCard", list_name="Doi"))


def test_what_is_no_text_restricts_too() -> None:
    stored = {"_id": "t", "activityType": "createCard", "listName": {"$ne": ""}}
    assert not fires(load(Trigger, stored))
    assert fires(load(Trigger, {"_id": "t", "activityType": "createCard", "listName": None}))


def test_rules_are_due_in_the_order_of_what_happened() -> None:
    armed = [
        Armed(Rule(id=name), Trigger(id="t", activity_type="moveCard", old_list_name=old))
        for name, old in (("one", "To do"), ("two", "*"), ("three", "Done"))
    ]
    moves = [
        {"activityType": "moveCard", "boardId": "b1", "oldListId": each} for each in ("d", "t")
    ]
    runs = due(armed, moves, {"t": "To do", "d": "Done"})
    assert [(rule.id, activity["oldListId"]) for rule, activity in runs] == [
        ("two", "d"),
        ("three", "d"),
        ("one", "t"),
        ("two", "t"),
    ]


def test_an_allowance_ends() -> None:
    allowance = Allowance(2)
    assert [allowance.take() for _ in range(4)] == [True, True, False, False]


NOW = datetime(2026, 1, 31, 15, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (3, None, "2026-02-03T15:04:05"),
        (3, "years", "2026-02-03T15:04:05"),
        (-90, "minutes", "2026-01-31T13:34:05"),
        (2, "hours", "2026-01-31T17:04:05"),
        (1, "weeks", "2026-02-07T15:04:05"),
        (1, "months", "2026-03-03T15:04:05"),
        (-2, "months", "2025-12-01T15:04:05"),
        (24, "months", "2028-01-31T15:04:05"),
    ],
)
def test_relative_dates(amount: int, unit: str | None, expected: str) -> None:
    assert later(NOW, amount, unit).isoformat() == expected + "+00:00"


def test_texts_name_what_is_there() -> None:
    words = words_of(
        NOW,
        "mara",
        Board(id="b", title="Roadmap"),
        Card(id="c", title="Fence", card_number=7, description="Both", due_at=NOW.replace(hour=0)),
        (List(id="l", title="Doing"), Swimlane(id="s", title="Default")),
    )
    text = (
        "{cardname}|{CardTitle}|{cardnumber}|{description}|{duedate}|{listname}|{swimlanename}|"
        "{boardname}|{username}|{date}|{time}|{datetime}|{nothing}|{{date}}"
    )
    assert filled(text, words).split("|") == [
        *("Fence", "Fence", "7", "Both", "1/31/2026, 12:04:05 AM", "Doing", "Default", "Roadmap"),
        *("mara", "1/31/2026", "3:04:05 PM", "1/31/2026, 3:04:05 PM", "{nothing}", "{1/31/2026}"),
    ]


def test_a_trigger_restricts_nothing_that_is_not_named() -> None:
    given = {"activityType": "moveCard", "listName": "Doing", "userId": "", "boardId": "x", "n": 1}
    assert trigger_fields(given, required=True) == {
        "activityType": "moveCard",
        "listName": "Doing",
        "userId": "*",
        "swimlaneName": "*",
        "cardTitle": "*",
        "oldListName": "*",
        "n": 1,
    }
    assert trigger_fields({"listName": "Done"}, required=False) == {"listName": "Done"}
    assert trigger_fields({"activityType": "button"}, required=True) == {"activityType": "button"}


@pytest.mark.parametrize(
    "given",
    [
        None,
        "createCard",
        [],
        {},
        {"activityType": ""},
        {"activityType": 1},
        {"activityType": {"$ne": ""}},
        {"activityType": "createCard", "$where": "1"},
        {"activityType": "createCard", "a.b": "1"},
        {"activityType": "createCard", "": "1"},
        {"activityType": "createCard", "listName": ["Doing"]},
        {"activityType": "createCard", "n": 2**60},
        {"activityType": "createCard", "n": float("inf")},
        {"activityType": "createCard", **{f"field{n}": n for n in range(50)}},
    ],
)
def test_what_is_no_trigger_is_refused(given: object) -> None:
    with pytest.raises(BadInputError) as refused:
        trigger_fields(given, required=True)
    assert refused.value.field == "input.trigger"


def test_every_trigger_and_action_is_described() -> None:
    trigger = trigger_fields({"activityType": "moveCard", "listName": "Doing"}, required=True)
    assert described(trigger) == "card moved (listName Doing)"
    action = action_fields({"actionType": "addChecklist", "checklistName": "A"}, required=True)
    assert described(action) == "add checklist (checklistName A)"
    assert described(action | {"desc": "mine"}) == "mine"
    assert described({"actionType": "teleport"}) == "teleport"
    before = action | {"desc": described(action)}
    assert described(before | {"checklistName": "B"}, before) == "add checklist (checklistName B)"
    assert described(before | {"desc": "new"}, before) == "new"
    assert described({**before, "desc": "old", "days": 1}, {**before, "desc": "old"}) == "old"
