"""Activity documents: what Wekan's feed shows, and what hangs on it.

Here they are stored; the entries of boards and their places are here too, those of cards
in `card_activities`.

Every change of the site passes `record`: rules, notifications and webhooks hang on it.

Source: Wekan's collection hooks (server/models/*.js). Each entry carries the acting user,
also where Wekan's own REST leaves it out. With the site setting `disableActivities` none
is stored.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.aftermath import Told
from domain.context import Context
from domain.site import site_settings
from store.documents import Activity, List
from store.ids import new_id
from store.mongo import StoreUnavailableError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity to be stored; `fields` are spelt as Wekan stores them, None is left out."""

    activity_type: str
    fields: Mapping[str, Any]


async def record(ctx: Context, *entries: Entry) -> None:
    """Stores the entries, in their order, and has them followed up (`domain.aftermath`). The
    change they tell of is done already, so a failure here is logged and does not undo it."""
    if not entries:
        return
    try:
        settings = await site_settings(ctx)
        if settings.disable_activities:
            return
        documents = tuple(_documents(ctx, entries))
        await ctx.store.insert_documents(Activity, documents)
    except StoreUnavailableError:
        log.exception("activities lost: %s", [entry.activity_type for entry in entries])
    else:
        told = Told(ctx, documents, settings)
        ctx.store.when_written(lambda: ctx.services.aftermath.tell(told))


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
