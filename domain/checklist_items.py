"""Items of checklists: make, change, tick, move, delete.

Source: Wekan's server/models/checklistItems.js. Its REST ticks and deletes without a trace;
here both leave the activities that its web page leaves.
"""

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from domain import activities, values
from domain.activities import Entry
from domain.changes import UNSET, Change, Given
from domain.checklist_activities import of_item, ticked
from domain.checklists import place_for
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.hanging import At, require_checklist, require_item
from domain.roles import Capability
from domain.visibility import require_card
from store.documents import Activity, Card, Checklist, ChecklistItem
from store.ids import new_id
from store.match import any_of, differs, where
from store.mongo import Modifier


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange(Change):
    """The names are those of the `ChecklistItem` record."""

    title: Given[str] = UNSET
    is_finished: Given[bool] = UNSET
    sort: Given[float] = UNSET


async def create(
    ctx: Context,
    checklist_id: str,
    title: str | None,
    sort: float | None = None,
    at: At | None = None,
) -> ChecklistItem:
    """Makes an item, below the others unless `sort` is given. Raises as `require_checklist`,
    and BadInputError."""
    found = await require_checklist(ctx, checklist_id, Capability.WRITE, at)
    named = values.title("input.title", title)
    siblings = where(ChecklistItem, checklist_id=checklist_id)
    now = ctx.now()
    item = ChecklistItem(
        id=new_id(),
        checklist_id=checklist_id,
        card_id=found.card.id,
        board_id=found.card.board_id,
        title=named,
        sort=await place_for(ctx, ChecklistItem, siblings, sort),
        creator_id=ctx.require_actor().user_id,
        created_at=now,
        modified_at=now,
    )
    await ctx.store.insert(item)
    await activities.record(ctx, of_item("addChecklistItem", found.card, item))
    return item


async def update(ctx: Context, item_id: str, change: ItemChange, at: At | None = None) -> None:
    """Changes an item. Raises as `require_item`, and BadInputError."""
    found = await require_item(ctx, item_id, Capability.WRITE, at)
    altered = {name: _checked(name, value) for name, value in change.given()}
    if not altered:
        return
    new = Modifier(set=altered | {"modified_at": ctx.now()})
    own = where(ChecklistItem, id=item_id)
    before = await ctx.store.change(ChecklistItem, own, new, before=True)
    if before is None:
        raise NotFoundError("checklist item")
    if altered.get("is_finished", before.is_finished) is not before.is_finished:
        checklist = await ctx.store.find(Checklist, id=before.checklist_id)
        if checklist is not None:
            await activities.record(ctx, *await _told(ctx, found.card, checklist, {item_id}))


def _checked(name: str, value: Any) -> Any:
    if name == "title":
        return values.title("input.title", value)
    if name == "sort":
        return values.number("input.sort", value)
    if value is None:
        raise BadInputError("input.isFinished", "An item is finished or it is not.")
    return value


async def set_finished(
    ctx: Context, checklist: Checklist, item_ids: Collection[str], *, finished: bool
) -> None:
    """Ticks items of a checklist, or takes that back. Raises as `require_card`."""
    card = (await require_card(ctx, checklist.card_id, Capability.WRITE)).it
    items = await items_of(ctx, checklist.id)
    changing = {
        each.id for each in items if each.id in item_ids and each.is_finished is not finished
    }
    if not changing:
        return
    done = Modifier(set={"is_finished": finished, "modified_at": ctx.now()})
    await ctx.store.update_many(ChecklistItem, where(ChecklistItem, id=any_of(changing)), done)
    await activities.record(ctx, *await _told(ctx, card, checklist, changing))


async def _told(
    ctx: Context, card: Card, checklist: Checklist, changed: Collection[str]
) -> list[Entry]:
    """Returns what is told of items whose ticks were just turned over."""
    after = await items_of(ctx, checklist.id)
    before = [
        dataclasses.replace(item, is_finished=item.is_finished is not (item.id in changed))
        for item in after
    ]
    return list(ticked(card, checklist, before, after))


async def items_of(ctx: Context, checklist_id: str) -> Sequence[ChecklistItem]:
    own = where(ChecklistItem, checklist_id=checklist_id)
    return await ctx.store.find_many(ChecklistItem, own, sort=[("sort", 1), ("id", 1)])


async def move(ctx: Context, item_id: str, checklist_id: str, sort: float | None = None) -> None:
    """Puts an item into another checklist, which may be another card's; last, unless `sort` is
    given. Both cards must be the actor's to write on."""
    await require_item(ctx, item_id, Capability.WRITE)
    target = await require_checklist(ctx, checklist_id, Capability.WRITE)
    siblings = where(ChecklistItem, checklist_id=checklist_id, id=differs(item_id))
    place = await place_for(ctx, ChecklistItem, siblings, sort)
    there = {
        "checklist_id": checklist_id,
        "card_id": target.card.id,
        "board_id": target.card.board_id,
    }

    async def work() -> None:
        new = Modifier(set=there | {"sort": place, "modified_at": ctx.now()})
        if not await ctx.store.update(ChecklistItem, where(ChecklistItem, id=item_id), new):
            raise NotFoundError("checklist item")
        history = where(Activity, checklist_item_id=item_id)
        await ctx.store.update_many(Activity, history, Modifier(set=there))

    await ctx.store.atomically(work)


async def delete(ctx: Context, item_id: str, at: At | None = None) -> str:
    """Removes an item for good, and its history; returns its checklist's id."""
    found = await require_item(ctx, item_id, Capability.WRITE, at)

    async def work() -> None:
        await ctx.store.delete(Activity, where(Activity, checklist_item_id=item_id))
        if not await ctx.store.delete(ChecklistItem, where(ChecklistItem, id=item_id)):
            raise NotFoundError("checklist item")

    await ctx.store.atomically(work)
    await activities.record(ctx, of_item("removedChecklistItem", found.card, found.it))
    return found.it.checklist_id
