"""Moves over GraphQL: to other lists, swimlanes and boards, with all that comes along."""

from typing import Any

import pytest

from tests.clients import GraphQL, Person
from tests.factories import FLAGS, START, Document, Place, Wekan, member

MOVE = """
mutation ($input: UpdateCardInput!) {
  updateCard(input: $input) {
    card { id sort cardNumber board { id } list { id } swimlane { id } labels { name } }
  }
}
"""


async def moved(graphql: GraphQL, who: Person, card: str, **fields: object) -> Any:
    return (await graphql(MOVE, who, input={"id": card} | fields))["updateCard"]["card"]


# On the same board.


async def test_a_card_goes_to_the_top_of_another_list(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    for sort in (4, -2.5, float("nan"), float("-inf"), None):
        await wekan.card(place, listId=place.done, sort=sort)
    await wekan.card(place, listId=place.done, sort=-9, archived=True)
    card = await wekan.card(place, title="Paint fence", labelIds=["redRed"], members=["gone"])
    before = await wekan.get("cards", card)
    shown = await moved(graphql, mara, card, listId=place.done)
    assert shown == {
        "id": card,
        "sort": -3.5,
        "cardNumber": before["cardNumber"],
        "board": {"id": place.board},
        "list": {"id": place.done},
        "swimlane": {"id": place.swimlane},
        "labels": [{"name": "Bug"}],
    }
    after = await wekan.get("cards", card)
    touched = {name: after[name] for name in ("modifiedAt", "dateLastActivity")}
    assert after == before | touched | {"listId": place.done, "sort": -3.5}
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "moveCard",
            "boardId": place.board,
            "cardId": card,
            "cardTitle": "Paint fence",
            "listId": place.done,
            "listName": "Done",
            "oldListId": place.todo,
            "swimlaneId": place.swimlane,
            "oldSwimlaneId": place.swimlane,
            "swimlaneName": "Default",
        }
    ]


