"""A board with everything on it, for what takes boards out and brings them in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.clients import Person
from tests.factories import START, Place, Wekan, member

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
LABELS = [
    {"_id": "bugBug", "name": "Bug", "color": "red"},
    {"_id": "ideaId", "name": "Idea", "color": "sky"},
]
DUE = START + timedelta(days=3, hours=2)


@dataclass(frozen=True, slots=True)
class Whole:
    place: Place
    card: str
    other: str
    lane: str
    attachment: str


async def whole_board(wekan: Wekan, mara: Person, nora: Person, **board: Any) -> Whole:
    """Stores it; mara is its admin, nora a member."""
    fields = {"labels": LABELS, "description": "Where we go", "color": "pumpkin"} | board
    members = member(mara.id, "admin"), member(nora.id)
    place = await wekan.place(*members, allowsAttachments=True, allowsLabels=True, **fields)
    lane = await wekan.swimlane(place.board, title="Later", sort=1, color="sky")
    limit = {"value": 3, "enabled": True, "soft": False}
    await wekan.set("lists", place.done, wipLimit=limit, color="green", archived=True)
    field = await wekan.field(
        place.board,
        type="dropdown",
        settings={"dropdownItems": [{"_id": "highHi", "name": "High"}]},
        showLabelOnMiniCard=True,
    )
    number = await wekan.field(place.board, name="Cost", type="number")
    card = await wekan.card(
        place,
        title='=HYPERLINK("http://x")',
        description="Ask @nora\nabout it",
        userId=mara.id,
        members=[mara.id, nora.id],
        assignees=[nora.id],
        labelIds=["bugBug"],
        dueAt=DUE,
        spentTime=1.5,
        isOvertime=True,
        color="crimson",
        requestedBy="the boss",
        customFields=[{"_id": field, "value": "highHi"}, {"_id": number, "value": 7.5}],
        vote={
            "question": "Go?",
            "positive": [nora.id],
            "negative": [],
            "public": True,
            "allowNonBoardMembers": False,
        },
        stickers=[{"icon": "star", "name": "Star", "position": 0}],
        locations=[{"_id": "placeP", "name": "Home", "address": "Here 1", "latitude": 1.5}],
        subtaskSort=4,
        showActivities=True,
        linkType_gantt=[1],
    )
    other = await wekan.card(
        place, title="Part", parentId=card, swimlaneId=lane, archived=True, userId=nora.id
    )
    needs = {"cardId": other, "type": "blocks", "color": "#eb144c", "icon": "link"}
    await wekan.set("cards", card, cardDependencies=[needs])
    await wekan.checklist(place, card, "Milk", "Bread", title="Buy")
    first = await wekan.comment(place, card, nora, text="See <b>this</b>")
    await wekan.comment(place, card, mara, text="Yes", parentId=first)
    attachment = await wekan.attachment(place, card, PNG)
    kind = {"name": "plan.png", "type": "image/png", "isImage": True}
    await wekan.set("attachments", attachment, **kind)
    await wekan.set("cards", card, coverId=attachment)
    await wekan.put(
        "triggers", _id="trig", activityType="createCard", boardId=place.board, desc="x"
    )
    action = {"actionType": "addLabel", "labelId": "bugBug", "boardId": place.board, "desc": "y"}
    await wekan.put("actions", _id="act", **action)
    ways = {"triggerId": "trig", "actionId": "act", "boardId": place.board}
    await wekan.put("rules", title="Label it", **ways)
    told = {"boardId": place.board, "cardId": card, "createdAt": START, "modifiedAt": START}
    await wekan.put("activities", activityType="createCard", userId=mara.id, cardTitle="x", **told)
    await wekan.put(
        "activities", activityType="addComment", userId=nora.id, commentId=first, **told
    )
    return Whole(place, card, other, lane, attachment)
