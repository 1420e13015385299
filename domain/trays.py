"""A person's tray of notifications: mark them as read or unread, and throw them away.

Source: Wekan's client/components/notifications.
"""

from collections.abc import Collection

from domain import values
from domain.context import Context
from store import trays
from store.documents import Notification, Tray
from store.match import PRESENT, any_of, where
from store.mongo import Modifier


async def mark(ctx: Context, activity_ids: Collection[str] | None, *, read: bool) -> None:
    """Marks what the actor's tray has of these activities, or all of it, as read or unread."""
    user_id, now = ctx.require_actor().user_id, ctx.now()
    if activity_ids is None:
        tray = await ctx.store.find(Tray, id=user_id)
        entries = tray.notifications if tray else []
        ids = [each.activity_id for each in entries if (each.read_at is None) is read]
    else:
        ids = values.ids("input.activityIds", activity_ids)
    await trays.mark(ctx.store, user_id, ids, now if read else None, now)


async def delete(ctx: Context, activity_ids: Collection[str] | None) -> None:
    """Takes what the actor's tray has of these activities out, or all that is read."""
    user_id = ctx.require_actor().user_id
    gone = where(Notification, read_at=PRESENT)
    if activity_ids is not None:
        ids = values.ids("input.activityIds", activity_ids)
        gone = where(Notification, activity_id=any_of(ids))
    change = Modifier(pull={"notifications": gone}, set={"modified_at": ctx.now()})
    await ctx.store.update(Tray, where(Tray, id=user_id), change)
