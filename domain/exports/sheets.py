"""Cards as people read them: headings, with lines of a name and a text below each.

Excel and PDF are two ways to write the same sheets. Source: Wekan's
models/lib/cardExportDocument.js.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.exports.source import Outline, Source, outline
from domain.exports.tables import field_value
from store.documents import Attachment, Card, Checklist, ChecklistItem, Comment, User
from store.match import any_of, where
from store.records import R, load
from store.streams import stream

Line = tuple[str, str]
_FORMATS = {
    "YYYY-MM-DD": "%Y-%m-%d %H:%M",
    "DD-MM-YYYY": "%d-%m-%Y %H:%M",
    "MM-DD-YYYY": "%m-%d-%Y %H:%M",
}
_LONGEST_ZONE = 64
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One card."""

    title: str
    place: str
    sections: list[Section]


@dataclass(frozen=True, slots=True)
class Book:
    """A board, or one card of it."""

    title: str
    lines: list[Line]
    sheets: list[Sheet]


@dataclass(frozen=True, slots=True)
class Dates:
    """How moments are shown to whoever asked."""

    pattern_name: str = "YYYY-MM-DD"
    zone_name: str = "UTC"

    @classmethod
    def read(cls, pattern: str | None, zone: str | None) -> "Dates":
        """Reads Wekan's names for both; what is not known is left at its usual way."""
        known = pattern if pattern in _FORMATS else cls().pattern_name
        return cls(known, zone if zone and len(zone) <= _LONGEST_ZONE else cls().zone_name)

    def show(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        return moment.astimezone(_zone(self.zone_name)).strftime(_FORMATS[self.pattern_name])


@lru_cache(1000)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


@dataclass(frozen=True, slots=True)
class _Parts:
    """What hangs on the cards, by card."""

    checklists: dict[str, list[Checklist]]
    items: dict[str, list[ChecklistItem]]
    comments: dict[str, list[Comment]]
    attachments: dict[str, list[Attachment]]
    subtasks: dict[str, list[Card]]


async def book(source: Source, dates: Dates) -> Book:
    """Returns what is exported, as sheets in the order of the board."""
    of = await outline(source)
    parts = await _parts(source, of.cards)
    ranks = {each: rank for rank, each in enumerate([*of.swimlanes, *of.lists])}
    cards = sorted(of.cards, key=lambda c: (ranks.get(c.swimlane_id, -1), ranks.get(c.list_id, -1)))
    of = await _with_authors(source, of, parts)
    sheets = [_sheet(source, of, parts, dates, card) for card in cards]
    head = _head(of, dates) if source.selection.has("board-header") else []
    return Book(_clean(of.board.title), head, sheets)


async def _parts(source: Source, cards: list[Card]) -> _Parts:
    ids = [card.id for card in cards]

    async def by_card(record_type: type[R], field: str) -> dict[str, list[R]]:
        found: dict[str, list[R]] = defaultdict(list)
        if source.selection.has(field):
            wanted = where(record_type, card_id=any_of(ids))
            async for document in stream(source.ctx.store, record_type, wanted):
                each: Any = load(record_type, document)
                found[each.card_id].append(each)
        return found

    subtasks: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        if card.parent_id:
            subtasks[card.parent_id].append(card)
    return _Parts(
        await by_card(Checklist, "checklists"),
        await by_card(ChecklistItem, "checklists"),
        await by_card(Comment, "comments"),
        await by_card(Attachment, "attachments"),
        subtasks,
    )


async def _with_authors(source: Source, of: Outline, parts: _Parts) -> Outline:
    """Adds the names of who wrote comments; nameless where the site wants that."""
    authors = {c.author_id for each in parts.comments.values() for c in each if c.author_id}
    unknown = sorted(authors - of.people.keys())
    if not unknown or source.rules.anonymous_exports:
        return of
    found = await source.ctx.store.find_many(User, where(User, id=any_of(unknown)))
    names = {user.id: user.username for user in found if user.username}
    return replace(of, people={**of.people, **names})


def _head(of: Outline, dates: Dates) -> list[Line]:
    members = [of.people[m.user_id] for m in of.board.members if m.user_id in of.people]
    lines = [
        ("Description", of.board.description or ""),
        ("Members", ", ".join(members)),
        ("Created at", dates.show(of.board.created_at)),
        ("Last Modified at", dates.show(of.board.modified_at)),
    ]
    return _told(lines)


def _sheet(source: Source, of: Outline, parts: _Parts, dates: Dates, card: Card) -> Sheet:
    sections = [
        Section(title, lines)
        for title, field, maker in _SECTIONS
        if source.selection.has(field) and (lines := _told(maker(card, of, parts, dates)))
    ]
    lane, place = of.swimlanes.get(card.swimlane_id), of.lists.get(card.list_id)
    where_it_is = " / ".join(each.title for each in (lane, place) if each)
    return Sheet(_clean(card.title), _clean(where_it_is), sections)


def _told(lines: "list[Line] | Iterator[Line]") -> list[Line]:
    return [(_clean(name), _clean(text)) for name, text in lines if text]


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


Maker = Callable[[Card, Outline, _Parts, Dates], "list[Line] | Iterator[Line]"]


def _names(ids: list[str], of: Outline, text: str = "") -> str:
    return ", ".join(filter(None, [*(of.people.get(each, "") for each in ids), text]))


def _place(card: Card, of: Outline, _: _Parts, __: Dates) -> Iterator[Line]:
    lane, place = of.swimlanes.get(card.swimlane_id), of.lists.get(card.list_id)
    yield "Board", of.board.title
    yield "Swimlane", lane.title if lane else ""
    yield "List", place.title if place else ""
    yield "Number", str(card.card_number)


def _labels(card: Card, of: Outline, _: _Parts, __: Dates) -> Iterator[Line]:
    known = {label.id: label for label in of.board.labels}
    chosen = [known[each] for each in card.label_ids if each in known]
    yield "", ", ".join(label.name or label.color for label in chosen)


def _people(card: Card, of: Outline, _: _Parts, __: Dates) -> list[Line]:
    return [
        ("Creator", of.people.get(card.creator_id or "", "")),
        ("Members", _names(card.member_ids, of)),
        ("Assignees", _names(card.assignee_ids, of)),
        ("Requested By", _names(card.requester_ids, of, card.requested_by)),
        ("Assigned By", _names(card.assigner_ids, of, card.assigned_by)),
    ]


def _dates(card: Card, _: Outline, __: _Parts, dates: Dates) -> list[Line]:
    moments = (
        ("Received", card.received_at),
        ("Start", card.start_at),
        ("Due", card.due_at),
        ("End", card.end_at),
        ("Created at", card.created_at),
    )
    spent = [("Spent time (hours)", f"{card.spent_time:g}")] if card.spent_time else []
    return [*((name, dates.show(moment)) for name, moment in moments), *spent]


def _fields(card: Card, of: Outline, _: _Parts, __: Dates) -> Iterator[Line]:
    values = {each.get("_id"): each.get("value") for each in card.custom_fields}
    for field in of.fields:
        yield str(field.get("name")), field_value(field, values.get(field["_id"]))


def _checklists(card: Card, _: Outline, parts: _Parts, __: Dates) -> Iterator[Line]:
    items = sorted(parts.items.get(card.id, ()), key=lambda each: each.sort)
    for checklist in sorted(parts.checklists.get(card.id, ()), key=lambda each: each.sort):
        own = [each for each in items if each.checklist_id == checklist.id]
        done = sum(each.is_finished for each in own)
        yield checklist.title, f"{done}/{len(own)}"
        for item in own:
            yield "", f"[{'x' if item.is_finished else ' '}] {item.title}"


def _comments(card: Card, of: Outline, parts: _Parts, dates: Dates) -> Iterator[Line]:
    for each in parts.comments.get(card.id, ()):
        yield (
            f"{of.people.get(each.author_id or '', '')} {dates.show(each.created_at)}",
            of.masks.text(each.text),
        )


def _subtasks(card: Card, _: Outline, parts: _Parts, __: Dates) -> Iterator[Line]:
    for each in parts.subtasks.get(card.id, ()):
        yield "", f"[{'x' if each.archived else ' '}] {each.title}"


def _files(card: Card, _: Outline, parts: _Parts, __: Dates) -> Iterator[Line]:
    for each in parts.attachments.get(card.id, ()):
        yield "", f"{each.name} ({each.size:.0f} bytes)"


def _vote(card: Card, of: Outline, _: _Parts, __: Dates) -> Iterator[Line]:
    if card.vote is not None:
        shown = card.vote.is_public
        yes, no = card.vote.positive_ids, card.vote.negative_ids
        yield "Question", card.vote.question
        yield "Yes", f"{len(yes)} {_names(yes, of) if shown else ''}".strip()
        yield "No", f"{len(no)} {_names(no, of) if shown else ''}".strip()


def _stickers(card: Card, _: Outline, __: _Parts, ___: Dates) -> Iterator[Line]:
    yield "", ", ".join(each.name or each.icon for each in card.stickers)


def _locations(card: Card, _: Outline, __: _Parts, ___: Dates) -> Iterator[Line]:
    for each in card.locations:
        yield each.name, each.address or f"{each.latitude}, {each.longitude}"


def _dependencies(card: Card, of: Outline, _: _Parts, __: Dates) -> Iterator[Line]:
    titles = {each.id: each.title for each in of.cards}
    for entry in card.dependencies or ():
        known = entry if isinstance(entry, dict) else {"cardId": entry}
        yield str(known.get("type", "related-to")), titles.get(str(known.get("cardId")), "")


_SECTIONS: tuple[tuple[str, str, Maker], ...] = (
    ("Card", "board-info", _place),
    ("Labels", "labels", _labels),
    ("People", "people", _people),
    ("Dates", "dates", _dates),
    ("Description", "description", lambda card, *_: [("", card.description)]),
    ("Custom fields", "custom-fields", _fields),
    ("Checklists", "checklists", _checklists),
    ("Subtasks", "subtasks", _subtasks),
    ("Comments", "comments", _comments),
    ("Attachments", "attachments", _files),
    ("Vote", "voting", _vote),
    ("Stickers", "stickers", _stickers),
    ("Locations", "locations", _locations),
    ("Dependencies", "dependencies", _dependencies),
)
"""Title, the field of a selection that it belongs to, and what makes its lines."""
