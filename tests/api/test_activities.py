"""The history of boards and cards, and who is shown it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.clients import GraphQL
from tests.factories import FLAGS, START, Place, Wekan, member

OF_BOARD = """
query ($id: ID!, $types: [String!], $first: Int = 100, $after: String) {
  board(id: $id) { activities(types: $types, first: $first, after: $after) {
    totalCount nodes { id cardTitle } pageInfo { hasNextPage endCursor }
  } }
}
"""
OF_CARD = "query ($id: ID!) { card(id: $id) { activities { totalCount nodes { id } } } }"
WHOLE = """
query ($id: ID!) { card(id: $id) { activities { nodes {
  activityType createdAt user { username } board { title } oldBoard { title }
  swimlane { title } list { title } oldList { title } card { title } cardTitle
  member { username } assignee { username } labelId
  comment { text } checklist { title } checklistItem { title } attachment { name }
  title oldValue value timeKey oldTime time
} } } }
"""


async def happened(wekan: Wekan, board: str, minute: int = 0, **fields: Any) -> str:
    moment = START + timedelta(minutes=minute)
    made = {"activityType": "createCard", "boardId": board, "userId": "gone"}
    when = {"createdAt": moment, "modifiedAt": moment}
    return await wekan.put("activities", **made | when | fields)


async def test_history_comes_newest_first_in_pages_and_by_type(
    wekan: Wekan, graphql: GraphQL
) -> None:
    mara = await wekan.person("mara")
    board = await wekan.board(member(mara.id))
    other = await wekan.board(member(mara.id))
    kinds = ("createCard", "addComment", "createCard", "moveCard")
    ids = [
        await happened(wekan, board, n, activityType=kind, cardTitle=str(n))
        for n, kind in enumerate(kinds)
    ]
    await happened(wekan, other)

    async def asked(**how: object) -> Any:
        return (await graphql(OF_BOARD, mara, id=board, **how))["board"]["activities"]

    first = await asked(first=3)
    assert first["totalCount"] == 4
    assert [each["id"] for each in first["nodes"]] == ids[:0:-1]
    rest = await asked(first=3, after=first["pageInfo"]["endCursor"])
    assert ([each["id"] for each in rest["nodes"]], rest["pageInfo"]["hasNextPage"]) == (
        ids[:1],
        False,
    )
    cards = await asked(types=["createCard", "moveCard"])
    assert [each["cardTitle"] for each in cards["nodes"]] == ["3", "2", "0"]
    assert (await asked(types=[]))["nodes"] == []


async def test_an_activity_leads_to_all_that_it_speaks_of(wekan: Wekan, graphql: GraphQL) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    place = await wekan.place(member(mara.id))
    old = await wekan.board(title="Before")
    card = await wekan.card(place, title="Paint")
    checklist = await wekan.checklist(place, card, "Brush")
    item = (await wekan.all("checklistItems"))[0]["_id"]
    comment = await wekan.comment(place, card, mara)
    attachment = await wekan.attachment(place, card)
    await happened(
        wekan,
        place.board,
        cardId=card,
        cardTitle="Pant",
        userId=mara.id,
        oldBoardId=old,
        swimlaneId=place.swimlane,
        listId=place.done,
        oldListId=place.todo,
        memberId=nils.id,
        assigneeId=nils.id,
        labelId="redRed",
        commentId=comment,
        checklistId=checklist,
        checklistItemId=item,
        attachmentId=attachment,
        title="Then",
        oldValue="a",
        value=["not", "a", "text"],
        timeKey="dueAt",
        timeOldValue="",
        timeValue=START,
    )
    [shown] = (await graphql(WHOLE, mara, id=card))["card"]["activities"]["nodes"]
    moment = "2026-03-01T09:00:00.000Z"
    assert shown == {
        "activityType": "createCard",
        "createdAt": moment,
        "user": {"username": "mara"},
        "board": {"title": "Roadmap"},
        "oldBoard": None,  # which is hidden from her
        "swimlane": {"title": "Default"},
        "list": {"title": "Done"},
        "oldList": {"title": "To do"},
        "card": {"title": "Paint"},
        "cardTitle": "Pant",
        "member": {"username": "nils"},
        "assignee": {"username": "nils"},
        "labelId": "redRed",
        "comment": {"text": "Looks fine"},
        "checklist": {"title": "Prep"},
        "checklistItem": {"title": "Brush"},
        "attachment": {"name": "plan.txt"},
        "title": "Then",
        "oldValue": "a",
        "value": None,
        "timeKey": "dueAt",
        "oldTime": None,
        "time": moment,
    }


async def test_roles_that_see_assigned_cards_see_the_history_of_those(
    wekan: Wekan, graphql: GraphQL
) -> None:
    cast = await wekan.cast()
    place = await wekan.place(*(member(person.id, role) for role, person in cast.items()))
    narrow = [cast[role].id for role in FLAGS if "assigned" in role]
    own, other = await wekan.card(place, assignees=narrow), await wekan.card(place)
    ids = [await happened(wekan, place.board, n, **of) for n, of in enumerate(about(place, own))]
    ids += [await happened(wekan, place.board, 9, cardId=other, commentId="c")]
    for role, person in cast.items():
        found = await graphql(OF_BOARD, person, id=place.board)
        shown = {each["id"] for each in found["board"]["activities"]["nodes"]}
        assert shown == set(ids[:3] if "assigned" in role else ids), role
        assert found["board"]["activities"]["totalCount"] == len(shown)
        of_card = (await graphql(OF_CARD, person, id=own))["card"]["activities"]
        assert [each["id"] for each in of_card["nodes"]] == [ids[1]]


def about(place: Place, card: str) -> list[dict[str, str]]:
    return [{"listId": place.todo}, {"cardId": card}, {"memberId": "gone"}]


async def test_a_cards_history_on_a_hidden_board_stays_there(
    wekan: Wekan, graphql: GraphQL
) -> None:
    """GHSA-jvv9-498p-hxrg (ParentBleed): nothing leads to what another board hides."""
    mara = await wekan.person("mara")
    place, hidden = await wekan.place(member(mara.id)), await wekan.board()
    card = await wekan.card(place)
    await happened(wekan, hidden, cardId=card)
    shown = await happened(wekan, place.board, cardId=card)
    history = (await graphql(OF_CARD, mara, id=card))["card"]["activities"]
    assert history == {"totalCount": 1, "nodes": [{"id": shown}]}


@pytest.mark.parametrize("who", ["nobody", "reader"])
async def test_history_of_a_public_board_is_for_whoever_is_logged_in(
    wekan: Wekan, graphql: GraphQL, who: str
) -> None:
    reader = await wekan.person("reader") if who == "reader" else None
    board = await wekan.board(permission="public")
    await happened(wekan, board)
    found = (await graphql(OF_BOARD, reader, id=board))["board"]["activities"]
    assert found["totalCount"] == len(found["nodes"]) == (1 if reader else 0)
    await wekan.setting(disableActivities=True)
    found = (await graphql(OF_BOARD, reader, id=board))["board"]["activities"]
    assert found["totalCount"] == len(found["nodes"]) == 0
