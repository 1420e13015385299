"""Values of custom fields on cards: what each kind of field holds, and setting one.

Source: `setCardCustomField…` of Wekan's server/models/cards.js and client/components/cards.
Dates are stored as dates, as Wekan's page does; its REST stores their text.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from domain import activities, card_activities, values
from domain.card_writes import rewritten
from domain.changes import FieldValue
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.roles import Capability
from domain.visibility import Seen, require_card
from store.documents import Board, Card, CustomField
from store.match import any_of, where

_MOST = 200
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WORDS = {"true": True, "false": False}


KINDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "number": ("number", "currency"),
    "checkbox": ("checkbox",),
    "date": ("date",),
    "dropdown_item_id": ("dropdown",),
    "texts": ("stringtemplate",),
}
"""Which kinds of value suit which types of field."""


def _text(value: object, _: CustomField) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else None


def _number(value: object, _: CustomField) -> object:
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value.strip()):
            return None
        value = float(value)
        value = int(value) if value.is_integer() else value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return values.number("value", value)


def _flag(value: object, _: CustomField) -> object:
    if isinstance(value, str):
        return _WORDS.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _date(value: object, _: CustomField) -> object:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
        value = value if value.tzinfo else value.replace(tzinfo=UTC)
    return values.date("value", value) if isinstance(value, datetime) else None


def _item(value: object, field: CustomField) -> object:
    return value if any(each.id == value for each in field.dropdown_items) else None


def _texts(value: object, _: CustomField) -> object:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        return None
    return [each.strip() for each in given[:_MOST]]


_READERS: dict[str, tuple[Callable[[object, CustomField], object], str]] = {
    "text": (_text, "a text"),
    "number": (_number, "a number"),
    "currency": (_number, "a number"),
    "checkbox": (_flag, "true or false"),
    "date": (_date, "a date"),
    "dropdown": (_item, "the id of one of its items"),
    "stringtemplate": (_texts, "a list of texts"),
}


def _typed(where_given: str, given: FieldValue, field: CustomField) -> object:
    """Returns what is stored. Raises BadInputError."""
    if given.value is None or given.value == "":
        return None
    read, wanted = _READERS.get(field.type, _READERS["text"])
    suits = given.kind is None or field.type in KINDS[given.kind]
    stored = read(given.value, field) if suits else None
    if stored is None:
        raise BadInputError(where_given, f"The field {field.name} holds {wanted}.")
    return stored


def as_read(stored: object, field: CustomField) -> object:
    """Returns a value as the type of its field has it, or None where it does not suit it.

    Wekan's REST stores what it is sent: numbers, flags and dates as texts too.
    """
    if stored is None or stored == "":
        return None
    if isinstance(stored, datetime) and stored.tzinfo is None:
        stored = stored.replace(tzinfo=UTC)
    try:
        return _READERS.get(field.type, _READERS["text"])[0](stored, field)
    except BadInputError:
        return None


def candidates(text: str) -> list[object]:
    """Returns all that a field may hold that is written like this."""
    field = CustomField(id="")
    read = [_number(text, field), _flag(text, field), _date(text, field)]
    return [text, *(each for each in read if each is not None)]


async def checked(
    ctx: Context, given: Sequence[FieldValue], board: Board, before: Card | None
) -> list[Mapping[str, Any]]:
    """Returns all values of a card as they are stored. Raises BadInputError.

    A field must be one of the board's; what a card on the board has already, it may keep.
    """
    name = "input.customFields"
    ids = values.ids(name, [each.field_id for each in given])
    if len(ids) < len(given) or len(ids) > _MOST:
        raise BadInputError(name, f"Each field is given once, and at most {_MOST} are.")
    found = await ctx.store.find_many(CustomField, where(CustomField, id=any_of(ids)))
    known = {field.id: field for field in found}
    kept = _of_card(before) if before and before.board_id == board.id else {}
    stored: list[Mapping[str, Any]] = []
    for each in given:
        field = known.get(each.field_id)
        if field is None or (board.id not in field.board_ids and field.id not in kept):
            raise BadInputError(name, "A field is not on this board.")
        stored.append({"_id": field.id, "value": _typed(name, each, field)})
    return stored


def _of_card(card: Card) -> dict[str, Any]:
    """Returns the values by their fields; what the page cleared has none."""
    return {str(each.get("_id")): each.get("value") for each in card.custom_fields}


async def set_value(ctx: Context, card_id: str, given: FieldValue) -> Card:
    """Sets, or with None clears, one value, and returns the card as it then is.

    A field that the card does not have is put on it. Raises NotFoundError where the board has
    no such field, BadInputError, StaleError.
    """
    seen = await require_card(ctx, card_id, Capability.WRITE)
    return await set_on(ctx, seen, given, adds=True)


async def set_on(ctx: Context, seen: Seen[Card], given: FieldValue, *, adds: bool) -> Card:
    """The same for a card in hand; without `adds` a field that it lacks stays away."""
    field = await ctx.store.find(CustomField, id=given.field_id)
    if field is None or seen.board.id not in field.board_ids:
        raise NotFoundError("custom field")
    stored = _typed("input.value", given, field)

    def changed(card: Card) -> Mapping[str, Any]:
        own = [dict(each) for each in card.custom_fields]
        entries = [each for each in own if each.get("_id") == field.id]
        if not entries and adds:
            entries.append({"_id": field.id})
            own += entries
        for each in entries:
            each["value"] = stored
        return {"custom_fields": own} if own != card.custom_fields else {}

    before, after = await rewritten(ctx, seen.it, changed)
    if _of_card(before) != _of_card(after):
        await activities.record(ctx, card_activities.field_set(after, field.id, stored))
    return after
