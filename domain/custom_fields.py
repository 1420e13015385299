"""Custom fields of boards: make, change, delete, and the choices of a dropdown. What cards hold
in them is in `card_values`.

A field that several boards share is one: whoever may write on one of them may change it for
all, as in Wekan; but cards of boards on which they may not write stay as they are. Reading is
not enough (GHSA-6733-4wgq-8xvr). Source: Wekan's models/customFields.js and
server/models/customFields.js.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from domain import activities
from domain.card_writes import touched
from domain.changes import UNSET, Change, Given
from domain.context import Context
from domain.custom_field_activities import field_created, field_deleted
from domain.errors import BadInputError, ForbiddenError, HiddenError, NotFoundError, StaleError
from domain.roles import Capability
from domain.visibility import board_access, require_board
from store.documents import (
    Activity,
    Board,
    Card,
    CustomField,
    DropdownItem,
    FieldEntry,
    FieldSettings,
)
from store.ids import new_id, new_label_id
from store.match import IS_LIST, MISSING, all_of, any_of, element, not_where, one_of, where
from store.mongo import Modifier
from store.plan import Document
from store.whole import find_whole

_LONGEST = 1000
_MOST_ITEMS = 1000
_TRIES = 10
_MILLISECOND = timedelta(milliseconds=1)
_NOUN = "custom field"


class FieldType(Enum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DROPDOWN = "dropdown"
    CHECKBOX = "checkbox"
    CURRENCY = "currency"
    STRING_TEMPLATE = "stringtemplate"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChange(Change):
    """The names are those of `FieldSettings`; an item without an id is a new one."""

    currency_code: Given[str] = UNSET
    dropdown_items: Given[Sequence[DropdownItem]] = UNSET
    template_format: Given[str] = UNSET
    template_separator: Given[str] = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange(Change):
    """The names are those of `CustomField`. A new field needs a name and a type."""

    name: Given[str] = UNSET
    type: Given[str] = UNSET
    settings: SettingsChange = SettingsChange()
    show_on_card: Given[bool] = UNSET
    automatically_on_card: Given[bool] = UNSET
    always_on_card: Given[bool] = UNSET
    show_label_on_minicard: Given[bool] = UNSET
    show_sum_at_top_of_list: Given[bool] = UNSET


async def on_board(ctx: Context, board_id: str) -> list[CustomField]:
    """Returns a board's fields, oldest first. Raises as `require_board`, as does `whole`."""
    await require_board(ctx, board_id)
    own = where(CustomField, board_ids=board_id)
    return await ctx.store.find_many(CustomField, own, sort=[("created_at", 1), ("id", 1)])


async def whole(ctx: Context, board_id: str, field_id: str) -> Document:
    """Returns the document of a board's field. Raises NotFoundError."""
    await require_board(ctx, board_id)
    own = where(CustomField, id=field_id, board_ids=board_id)
    found = await find_whole(ctx.store, CustomField, own)
    if found is None:
        raise NotFoundError(_NOUN)
    return found


async def create(ctx: Context, board_id: str, new: FieldChange) -> CustomField:
    """Stores and returns a field. Raises as `require_board`, and BadInputError."""
    await require_board(ctx, board_id, Capability.WRITE)
    now = ctx.now()
    empty = CustomField(id=new_id(), board_ids=[board_id], created_at=now, modified_at=now)
    given = {"name": None, "type": None, **dict(new.given())}
    field = replace(empty, **_checked(given, empty))

    async def work() -> None:
        await ctx.store.insert(field)
        await _put_on_cards(ctx, field, [board_id])

    await ctx.store.atomically(work)
    await activities.record(ctx, field_created(board_id, field.id))
    return field


