"""A small made-up board whose ids never change, for files that are compared whole."""

from datetime import timedelta
from typing import Any

from domain.context import Actor
from tests.factories import START, Place, Wekan, member

PLACE = Place("boardKitchen", "laneKitchen", "listBuy", "listDone")
PEOPLE = {
    "mara": Actor("userMara", "mara", False, ""),
    "nils": Actor("userNils", "nils", False, ""),
    "root": Actor("userRoot", "root", True, ""),
    "nobody": None,
}
"""Who may ask: mara and nils are on the board, nils with assigned cards only."""


async def fill(wekan: Wekan) -> None:
    """Stores the board, a board that mara does not see, and everybody."""
    for actor in PEOPLE.values():
        if actor is not None:
            await _person(wekan, actor)
    members = member("userMara", "admin"), member("userNils", "normal-assigned-only")
    await wekan.board(*members, _id=PLACE.board, title="Kitchen", slug="kitchen")
    await wekan.swimlane(PLACE.board, _id=PLACE.swimlane, title="Default")
    for sort, (list_id, title) in enumerate(((PLACE.todo, "To buy"), (PLACE.done, "Done"))):
        place: dict[str, Any] = {"_id": list_id, "title": title, "swimlaneId": PLACE.swimlane}
        await wekan.in_list(PLACE.board, **place, sort=sort)
    await _cards(wekan)
    other = Place("boardHidden", "laneHidden", "listHidden", "listHidden")
    await wekan.board(member("userRoot", "admin"), _id=other.board, title="Hidden", sort=1)
    await wekan.card(other, _id="cardHidden", title="A secret")


async def _person(wekan: Wekan, actor: Actor) -> None:
    await wekan.put(
        "users",
        _id=actor.user_id,
        username=actor.username,
        profile={"fullname": str(actor.username).title()},
        emails=[{"address": f"{actor.username}@example.org", "verified": True}],
        isAdmin=actor.is_admin,
        createdAt=START,
        modifiedAt=START,
    )


async def _cards(wekan: Wekan) -> None:
    made: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("cardMilk", "Milk", {"labelIds": ["redRed"], "members": ["userMara", "userNils"]}),
        ("cardBread", "Bread", {"assignees": ["userNils"], "members": ["userNils"]}),
        ("cardFlour", "Flour", {"parentId": "cardBread"}),
        ("cardSalt", "Salt", {"listId": PLACE.done, "labelIds": ["redRed", "sky222"]}),
    )
    for days, (card_id, title, fields) in enumerate(made, 1):
        due = START + timedelta(days=days)
        await wekan.card(PLACE, _id=card_id, title=title, userId="userMara", dueAt=due, **fields)
    part = {"boardId": PLACE.board, "cardId": "cardBread", "createdAt": START, "modifiedAt": START}
    await wekan.put("checklists", _id="checkBread", title="Before baking", sort=0, **part)
    for sort, title in enumerate(("Weigh the flour", "Heat the oven")):
        item: dict[str, Any] = {"title": title, "sort": sort, "isFinished": sort == 0}
        await wekan.put(
            "checklistItems", _id=f"itemBread{sort}", checklistId="checkBread", **item, **part
        )
    note = {"text": "Rye, please", "userId": "userNils"}
    await wekan.put("card_comments", _id="noteBread", **note, **part)
