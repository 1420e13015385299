"""What the hand-written handlers read of documents, and the dictionaries they answer with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]

CARD_PATHS = (
    "title description cardNumber color dueAt dueComplete archived createdAt modifiedAt "
    "boardId listId swimlaneId"
).split()
LIST_CARD_PATHS = "title description cardNumber sort dueAt dueComplete modifiedAt members".split()
WHOLE_CARD_PATHS = [*LIST_CARD_PATHS, "listId"]
PAGE_CARD_PATHS = "title dueAt boardId listId".split()
BOARD_PATHS = "title description color archived".split()
LIST_PATHS = "title sort color archived".split()
VIEWER_BOARD_PATHS = "title slug color modifiedAt".split()


def _date(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="milliseconds") + "Z"


def card(d: Document) -> Document:
    return {
        "id": d["_id"],
        "title": d["title"],
        "description": d.get("description", ""),
        "cardNumber": d["cardNumber"],
        "color": d.get("color"),
        "dueAt": _date(d.get("dueAt")),
        "dueComplete": d.get("dueComplete", False),
        "archived": d["archived"],
        "createdAt": _date(d["createdAt"]),
        "modifiedAt": _date(d["modifiedAt"]),
        "boardId": d["boardId"],
        "listId": d["listId"],
        "swimlaneId": d["swimlaneId"],
    }


def list_card(d: Document, people: Mapping[str, Document]) -> Document:
    due = d.get("dueAt")
    return {
        "id": d["_id"],
        "title": d["title"],
        "description": d.get("description", ""),
        "cardNumber": d["cardNumber"],
        "sort": d["sort"],
        "dueAt": None if due is None else due.isoformat(timespec="milliseconds") + "Z",
        "dueComplete": d.get("dueComplete", False),
        "modifiedAt": d["modifiedAt"].isoformat(timespec="milliseconds") + "Z",
        "members": [people[each] for each in d["members"] if each in people],
    }


def whole_card(
    d: Document, people: Mapping[str, Document], checklists: Mapping[str, list[Document]]
) -> Document:
    shown = list_card(d, people)
    shown["checklists"] = checklists.get(d["_id"], ())
    return shown


def checklists_by_card(
    checklists: list[Document], items: list[Document]
) -> dict[str, list[Document]]:
    """Returns the checklists of each card with their items, both in their order."""
    checklists.sort(key=_place)
    items.sort(key=_place)
    below: dict[str, list[Document]] = {}
    for d in items:
        shown = {"id": d["_id"], "title": d["title"], "isFinished": d.get("isFinished", False)}
        below.setdefault(d["checklistId"], []).append(shown)
    by_card: dict[str, list[Document]] = {}
    for d in checklists:
        shown = {"id": d["_id"], "title": d["title"], "items": below.get(d["_id"], ())}
        by_card.setdefault(d["cardId"], []).append(shown)
    return by_card


def _place(document: Document) -> tuple[float, str]:
    return document["sort"], document["_id"]


def person(d: Document) -> Document:
    fullname = d.get("profile", {}).get("fullname")
    return {"id": d["_id"], "username": d["username"], "fullname": fullname}


def board(d: Document) -> Document:
    return {
        "id": d["_id"],
        "title": d["title"],
        "description": d.get("description"),
        "color": d["color"],
        "archived": d["archived"],
    }


def list_(d: Document) -> Document:
    return {
        "id": d["_id"],
        "title": d["title"],
        "sort": d["sort"],
        "color": d.get("color"),
        "archived": d["archived"],
    }


def viewer_board(d: Document) -> Document:
    return {
        "id": d["_id"],
        "title": d["title"],
        "slug": d["slug"],
        "color": d["color"],
        "modifiedAt": _date(d["modifiedAt"]),
    }


def page_card(d: Document, titles: Mapping[str, str]) -> Document:
    return {
        "id": d["_id"],
        "title": d["title"],
        "dueAt": _date(d["dueAt"]),
        "listId": d["listId"],
        "board": {"id": d["boardId"], "title": titles[d["boardId"]]},
    }


def title_activity(
    new_id: str, user: Document, before: Document, title: str, now: datetime
) -> Document:
    return {
        "_id": new_id,
        "userId": user["_id"],
        "activityType": "a-changedTitle",
        "boardId": before["boardId"],
        "cardId": before["_id"],
        "listId": before["listId"],
        "swimlaneId": before["swimlaneId"],
        "username": user["username"],
        "cardTitle": title,
        "oldValue": before["title"],
        "value": title,
        "createdAt": now,
        "modifiedAt": now,
    }
