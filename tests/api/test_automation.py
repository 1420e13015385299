"""Rules at work: what is written through either door sets them off, and they do what they say."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from domain import activities
from domain.activities import Entry
from domain.context import Actor, Context
from domain.rule_power import DEEPEST
from domain.rule_triggers import TriggerKind
from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import START, Document, Place, Wekan, member

UPDATE = "mutation ($input: UpdateCardInput!) { updateCard(input: $input) { card { id } } }"
MAKE = "mutation ($input: CreateRuleInput!) { createRule(input: $input) { rule { id } } }"
CREATE = "mutation ($input: CreateCardInput!) { createCard(input: $input) { card { id } } }"
PRESS = """
mutation ($input: PressRuleButtonInput!) {
  pressRuleButton(input: $input) { rule { id } card { id title archived } }
}
"""
Settle = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A board with rules, somebody on it, and both doors."""

    wekan: Wekan
    graphql: GraphQL
    rest: Rest
    settle: Settle
    mara: Person
    nils: Person
    place: Place

    @property
    def cards(self) -> str:
        return f"/api/boards/{self.place.board}/lists/{self.place.todo}/cards"

    async def rule(
        self, trigger: Document, action: Document, board: str | None = None, **fields: Any
    ) -> str:
        """Stores a rule as Wekan's page does."""
        own = board or self.place.board
        when = {"createdAt": START, "updatedAt": START}
        found = await self.wekan.put("triggers", **{"boardId": own, **when} | trigger)
        done = await self.wekan.put(
            "actions",
            **{"boardId": own, "desc": "then", "createdAt": START, "modifiedAt": START} | action,
        )
        place = {"boardId": own, "triggerId": found, "actionId": done}
        self.wekan._number += 1
        moment = START + timedelta(minutes=self.wekan._number)
        made = {"createdAt": moment, "modifiedAt": moment}
        return await self.wekan.put("rules", **{"title": "Rule", **place, **made} | fields)

    async def update(self, card: str, who: Person | None = None, **change: object) -> None:
        await self.graphql(UPDATE, who or self.mara, input={"id": card, **change})
        await self.settle()

    async def card(self, card: str) -> Document:
        return await self.wekan.get("cards", card)


@pytest.fixture
async def scene(http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, context: Context) -> Scene:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    place = await wekan.place(member(mara.id), member(nils.id))
    settle = context.services.aftermath.settled
    return Scene(wekan, graphql, Rest(http, mara), settle, mara, nils, place)


def acting(context: Context, person: Person) -> Context:
    actor = Actor(person.id, person.username, is_admin=False, hashed_token="")
    return Context(context.services, context.door, actor, context.address)


# What sets rules off.

MARKED = {"actionType": "addLabel", "labelId": "sky222"}


@pytest.mark.parametrize("door", ["graphql", "rest"])
async def test_what_both_doors_write_sets_rules_off(scene: Scene, door: str) -> None:
    place, base = scene.place, {"labelIds": ["redRed"], "members": [scene.nils.id]}
    await scene.rule({"activityType": "createCard", "listName": "Done"}, MARKED)
    other = await scene.wekan.place(member(scene.mara.id))
    await scene.rule({"activityType": "createCard"}, MARKED, other.board)
    if door == "rest":
        path = f"/api/boards/{place.board}/lists/{place.done}/cards"
        made = (await scene.rest.ok("POST", path, {"title": "New"}))["_id"]
        quiet = (await scene.rest.ok("POST", scene.cards, {"title": "New"}))["_id"]
    else:
        given = {"boardId": place.board, "title": "New"}
        made, quiet = [
            (await scene.graphql(CREATE, scene.mara, input={**given, "listId": each}))[
                "createCard"
            ]["card"]["id"]
            for each in (place.done, place.todo)
        ]
    await scene.settle()
    assert (await scene.card(made))["labelIds"] == ["sky222"]
    assert (await scene.card(quiet))["labelIds"] == []

    changes: dict[str, tuple[Document, Document, Document]] = {
        "moveCard": ({"oldListName": "To do"}, {}, {"listId": place.done}),
        "addedLabel": ({"labelId": "redRed"}, {"labelIds": []}, {"labelIds": ["redRed"]}),
        "removedLabel": ({"labelId": "redRed"}, base, {"labelIds": []}),
        "joinMember": ({"username": "nils"}, {}, {"members": [scene.nils.id]}),
        "unjoinMember": ({"username": "*"}, base, {"members": []}),
    }
    for kind, (restricted, before, change) in changes.items():
        await scene.rule({"activityType": kind, **restricted}, {"actionType": "markCardComplete"})
        card = await scene.wekan.card(place, **before)
        if door == "rest":
            await scene.rest.ok("PUT", f"{scene.cards}/{card}", change)
            await scene.settle()
        else:
            names = {"members": "memberIds"}
            await scene.update(card, **{names.get(key, key): it for key, it in change.items()})
        assert (await scene.card(card))["dueComplete"] is True, kind