async def update(
    ctx: Context, field_id: str, change: FieldChange, *, board_id: str | None = None
) -> CustomField:
    """Changes a field and returns it; `board_id` names a board that it must belong to.

    Raises NotFoundError, ForbiddenError, BadInputError.
    """
    field, writable = await _require(ctx, field_id, board_id)
    checked = _checked(dict(change.given()), field)
    altered = {name: new for name, new in checked.items() if getattr(field, name) != new}
    if not altered:
        return field

    async def work() -> CustomField | None:
        made = Modifier(set=altered | {"modified_at": _later(ctx, field)})
        changed = await ctx.store.change(CustomField, where(CustomField, id=field_id), made)
        if changed is not None:
            await _put_on_cards(ctx, changed, writable)
        return changed

    after = await ctx.store.atomically(work)
    if after is None:
        raise NotFoundError(_NOUN)
    return after


async def delete(ctx: Context, field_id: str, *, board_id: str | None = None) -> None:
    """Removes a field, its values on cards and what the feed told of it. Raises as `update`.

    Boards on which the actor may not write keep the field with its values.
    """
    field, writable = await _require(ctx, field_id, board_id)
    told = where(Activity, custom_field_id=field_id)
    bearing = where(
        Card, board_id=any_of(writable), custom_fields=element(FieldEntry, field_id=field_id)
    )

    async def work() -> None:
        await activities.record(ctx, field_deleted(board_id or writable[0], field_id))
        off = {"custom_fields": where(FieldEntry, field_id=field_id)}
        await ctx.store.update_many(Card, bearing, Modifier(set=touched(ctx), pull=off))
        if set(field.board_ids) <= set(writable):
            await ctx.store.delete(Activity, told)
            await ctx.store.delete(CustomField, where(CustomField, id=field_id))
            return
        there = where(Activity, board_id=any_of(writable))
        await ctx.store.delete(Activity, all_of(told, there))
        left = Modifier(set={"modified_at": _later(ctx, field)}, pull={"board_ids": writable})
        await ctx.store.update(CustomField, where(CustomField, id=field_id), left)

    await ctx.store.atomically(work)


async def add_items(
    ctx: Context, field_id: str, names: Sequence[str], *, board_id: str | None = None
) -> list[DropdownItem]:
    """Adds choices at the end and returns them. Raises as `update`, and StaleError."""
    field, _ = await _require(ctx, field_id, board_id)
    new = _items([DropdownItem(name=name) for name in names])
    await _rewritten(ctx, field, lambda items: [*items, *new])
    return new


async def rename_item(
    ctx: Context, field_id: str, item_id: str, name: Given[str], *, board_id: str | None = None
) -> None:
    """Renames a choice. Raises as `add_items`."""
    field, _ = await _require(ctx, field_id, board_id)
    given = {} if name is UNSET else {"name": _text("input.name", name)}

    def compute(items: list[DropdownItem]) -> list[DropdownItem]:
        _require_item(items, item_id)
        return [replace(each, **given) if each.id == item_id else each for each in items]

    await _rewritten(ctx, field, compute)


async def delete_item(
    ctx: Context, field_id: str, item_id: str, *, board_id: str | None = None
) -> None:
    """Takes a choice away; cards that have it show none. Raises as `add_items`."""
    field, _ = await _require(ctx, field_id, board_id)

    def compute(items: list[DropdownItem]) -> list[DropdownItem]:
        _require_item(items, item_id)
        return [each for each in items if each.id != item_id]

    await _rewritten(ctx, field, compute)


async def _require(
    ctx: Context, field_id: str, board_id: str | None
) -> tuple[CustomField, list[str]]:
    """Returns a field, and which of its boards the actor may write on: one at least, and those
    that are gone."""
    ctx.require_actor()
    if board_id is not None:
        await require_board(ctx, board_id, Capability.WRITE)
    field = await ctx.store.find(CustomField, id=field_id)
    if field is None or board_id not in (None, *field.board_ids):
        raise NotFoundError(_NOUN)
    boards = await ctx.store.find_many(Board, where(Board, id=any_of(field.board_ids)))
    accesses = {board.id: board_access(ctx.actor, board) for board in boards}
    known = {key: access for key, access in accesses.items() if access is not None}
    if not known:
        raise HiddenError(_NOUN)
    writable = [key for key, access in known.items() if access.can(Capability.WRITE)]
    if not writable:
        raise ForbiddenError
    return field, [*writable, *(each for each in field.board_ids if each not in accesses)]