async def test_a_card_goes_to_another_swimlane_or_both_at_once(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    later = await wekan.swimlane(place.board, title="Later", sort=1)
    card = await wekan.card(place, sort=5)
    await moved(graphql, mara, card, swimlaneId=later)
    stored = await wekan.get("cards", card)
    assert (stored["swimlaneId"], stored["listId"], stored["sort"]) == (later, place.todo, 5)
    await moved(graphql, mara, card, swimlaneId=place.swimlane, listId=place.done)
    stored = await wekan.get("cards", card)
    assert (stored["swimlaneId"], stored["listId"]) == (place.swimlane, place.done)
    told = [
        {name: activity[name] for name in ("swimlaneName", "oldSwimlaneId", "listName")}
        for activity in await wekan.activities(activityType="moveCard")
    ]
    assert told == [
        {"swimlaneName": "Later", "oldSwimlaneId": place.swimlane, "listName": "To do"},
        {"swimlaneName": "Default", "oldSwimlaneId": later, "listName": "Done"},
    ]


async def test_a_move_may_name_the_place_and_change_the_card(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    card = await wekan.card(place, title="Old")
    shown = await moved(graphql, mara, card, listId=place.done, sort=0, title="New")
    assert (shown["sort"], shown["list"]) == (0, {"id": place.done})
    kinds = [activity["activityType"] for activity in await wekan.activities()]
    assert kinds == ["moveCard", "a-changedTitle"]
    assert [each["cardTitle"] for each in await wekan.activities()] == ["New", "New"]


async def test_an_attachment_follows_its_card(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    later = await wekan.swimlane(place.board)
    card = await wekan.card(place)
    attachment = await wekan.attachment(place, card)
    beside = await wekan.attachment(place, await wekan.card(place))
    kept = await wekan.get("attachments", beside)
    await moved(graphql, mara, card, listId=place.done, swimlaneId=later)
    assert (await wekan.get("attachments", attachment))["meta"] == {
        "boardId": place.board,
        "listId": place.done,
        "swimlaneId": later,
        "cardId": card,
    }
    assert await wekan.get("attachments", beside) == kept


async def test_a_card_whose_place_is_gone_can_be_moved(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    card = await wekan.card(place, listId="gone", swimlaneId=None)
    shown = await moved(graphql, mara, card, listId=place.todo)
    assert (shown["list"], shown["swimlane"]) == ({"id": place.todo}, None)
    await moved(graphql, mara, card, swimlaneId=place.swimlane)
    assert (await wekan.get("cards", card))["swimlaneId"] == place.swimlane


# To another board.


async def test_a_card_goes_to_another_board_with_all_that_hangs_on_it(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara, nils, olga = [await wekan.person(name) for name in ("mara", "nils", "olga")]
    old = await wekan.place(
        member(mara.id),
        member(nils.id),
        title="Old board",
        labels=[
            {"_id": "oldBug", "name": "Bug", "color": "red"},
            {"_id": "oldSky", "name": "Sky", "color": "sky"},
            {"_id": "noName", "name": "", "color": "lime"},
        ],
    )
    new = await wekan.place(
        member(mara.id),
        member(olga.id),
        member(nils.id, active=False),
        title="New board",
        labels=[
            {"_id": "newBug", "name": "Bug", "color": "green"},
            {"_id": "nameNo", "name": "", "color": "lime"},
        ],
    )
    await wekan.card(new, cardNumber=11, sort=3)
    same = await wekan.field(new.board, name="Priority", type="text")
    mapped = await wekan.field(old.board, name="Priority", type="text")
    shared = await wekan.field(old.board, name="Priority", type="number")
    card = await wekan.card(
        old,
        title="Paint fence",
        cardNumber=99,
        labelIds=["oldBug", "oldSky", "noName"],
        members=[mara.id, nils.id],
        assignees=[nils.id],
        watchers=[nils.id, mara.id],
        dueAt=START,
        customFields=[
            {"_id": mapped, "value": "high"},
            {"_id": shared, "value": 3},
            {"_id": "gone", "value": True},
        ],
        cardDependencies=[{"cardId": "other", "type": "blocks"}],
    )
    checklist = await wekan.checklist(old, card, "Buy brush")
    comment = await wekan.comment(old, card, nils)
    attachment = await wekan.attachment(old, card)
    before = await wekan.get("cards", card)

    shown = await moved(graphql, mara, card, boardId=new.board, listId=new.done)
    assert shown == {
        "id": card,
        "sort": 0,
        "cardNumber": 12,
        "board": {"id": new.board},
        "list": {"id": new.done},
        "swimlane": {"id": new.swimlane},
        "labels": [{"name": "Bug"}],
    }
    after = await wekan.get("cards", card)
    touched = {name: after[name] for name in ("modifiedAt", "dateLastActivity")}
    assert after == before | touched | {
        "boardId": new.board,
        "listId": new.done,
        "swimlaneId": new.swimlane,
        "sort": 0,
        "cardNumber": 12,
        "labelIds": ["newBug"],
        "members": [mara.id],
        "watchers": [mara.id],
        "customFields": [
            {"_id": same, "value": "high"},
            {"_id": shared, "value": 3},
            {"_id": "gone", "value": True},
        ],
        "cardDependencies": [],
    }
    assert (await wekan.get("customFields", shared))["boardIds"] == [old.board, new.board]
    assert (await wekan.get("customFields", mapped))["boardIds"] == [old.board]
    assert (await wekan.get("customFields", same))["boardIds"] == [new.board]
    assert (await wekan.get("checklists", checklist))["boardId"] == new.board
    assert [item["boardId"] for item in await wekan.all("checklistItems")] == [new.board]
    assert (await wekan.get("card_comments", comment))["boardId"] == new.board
    assert (await wekan.get("attachments", attachment))["meta"] == {
        "boardId": new.board,
        "listId": new.done,
        "swimlaneId": new.swimlane,
        "cardId": card,
    }
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "moveCardBoard",
            "boardId": new.board,
            "boardName": "New board",
            "oldBoardId": old.board,
            "oldBoardName": "Old board",
            "cardId": card,
            "swimlaneId": new.swimlane,
            "swimlaneName": "Default",
            "oldSwimlaneId": old.swimlane,
        }
    ]


async def test_the_cards_left_behind_forget_the_one_that_went(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    old, new = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    card = await wekan.card(old)
    other: Document = {"cardId": "other", "type": "blocks"}
    entry: Document = {"cardId": card, "type": "blocks", "color": "#eb144c", "icon": "link"}
    left: dict[str, tuple[Any, Any]] = {
        "new form": ([entry, other], [other]),
        "old form": ([card, "other"], ["other"]),
        "both": ([card, other, entry], [other]),
        "none": ([], []),
        "odd": (card, card),
    }
    cards = {name: await wekan.card(old, cardDependencies=left[name][0]) for name in left}
    elsewhere = await wekan.card(new, cardDependencies=[entry])
    await moved(graphql, mara, card, boardId=new.board, listId=new.todo)
    for name, (_, expected) in left.items():
        assert (await wekan.get("cards", cards[name]))["cardDependencies"] == expected, name
    assert (await wekan.get("cards", elsewhere))["cardDependencies"] == [entry]


async def test_the_place_on_the_other_board_can_be_named(graphql: GraphQL, wekan: Wekan) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    old, new = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    await wekan.set("boards", new.board, members=[member(mara.id), member(nils.id)])
    later = await wekan.swimlane(new.board, sort=5)
    card = await wekan.card(old, labelIds=["redRed"], members=[mara.id])
    given = {"labelIds": ["sky222"], "memberIds": [nils.id], "sort": 4.5, "title": "New"}
    place = {"boardId": new.board, "listId": new.todo, "swimlaneId": later}
    await moved(graphql, mara, card, **place, **given)
    stored = await wekan.get("cards", card)
    assert (stored["boardId"], stored["listId"], stored["swimlaneId"]) == (
        new.board,
        new.todo,
        later,
    )
    assert (stored["labelIds"], stored["members"], stored["sort"], stored["title"]) == (
        ["sky222"],
        [nils.id],
        4.5,
        "New",
    )
    told = [
        (each["activityType"], each["boardId"], each.get("memberId", each.get("labelId")))
        for each in await wekan.activities()
    ]
    assert told == [
        ("moveCardBoard", new.board, None),
        ("a-changedTitle", new.board, None),
        ("addedLabel", new.board, "sky222"),
        ("removedLabel", new.board, "redRed"),
        ("joinMember", new.board, nils.id),
        ("unjoinMember", new.board, mara.id),
    ]


async def test_a_card_without_watchers_is_given_none(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    old, new = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    card = await wekan.card(old)
    await moved(graphql, mara, card, boardId=new.board, listId=new.todo)
    assert "watchers" not in await wekan.get("cards", card)


async def test_subtasks_stay_where_they_are(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    old, new = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    top = await wekan.card(old)
    below = await wekan.card(old, parentId=top)
    kept = await wekan.get("cards", below)
    await moved(graphql, mara, top, boardId=new.board, listId=new.todo)
    assert await wekan.get("cards", below) == kept


async def test_a_refused_move_changes_nothing(graphql: GraphQL, wekan: Wekan) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    mine = member(mara.id)
    old, new = await wekan.place(mine, member(nils.id)), await wekan.place(mine)
    hidden, public = await wekan.place(), await wekan.place(permission="public")
    readable = await wekan.place(member(mara.id, "comment-only"))
    shelved = await wekan.in_list(new.board, archived=True)
    trashed = await wekan.in_list(new.board, deletedAt=START)
    lane = await wekan.swimlane(new.board, archived=True)
    card = await wekan.card(old, members=[nils.id])
    there = {"boardId": new.board, "listId": new.todo}
    bad = "BAD_USER_INPUT"
    refused: list[tuple[Document, str, str | None]] = [
        ({"boardId": new.board}, bad, "input.listId"),
        ({"boardId": new.board, "listId": old.todo}, bad, "input.listId"),
        ({"boardId": new.board, "listId": shelved}, bad, "input.listId"),
        ({"boardId": new.board, "listId": trashed}, bad, "input.listId"),
        ({"listId": new.todo}, bad, "input.listId"),
        (there | {"swimlaneId": old.swimlane}, bad, "input.swimlaneId"),
        (there | {"swimlaneId": lane}, bad, "input.swimlaneId"),
        (there | {"labelIds": ["nolabl"]}, bad, "input.labelIds"),
        (there | {"memberIds": [nils.id]}, bad, "input.memberIds"),
        (there | {"title": " "}, bad, "input.title"),
        ({"boardId": public.board, "listId": public.todo}, "FORBIDDEN", None),
        ({"boardId": readable.board, "listId": readable.todo}, "FORBIDDEN", None),
        ({"boardId": hidden.board, "listId": hidden.todo}, "NOT_FOUND", None),
        ({"boardId": "none", "listId": hidden.todo}, "NOT_FOUND", None),
    ]
    before = await wekan.everything()
    for fields, code, field in refused:
        error = await graphql.error(MOVE, mara, input={"id": card} | fields)
        assert error["extensions"]["code"] == code, fields
        assert error["extensions"].get("field") == field, fields
    assert await wekan.everything() == before


async def test_a_hidden_destination_is_answered_as_a_missing_one(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    old, hidden = await wekan.place(member(mara.id)), await wekan.place()
    card = await wekan.card(old)
    place = {"id": card, "listId": hidden.todo}
    answers = {
        (await graphql.post(MOVE, mara, input=place | {"boardId": board})).content
        for board in (hidden.board, "none")
    }
    assert len(answers) == 1


# Who may move what.

WITHIN = {"admin", "normal", "normal-assigned-only", "no-comments", "worker", "site-admin"}
ACROSS = WITHIN - {"worker"}


@pytest.mark.parametrize("role", [*FLAGS, "site-admin"])
async def test_who_may_move_cards(graphql: GraphQL, wekan: Wekan, role: str) -> None:
    who = await wekan.person("somebody", isAdmin=role == "site-admin")
    members = [] if role == "site-admin" else [member(who.id, role)]
    writable = [] if role == "site-admin" else [member(who.id)]
    place, other = await wekan.place(*members), await wekan.place(*writable)
    later = await wekan.swimlane(place.board)

    async def tried(allowed: bool, place: Place, **fields: object) -> None:
        card = await wekan.card(place, assignees=[who.id])
        before = await wekan.everything()
        answer = (await graphql.post(MOVE, who, input={"id": card} | fields)).json()
        codes = [each["extensions"]["code"] for each in answer.get("errors", ())]
        assert codes == ([] if allowed else ["FORBIDDEN"]), fields
        assert (await wekan.everything() == before) is not allowed, fields

    await tried(role in WITHIN, place, listId=place.done)
    await tried(role in WITHIN, place, swimlaneId=later)
    await tried(role in WITHIN, place, sort=7)
    await tried(role in ACROSS, place, boardId=other.board, listId=other.todo)
    await tried(role in ACROSS, other, boardId=place.board, listId=place.todo)


async def test_a_move_to_another_board_is_done_whole_or_not_at_all(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    here, there = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    card = await wekan.card(here)
    await wekan.put("checklists", cardId=card, boardId=here.board, title="Prep", sort=0)
    before = await wekan.everything()
    # What follows the card cannot be written: MongoDB itself refuses checklists over there.
    refusing = {"boardId": {"$ne": there.board}}
    await wekan.database.command("collMod", "checklists", validator=refusing)
    try:
        place = {"boardId": there.board, "listId": there.todo}
        assert await graphql.code(MOVE, mara, input={"id": card} | place) == "INTERNAL"
    finally:
        await wekan.database.command("collMod", "checklists", validator={})
    after = await wekan.everything()
    # A number that was drawn and not used is no harm: Wekan leaves such gaps too.
    assert {**after, "counters": []} == {**before, "counters": []}
