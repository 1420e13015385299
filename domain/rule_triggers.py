"""Which activities set a rule off: one table, and a comparison of names.

Source: Wekan's server/triggersDef.js and `findMatchingRules` of server/rulesHelper.js.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from store.documents import Trigger
from store.records import path_of


class TriggerKind(StrEnum):
    """What sets a rule off; the values are Wekan's."""

    CARD_CREATED = "createCard"
    CARD_MOVED = "moveCard"
    CARD_ARCHIVED = "archivedCard"
    CARD_RESTORED = "restoredCard"
    MEMBER_ADDED = "joinMember"
    MEMBER_REMOVED = "unjoinMember"
    LABEL_ADDED = "addedLabel"
    LABEL_REMOVED = "removedLabel"
    CHECKLIST_ADDED = "addChecklist"
    CHECKLIST_REMOVED = "removeChecklist"
    CHECKLIST_COMPLETED = "completeChecklist"
    CHECKLIST_UNCOMPLETED = "uncompleteChecklist"
    ITEM_ADDED = "addedChecklistItem"
    ITEM_REMOVED = "removedChecklistItem"
    ITEM_CHECKED = "checkedItem"
    ITEM_UNCHECKED = "uncheckedItem"
    ATTACHMENT_ADDED = "addAttachment"
    ATTACHMENT_REMOVED = "deleteAttachment"
    SCHEDULE = "scheduledTrigger"
    BUTTON = "button"


ANYTHING = "*"
_CARD = ("list_name", "swimlane_name", "card_title", "user_id")
_TITLE = ("card_title", "user_id")
_PERSON = ("username", "user_id")
_LABEL = ("label_id", "user_id")
_CHECKLIST = ("checklist_name", "user_id")
_ITEM = ("checklist_item_name", "user_id")
_WHO = ("user_id",)

_MATCHED: Mapping[TriggerKind, tuple[str, ...]] = {
    TriggerKind.CARD_CREATED: _CARD,
    TriggerKind.CARD_MOVED: (*_CARD, "old_list_name"),
    TriggerKind.CARD_ARCHIVED: _TITLE,
    TriggerKind.CARD_RESTORED: _TITLE,
    TriggerKind.MEMBER_ADDED: _PERSON,
    TriggerKind.MEMBER_REMOVED: _PERSON,
    TriggerKind.LABEL_ADDED: _LABEL,
    TriggerKind.LABEL_REMOVED: _LABEL,
    TriggerKind.CHECKLIST_ADDED: _CHECKLIST,
    TriggerKind.CHECKLIST_REMOVED: _CHECKLIST,
    TriggerKind.CHECKLIST_COMPLETED: _CHECKLIST,
    TriggerKind.CHECKLIST_UNCOMPLETED: _CHECKLIST,
    TriggerKind.ITEM_ADDED: _ITEM,
    TriggerKind.ITEM_REMOVED: _ITEM,
    TriggerKind.ITEM_CHECKED: _ITEM,
    TriggerKind.ITEM_UNCHECKED: _ITEM,
    TriggerKind.ATTACHMENT_ADDED: _WHO,
    TriggerKind.ATTACHMENT_REMOVED: _WHO,
}
"""What of a trigger is compared with the activity, beside the board. A schedule and a button
wait for no activity."""

_SPELT = {"addChecklistItem": TriggerKind.ITEM_ADDED}
"""Wekan's activity is called otherwise than its trigger, which there never goes off."""


def kind_of(value: object) -> TriggerKind | None:
    """Returns the kind that a stored word names, if Wekan knows it."""
    return next((each for each in TriggerKind if each == value), None)


def set_off_by(activity: Mapping[str, Any]) -> TriggerKind | None:
    """Returns the kind of trigger that an activity may set off."""
    name = activity.get("activityType")
    kind = _SPELT.get(str(name)) or kind_of(name)
    return kind if kind in _MATCHED else None


def compared(kind: str) -> tuple[str, ...]:
    """Returns the attributes of a trigger that its kind compares; those of others are idle."""
    known = kind_of(kind)
    return _MATCHED.get(known, ()) if known else ()


def goes_off(trigger: Trigger, activity: Mapping[str, Any], old_list: str | None = None) -> bool:
    """Tells whether an activity sets a trigger off. `old_list` is the title of the list that
    a card came from; the activity has its id alone."""
    kind = set_off_by(activity)
    if kind is None or trigger.activity_type != kind:
        return False
    facts = {name: activity.get(path_of(Trigger, name)) for name in (*_MATCHED[kind], "board_id")}
    if "old_list_name" in facts and old_list is not None:
        facts["old_list_name"] = old_list
    return all(_fits(name, getattr(trigger, name), fact) for name, fact in facts.items())


def _fits(name: str, wanted: str | None, fact: object) -> bool:
    if wanted is None or wanted in (ANYTHING, fact):
        return True
    # One word of a title is enough; what parts words there is what JavaScript calls \W.
    words = re.split(r"\W", str(fact or ""), flags=re.ASCII)
    return name == "card_title" and wanted != "" and wanted in words
