"""A board as a table, one row a card: CSV and TSV.

Source: Wekan's models/lib/exporterCsvRow.js. A cell that a spreadsheet would take for a formula
begins with an apostrophe, so that nothing in a card runs where it is opened.
"""

import csv
import io
import re
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from domain.dates import iso
from domain.exports.made import Made, file_name
from domain.exports.source import Outline, Source, outline
from store.documents import Card
from store.plan import Document
from store.values import as_date

_EMPTY = " "
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_BOM = "\ufeff"
Cell = Callable[[Card, Outline], str]


def _names(ids: list[str], of: Outline, *texts: str, between: str = " ") -> str:
    return between.join(
        [*(of.people[each] for each in ids if each in of.people), *filter(None, texts)]
    )


def _labels(card: Card, of: Outline) -> str:
    known = {label.id: label for label in of.board.labels}
    chosen = [known[each] for each in card.label_ids if each in known]
    return " ".join(f"{label.name or ''}-{label.color}" for label in chosen)


def _vote(card: Card, of: Outline) -> str:
    if card.vote is None or not card.vote.question:
        return _EMPTY
    told = [card.vote.question]
    for way, ids in (("yes", card.vote.positive_ids), ("no", card.vote.negative_ids)):
        told += [way, str(len(ids)), *([_names(ids, of)] if card.vote.is_public else [])]
    return "-".join(told)


def _date(attribute: str) -> Cell:
    def cell(card: Card, _: Outline) -> str:
        moment = getattr(card, attribute)
        return iso(moment) if moment else _EMPTY

    return cell


def _flag(attribute: str) -> Cell:
    return lambda card, _: "true" if getattr(card, attribute) else "false"


def _title_of(place: Any) -> str:
    return place.title if place else ""


COLUMNS: tuple[tuple[str, str | None, Cell], ...] = (
    ("Title", None, lambda card, _: card.title),
    ("Description", "description", lambda card, _: card.description),
    ("List", "board-info", lambda card, of: _title_of(of.lists.get(card.list_id))),
    ("Swimlane", "board-info", lambda card, of: _title_of(of.swimlanes.get(card.swimlane_id))),
    ("Owner", "people", lambda card, of: of.people.get(card.creator_id or "", "")),
    (
        "Requested By",
        "people",
        lambda c, of: _names(c.requester_ids, of, c.requested_by, between=", ") or _EMPTY,
    ),
    (
        "Assigned By",
        "people",
        lambda c, of: _names(c.assigner_ids, of, c.assigned_by, between=", ") or _EMPTY,
    ),
    ("Members", "people", lambda card, of: _names(card.member_ids, of)),
    ("Assignee", "people", lambda card, of: _names(card.assignee_ids, of)),
    ("Labels", "labels", _labels),
    ("Start", "dates", _date("start_at")),
    ("Due", "dates", _date("due_at")),
    ("End", "dates", _date("end_at")),
    ("Overtime (hours)", "dates", _flag("is_overtime")),
    ("Spent time (hours)", "dates", lambda card, _: f"{card.spent_time:g}"),
    ("Created at", "dates", _date("created_at")),
    ("Last Modified at", "dates", _date("modified_at")),
    ("Last activity", "dates", _date("date_last_activity")),
    ("Vote", "voting", _vote),
    ("Archived", None, _flag("archived")),
)
"""Heading, the field of a selection that it belongs to, and what stands below."""


def field_value(field: Document, value: Any) -> str:
    """Returns the value of a custom field for people to read."""
    if value is None or value == "":
        return ""
    if field.get("type") == "date":
        moment = as_date(value)
        return iso(moment) if moment else ""
    if field.get("type") == "dropdown":
        return next((name for key, name in dropdown_items(field) if key == value), "")
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def dropdown_items(field: Document) -> Iterator[tuple[str, str]]:
    settings = field.get("settings")
    items = settings.get("dropdownItems") if isinstance(settings, dict) else None
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            yield str(item.get("_id")), str(item.get("name"))


def _heading(field: Document) -> str:
    told = f"CustomField-{field.get('name')}-{field.get('type')}"
    settings = field.get("settings") if isinstance(field.get("settings"), dict) else {}
    if field.get("type") == "dropdown":
        return f"{told}-{'/'.join(name for _, name in dropdown_items(field))}"
    if field.get("type") == "currency":
        return f"{told}-{(settings or {}).get('currencyCode')}"
    return told


def rows(source: Source, of: Outline) -> Iterator[list[str]]:
    """Yields the headings, then a row for each card."""
    has = source.selection.has
    columns = [(title, cell) for title, part, cell in COLUMNS if part is None or has(part)]
    fields = of.fields if has("custom-fields") else []
    yield [*(title for title, _ in columns), *map(_heading, fields)]
    for card in of.cards:
        values = {each.get("_id"): each.get("value") for each in card.custom_fields}
        own = (field_value(field, values.get(field["_id"])) or _EMPTY for field in fields)
        yield [*(cell(card, of) for _, cell in columns), *own]


def harmless(text: str) -> str:
    """Returns a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def made(source: Source, delimiter: str) -> Made:
    """Returns the table. Separated by a tab it is TSV, which has no mark at its start."""
    tab = delimiter == "\t"
    kind, ending = ("text/tsv", "tsv") if tab else ("text/csv; charset=utf-8", "csv")
    return Made(kind, file_name(source.board.title, ending), _chunks(source, delimiter, not tab))


async def _chunks(source: Source, delimiter: str, marked: bool) -> AsyncIterator[bytes]:
    if marked:
        yield _BOM.encode()
    for row in rows(source, await outline(source)):
        line = io.StringIO()
        csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerow(map(harmless, row))
        yield line.getvalue().encode("utf-8", "replace")
