"""Cards that were sent, and what hangs on them, as they will be stored."""

from dataclasses import replace
from typing import Any

from domain.imports.plan import Plan
from domain.imports.restored import (
    color_of,
    moment_of,
    plain_value,
    restored,
    title_of,
    without_none,
)
from domain.imports.sent import Row, Sent
from store.documents import (
    Activity,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    Dependency,
    Location,
    Poker,
    Vote,
)
from store.ids import new_id, new_label_id
from store.plan import Document
from store.records import dump, load

_TYPES = ("cardType-card", "template-card")
_BALLOTS = "one two three five eight thirteen twenty forty one_hundred unsure".split()
_GROUPS = {
    "people": ("member_ids", "assignee_ids", "requester_ids", "assigner_ids"),
    "names": ("requested_by", "assigned_by"),
    "dates": ("received_at", "start_at", "due_at", "end_at"),
}


def add(plan: Plan, sent: Sent) -> None:
    rows = [row for row in sent.rows("cards") if not row.get("linkedId")]
    if plan.target.existing is not None:
        rows.sort(key=lambda row: load(Card, row).sort or 0)
    for row in rows:
        plan.new("cards", row)
    numbers = _numbers(plan, rows)
    for place, row in enumerate(rows):
        plan.documents[Card].append(_card(plan, row, place, numbers[place]))
    for document, row in zip(plan.documents[Card], rows, strict=True):
        document["cardDependencies"] = _dependencies(plan, row)
    if plan.target.takes("checklists"):
        _checklists(plan, sent)
    if plan.target.takes("comments"):
        _comments(plan, sent)
    if plan.target.existing is None:
        _activities(plan, sent)


def _numbers(plan: Plan, rows: list[Row]) -> list[int]:
    """A board of its own keeps its numbers; in another the cards go on counting."""
    next_number = plan.target.first_number
    if plan.target.existing is not None:
        return list(range(next_number, next_number + len(rows)))
    kept = [load(Card, row).card_number for row in rows]
    next_number = max([*kept, 0]) + 1
    numbers, seen = [], set[int]()
    for number in kept:
        if number <= 0 or number in seen:
            number, next_number = next_number, next_number + 1
        seen.add(number)
        numbers.append(number)
    return numbers


def _card(plan: Plan, row: Row, place: int, number: int) -> Document:
    target, of = plan.target, load(Card, row)
    existing = target.existing
    return restored(
        Card,
        row,
        id=plan.ids["cards"].get(str(row.get("_id"))) or new_id(),
        board_id=target.board_id,
        list_id=plan.found("lists", of.list_id) or plan.fallback_list,
        swimlane_id=plan.found("swimlanes", of.swimlane_id) or plan.fallback_lane,
        title=title_of(of.title, "Untitled"),
        creator_id=target.importer_id if existing else target.person(of.creator_id),
        parent_id=plan.found("cards", of.parent_id) or "",
        cover_id=plan.found("attachments", of.cover_id) or "",
        linked_id="",
        type=of.type if of.type in _TYPES else _TYPES[0],
        card_number=number,
        sort=existing.first_card_sort + place
        if existing
        else (place if of.sort is None else of.sort),
        color=color_of(of.color),
        watcher_ids=None,
        custom_fields=_values(plan, of),
        created_at=of.created_at or target.now,
        modified_at=of.modified_at or target.now,
        date_last_activity=of.date_last_activity or target.now,
        **_people(plan, of),
        **_parts(plan, of),
        **dict.fromkeys(("deleted_at", "deleted_by", "delete_batch_id")),
    )


def _people(plan: Plan, of: Card) -> dict[str, Any]:
    if not plan.target.takes("people"):
        return {key: [] for key in _GROUPS["people"]} | dict.fromkeys(_GROUPS["names"], "")
    return {name: plan.target.known(getattr(of, name)) for name in _GROUPS["people"]}


def _parts(plan: Plan, of: Card) -> dict[str, Any]:
    """Returns what belongs to fields of a selection, as far as those are brought in."""
    takes = plan.target.takes
    parts: dict[str, Any] = {
        "label_ids": [found for each in of.label_ids if (found := plan.found("labels", each))],
        "locations": [replace(each, id=new_label_id()) for each in of.locations],
        "vote": _vote(plan, of.vote) if takes("voting") else None,
        "poker": _poker(plan, of.poker) if takes("poker") else None,
    }
    if not takes("locations"):
        parts["locations"] = list[Location]()
    if not takes("dates"):
        parts |= dict.fromkeys(_GROUPS["dates"]) | {"spent_time": 0, "is_overtime": False}
    if not takes("description"):
        parts["description"] = ""
    if not takes("stickers"):
        parts["stickers"] = []
    return parts


def _vote(plan: Plan, vote: Vote | None) -> Vote | None:
    if vote is None or not vote.question:
        return None
    known = plan.target.known
    return replace(
        vote, positive_ids=known(vote.positive_ids), negative_ids=known(vote.negative_ids)
    )


