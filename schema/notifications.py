"""What a person is told of, and what they watch."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.reading import documents
from domain.watching import WatchLevel
from schema.activities import Activity
from schema.fields import derived, document_type, inside, one, stored

if TYPE_CHECKING:
    from schema.boards import Board
    from schema.cards import Card
    from schema.lists import List
    from schema.users import User

strawberry.enum(
    WatchLevel,
    description=(
        "How much of a board somebody is told: all, what concerns them (cards that they made or "
        "are on), or nothing."
    ),
)

_LEVELS = {each.value: each for each in WatchLevel}
_CHOSEN = "By the ids of their activities."


@document_type(documents.Notification, description="That something happened.")
class Notification:
    activity_id: strawberry.ID = stored()
    activity: Activity | None = one(
        "activity_id", description="What happened; null once it is gone or hidden from the person."
    )
    read_at: datetime | None = stored(description="Null while it is unread.")


@document_type(documents.Tray, description="What a person is told of.")
class NotificationTray:
    unread_count: int = derived(
        "notifications", by=lambda tray: sum(each.read_at is None for each in tray.notifications)
    )
    notifications: list[Notification] = inside(description="Oldest first.")


@document_type(documents.Watcher, description="Somebody who is told of a board.")
class BoardWatcher:
    level: WatchLevel = stored(show=lambda value: _LEVELS.get(value, WatchLevel.MUTED))
    user: Annotated["User", strawberry.lazy("schema.users")] | None = one("user_id")


@strawberry.input
class MarkNotificationsInput:
    activity_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description=f"{_CHOSEN} Null stands for all."
    )
    read: bool = strawberry.field(default=True, description="False marks them as unread.")


@strawberry.input
class DeleteNotificationsInput:
    activity_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description=f"{_CHOSEN} Null stands for all that are read."
    )


@strawberry.input
class WatchBoardInput:
    id: strawberry.ID
    level: WatchLevel = WatchLevel.WATCHING


@strawberry.input
class WatchListInput:
    id: strawberry.ID
    watching: bool = True


@strawberry.input
class WatchCardInput:
    id: strawberry.ID
    watching: bool = True


@strawberry.type
class MarkNotificationsPayload:
    tray: NotificationTray | None


@strawberry.type
class DeleteNotificationsPayload:
    tray: NotificationTray | None


@strawberry.type
class WatchBoardPayload:
    board: Annotated["Board", strawberry.lazy("schema.boards")] | None


@strawberry.type
class WatchListPayload:
    list: Annotated["List", strawberry.lazy("schema.lists")] | None


@strawberry.type
class WatchCardPayload:
    card: Annotated["Card", strawberry.lazy("schema.cards")] | None