async def test_a_rule_is_for_what_happens_from_then_on(scene: Scene) -> None:
    boss = await scene.wekan.person("boss")
    place = await scene.wekan.place(member(boss.id, "admin"))
    new = {"boardId": place.board, "listId": place.todo}

    async def card(title: str) -> str:
        answer = await scene.graphql(CREATE, boss, input={**new, "title": title})
        return str(answer["createCard"]["card"]["id"])

    before = [await card(title) for title in ("Before", "Just before")]
    rule = {"trigger": {"kind": "CARD_CREATED"}, "action": {"kind": "MARK_COMPLETE"}}
    await scene.graphql(MAKE, boss, input={"boardId": place.board, "title": "Done", **rule})
    after = await card("After")
    await scene.settle()
    done = [(await scene.card(each)).get("dueComplete", False) for each in (*before, after)]
    assert done == [False, False, True]


async def test_every_kind_of_activity_sets_its_rule_off(scene: Scene, context: Context) -> None:
    told = {
        "listName": "To do",
        "oldListId": scene.place.done,
        "swimlaneName": "Default",
        "cardTitle": "Paint",
        "username": "nils",
        "labelId": "redRed",
        "checklistName": "Prep",
        "checklistItemName": "Buy",
    }
    waiting = {TriggerKind.SCHEDULE, TriggerKind.BUTTON}
    for kind in [each for each in TriggerKind if each not in waiting]:
        trigger = await scene.rule(
            {"activityType": kind.value, "userId": scene.mara.id, "oldListName": "Done"}
            | {name: value for name, value in told.items() if name != "oldListId"},
            {"actionType": "addMember", "username": "nils"},
        )
        spelt = "addChecklistItem" if kind is TriggerKind.ITEM_ADDED else kind.value
        hits = []
        for who in (scene.mara, scene.nils):
            card = await scene.wekan.card(scene.place)
            fields = {"boardId": scene.place.board, "cardId": card, **told}
            await activities.record(acting(context, who), Entry(spelt, fields))
            await scene.settle()
            hits.append((await scene.card(card))["members"])
        assert hits == [[scene.nils.id], []], kind
        await scene.wekan.database.rules.delete_one({"_id": trigger})


async def test_a_board_without_rules_costs_one_find(scene: Scene, context: Context) -> None:
    card = await scene.wekan.card(scene.place)
    seen: list[str] = []
    find_many = context.store.find_many

    async def counted(record_type: Any, *rest: Any, **named: Any) -> Any:
        seen.append(record_type.collection)
        return await find_many(record_type, *rest, **named)

    told = [
        Entry(kind, {"boardId": scene.place.board, "cardId": card})
        for kind in ("createCard", "addedLabel", "a-changedTitle")
    ]
    context.store.find_many = counted  # type: ignore[method-assign]
    await activities.record(acting(context, scene.mara), *told)
    await activities.record(acting(context, scene.mara), told[2])
    await scene.settle()
    assert [each for each in seen if each in ("rules", "triggers", "actions")] == ["rules"]


async def test_a_site_without_activities_has_no_rules(scene: Scene) -> None:
    await scene.wekan.setting(disableActivities=True)
    await scene.rule({"activityType": "moveCard"}, MARKED)
    card = await scene.wekan.card(scene.place)
    await scene.update(card, listId=scene.place.done)
    assert (await scene.card(card))["labelIds"] == []


# What rules do.

