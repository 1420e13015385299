"""What is told of checklists and their items.

Source: the hooks of Wekan's server/models/checklists.js and models/checklistItems.js. There an
item counts as ticked again whenever anything of it changes; here only where it was ticked.
"""

from collections.abc import Iterator, Sequence

from domain.activities import Entry
from store.documents import Card, Checklist, ChecklistItem


def of_checklist(kind: str, card: Card, checklist: Checklist) -> Entry:
    fields = {
        "cardId": card.id,
        "boardId": card.board_id,
        "checklistId": checklist.id,
        "checklistName": checklist.title,
        "listId": card.list_id,
        "swimlaneId": card.swimlane_id,
    }
    return Entry(kind, fields)


def of_item(kind: str, card: Card, item: ChecklistItem) -> Entry:
    fields = {
        "cardId": card.id,
        "boardId": card.board_id,
        "checklistId": item.checklist_id,
        "checklistItemId": item.id,
        "checklistItemName": item.title,
        "listId": card.list_id,
        "swimlaneId": card.swimlane_id,
    }
    return Entry(kind, fields)


def ticked(
    card: Card,
    checklist: Checklist,
    before: Sequence[ChecklistItem],
    after: Sequence[ChecklistItem],
) -> Iterator[Entry]:
    """Yields what is told where items of a checklist were ticked, or that was taken back."""
    was, now = is_complete(checklist, before), is_complete(checklist, after)
    if was and not now:
        yield of_checklist("uncompleteChecklist", card, checklist)
    finished = {item.id: item.is_finished for item in before}
    for item in after:
        if item.is_finished is not finished.get(item.id, item.is_finished):
            yield of_item("checkedItem" if item.is_finished else "uncheckedItem", card, item)
    if now and not was:
        yield of_checklist("completeChecklist", card, checklist)


def is_complete(checklist: Checklist, items: Sequence[ChecklistItem]) -> bool:
    return bool(checklist.hide_all_items) or (
        len(items) > 0 and all(item.is_finished for item in items)
    )
