"""Events of a calendar (iCalendar, RFC 5545) as cards of a list.

Source: Wekan's server/methods/icsImport.js and server/lib/icsImport.js.
"""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar

from domain import cards
from domain.changes import CardChange, NewCard
from domain.context import Context
from domain.errors import BadInputError, NotFoundError, TooLargeError
from domain.imports.boards import require_imports
from domain.imports.restored import title_of
from domain.roles import Capability
from domain.visibility import require_board, require_list, require_swimlane
from store.documents import Card

_MOST = 1000
_LONGEST = 5_000_000


async def into_list(
    ctx: Context, board_id: str, list_id: str, swimlane_id: str, ics: str
) -> list[Card]:
    """Makes a card of each event; returns them. CalendarBleed (GHSA-fpm6-r5fg-2mrg): whoever
    may not write on the board makes none.

    Raises as `require_board`, NotFoundError for a place elsewhere, BadInputError.
    """
    await require_board(ctx, board_id, Capability.WRITE)
    if (await require_list(ctx, list_id)).board.id != board_id:
        raise NotFoundError("list")
    if (await require_swimlane(ctx, swimlane_id)).board.id != board_id:
        raise NotFoundError("swimlane")
    await require_imports(ctx)
    if not ics.strip():
        raise BadInputError("ics", "missing-ics")
    if len(ics) > _LONGEST:
        raise TooLargeError("ics", "This calendar is too long.")
    events = await asyncio.to_thread(_events, ics)
    made = []
    for sort, (title, content) in enumerate(events):
        new = NewCard(
            board_id=board_id,
            list_id=list_id,
            swimlane_id=swimlane_id,
            title=title,
            content=CardChange(sort=sort, **content),
        )
        made.append(await cards.create(ctx, new))
    return made


def _events(ics: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        calendars = Calendar.from_ical(ics, multiple=True)
    except (ValueError, IndexError, KeyError):
        calendars = []
    if not calendars:
        raise BadInputError("ics", "This is no calendar.")
    found = [event for each in calendars for event in each.walk("VEVENT")]
    if len(found) > _MOST:
        raise TooLargeError("ics", f"At most {_MOST} events are taken at once.")
    return [_event(each) for each in found]


def _event(event: Any) -> tuple[str, dict[str, Any]]:
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    content = {
        "description": str(event.get("DESCRIPTION", "")),
        "start_at": start,
        "due_at": end or start,
    }
    return title_of(str(event.get("SUMMARY", "")), "Untitled"), content


def _moment(event: Any, name: str) -> datetime | None:
    """A day alone, and a time of no zone, are in UTC."""
    try:
        found = event.decoded(name, None)
    except (ValueError, KeyError):
        return None
    if isinstance(found, datetime):
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return (
        datetime(found.year, found.month, found.day, tzinfo=UTC)
        if isinstance(found, date)
        else None
    )
