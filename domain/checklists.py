"""Checklists of cards: make, change, move, delete.

Source: Wekan's server/models/checklists.js. The items of a deleted checklist, which Wekan
leaves behind, go with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import activities, values
from domain.changes import UNSET, Change, Given
from domain.checklist_activities import of_checklist, of_item
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.hanging import At, require_checklist
from domain.roles import Capability
from domain.visibility import require_card
from store.documents import Activity, Card, Checklist, ChecklistItem
from store.ids import new_id
from store.match import Filter, where
from store.mongo import Modifier
from store.records import Record

DEFAULT_TITLE = "Checklist"
_MOST_ITEMS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistChange(Change):
    """The names are those of the `Checklist` record."""

    title: Given[str] = UNSET
    sort: Given[float] = UNSET
    hide_checked_items: Given[bool] = UNSET
    hide_all_items: Given[bool] = UNSET
    show_at_minicard: Given[bool] = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChecklist:
    """A checklist to be made, below the others of its card unless `sort` is given."""

    card_id: str
    title: str | None = None
    items: Sequence[str] = ()
    sort: float | None = None


async def create(ctx: Context, new: NewChecklist) -> Checklist:
    """Makes a checklist with its items. Raises as `require_card`, and BadInputError."""
    card = (await require_card(ctx, new.card_id, Capability.WRITE)).it
    named = values.title("input.title", values.text(new.title) or DEFAULT_TITLE)
    titles = _titles(new.items)
    place = await place_for(ctx, Checklist, where(Checklist, card_id=card.id), new.sort)
    now = ctx.now()
    made: dict[str, Any] = {
        "card_id": card.id,
        "board_id": card.board_id,
        "creator_id": ctx.require_actor().user_id,
        "created_at": now,
        "modified_at": now,
    }
    checklist = Checklist(id=new_id(), title=named, sort=place, **made)
    items = [
        ChecklistItem(id=new_id(), checklist_id=checklist.id, title=each, sort=at, **made)
        for at, each in enumerate(titles)
    ]

    async def work() -> None:
        await ctx.store.insert(checklist)
        if items:
            await ctx.store.insert(*items)

    await ctx.store.atomically(work)
    told = [of_item("addChecklistItem", card, item) for item in items]
    await activities.record(ctx, of_checklist("addChecklist", card, checklist), *told)
    return checklist


def _titles(items: Sequence[str]) -> list[str]:
    if len(items) > _MOST_ITEMS:
        raise BadInputError("input.items", f"At most {_MOST_ITEMS} items can be given.")
    return [values.title("input.items", each) for each in items]


async def place_for(
    ctx: Context, kind: type[Record], siblings: Filter, sort: float | None
) -> float:
    """Returns the sort of something new: what is asked for, or else the last place."""
    if sort is not None:
        return values.number("input.sort", sort)
    last = await ctx.store.extreme(kind, siblings, "sort", -1)
    return 0 if last is None else last + 1


async def update(ctx: Context, checklist_id: str, change: ChecklistChange) -> None:
    """Changes a checklist; as in Wekan no activity tells of it. Raises as `require_checklist`,
    and BadInputError."""
    await require_checklist(ctx, checklist_id, Capability.WRITE)
    altered = {name: _checked(name, value) for name, value in change.given()}
    if altered:
        await _set(ctx, checklist_id, altered)


def _checked(name: str, value: Any) -> Any:
    if name == "title":
        return values.title("input.title", value)
    if name == "sort":
        return values.number("input.sort", value)
    return value


async def _set(ctx: Context, checklist_id: str, altered: dict[str, Any]) -> None:
    own = where(Checklist, id=checklist_id)
    new = Modifier(set=altered | {"modified_at": ctx.now()})
    if not await ctx.store.update(Checklist, own, new):
        raise NotFoundError("checklist")


async def move(ctx: Context, checklist_id: str, card_id: str, sort: float | None = None) -> None:
    """Hangs a checklist on another card, with its items and its history. Both cards must be the
    actor's to write on. Raises as `require_checklist` and `require_card`, and BadInputError."""
    found = await require_checklist(ctx, checklist_id, Capability.WRITE)
    target = (await require_card(ctx, card_id, Capability.WRITE)).it
    place = found.it.sort if sort is None else values.number("input.sort", sort)
    if sort is None and target.id != found.card.id:
        place = await place_for(ctx, Checklist, where(Checklist, card_id=target.id), None)
    there = {"card_id": target.id, "board_id": target.board_id}

    async def work() -> None:
        await _set(ctx, checklist_id, there | {"sort": place})
        moved = Modifier(set=there | {"modified_at": ctx.now()})
        items = where(ChecklistItem, checklist_id=checklist_id)
        await ctx.store.update_many(ChecklistItem, items, moved)
        history = where(Activity, checklist_id=checklist_id)
        await ctx.store.update_many(Activity, history, Modifier(set=there))

    await ctx.store.atomically(work)


async def delete(ctx: Context, checklist_id: str, at: At | None = None) -> Card:
    """Removes a checklist for good, with its items and their history; returns its card."""
    found = await require_checklist(ctx, checklist_id, Capability.WRITE, at)

    async def work() -> None:
        for kind in (ChecklistItem, Activity):
            await ctx.store.delete(kind, where(kind, checklist_id=checklist_id))
        if not await ctx.store.delete(Checklist, where(Checklist, id=checklist_id)):
            raise NotFoundError("checklist")

    await ctx.store.atomically(work)
    await activities.record(ctx, of_checklist("removeChecklist", found.card, found.it))
    return found.card