def _poker(plan: Plan, poker: Poker | None) -> Poker | None:
    if poker is None:
        return None
    votes: dict[str, Any] = {n: plan.target.known(getattr(poker, n)) for n in _BALLOTS}
    return replace(poker, **votes)


def _values(plan: Plan, of: Card) -> list[Document]:
    """Returns the values of fields that are known; an item of a dropdown by its new id."""
    found = []
    for entry in of.custom_fields:
        old = entry.get("_id")
        field = plan.fields.get(old) if isinstance(old, str) else None
        if field is None:
            continue
        value = plain_value(entry.get("value"))
        if field.type == "dropdown":
            value = plan.items[str(old)].get(value) if isinstance(value, str) else None
        elif field.type == "date" and value is not None:
            value = moment_of(value)
        found.append({"_id": field.id, "value": value} if "value" in entry else {"_id": field.id})
    return found


def _dependencies(plan: Plan, row: Row) -> list[Document]:
    if not plan.target.takes("dependencies"):
        return []
    found = []
    for entry in load(Card, row).dependencies or []:
        of = load(Dependency, {"cardId": entry} if isinstance(entry, str) else _mapping(entry))
        card_id = plan.found("cards", of.card_id)
        if card_id is not None:
            found.append(dump(replace(of, card_id=card_id)))
    return found


def _mapping(value: object) -> Row:
    return value if isinstance(value, dict) else {}


def _checklists(plan: Plan, sent: Sent) -> None:
    for row in sent.rows("checklists"):
        card_id = plan.found("cards", row.get("cardId"))
        if card_id is None:
            continue
        of = load(Checklist, row)
        made = restored(
            Checklist,
            row,
            id=plan.new("checklists", row),
            title=title_of(of.title, "Checklist"),
            **_on_card(plan, card_id, of),
        )
        plan.documents[Checklist].append(made)
    for row in sent.rows("checklistItems"):
        checklist_id = plan.found("checklists", row.get("checklistId"))
        card_id = plan.found("cards", row.get("cardId"))
        if checklist_id is None or card_id is None:
            continue
        of_item = load(ChecklistItem, row)
        made = restored(
            ChecklistItem,
            row,
            id=plan.new("checklistItems", row),
            checklist_id=checklist_id,
            title=title_of(of_item.title, "Item"),
            **_on_card(plan, card_id, of_item),
        )
        plan.documents[ChecklistItem].append(made)


def _on_card(plan: Plan, card_id: str, of: Checklist | ChecklistItem | Comment) -> dict[str, Any]:
    return {
        "card_id": card_id,
        "board_id": plan.target.board_id,
        "created_at": of.created_at or plan.target.now,
        "modified_at": of.modified_at or plan.target.now,
    }


def _comments(plan: Plan, sent: Sent) -> None:
    rows = [row for row in sent.rows("comments") if plan.found("cards", row.get("cardId"))]
    for row in rows:
        plan.new("comments", row)
    for row in rows:
        of = load(Comment, row)
        if not of.text.strip():
            continue
        made = restored(
            Comment,
            row,
            id=plan.found("comments", row.get("_id")) or new_id(),
            parent_id=plan.found("comments", of.parent_id) or "",
            author_id=plan.target.person(of.author_id),
            reactions=None,
            **_on_card(plan, plan.ids["cards"][str(row["cardId"])], of),
        )
        plan.documents[Comment].append(made)


_TOLD = (
    "createBoard createList createCard moveCard addComment addAttachment addChecklist "
    "addChecklistItem"
).split()
_REFERENCES = {
    "listId": "lists",
    "oldListId": "lists",
    "cardId": "cards",
    "swimlaneId": "swimlanes",
    "oldSwimlaneId": "swimlanes",
    "commentId": "comments",
    "checklistId": "checklists",
    "checklistItemId": "checklistItems",
    "attachmentId": "attachments",
}
_NAMED = (
    "type title listName swimlaneName cardTitle checklistName checklistItemName attachmentName"
).split()


def _activities(plan: Plan, sent: Sent) -> None:
    """The history of the board, as far as it tells of what was brought along."""
    for row in sent.rows("activities") if plan.target.takes("activities") else ():
        kind = row.get("activityType")
        at = moment_of(row.get("createdAt"))
        if kind not in _TOLD or at is None:
            continue
        referred = {
            key: plan.found(of, row[key]) for key, of in _REFERENCES.items() if row.get(key)
        }
        if any(referred[key] is None for key in ("cardId", "commentId") if key in referred):
            continue
        named = {key: row[key][:1000] for key in _NAMED if isinstance(row.get(key), str)}
        board_id = plan.target.board_id
        own = {"activityTypeId": board_id} if kind == "createBoard" else {}
        plan.documents[Activity].append(
            {
                "_id": new_id(),
                "userId": plan.target.person(row.get("userId")),
                "activityType": kind,
                "boardId": board_id,
                **own,
                **named,
                **without_none(referred),
                "createdAt": at,
                "modifiedAt": at,
            }
        )
