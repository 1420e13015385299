"""What one-way webhooks say: one sentence for each activity type, in English.

In braces stand parameters of `domain.webhook_payloads`, which are quoted. A type without a
sentence is told by its key, as Wekan does.
"""

import re
from collections.abc import Mapping

_CARD = "card {card} at list {list} at swimlane {swimlane} at board {board}"
_PLACE = "list {list} at swimlane {swimlane} at board {board}"

_SENTENCES: Mapping[str, str] = {
    "createBoard": "created board {board}",
    "importBoard": "imported board {board}",
    "createList": "created list {list} at board {board}",
    "removeList": "removed a list from board {board}",
    "archivedList": "archived list {list} at board {board}",
    "createSwimlane": "created swimlane {swimlane} at board {board}",
    "removeSwimlane": "removed a swimlane from board {board}",
    "archivedSwimlane": "archived a swimlane at board {board}",
    "addBoardMember": "added {member} to board {board}",
    "removeBoardMember": "removed {member} from board {board}",
    "createCard": "created card {card} to " + _PLACE,
    "importCard": "imported card {card} to " + _PLACE,
    "moveCard": (
        "moved card {card} at board {board} from list {oldList} at swimlane {oldSwimlane} "
        "to list {list} at swimlane {swimlane}"
    ),
    "moveCardBoard": (
        "moved card {card} from board {oldBoard} to list {list} at swimlane {swimlane} "
        "at board {board}"
    ),
    "archivedCard": "archived " + _CARD,
    "restoredCard": "restored " + _CARD,
    "joinMember": "added {member} to " + _CARD,
    "unjoinMember": "removed {member} from " + _CARD,
    "joinAssignee": "assigned {member} to " + _CARD,
    "unjoinAssignee": "took {member} off " + _CARD,
    "addedLabel": "added label {label} to " + _CARD,
    "removedLabel": "removed label {label} from " + _CARD,
    "a-receivedAt": "changed the received date of " + _CARD,
    "a-startAt": "changed the start date of " + _CARD,
    "a-dueAt": "changed the due date of " + _CARD,
    "a-endAt": "changed the end date of " + _CARD,
    "almostdue": "is reminded that the due date of " + _CARD + " is near",
    "duenow": "is reminded that " + _CARD + " is due now",
    "pastdue": "is reminded that " + _CARD + " is past its due date",
    "createCustomField": "created custom field {customField} at board {board}",
    "deleteCustomField": "deleted custom field {customField} at board {board}",
    "setCustomField": "set custom field {customField} to {customFieldValue} at " + _CARD,
    "unsetCustomField": "cleared custom field {customField} at " + _CARD,
    "addChecklist": "added checklist {checklist} to " + _CARD,
    "removeChecklist": "removed checklist {checklist} from " + _CARD,
    "completeChecklist": "completed checklist {checklist} at " + _CARD,
    "uncompleteChecklist": "reopened checklist {checklist} at " + _CARD,
    "addChecklistItem": "added item {checklistItem} to checklist {checklist} at " + _CARD,
    "removedChecklistItem": "removed item {checklistItem} from checklist {checklist} at " + _CARD,
    "checkedItem": "checked {checklistItem} of checklist {checklist} at " + _CARD,
    "uncheckedItem": "unchecked {checklistItem} of checklist {checklist} at " + _CARD,
    "addComment": "commented on " + _CARD + ": {comment}",
    "editComment": "edited a comment on " + _CARD + ": {comment}",
    "deleteComment": "deleted a comment on " + _CARD + ": {comment}",
    "addAttachment": "added attachment {attachment} to " + _CARD,
    "deleteAttachment": "deleted attachment {attachment} from " + _CARD,
}


def sentence(activity_type: str, parameters: Mapping[str, object]) -> str:
    """Returns the sentence; a parameter that is not known is an empty name."""
    pattern = _SENTENCES.get(activity_type)
    if pattern is None:
        return f"act-{activity_type}"
    return re.sub(r"\{(\w+)\}", lambda match: f'"{parameters.get(match[1]) or ""}"', pattern)