OLD = datetime(2026, 3, 5, tzinfo=UTC)


ACTIONS: tuple[tuple[str, Document, Document, Document], ...] = (
    (
        "addLabel",
        {"labelId": "sky222"},
        {"labelIds": ["redRed"]},
        {"labelIds": ["redRed", "sky222"]},
    ),
    ("removeLabel", {"labelId": "redRed"}, {"labelIds": ["redRed"]}, {"labelIds": []}),
    ("addLabel", {"labelId": "others"}, {}, {"labelIds": []}),
    ("addMember", {"username": "nils"}, {}, {"members": ["nils"]}),
    ("addMember", {"username": "stan"}, {}, {"members": []}),
    ("addMember", {"username": "nobody"}, {}, {"members": []}),
    ("removeMember", {"username": "nils"}, {"members": ["mara", "nils"]}, {"members": ["mara"]}),
    ("removeMember", {"username": "*"}, {"members": ["mara", "nils"]}, {"members": []}),
    ("setColor", {"selectedColor": "navy"}, {}, {"color": "navy"}),
    ("setColor", {"selectedColor": "white"}, {"color": "navy"}, {"color": None}),
    ("setColor", {"selectedColor": "mud"}, {"color": "navy"}, {"color": "navy"}),
    ("archive", {}, {}, {"archived": True}),
    ("markCardComplete", {}, {"dueComplete": False}, {"dueComplete": True}),
    ("markCardIncomplete", {}, {"dueComplete": True}, {"dueComplete": False}),
    ("setDate", {"dateField": "startAt"}, {}, {"startAt": "now"}),
    ("setDate", {"dateField": "startAt"}, {"startAt": OLD}, {"startAt": OLD}),
    ("updateDate", {"dateField": "endAt"}, {"endAt": OLD}, {"endAt": "now"}),
    ("updateDate", {"dateField": "userId"}, {"endAt": OLD}, {"endAt": OLD}),
    ("removeDate", {"dateField": "dueAt"}, {"dueAt": OLD}, {"dueAt": None}),
    (
        "setDateRelative",
        {"dateField": "receivedAt", "days": 2},
        {},
        {"receivedAt": timedelta(days=2)},
    ),
    (
        "setDateRelative",
        {"dateField": "dueAt", "days": "-3", "unit": "hours"},
        {},
        {"dueAt": timedelta(hours=-3)},
    ),
    ("setDateRelative", {"dateField": "dueAt", "days": 999999999}, {"dueAt": OLD}, {"dueAt": OLD}),
    (
        "moveCardToTop",
        {"listName": "Done", "swimlaneName": "*"},
        {},
        {"listId": "done", "sort": -4},
    ),
    (
        "moveCardToBottom",
        {"listName": "Done", "swimlaneName": "*"},
        {},
        {"listId": "done", "sort": 9},
    ),
    ("moveCardToBottom", {"listName": "*"}, {}, {"listId": "later", "sort": 3}),
    (
        "moveCardToTop",
        {"listName": "Nowhere", "swimlaneName": "Nowhere"},
        {},
        {"listId": "later", "sort": 1},
    ),
    (
        "moveCardToTop",
        {"listName": "Done", "swimlaneName": "Fast"},
        {},
        {"listId": "done", "swimlaneId": "fast", "sort": -1},
    ),
    (
        "moveCardToTop",
        {"listName": "Done", "swimlaneName": "Gone"},
        {},
        {"listId": "done", "swimlaneId": "default"},
    ),
    ("sendEmail", {"emailTo": "a@example.org"}, {}, {"title": "Paint"}),
    ("teleport", {}, {}, {"title": "Paint"}),
)
"""The kind of an action, its fields, and what they make of a card."""


