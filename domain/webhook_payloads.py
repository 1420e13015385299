"""What webhooks carry: an activity and the names of all that it speaks of.

Source: Wekan's server/models/activities.js and server/notifications/outgoing.js.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from domain.context import Context
from domain.webhook_texts import sentence
from store.documents import (
    Board,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    CustomField,
    List,
    Swimlane,
    User,
)
from store.match import any_of, where
from store.records import Record

TWO_WAY: Final = "bidirectional-webhooks"
_CARRIED: Final = (
    "cardId listId oldListId boardId comment user username card commentId swimlaneId customField "
    "customFieldValue labelId label attachmentId"
)
"""What a one-way webhook carries unless `WEBHOOKS_ATTRIBUTES` says otherwise."""

_READ: tuple[tuple[type[Record], tuple[str, ...]], ...] = (
    (User, ("userId", "memberId", "assigneeId")),
    (Board, ("boardId", "oldBoardId")),
    (List, ("listId", "oldListId")),
    (Swimlane, ("swimlaneId", "oldSwimlaneId")),
    (Card, ("cardId",)),
    (Comment, ("commentId",)),
    (Checklist, ("checklistId",)),
    (ChecklistItem, ("checklistItemId",)),
    (CustomField, ("customFieldId",)),
)
"""What activities point at, and from where."""

Activity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The things that activities speak of, by type and id, as they are now."""

    things: Mapping[type[Record], Mapping[str, Any]] = field(default_factory=dict)

    def of(self, record: type[Record], thing_id: object) -> Any:
        return self.things.get(record, {}).get(str(thing_id)) if thing_id else None

    def title(self, record: type[Record], thing_id: object) -> str | None:
        found = self.of(record, thing_id)
        return None if found is None else found.title


async def spoken_of(ctx: Context, activities: Iterable[Activity]) -> Spoken:
    """Reads what the activities point at: one find for each kind of thing."""
    told = list(activities)
    things: dict[type[Record], Mapping[str, Any]] = {}
    for record, names in _READ:
        ids = {each[name] for each in told for name in names if isinstance(each.get(name), str)}
        if ids:
            found = await ctx.store.find_many(record, where(record, id=any_of(ids)))
            things[record] = {each.id: each for each in found}
    return Spoken(things)


def parameters(activity: Activity, spoken: Spoken, root_url: str) -> dict[str, Any]:
    """Returns all that may be told of an activity, under Wekan's names; what is empty is out."""
    told = _people(activity, spoken) | _places(activity, spoken) | _parts(activity, spoken)
    told |= {"activityId": activity["_id"], "url": _url(activity, spoken, root_url)}
    told |= {
        name: activity[name]
        for name in ("value", "oldValue", "timeValue", "timeOldValue")
        if name in activity
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _people(activity: Activity, spoken: Spoken) -> dict[str, Any]:
    user = spoken.of(User, activity.get("userId"))
    target = spoken.of(User, activity.get("memberId") or activity.get("assigneeId"))
    return {
        "userId": activity.get("userId"),
        "user": _name(user),
        "username": user and user.username,
        "member": _name(target),
    }


def _name(user: User | None) -> str | None:
    return None if user is None else user.fullname or user.username


def _places(activity: Activity, spoken: Spoken) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, record in (("board", Board), ("list", List), ("swimlane", Swimlane)):
        old = f"old{name.capitalize()}"
        for key in (name, old):
            thing_id = activity.get(f"{key}Id")
            stored = activity.get(f"{key}Name")
            told |= {f"{key}Id": thing_id, key: spoken.title(record, thing_id) or stored}
    if activity.get("type") in ("list", "swimlane"):
        told[activity["type"]] = told[activity["type"]] or activity.get("title")
    card = spoken.of(Card, activity.get("cardId"))
    return told | {
        "cardId": activity.get("cardId"),
        "card": card.title if card else activity.get("cardTitle"),
        "description": card and card.description,
    }


def _parts(activity: Activity, spoken: Spoken) -> dict[str, Any]:
    comment = spoken.of(Comment, activity.get("commentId"))
    field_ = spoken.of(CustomField, activity.get("customFieldId"))
    checklist = spoken.title(Checklist, activity.get("checklistId"))
    item = spoken.title(ChecklistItem, activity.get("checklistItemId"))
    return {
        "commentId": activity.get("commentId"),
        "comment": comment.text if comment else activity.get("commentText"),
        "attachmentId": activity.get("attachmentId"),
        "attachment": activity.get("attachmentName"),
        "checklist": checklist or activity.get("checklistName"),
        "checklistItem": item or activity.get("checklistItemName"),
        "customField": field_ and field_.name,
        "customFieldValue": activity.get("customFieldValue", activity.get("value"))
        if activity.get("customFieldId")
        else None,
        **_label(activity, spoken),
    }


def _label(activity: Activity, spoken: Spoken) -> dict[str, Any]:
    label_id = activity.get("labelId")
    board = spoken.of(Board, activity.get("boardId"))
    labels = board.labels if board and label_id else []
    label = next((each for each in labels if each.id == label_id), None)
    return {"labelId": label_id, "label": label and (label.name or label.color)}


def _url(activity: Activity, spoken: Spoken, root_url: str) -> str | None:
    board = spoken.of(Board, activity.get("boardId"))
    if board is None:
        return None
    card = f"/{activity['cardId']}" if activity.get("cardId") else ""
    return f"{root_url}/b/{quote(board.id)}/{quote(board.slug)}{card}"


def payload(
    activity_type: str, told: Mapping[str, Any], integration_type: str, carried: str | None
) -> dict[str, Any]:
    """Returns the body of a webhook."""
    description = f"act-{activity_type}"
    if integration_type == TWO_WAY:
        return {"description": description, **told}
    names = (name.strip() for name in (carried or "").split(","))
    wanted = [name for name in names if name] or _CARRIED.split()
    kept = {name: told[name] for name in wanted if told.get(name)}
    text = f"{told.get('user', '')} {sentence(activity_type, told)}\n{told.get('url', '')}"
    return {"text": text, **kept, "description": description}
