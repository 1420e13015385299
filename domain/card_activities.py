"""Changes of cards to activity entries, driven by one table.

Source: Wekan's server/models/cards.js.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.activities import Entry
from domain.context import Context
from store.documents import Board, Card, List, Swimlane


@dataclass(frozen=True, slots=True)
class Names:
    """What a card's activities tell by name: where it lies, and who is who."""

    board: Board
    list: List | None
    swimlane: Swimlane | None
    usernames: Mapping[str, str]
    old_board: Board | None = None


def _place(card: Card) -> dict[str, Any]:
    return {
        "boardId": card.board_id,
        "cardId": card.id,
        "listId": card.list_id,
        "swimlaneId": card.swimlane_id,
    }


def _placed_by_name(card: Card, names: Names) -> dict[str, Any]:
    return _place(card) | {
        "listName": names.list.title if names.list else None,
        "swimlaneName": names.swimlane.title if names.swimlane else None,
        "cardTitle": card.title,
    }


def card_created(card: Card, names: Names) -> Entry:
    return Entry("createCard", _placed_by_name(card, names))


def card_deleted(card: Card) -> Entry:
    return Entry("deleteCard", _place(card) | {"cardTitle": card.title})


def card_archived(card: Card, list_name: str | None, *, archived: bool) -> Entry:
    fields = _place(card) | {"cardTitle": card.title, "listName": list_name}
    return Entry("archivedCard" if archived else "restoredCard", fields)


def field_set(card: Card, field_id: str, value: object) -> Entry:
    told = {"customFieldId": field_id, "boardId": card.board_id, "cardId": card.id}
    if value is None:
        return Entry("unsetCustomField", told)
    return Entry("setCustomField", _place(card) | told | {"value": value})


def member_left(card: Card, user_id: str, username: str | None) -> Entry:
    """Of a member who was taken off the card together with the board."""
    return Entry("unjoinMember", _place(card) | {"username": username, "memberId": user_id})


def card_changes(ctx: Context, before: Card, after: Card, names: Names) -> list[Entry]:
    """Returns the entries for all that differs between the two, by the table below."""
    actor = ctx.actor.username if ctx.actor else None
    return [entry for rule in _CARD_RULES for entry in rule(before, after, names, actor)]


def _moved(before: Card, after: Card, names: Names, _: str | None) -> Iterator[Entry]:
    if before.board_id != after.board_id:
        yield Entry(
            "moveCardBoard",
            {
                "boardName": names.board.title,
                "boardId": after.board_id,
                "oldBoardId": before.board_id,
                "oldBoardName": names.old_board.title if names.old_board else None,
                "cardId": after.id,
                "swimlaneName": names.swimlane.title if names.swimlane else None,
                "swimlaneId": after.swimlane_id,
                "oldSwimlaneId": before.swimlane_id,
            },
        )
    elif (before.list_id, before.swimlane_id) != (after.list_id, after.swimlane_id):
        old = {"oldListId": before.list_id, "oldSwimlaneId": before.swimlane_id}
        yield Entry("moveCard", _placed_by_name(after, names) | old)


def _date_changed(attribute: str, key: str) -> "CardRule":
    def rule(before: Card, after: Card, _: Names, actor: str | None) -> Iterator[Entry]:
        old: datetime | None = getattr(before, attribute)
        new: datetime | None = getattr(after, attribute)
        if old != new:
            told = {"username": actor, "cardTitle": after.title, "timeKey": key}
            values = {"timeValue": new, "timeOldValue": old or ""}
            yield Entry(f"a-{key}", _place(after) | told | values)

    return rule


def _text_changed(attribute: str, activity_type: str) -> "CardRule":
    def rule(before: Card, after: Card, _: Names, actor: str | None) -> Iterator[Entry]:
        old, new = getattr(before, attribute), getattr(after, attribute)
        if old != new:
            told = {"username": actor, "cardTitle": after.title, "oldValue": old, "value": new}
            yield Entry(activity_type, _place(after) | told)

    return rule


def _people_changed(attribute: str, key: str, joined: str, left: str) -> "CardRule":
    def rule(before: Card, after: Card, names: Names, _: str | None) -> Iterator[Entry]:
        for user_id, activity_type in _differences(before, after, attribute, joined, left):
            told = {"username": names.usernames.get(user_id), key: user_id}
            yield Entry(activity_type, _place(after) | told)

    return rule


def _labels_changed(before: Card, after: Card, _: Names, __: str | None) -> Iterator[Entry]:
    changed = _differences(before, after, "label_ids", "addedLabel", "removedLabel")
    for label_id, activity_type in changed:
        yield Entry(activity_type, _place(after) | {"labelId": label_id})


def _differences(
    before: Card, after: Card, attribute: str, joined: str, left: str
) -> Iterator[tuple[str, str]]:
    old, new = getattr(before, attribute), getattr(after, attribute)
    yield from ((each, joined) for each in new if each not in old)
    yield from ((each, left) for each in old if each not in new)


CardRule = Callable[[Card, Card, Names, str | None], Iterator[Entry]]

_CARD_RULES: tuple[CardRule, ...] = (
    _moved,
    _text_changed("title", "a-changedTitle"),
    _text_changed("description", "a-changedDescription"),
    _date_changed("received_at", "receivedAt"),
    _date_changed("start_at", "startAt"),
    _date_changed("due_at", "dueAt"),
    _date_changed("end_at", "endAt"),
    _labels_changed,
    _people_changed("member_ids", "memberId", "joinMember", "unjoinMember"),
    _people_changed("assignee_ids", "assigneeId", "joinAssignee", "unjoinAssignee"),
)