async def test_what_rules_do_to_their_card(scene: Scene) -> None:
    place, wekan = scene.place, scene.wekan
    await wekan.person("stan")
    fast = await wekan.swimlane(place.board, title="Fast", sort=3)
    later = await wekan.in_list(place.board, title="Later", sort=3)
    ids = {"done": place.done, "later": later, "fast": fast, "default": place.swimlane}
    ids |= {"mara": scene.mara.id, "nils": scene.nils.id}

    def named(fields: Document) -> Document:
        people = fields.get("members", ())
        return fields | ({"members": [ids[each] for each in people]} if people else {})

    for kind, fields, before, after in ACTIONS:
        for sort in (-3, 8):
            await wekan.card(place, listId=place.done, sort=sort)
        rule = await scene.rule(
            {"activityType": "moveCard", "listName": "Later"}, {"actionType": kind, **fields}
        )
        card = await wekan.card(place, **{"title": "Paint", "sort": 5} | named(before))
        await scene.update(card, listId=later, sort=2)
        stored = await scene.card(card)
        for name, value in named(after).items():
            found: Any = stored.get(name)
            if value == "now" or isinstance(value, timedelta):
                moment = datetime.now(UTC) + (timedelta() if value == "now" else value)
                assert abs(found - moment) < timedelta(seconds=30), (kind, fields)
            else:
                assert found == (ids.get(value, value) if isinstance(value, str) else value), (
                    kind,
                    fields,
                )
        await wekan.database.rules.delete_one({"_id": rule})
        await wekan.database.cards.delete_many({})
    tellers = {each.get("userId") for each in await wekan.activities(boardId=place.board)}
    assert tellers == {scene.mara.id}


async def test_what_a_rule_does_is_told_as_any_change(scene: Scene) -> None:
    card = await scene.wekan.card(scene.place, title="Paint")
    await scene.rule({"activityType": "moveCard"}, {"actionType": "addMember", "username": "nils"})
    await scene.update(card, listId=scene.place.done)
    _, joined = await scene.wekan.activities()
    assert joined == {
        "userId": scene.mara.id,
        "activityType": "joinMember",
        "username": "nils",
        "memberId": scene.nils.id,
        "boardId": scene.place.board,
        "cardId": card,
        "listId": scene.place.done,
        "swimlaneId": scene.place.swimlane,
    }


async def test_archived_cards_come_back(scene: Scene) -> None:
    await scene.rule(
        {"activityType": "archivedCard", "cardTitle": "keep"}, {"actionType": "unarchive"}
    )
    kept, gone = [await scene.wekan.card(scene.place, title=each) for each in ("keep me", "other")]
    for card in (kept, gone):
        await scene.rest.ok("PUT", f"{scene.cards}/{card}", {"archive": "true"})
    await scene.settle()
    assert [(await scene.card(each))["archived"] for each in (kept, gone)] == [False, True]


async def test_rules_make_cards_and_swimlanes(scene: Scene) -> None:
    wanted = {"listName": "Done", "swimlaneName": "Nowhere", "cardName": "After {cardname} {time}"}
    when = {"activityType": "moveCard"}
    await scene.rule(when, {"actionType": "createCard", **wanted})
    await scene.rule(when, {"actionType": "createCard", "listName": "Nowhere", "cardName": "No"})
    await scene.rule(when, {"actionType": "addSwimlane", "swimlaneName": "Of {username}"})
    card = await scene.wekan.card(scene.place, title="Paint")
    await scene.update(card, listId=scene.place.done)
    (made,) = await scene.wekan.all("cards", _id={"$ne": card})
    assert made["title"].startswith("After Paint ") and made["title"].endswith("M")
    assert (made["listId"], made["swimlaneId"]) == (scene.place.done, scene.place.swimlane)
    assert (made["userId"], made["sort"]) == (scene.mara.id, 0)
    lanes = await scene.wekan.all("swimlanes")
    assert [each["title"] for each in lanes] == ["Default", "Of mara"]