async def _put_on_cards(ctx: Context, field: CustomField, board_ids: Iterable[str]) -> None:
    """Gives every card on these boards a field that is always there. What is no list of fields
    stays as it is."""
    if not field.always_on_card:
        return
    lacking = all_of(
        where(Card, board_id=any_of(list(board_ids))),
        not_where(where(Card, custom_fields=element(FieldEntry, field_id=field.id))),
        one_of(where(Card, custom_fields=IS_LIST), where(Card, custom_fields=MISSING)),
    )
    entry = {"_id": field.id, "value": None}
    more = Modifier(set=touched(ctx), add={"custom_fields": [entry]})
    await ctx.store.update_many(Card, lacking, more)


async def _rewritten(
    ctx: Context,
    field: CustomField,
    compute: Callable[[list[DropdownItem]], list[DropdownItem]],
) -> None:
    """Sets what `compute` makes of the choices as they are; again, where somebody was faster."""
    for _ in range(_TRIES):
        items = compute(field.dropdown_items)
        if items == field.dropdown_items:
            return
        _require_few(items)
        settings = replace(field.settings, dropdown_items=items)
        as_read = where(CustomField, id=field.id, modified_at=field.modified_at)
        made = Modifier(set={"settings": settings, "modified_at": _later(ctx, field)})
        if await ctx.store.update(CustomField, as_read, made):
            return
        now = await ctx.store.find(CustomField, id=field.id)
        if now is None:
            raise NotFoundError(_NOUN)
        field = now
    raise StaleError(_NOUN)


def _later(ctx: Context, field: CustomField) -> datetime:
    """Each change leaves another moment behind, also within one millisecond."""
    last = field.modified_at
    return ctx.now() if last is None else max(ctx.now(), last + _MILLISECOND)


def _require_item(items: list[DropdownItem], item_id: str) -> None:
    if not any(each.id == item_id for each in items):
        raise NotFoundError("dropdown item")


def _checked(given: Mapping[str, Any], before: CustomField) -> dict[str, Any]:
    """Returns what is to be stored. A flag that is cleared is off."""
    checks: Mapping[str, Callable[[Any], Any]] = {
        "name": lambda name: _text("input.name", name),
        "type": _type,
        "settings": lambda change: _settings(change, before.settings),
    }
    return {name: checks.get(name, bool)(value) for name, value in given.items()}


def _type(given: str | None) -> str:
    known = [each.value for each in FieldType]
    if given not in known:
        raise BadInputError("input.type", "A type is one of: " + ", ".join(known) + ".")
    return given


def _settings(change: SettingsChange, before: FieldSettings) -> FieldSettings:
    """A text that is empty is none, as Wekan's schema layer has it."""
    altered: dict[str, Any] = {}
    for name, value in change.given():
        if name == "dropdown_items":
            altered[name] = None if value is None else _items(value)
        else:
            text = (value or "").strip()
            altered[name] = _text("input.settings", text) if text else None
    return replace(before, **altered)


def _items(given: Sequence[DropdownItem]) -> list[DropdownItem]:
    _require_few(given)
    items = [
        DropdownItem(id=each.id or new_label_id(), name=_text("input.name", each.name))
        for each in given
    ]
    if len({each.id for each in items}) < len(items):
        raise BadInputError("input.settings", "Two items have the same id.")
    return items


def _require_few(items: Sequence[DropdownItem]) -> None:
    if len(items) > _MOST_ITEMS:
        raise BadInputError("input.settings", f"A field has at most {_MOST_ITEMS} items.")


def _text(field: str, given: str | None) -> str:
    text = (given or "").strip()
    if not text or len(text) > _LONGEST:
        raise BadInputError(field, f"A text of 1 to {_LONGEST} characters is required.")
    return text
