"""The trays of notifications inside the documents of people.

Each change is one that old servers and FerretDB know, and none of them rewrites a tray that
somebody else is putting something into.
"""

from collections.abc import Collection
from datetime import datetime

from pymongo import UpdateOne

from store.documents import Notification, Tray
from store.match import ABSENT, any_of, element, none_of, where
from store.mongo import Store, translated
from store.records import path_of

_ENTRIES = path_of(Tray, "notifications")
_READ = path_of(Notification, "read_at")
_MODIFIED = path_of(Tray, "modified_at")


async def put_in(
    store: Store, user_ids: Collection[str], activity_id: str, most: int, now: datetime
) -> None:
    """Puts an unread notification into trays; of one with more than `most`, the oldest goes."""
    entry = {path_of(Notification, "activity_id"): activity_id, _READ: None}
    people = where(Tray, id=any_of(user_ids))
    with translated():
        users = store.collection(Tray)
        await users.update_many(people, {"$addToSet": {_ENTRIES: entry}, "$set": {_MODIFIED: now}})
        full = {**people, f"{_ENTRIES}.{most}": {"$exists": True}}
        await users.update_many(full, {"$pop": {_ENTRIES: -1}})


async def mark(
    store: Store,
    user_id: str,
    activity_ids: Collection[str],
    read_at: datetime | None,
    now: datetime,
) -> None:
    """Marks the notifications of these activities, as far as they are not marked so already."""
    other = ABSENT if read_at else none_of([None])
    if not (await store.abilities()).chooses_elements:
        await _mark_by_place(store, user_id, activity_ids, read_at, now)
        return
    change = {"$set": {f"{_ENTRIES}.$.{_READ}": read_at, _MODIFIED: now}}
    changes = [
        UpdateOne(
            where(
                Tray,
                id=user_id,
                notifications=element(Notification, activity_id=each, read_at=other),
            ),
            change,
        )
        for each in activity_ids
    ]
    if changes:
        with translated():
            await store.collection(Tray).bulk_write(changes, ordered=False)


async def _mark_by_place(
    store: Store,
    user_id: str,
    activity_ids: Collection[str],
    read_at: datetime | None,
    now: datetime,
) -> None:
    """The same where no element can be found by what it holds: each by its place, as long as it
    is still there."""
    tray = await store.find(Tray, id=user_id)
    for number, entry in enumerate(tray.notifications if tray else ()):
        if entry.activity_id in activity_ids and (entry.read_at is None) is (read_at is not None):
            place = f"{_ENTRIES}.{number}"
            same = {f"{place}.{path_of(Notification, 'activity_id')}": entry.activity_id}
            change = {"$set": {f"{place}.{_READ}": read_at, _MODIFIED: now}}
            with translated():
                await store.collection(Tray).update_one({"_id": user_id} | same, change)
