"""Cards over GraphQL: made, changed, archived and deleted, with all that Wekan stores."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.clients import GraphQL, Person
from tests.factories import FLAGS, START, Document, Place, Wekan, member

CREATE = """
mutation ($input: CreateCardInput!) {
  createCard(input: $input) { card { id cardNumber sort swimlaneId title } }
}
"""
UPDATE = """
mutation ($input: UpdateCardInput!) {
  updateCard(input: $input) { card { id title description dueAt color archived sort } }
}
"""
ARCHIVE = (
    "mutation ($id: ID!) { archiveCard(input: {id: $id}) { card { id archived archivedAt } } }"
)
RESTORE = (
    "mutation ($id: ID!) { restoreCard(input: {id: $id}) { card { id archived archivedAt } } }"
)
DELETE = "mutation ($id: ID!) { deleteCard(input: {id: $id}) { deletedCardId } }"

DUE, LATER = "2026-04-01T08:30:00.000Z", "2026-04-02T00:00:00.000Z"


async def created(graphql: GraphQL, who: Person, place: Place, **fields: object) -> Any:
    given = {"boardId": place.board, "listId": place.todo, "title": "Paint fence"} | fields
    return (await graphql(CREATE, who, input=given))["createCard"]["card"]


async def updated(graphql: GraphQL, who: Person, card: str, **fields: object) -> Any:
    return (await graphql(UPDATE, who, input={"id": card} | fields))["updateCard"]["card"]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def placed(place: Place, card: str) -> Document:
    return {
        "boardId": place.board,
        "cardId": card,
        "listId": place.todo,
        "swimlaneId": place.swimlane,
    }


# Making.


NOTHING_GIVEN: Document = {
    "sort": 0,
    "cardNumber": 1,
    "customFields": [],
    "archived": False,
    "parentId": "",
    "coverId": "",
    "description": "",
    "requestedBy": "",
    "assignedBy": "",
    "labelIds": [],
    "members": [],
    "assignees": [],
    "requesters": [],
    "assigners": [],
    "dueComplete": False,
    "stickers": [],
    "locationName": "",
    "locationAddress": "",
    "locations": [],
    "spentTime": 0,
    "isOvertime": False,
    "subtaskSort": -1,
    "type": "cardType-card",
    "linkedId": "",
    "cardDependencies": [],
    "targetId_gantt": [],
    "linkType_gantt": [],
    "linkId_gantt": [],
    "showActivities": False,
    "showListOnMinicard": False,
    "showChecklistAtMinicard": False,
    "hideFinishedChecklistIfItemsAreHidden": False,
}


async def test_a_card_is_stored_as_wekan_stores_it(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    before = await wekan.everything()
    shown = await created(graphql, mara, place, title="  Paint fence ")

    stored = await wekan.get("cards", shown["id"])
    (made,) = {stored.pop(name) for name in ("createdAt", "modifiedAt", "dateLastActivity")}
    assert START < made <= datetime.now(UTC)
    assert stored == NOTHING_GIVEN | {
        "_id": shown["id"],
        "title": "Paint fence",
        "boardId": place.board,
        "listId": place.todo,
        "swimlaneId": place.swimlane,
        "userId": mara.id,
    }
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "createCard",
            **placed(place, shown["id"]),
            "listName": "To do",
            "swimlaneName": "Default",
            "cardTitle": "Paint fence",
        }
    ]
    (position,) = await wekan.all("positionHistory")
    assert position.pop("createdAt") == position.pop("updatedAt") >= made
    assert position == {
        "_id": position["_id"],
        "boardId": place.board,
        "entityType": "card",
        "entityId": shown["id"],
        "originalPosition": {"sort": 0, "title": "Paint fence"},
        "originalTitle": "Paint fence",
        "originalSwimlaneId": place.swimlane,
        "originalListId": place.todo,
    }
    counter = {"_id": f"cardNumber-{place.board}", "next_val": 1}
    assert await wekan.all("counters") == [counter]
    after = await wekan.everything()
    changed = {name for name in after if after[name] != before.get(name, [])}
    assert changed == {"cards", "activities", "positionHistory", "counters"}


async def test_everything_that_can_be_given_is_stored(graphql: GraphQL, wekan: Wekan) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    place = await wekan.place(member(mara.id), member(nils.id))
    parent = await wekan.card(place)
    given: Document = {
        "description": " Both sides ",
        "color": "#00ff7f",
        "receivedAt": "2026-03-01",
        "startAt": "2026-03-01T10:00:00+01:00",
        "dueAt": DUE,
        "endAt": "2026-03-03T09:00:00.123456Z",
        "dueComplete": True,
        "spentTime": 1.5,
        "isOvertime": True,
        "requestedBy": " Nils ",
        "assignedBy": "Olga",
        "parentId": parent,
        "labelIds": ["sky222", "redRed", "sky222"],
        "memberIds": [nils.id],
        "assigneeIds": [mara.id, nils.id],
        "sort": -7.25,
    }
    shown = await created(graphql, mara, place, **given)
    stored = await wekan.get("cards", shown["id"])
    for name in ("createdAt", "modifiedAt", "dateLastActivity"):
        del stored[name]
    assert stored == NOTHING_GIVEN | {
        "_id": shown["id"],
        "title": "Paint fence",
        "boardId": place.board,
        "listId": place.todo,
        "swimlaneId": place.swimlane,
        "userId": mara.id,
        "cardNumber": 2,
        "description": "Both sides",
        "color": "#00ff7f",
        "receivedAt": datetime(2026, 3, 1, tzinfo=UTC),
        "startAt": START,
        "dueAt": moment(DUE),
        "endAt": moment("2026-03-03T09:00:00.123Z"),
        "dueComplete": True,
        "spentTime": 1.5,
        "isOvertime": True,
        "requestedBy": "Nils",
        "assignedBy": "Olga",
        "parentId": parent,
        "labelIds": ["sky222", "redRed"],
        "members": [nils.id],
        "assignees": [mara.id, nils.id],
        "sort": -7.25,
    }


async def test_null_is_nothing_when_a_card_is_made(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    names = (
        "description color receivedAt startAt dueAt endAt dueComplete spentTime isOvertime "
        "requestedBy assignedBy parentId labelIds memberIds assigneeIds swimlaneId"
    )
    shown = await created(graphql, mara, place, **dict.fromkeys(names.split()))
    stored = await wekan.get("cards", shown["id"])
    assert {name: stored.get(name, ...) for name in NOTHING_GIVEN} == NOTHING_GIVEN
    assert not {"color", "dueAt", "startAt", "endAt", "receivedAt"} & stored.keys()


async def test_a_card_goes_below_the_others(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    for sort in (2, 7.5, None, float("nan"), float("inf"), "99"):
        await wekan.card(place, sort=sort)
    await wekan.card(place, sort=50, archived=True)
    await wekan.card(place, sort=60, listId=place.done)
    assert (await created(graphql, mara, place))["sort"] == 8.5
    await wekan.unset("cards", await wekan.card(place, sort=9), "archived")
    assert (await created(graphql, mara, place))["sort"] == 10


async def test_a_card_lies_in_the_first_live_swimlane_unless_another_is_named(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    first = await wekan.swimlane(place.board, sort=-1)
    await wekan.swimlane(place.board, sort=-2, archived=True)
    assert (await created(graphql, mara, place))["swimlaneId"] == first
    named = await created(graphql, mara, place, swimlaneId=place.swimlane)
    assert named["swimlaneId"] == place.swimlane
    await wekan.database.swimlanes.delete_many({})
    healed = await created(graphql, mara, place)
    assert healed["swimlaneId"] == f"{place.board}-default"


async def test_a_card_is_numbered_above_all_others(graphql: GraphQL, wekan: Wekan) -> None:
    """Wekan's page numbers cards without the counter, so the counter may lag behind."""
    mara = await wekan.person("mara")
    place, other = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    counter = f"cardNumber-{place.board}"
    await wekan.card(place, cardNumber=41)
    await wekan.card(place, cardNumber=float("nan"))
    await wekan.card(place, cardNumber="99")
    assert (await created(graphql, mara, place))["cardNumber"] == 42
    assert (await wekan.get("counters", counter))["next_val"] == 42
    await wekan.set("counters", counter, next_val=50)
    assert (await created(graphql, mara, place))["cardNumber"] == 51
    await wekan.card(place, cardNumber=60, archived=True)
    assert (await created(graphql, mara, place))["cardNumber"] == 61
    assert (await created(graphql, mara, other))["cardNumber"] == 1