async def test_rules_sort_and_empty_lists(scene: Scene) -> None:
    place = scene.place
    third = await scene.wekan.in_list(place.board, title="Third", sort=2)
    dues: list[tuple[str, datetime | None]] = [("b", OLD), ("C", None), ("a", OLD.replace(day=1))]
    for title, due in dues:
        await scene.wekan.card(place, title=title, dueAt=due, listId=third)
    card = await scene.wekan.card(place, title="Paint", dueAt=OLD)
    when = {"activityType": "moveCard", "listName": "Done"}

    async def order(in_list: str) -> list[str]:
        found = await scene.wekan.all("cards", listId=in_list)
        return [each["title"] for each in sorted(found, key=lambda each: each["sort"])]

    for field, expected in (("name", "abC"), ("created", "bCa"), ("due", "abC"), ("", "abC")):
        rule = await scene.rule(
            when, {"actionType": "sortList", "listName": "Third", "sortField": field}
        )
        await scene.update(card, listId=place.done)
        assert await order(third) == list(expected), field
        await scene.wekan.database.rules.delete_one({"_id": rule})
        await scene.update(card, listId=place.todo)
    emptied = {"actionType": "moveAllCardsInList", "fromListName": "Third", "listName": "To do"}
    await scene.rule(when, emptied)
    await scene.update(card, listId=place.done)
    assert await order(third) == []
    assert await order(place.todo) == ["a", "b", "C"]


CHECKLISTS: tuple[tuple[str, Document, str, list[str]], ...] = (
    ("checkAll", {"checklistName": "Prep"}, "xxx", ["checkedItem", "completeChecklist"]),
    ("uncheckAll", {"checklistName": "Prep"}, "ooo", ["uncheckedItem", "uncheckedItem"]),
    (
        "checkItem",
        {"checklistName": "Prep", "checkItemName": "c"},
        "xxx",
        ["checkedItem", "completeChecklist"],
    ),
    ("checkItem", {"checklistName": "Prep", "checkItemName": "a"}, "xxo", []),
    ("uncheckItem", {"checklistName": "Prep", "checkItemName": "b"}, "xoo", ["uncheckedItem"]),
    (
        "uncheckItem",
        {"checklistName": "Done", "checkItemName": "d"},
        "xxo",
        ["uncompleteChecklist", "uncheckedItem"],
    ),
    ("checkAll", {"checklistName": "Other"}, "xxo", []),
    ("checkItem", {}, "xxo", []),
)
"""Of a list with the items a and b ticked and c not, what an action makes, and what is told."""


async def test_rules_tick_items_off(scene: Scene) -> None:
    wekan, place = scene.wekan, scene.place
    for kind, fields, after, told in CHECKLISTS:
        card = await wekan.card(place)
        prep = await wekan.checklist(place, card, "a", "b", "c")
        await wekan.checklist(place, card, "d", title="Done")
        for title in ("a", "b", "d"):
            ticked = {"cardId": card, "title": title}
            await wekan.database.checklistItems.update_one(ticked, {"$set": {"isFinished": True}})
        rule = await scene.rule({"activityType": "moveCard"}, {"actionType": kind, **fields})
        await scene.update(card, listId=place.done)
        items = await wekan.all("checklistItems", checklistId=prep)
        assert "".join("x" if each["isFinished"] else "o" for each in items) == after, fields
        _, *entries = await wekan.activities(cardId=card)
        assert [each["activityType"] for each in entries] == told
        assert all(each["userId"] == scene.mara.id for each in entries)
        await wekan.database.rules.delete_one({"_id": rule})
    assert entries == []


async def test_rules_make_and_remove_checklists(scene: Scene) -> None:
    wekan, place = scene.wekan, scene.place
    card = await wekan.card(place, title="Paint")
    old = await wekan.checklist(place, card, "a", title="Old")
    kept = await wekan.checklist(place, card, "b", title="Kept")
    await wekan.put("activities", activityType="addChecklist", checklistId=old, boardId=place.board)
    when = {"activityType": "moveCard"}
    listed = {"checklistName": "For {cardname}", "checklistItems": "one, {listname} ,,two"}
    await scene.rule(when, {"actionType": "addChecklistWithItems", **listed})
    await scene.rule(when, {"actionType": "addChecklist", "checklistName": "Empty"})
    await scene.rule(when, {"actionType": "removeChecklist", "checklistName": "Old"})
    await scene.rule({"activityType": "addedChecklistItem", "checklistItemName": "two"}, MARKED)
    await scene.update(card, listId=place.done)

    found = {each["title"]: each for each in await wekan.all("checklists")}
    assert sorted(found) == ["Empty", "For Paint", "Kept"]
    made = found["For Paint"]
    moments = [made.pop(name) for name in ("createdAt", "modifiedAt")]
    assert moments[0] == moments[1] > START
    checklist, own = made.pop("_id"), {"cardId": card, "boardId": place.board}
    by_mara = own | {"userId": scene.mara.id}
    assert made == {"title": "For Paint", "sort": 0, **by_mara}
    items = await wekan.all("checklistItems", checklistId=checklist)
    for sort, (item, title) in enumerate(zip(items, ("one", "Done", "two"), strict=True)):
        assert item.pop("createdAt") == item.pop("modifiedAt") > START
        assert len(item.pop("_id")) == 17
        expected = {"title": title, "sort": sort, "isFinished": False, "checklistId": checklist}
        assert item == expected | by_mara
    assert await wekan.all("checklistItems", checklistId=old) == []
    assert len(await wekan.all("checklistItems", checklistId=kept)) == 1
    (removed,) = await wekan.activities(checklistId=old)
    assert removed == {
        "activityType": "removeChecklist",
        "checklistId": old,
        "checklistName": "Old",
        "listId": place.done,
        "swimlaneId": place.swimlane,
        **by_mara,
    }
    told = [each["activityType"] for each in await wekan.activities(checklistId=checklist)]
    assert told == ["addChecklist", *["addChecklistItem"] * 3]
    assert (await scene.card(card))["labelIds"] == ["sky222"]


