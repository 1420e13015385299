"""Changes to activity documents: what Wekan's feed shows, and what hangs on it.

Source: Wekan's collection hooks (server/models/*.js). Each entry carries the acting user,
also where Wekan's own REST leaves it out. With the site setting `disableActivities` none
is stored.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.context import Context
from domain.site import site_settings
from store.documents import Activity, Board, Card, List, Swimlane
from store.ids import new_id
from store.mongo import StoreUnavailableError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity to be stored; `fields` are spelt as Wekan stores them, None is left out."""

    activity_type: str
    fields: Mapping[str, Any]


async def record(ctx: Context, *entries: Entry) -> None:
    """Stores the entries, in their order. The change they tell of is done already, so a
    failure here is logged and does not undo it."""
    if not entries:
        return
    try:
        if not (await site_settings(ctx)).disable_activities:
            await ctx.store.insert_documents(Activity, list(_documents(ctx, entries)))
    except StoreUnavailableError:
        log.exception("activities lost: %s", [entry.activity_type for entry in entries])


def _documents(ctx: Context, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    now = ctx.now()
    for entry in entries:
        known = {name: value for name, value in entry.fields.items() if value is not None}
        who = {"userId": ctx.actor.user_id} if ctx.actor else {}
        yield {
            "_id": new_id(),
            **who,
            "activityType": entry.activity_type,
            **known,
            "createdAt": now,
            "modifiedAt": now,
        }


# Boards, swimlanes, lists and members.


def board_created(board_id: str) -> Entry:
    return Entry("createBoard", {"type": "board", "activityTypeId": board_id, "boardId": board_id})


def swimlane_created(board_id: str, swimlane_id: str) -> Entry:
    return Entry(
        "createSwimlane", {"type": "swimlane", "boardId": board_id, "swimlaneId": swimlane_id}
    )


def list_created(made: List) -> Entry:
    return Entry(
        "createList",
        {"type": "list", "boardId": made.board_id, "listId": made.id, "title": made.title},
    )


def member_added(board_id: str, user_id: str) -> Entry:
    return Entry("addBoardMember", {"type": "member", "memberId": user_id, "boardId": board_id})


def member_removed(board_id: str, user_id: str) -> Entry:
    return Entry("removeBoardMember", {"type": "member", "memberId": user_id, "boardId": board_id})


# Cards.


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