async def test_many_cards_at_once_have_numbers_of_their_own(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    await wekan.card(place, cardNumber=7)
    cards = await asyncio.gather(*(created(graphql, mara, place) for _ in range(20)))
    numbers = {card["cardNumber"] for card in cards}
    assert len(numbers) == 20
    assert min(numbers) > 7
    stored = await wekan.all("cards", title="Paint fence")
    assert {card["cardNumber"] for card in stored} == numbers


async def test_custom_fields_that_come_by_themselves(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place, other = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    automatic = await wekan.field(place.board, automaticallyOnCard=True)
    always = await wekan.field(other.board, place.board, alwaysOnCard=True)
    await wekan.field(place.board)
    await wekan.field(other.board, automaticallyOnCard=True)
    shown = await created(graphql, mara, place)
    fields = (await wekan.get("cards", shown["id"]))["customFields"]
    assert sorted(fields, key=str) == sorted(
        ({"_id": field, "value": None} for field in (automatic, always)), key=str
    )


async def test_a_refused_card_leaves_nothing(graphql: GraphQL, wekan: Wekan) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    members = [member(mara.id), member(nils.id, active=False)]
    place, other = await wekan.place(*members), await wekan.place(*members)
    hidden = await wekan.card(await wekan.place())
    shelved = await wekan.in_list(place.board, archived=True)
    trashed = await wekan.in_list(place.board, deletedAt=START)
    lane = await wekan.swimlane(place.board, archived=True)
    before = await wekan.everything()
    refused: list[tuple[str, object]] = [
        ("title", ""),
        ("title", " \n "),
        ("title", "x" * 1001),
        ("listId", other.todo),
        ("listId", shelved),
        ("listId", trashed),
        ("listId", ""),
        ("swimlaneId", other.swimlane),
        ("swimlaneId", lane),
        ("color", "reddish"),
        ("color", "#12345"),
        ("color", "#12345\n"),
        ("spentTime", -1),
        ("labelIds", ["redRed", "nolabl"]),
        ("memberIds", [nils.id]),
        ("memberIds", [mara.id, "stranger"]),
        ("assigneeIds", [nils.id]),
        ("parentId", "none"),
        ("parentId", hidden),
        ("sort", None),
        ("labelIds", [str(n) for n in range(1001)]),
    ]
    for name, value in refused:
        given = {"boardId": place.board, "listId": place.todo, "title": "x", name: value}
        error = await graphql.error(CREATE, mara, input=given)
        expected = {"code": "BAD_USER_INPUT", "field": f"input.{name}"}
        assert error["extensions"] == expected, (name, value)
    assert await wekan.everything() == before


async def test_numbers_that_are_none_are_refused(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    card = await wekan.card(await wekan.place(member(mara.id)))
    before = await wekan.everything()
    for field in ("sort", "spentTime"):
        given = f'{{id: "{card}", {field}: 1e999}}'
        text = f"mutation {{ updateCard(input: {given}) {{ card {{ id }} }} }}"
        assert await graphql.code(text, mara) == "BAD_USER_INPUT"
    assert await wekan.everything() == before


# Changing.

FULL: Document = {
    "title": "Old title",
    "description": "Old text",
    "color": "red",
    "receivedAt": START,
    "startAt": START,
    "dueAt": START,
    "endAt": START,
    "dueComplete": True,
    "spentTime": 3,
    "isOvertime": True,
    "requestedBy": "Old",
    "assignedBy": "Old",
    "labelIds": ["redRed"],
    "sort": 3,
}
GONE = ...
CHANGES: list[tuple[str, object, str, object]] = [
    # field, value given, field stored, value stored
    ("title", " New ", "title", "New"),
    ("description", "New\ntext ", "description", "New\ntext"),
    ("description", "", "description", GONE),
    ("description", " ", "description", GONE),
    ("description", None, "description", GONE),
    ("color", "white", "color", "white"),
    ("color", "#A0b1C2", "color", "#A0b1C2"),
    ("color", None, "color", GONE),
    ("color", "", "color", GONE),
    ("receivedAt", DUE, "receivedAt", moment(DUE)),
    ("receivedAt", None, "receivedAt", GONE),
    ("startAt", DUE, "startAt", moment(DUE)),
    ("startAt", None, "startAt", GONE),
    ("dueAt", DUE, "dueAt", moment(DUE)),
    ("dueAt", None, "dueAt", GONE),
    ("endAt", DUE, "endAt", moment(DUE)),
    ("endAt", None, "endAt", GONE),
    ("dueComplete", False, "dueComplete", False),
    ("dueComplete", None, "dueComplete", False),
    ("spentTime", 0, "spentTime", 0),
    ("spentTime", 2.5, "spentTime", 2.5),
    ("spentTime", None, "spentTime", 0),
    ("isOvertime", False, "isOvertime", False),
    ("isOvertime", None, "isOvertime", False),
    ("requestedBy", "Nils", "requestedBy", "Nils"),
    ("requestedBy", None, "requestedBy", GONE),
    ("assignedBy", "Nils", "assignedBy", "Nils"),
    ("assignedBy", None, "assignedBy", GONE),
    ("labelIds", ["sky222", "redRed"], "labelIds", ["sky222", "redRed"]),
    ("labelIds", [], "labelIds", []),
    ("labelIds", None, "labelIds", []),
    ("memberIds", None, "members", []),
    ("assigneeIds", None, "assignees", []),
    ("parentId", None, "parentId", GONE),
    ("sort", 0, "sort", 0),
    ("sort", -1.5, "sort", -1.5),
]


async def test_just_what_is_given_is_changed(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    people = {"members": [mara.id], "assignees": [mara.id]}
    parent = await wekan.card(place)
    for name, value, stored, expected in CHANGES:
        card = await wekan.card(place, **FULL, **people, parentId=parent, unknown={"kept": 1})
        before = await wekan.get("cards", card)
        await updated(graphql, mara, card, **{name: value})
        after = await wekan.get("cards", card)
        assert after["modifiedAt"] == after["dateLastActivity"] > before["modifiedAt"], name
        wanted = before | {stored: expected}
        wanted |= {each: after[each] for each in ("modifiedAt", "dateLastActivity")}
        assert after == {key: it for key, it in wanted.items() if it is not GONE}, (name, value)


async def test_absent_fields_stay_as_they_are(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    card = await wekan.card(place, **FULL)
    before = await wekan.everything()
    shown = await updated(graphql, mara, card)
    assert (shown["title"], shown["description"]) == ("Old title", "Old text")
    await updated(graphql, mara, card, boardId=place.board)
    await updated(graphql, mara, card, listId=place.todo, swimlaneId=place.swimlane)
    assert await wekan.everything() == before


async def test_the_answer_shows_the_card_as_it_then_is(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    card = await wekan.card(await wekan.place(member(mara.id)), **FULL)
    given = {"title": "New", "description": "", "dueAt": DUE, "color": None, "sort": 0}
    shown = await updated(graphql, mara, card, **given)
    assert shown == {"id": card, "archived": False} | given


async def test_one_wrong_value_among_right_ones_changes_nothing(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    place = await wekan.place(member(mara.id), member(nils.id, active=False))
    other = await wekan.place(member(mara.id))
    public = await wekan.place(permission="public")
    hidden = await wekan.place()
    card = await wekan.card(place, **FULL)
    shelved = await wekan.in_list(place.board, archived=True)
    right: Document = {
        "title": "New",
        "description": "New",
        "dueAt": DUE,
        "labelIds": ["sky222"],
        "memberIds": [mara.id],
        "assigneeIds": [mara.id],
        "listId": place.done,
        "sort": 9,
    }
    bad = "BAD_USER_INPUT"
    refused: list[tuple[str, object, str]] = [
        ("title", "", bad),
        ("title", None, bad),
        ("title", "x" * 1001, bad),
        ("color", "reddish", bad),
        ("spentTime", -0.1, bad),
        ("sort", None, bad),
        ("labelIds", ["nolabl"], bad),
        ("memberIds", [nils.id], bad),
        ("assigneeIds", ["stranger"], bad),
        ("parentId", card, bad),
        ("parentId", "none", bad),
        ("listId", other.todo, bad),
        ("listId", shelved, bad),
        ("listId", None, bad),
        ("swimlaneId", other.swimlane, bad),
        ("swimlaneId", None, bad),
        ("boardId", None, bad),
        ("boardId", hidden.board, "NOT_FOUND"),
        ("boardId", "none", "NOT_FOUND"),
        ("boardId", public.board, "FORBIDDEN"),
    ]
    before = await wekan.everything()
    for name, value, code in refused:
        given = {"id": card} | right | {name: value}
        error = await graphql.error(UPDATE, mara, input=given)
        assert error["extensions"]["code"] == code, (name, value)
        if code == bad:
            assert error["extensions"]["field"] == f"input.{name}", (name, value)
    for name, value in (("dueAt", "tomorrow"), ("sort", "1"), ("labelIds", [None]), ("title", 1)):
        code = await graphql.code(UPDATE, mara, input={"id": card} | right | {name: value})
        assert code == bad
    for operator in ({"$ne": None}, {"$gt": ""}):
        assert await graphql.code(UPDATE, mara, input={"id": operator, "title": "x"}) == bad
        assert await graphql.code(UPDATE, mara, input={"id": card, "listId": operator}) == bad
    assert await wekan.everything() == before


async def test_what_is_on_a_card_may_stay_though_it_could_not_be_added(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    place = await wekan.place(member(mara.id), member(nils.id, active=False))
    card = await wekan.card(place, labelIds=["nolabl"], members=[nils.id], assignees=["gone"])
    kept = {"labelIds": ["nolabl", "redRed"], "memberIds": [nils.id, mara.id]}
    await updated(graphql, mara, card, **kept, assigneeIds=["gone"])
    stored = await wekan.get("cards", card)
    assert stored["labelIds"] == ["nolabl", "redRed"]
    assert stored["members"] == [nils.id, mara.id]
    assert stored["assignees"] == ["gone"]


# What a change leaves in the history.


async def test_dates_tell_old_and_new_and_touch_the_list(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    for name in ("receivedAt", "startAt", "dueAt", "endAt"):
        card = await wekan.card(place, title="Paint fence")
        for value, old in ((DUE, ""), (LATER, moment(DUE)), (None, moment(LATER))):
            await wekan.set("lists", place.todo, modifiedAt=START)
            await updated(graphql, mara, card, **{name: value})
            new = {"timeValue": moment(value)} if value else {}
            assert (await wekan.activities(cardId=card))[-1] == {
                "userId": mara.id,
                "activityType": f"a-{name}",
                **placed(place, card),
                "username": "mara",
                "cardTitle": "Paint fence",
                "timeKey": name,
                "timeOldValue": old,
                **new,
            }
            in_list, stored = await wekan.get("lists", place.todo), await wekan.get("cards", card)
            assert in_list["modifiedAt"] >= stored["modifiedAt"]
        await wekan.set("lists", place.todo, modifiedAt=START)
        await updated(graphql, mara, card, **{name: None}, title="Paint fence")
        assert len(await wekan.activities(cardId=card)) == 3
        assert (await wekan.get("lists", place.todo))["modifiedAt"] == START


async def test_texts_tell_old_and_new(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    card = await wekan.card(place, title="Old", description="Text")
    await updated(graphql, mara, card, title="New", description=None)
    await updated(graphql, mara, card, title="New", description="")
    told = {"userId": mara.id, **placed(place, card), "username": "mara", "cardTitle": "New"}
    assert await wekan.activities() == [
        {"activityType": "a-changedTitle", "oldValue": "Old", "value": "New", **told},
        {"activityType": "a-changedDescription", "oldValue": "Text", "value": "", **told},
    ]


async def test_labels_and_people_that_come_and_go_are_told_one_by_one(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    place = await wekan.place(member(mara.id), member(nils.id))
    card = await wekan.card(
        place, labelIds=["redRed"], members=[nils.id], assignees=[mara.id, "gone"]
    )
    change: Document = {
        "labelIds": ["sky222"],
        "memberIds": [mara.id, nils.id],
        "assigneeIds": [nils.id],
    }
    await updated(graphql, mara, card, **change)
    await updated(graphql, mara, card, **change)
    own = {"userId": mara.id, **placed(place, card)}
    mara_named, nils_named = {"username": "mara"}, {"username": "nils"}
    assert await wekan.activities() == [
        {"activityType": "addedLabel", "labelId": "sky222", **own},
        {"activityType": "removedLabel", "labelId": "redRed", **own},
        {"activityType": "joinMember", "memberId": mara.id, **mara_named, **own},
        {"activityType": "joinAssignee", "assigneeId": nils.id, **nils_named, **own},
        {"activityType": "unjoinAssignee", "assigneeId": mara.id, **mara_named, **own},
        {"activityType": "unjoinAssignee", "assigneeId": "gone", **own},
    ]


async def test_other_fields_leave_no_history(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    card = await wekan.card(place)
    quiet: Document = {"color": "red", "sort": 5, "spentTime": 1, "requestedBy": "x"}
    await updated(graphql, mara, card, **quiet, dueComplete=True, isOvertime=True)
    assert await wekan.activities() == []
    assert (await wekan.get("lists", place.todo))["modifiedAt"] == START


async def test_without_activities_changes_are_made_all_the_same(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    await wekan.setting(disableActivities=True)
    card = (await created(graphql, mara, place))["id"]
    await updated(graphql, mara, card, title="New", dueAt=DUE)
    await graphql(ARCHIVE, mara, id=card)
    await graphql(DELETE, mara, id=card)
    assert await wekan.all("activities") == await wekan.all("cards") == []


# Parents.


async def test_a_card_is_never_its_own_ancestor(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    top = await wekan.card(place)
    middle = await wekan.card(place, parentId=top)
    bottom = await wekan.card(place, parentId=middle)
    before = await wekan.everything()
    for parent in (top, middle, bottom):
        error = await graphql.error(UPDATE, mara, input={"id": top, "parentId": parent})
        assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": "input.parentId"}
    assert await wekan.everything() == before
    await updated(graphql, mara, bottom, parentId=top)
    assert (await wekan.get("cards", bottom))["parentId"] == top


async def test_a_parent_that_is_hidden_is_as_good_as_none(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    card = await wekan.card(await wekan.place(member(mara.id)))
    hidden = await wekan.card(await wekan.place())
    public = await wekan.card(await wekan.place(permission="public"))
    answers = [
        (await graphql.post(UPDATE, mara, input={"id": card, "parentId": parent})).content
        for parent in (hidden, "none")
    ]
    assert answers[0] == answers[1]
    await updated(graphql, mara, card, parentId=public)
    assert (await wekan.get("cards", card))["parentId"] == public


# Archiving and restoring.


async def test_a_card_is_archived_and_restored_with_its_subtasks(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    hidden = await wekan.place()
    top = await wekan.card(place, title="top")
    middle = await wekan.card(place, title="middle", parentId=top, listId=place.done)
    bottom = await wekan.card(place, title="bottom", parentId=middle)
    foreign = await wekan.card(hidden, parentId=top)
    beside = await wekan.card(place)
    family = [(bottom, "bottom"), (middle, "middle"), (top, "top")]

    shown = (await graphql(ARCHIVE, mara, id=top))["archiveCard"]["card"]
    assert shown["archived"] is True
    stored = {card: await wekan.get("cards", card) for card, _ in family}
    for document in stored.values():
        assert document["archived"] is True
        assert document["archivedAt"] == document["modifiedAt"] == document["dateLastActivity"]
        assert moment(shown["archivedAt"]) == document["archivedAt"]

    def told(activity_type: str) -> list[Document]:
        return [
            {
                "userId": mara.id,
                "activityType": activity_type,
                **placed(place, card),
                "listId": stored[card]["listId"],
                "listName": "Done" if card == middle else "To do",
                "cardTitle": title,
            }
            for card, title in family
        ]

    assert await wekan.activities() == told("archivedCard")
    for untouched in (foreign, beside):
        assert (await wekan.get("cards", untouched))["archived"] is False

    restored = (await graphql(RESTORE, mara, id=top))["restoreCard"]["card"]
    assert (restored["archived"], restored["archivedAt"]) == (False, shown["archivedAt"])
    assert await wekan.activities() == told("archivedCard") + told("restoredCard")
    for card, _ in family:
        document = await wekan.get("cards", card)
        assert document["archived"] is False
        assert document["archivedAt"] == stored[card]["archivedAt"]


async def test_what_is_archived_already_is_left_as_it_is(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    card = await wekan.card(place, archived=True, archivedAt=START)
    live = await wekan.card(place)
    before = await wekan.everything()
    shown = (await graphql(ARCHIVE, mara, id=card))["archiveCard"]["card"]
    assert shown == {"id": card, "archived": True, "archivedAt": "2026-03-01T09:00:00.000Z"}
    await graphql(RESTORE, mara, id=live)
    assert await wekan.everything() == before


async def test_a_circle_of_subtasks_can_be_archived_and_deleted(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    one = await wekan.card(place)
    two = await wekan.card(place, parentId=one)
    await wekan.set("cards", one, parentId=two)
    await graphql(ARCHIVE, mara, id=one)
    assert len(await wekan.all("cards", archived=True)) == 2
    await graphql(DELETE, mara, id=two)
    assert await wekan.all("cards") == []


# Deleting.


async def full_card(wekan: Wekan, place: Place, who: Person, **fields: object) -> str:
    card = await wekan.card(place, **fields)
    checklist = await wekan.checklist(place, card, "Buy brush", "Buy paint")
    comment = await wekan.comment(place, card, who)
    await wekan.reaction(place, card, comment, who)
    await wekan.attachment(place, card, b"x" * 1000)
    for kind in ("createCard", "addChecklist"):
        told = {"cardId": card, "boardId": place.board, "checklistId": checklist}
        await wekan.put("activities", activityType=kind, **told, createdAt=START, modifiedAt=START)
    return card


PARTS = (
    "checklists checklistItems card_comments card_comment_reactions attachments "
    "attachments.files attachments.chunks"
)


async def test_a_deleted_card_takes_all_that_hangs_on_it_along(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    beside = await full_card(wekan, place, mara, title="beside")
    kept = await wekan.everything()
    top = await full_card(wekan, place, mara, title="top")
    middle = await full_card(wekan, place, mara, title="middle", parentId=top, archived=True)
    bottom = await full_card(wekan, place, mara, title="bottom", parentId=middle)

    assert await graphql(DELETE, mara, id=top) == {"deleteCard": {"deletedCardId": top}}
    for name in [*PARTS.split(), "cards", "positionHistory", "counters", "boards", "lists"]:
        assert await wekan.all(name) == kept.get(name, []), name
    assert await wekan.activities(cardId={"$ne": beside}) == [
        {
            "userId": mara.id,
            "activityType": "deleteCard",
            **placed(place, card),
            "cardTitle": title,
        }
        for card, title in ((bottom, "bottom"), (middle, "middle"), (top, "top"))
    ]
    assert len(await wekan.activities(cardId=beside)) == 2
    assert await graphql.code(DELETE, mara, id=top) == "NOT_FOUND"


async def test_subtasks_that_the_actor_may_not_touch_lose_their_parent_only(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place, hidden = await wekan.place(member(mara.id)), await wekan.place()
    readable = await wekan.place(member(mara.id, "read-only"))
    top = await wekan.card(place)
    others = [await full_card(wekan, each, mara, parentId=top) for each in (hidden, readable)]
    below = await wekan.card(place, parentId=others[0])
    parts = {name: await wekan.all(name) for name in PARTS.split()}
    await graphql(DELETE, mara, id=top)
    assert [(await wekan.get("cards", card))["parentId"] for card in others] == ["", ""]
    assert (await wekan.get("cards", below))["parentId"] == others[0]
    assert {name: await wekan.all(name) for name in parts} == parts


# Who may do what.

RIGHTS = {
    "admin": "create update archive restore delete",
    "normal": "create update archive restore delete",
    "normal-assigned-only": "create update archive restore delete",
    "no-comments": "create update archive restore delete",
    "comment-only": "",
    "comment-assigned-only": "",
    "worker": "",
    "read-only": "",
    "read-assigned-only": "",
    "site-admin": "create update archive restore delete",
    "left": None,
    "stranger": None,
}
"""None: the board is not even there. A worker may move, and put himself on a card: below."""


@pytest.mark.parametrize("role", RIGHTS)
async def test_who_may_change_cards(graphql: GraphQL, wekan: Wekan, role: str) -> None:
    who = await wekan.person("somebody", isAdmin=role == "site-admin")
    left = member(who.id, "admin", active=False)
    members = {"left": [left], "stranger": [], "site-admin": []}
    place = await wekan.place(*members.get(role, [member(who.id, role)] if role in FLAGS else []))
    rights = RIGHTS[role]

    async def tried(name: str, text: str, **variables: object) -> None:
        before = await wekan.everything()
        answer = (await graphql.post(text, who, **variables)).json()
        errors = answer.get("errors", [])
        code = errors[0]["extensions"]["code"] if errors else "OK"
        if rights is None:
            assert code == "NOT_FOUND", name
        else:
            assert code == ("OK" if name in rights.split() else "FORBIDDEN"), name
        assert (await wekan.everything() == before) is (code != "OK"), name

    new = {"boardId": place.board, "listId": place.todo, "title": "x"}
    await tried("create", CREATE, input=new)
    own = {"assignees": [who.id]}
    await tried("update", UPDATE, input={"id": await wekan.card(place, **own), "title": "y"})
    await tried("archive", ARCHIVE, id=await wekan.card(place, **own))
    await tried("restore", RESTORE, id=await wekan.card(place, **own, archived=True))
    await tried("delete", DELETE, id=await wekan.card(place, **own))


async def test_a_worker_puts_only_himself_on_a_card(graphql: GraphQL, wekan: Wekan) -> None:
    worker, nils = await wekan.person("worker"), await wekan.person("nils")
    place = await wekan.place(member(worker.id, "worker"), member(nils.id))
    card = await wekan.card(place, assignees=[nils.id])
    await updated(graphql, worker, card, assigneeIds=[nils.id, worker.id])
    assert (await wekan.get("cards", card))["assignees"] == [nils.id, worker.id]
    await updated(graphql, worker, card, assigneeIds=[nils.id])
    await updated(graphql, worker, card, sort=99, listId=place.done)
    before = await wekan.everything()
    forbidden: list[Document] = [
        {"assigneeIds": [worker.id]},
        {"assigneeIds": []},
        {"assigneeIds": None},
        {"memberIds": [worker.id]},
        {"labelIds": ["redRed"]},
        {"title": "x"},
        {"description": None},
        {"dueAt": DUE},
        {"listId": place.todo, "title": "x"},
        {"assigneeIds": [nils.id, worker.id], "color": "red"},
    ]
    for fields in forbidden:
        assert await graphql.code(UPDATE, worker, input={"id": card} | fields) == "FORBIDDEN"
    assert await wekan.everything() == before


async def test_assigned_only_roles_change_only_their_cards(graphql: GraphQL, wekan: Wekan) -> None:
    who = await wekan.person("somebody")
    place = await wekan.place(member(who.id, "normal-assigned-only"))
    others = await wekan.card(place, members=[who.id], userId=who.id, assignees=["other"])
    before = await wekan.everything()
    for text in (ARCHIVE, RESTORE, DELETE):
        assert await graphql.code(text, who, id=others) == "NOT_FOUND"
    assert await graphql.code(UPDATE, who, input={"id": others, "title": "x"}) == "NOT_FOUND"
    own = await wekan.card(place, assignees=[who.id], sort=1)
    given = {"id": own, "parentId": others}
    assert await graphql.code(UPDATE, who, input=given) == "BAD_USER_INPUT"
    await wekan.database.cards.delete_one({"_id": own})
    assert await wekan.everything() == before


async def test_nobody_changes_what_they_are_not_logged_in_for(
    graphql: GraphQL, wekan: Wekan
) -> None:
    place = await wekan.place(permission="public")
    card = await wekan.card(place)
    before = await wekan.everything()
    new = {"boardId": place.board, "listId": place.todo, "title": "x"}
    for wanted in (card, "none"):
        for text in (ARCHIVE, RESTORE, DELETE):
            assert await graphql.code(text, None, id=wanted) == "UNAUTHENTICATED"
        assert await graphql.code(UPDATE, None, input={"id": wanted}) == "UNAUTHENTICATED"
    assert await graphql.code(CREATE, None, input=new) == "UNAUTHENTICATED"
    assert await wekan.everything() == before


async def test_changes_made_at_once_are_all_kept(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    card = await wekan.card(await wekan.place(member(mara.id)))
    await asyncio.gather(
        updated(graphql, mara, card, title="New"),
        updated(graphql, mara, card, color="red"),
        updated(graphql, mara, card, dueAt=DUE),
        updated(graphql, mara, card, labelIds=["redRed"]),
    )
    stored = await wekan.get("cards", card)
    kept = (stored["title"], stored["color"], stored["dueAt"], stored["labelIds"])
    assert kept == ("New", "red", moment(DUE), ["redRed"])
    assert stored["modifiedAt"] - datetime.now(UTC) < timedelta(minutes=1)