# Other boards, and who may what.


async def test_rules_reach_other_boards_as_far_as_the_person_does(scene: Scene) -> None:
    """BoardBleed (GHSA-gm7v-pc38-53jr): writing there must be allowed as well."""
    wekan, card = scene.wekan, await scene.wekan.card(scene.place, title="Paint")
    for role, allowed in (("normal", True), ("read-only", False), ("stranger", False)):
        on_it = [member(scene.mara.id, role)] if role != "stranger" else []
        other = await wekan.place(*on_it)
        goal = {"boardId": other.board, "listName": "Done", "swimlaneName": "*"}
        when = {"activityType": "moveCard"}
        rules = [
            await scene.rule(when, {"actionType": "linkCard", **goal}),
            await scene.rule(when, {"actionType": "moveCardToTop", **goal}),
        ]
        await scene.update(card, listId=scene.place.done)
        cards = await wekan.all("cards", boardId=other.board)
        assert len(cards) == (2 if allowed else 0), role
        assert all(each["listId"] == other.done for each in cards)
        if allowed:
            (link,) = [each for each in cards if each["type"] == "cardType-linkedCard"]
            assert (link["linkedId"], link["title"]) == (card, "Paint")
        for rule in rules:
            await wekan.database.rules.delete_one({"_id": rule})
        card = await wekan.card(scene.place, title="Paint")


async def test_a_rule_acts_with_its_boards_power_alone(scene: Scene) -> None:
    """A worker may move cards and no more; the board's rules may do more with them."""
    will = await scene.wekan.person("will")
    place = await scene.wekan.place(member(will.id, "worker"))
    card = await scene.wekan.card(place)
    await scene.rule({"activityType": "moveCard"}, {"actionType": "archive"}, place.board)
    await scene.rule({"activityType": "archivedCard"}, MARKED, place.board)
    await scene.update(card, will, listId=place.done)
    stored = await scene.card(card)
    assert (stored["archived"], stored["labelIds"]) == (True, ["sky222"])
    own = {"id": card, "labelIds": []}
    assert await scene.graphql.code(UPDATE, will, input=own) == "FORBIDDEN"


async def test_a_rule_of_another_board_is_none_of_ours(scene: Scene) -> None:
    """Rules run for their own board, whatever board their trigger was left with."""
    other = await scene.wekan.place(member(scene.nils.id))
    for board in ("*", None, scene.place.board):
        await scene.rule({"activityType": "moveCard", "boardId": board}, MARKED, other.board)
    card = await scene.wekan.card(scene.place)
    await scene.update(card, listId=scene.place.done)
    assert (await scene.card(card))["labelIds"] == []


# Rules that set each other off.


async def test_rules_set_each_other_off(scene: Scene) -> None:
    await scene.rule({"activityType": "moveCard"}, MARKED)
    await scene.rule(
        {"activityType": "addedLabel", "labelId": "sky222"},
        {"actionType": "addMember", "username": "nils"},
    )
    await scene.rule({"activityType": "joinMember"}, {"actionType": "archive"})
    card = await scene.wekan.card(scene.place)
    await scene.update(card, listId=scene.place.done)
    assert (await scene.card(card))["archived"] is True


async def test_rules_do_not_go_round_for_ever(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    for there, back in (("Done", "To do"), ("To do", "Done")):
        await scene.rule(
            {"activityType": "moveCard", "listName": there},
            {"actionType": "moveCardToTop", "listName": back, "swimlaneName": "*"},
        )
    card = await scene.wekan.card(scene.place)
    await scene.update(card, listId=scene.place.done)
    assert len(await scene.wekan.all("activities", activityType="moveCard")) == 1 + DEEPEST
    assert "without end" in caplog.text
    await scene.update(await scene.wekan.card(scene.place), title="Still here")


async def test_rules_do_not_multiply_for_ever(
    scene: Scene, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.rule_power.MOST_ACTIONS", 8)
    for name in ("one", "two", "three"):
        await scene.rule(
            {"activityType": "createCard"},
            {"actionType": "createCard", "listName": "Done", "cardName": name},
        )
    await scene.rest.ok("POST", scene.cards, {"title": "First"})
    await scene.settle()
    assert len(await scene.wekan.all("cards")) == 1 + 3 + 8
    assert "too much" in caplog.text


# Buttons.


async def test_whoever_moves_cards_may_press_buttons(scene: Scene) -> None:
    cast = await scene.wekan.cast()
    stan = await scene.wekan.person("stan")
    place = await scene.wekan.place(*(member(each.id, role) for role, each in cast.items()))
    trigger = {"activityType": "button", "buttonType": "card", "buttonLabel": "Done"}
    button = await scene.rule(trigger, {"actionType": "archive"}, place.board)
    silent = await scene.rule({"activityType": "moveCard"}, {"actionType": "archive"}, place.board)
    may = {"admin", "normal", "normal-assigned-only", "no-comments", "worker"}
    for role, person in cast.items():
        card = await scene.wekan.card(place, assignees=[person.id])
        given = {"id": button, "cardId": card}
        if role in may:
            shown = (await scene.graphql(PRESS, person, input=given))["pressRuleButton"]
            assert shown == {
                "rule": {"id": button},
                "card": {"id": card, "title": shown["card"]["title"], "archived": True},
            }
        else:
            assert await scene.graphql.code(PRESS, person, input=given) == "FORBIDDEN"
            assert (await scene.card(card))["archived"] is False
    elsewhere = await scene.wekan.card(scene.place)
    refused = {
        "NOT_FOUND": (stan, {"id": button, "cardId": card}),
        "UNAUTHENTICATED": (None, {"id": button, "cardId": card}),
        "CONFLICT": (cast["normal"], {"id": silent, "cardId": card}),
    }
    before = await scene.wekan.everything()
    for code, (who, given) in refused.items():
        assert await scene.graphql.code(PRESS, who, input=given) == code
    hidden, missing = [
        await scene.graphql.error(PRESS, cast["normal"], input={"id": button, "cardId": each})
        for each in (elsewhere, "A" * 17)
    ]
    assert hidden["message"] == missing["message"]
    gone = {"id": "A" * 17, "cardId": card}
    for each in (gone, {"id": button, "cardId": card}):
        told = await scene.graphql.error(PRESS, stan, input=each)
        assert told["message"] == "There is no such rule."
    assert await scene.wekan.everything() == before


async def test_a_boards_button_needs_no_card(scene: Scene) -> None:
    action = {"actionType": "createCard", "listName": "Done", "cardName": "Weekly"}
    button = await scene.rule({"activityType": "button", "buttonType": "board"}, action)
    shown = (await scene.graphql(PRESS, scene.mara, input={"id": button}))["pressRuleButton"]
    assert shown == {"rule": {"id": button}, "card": None}
    (card,) = await scene.wekan.all("cards")
    assert card["title"] == "Weekly"
    other = await scene.wekan.place(member(scene.mara.id))
    stray = await scene.wekan.card(other)
    given = {"id": button, "cardId": stray}
    assert await scene.graphql.code(PRESS, scene.mara, input=given) == "BAD_USER_INPUT"
