"""What rules do with the checklists of a card.

Source: `performAction` of Wekan's server/rulesHelper.js, and the hooks of its
server/models/checklists.js and checklistItems.js, which tell of what was done.
"""

from collections.abc import Sequence

from domain import activities, values
from domain.activities import Entry
from domain.errors import NotFoundError
from domain.roles import Capability
from domain.rule_occasions import Occasion
from domain.visibility import require_card
from store.documents import Activity, Card, Checklist, ChecklistItem
from store.ids import new_id
from store.match import any_of, where
from store.mongo import Modifier


async def add(at: Occasion, card: Card) -> None:
    await _add(at, card, [])


async def add_with_items(at: Occasion, card: Card) -> None:
    texts = (await at.text(at.action.checklist_items)).split(",")
    await _add(at, card, [text.strip() for text in texts if text.strip()])


async def _add(at: Occasion, card: Card, titles: Sequence[str]) -> None:
    await require_card(at.ctx, card.id, Capability.WRITE)
    now, creator = at.ctx.now(), at.ctx.require_actor().user_id
    checklist = Checklist(
        id=new_id(),
        card_id=card.id,
        board_id=card.board_id,
        title=values.title("action.checklistName", await at.text(at.action.checklist_name)),
        creator_id=creator,
        created_at=now,
        modified_at=now,
    )
    items = [
        ChecklistItem(
            id=new_id(),
            checklist_id=checklist.id,
            card_id=card.id,
            board_id=card.board_id,
            title=title,
            sort=sort,
            creator_id=creator,
            created_at=now,
            modified_at=now,
        )
        for sort, title in enumerate(titles)
    ]

    async def work() -> None:
        await at.ctx.store.insert(checklist)
        if items:
            await at.ctx.store.insert(*items)

    await at.ctx.store.atomically(work)
    told = [_item_told("addChecklistItem", card, checklist, item) for item in items]
    await activities.record(at.ctx, _told("addChecklist", card, checklist), *told)


async def remove(at: Occasion, card: Card) -> None:
    """Removes the first checklist of that name, with its items and their history."""
    checklist = await _called(at, card)
    own = checklist.id

    async def work() -> None:
        await at.ctx.store.delete(ChecklistItem, where(ChecklistItem, checklist_id=own))
        await at.ctx.store.delete(Activity, where(Activity, checklist_id=own))
        await at.ctx.store.delete(Checklist, where(Checklist, id=own))

    await at.ctx.store.atomically(work)
    await activities.record(at.ctx, _told("removeChecklist", card, checklist))


async def set_all(at: Occasion, card: Card, *, finished: bool) -> None:
    checklist = await _called(at, card)
    items = await _items(at, checklist)
    await _set(at, card, checklist, items, items, finished=finished)


async def set_one(at: Occasion, card: Card, *, finished: bool) -> None:
    checklist = await _called(at, card)
    items = await _items(at, checklist)
    wanted = [each for each in items if each.title == at.action.check_item_name][:1]
    await _set(at, card, checklist, items, wanted, finished=finished)


async def _set(
    at: Occasion,
    card: Card,
    checklist: Checklist,
    items: Sequence[ChecklistItem],
    wanted: Sequence[ChecklistItem],
    *,
    finished: bool,
) -> None:
    """Ticks items off, or takes that back. Only what changes is told."""
    changing = [each for each in wanted if each.is_finished is not finished]
    if not changing:
        return
    ids = {each.id for each in changing}
    done = Modifier(set={"is_finished": finished, "modified_at": at.ctx.now()})
    await at.ctx.store.update_many(ChecklistItem, where(ChecklistItem, id=any_of(ids)), done)
    kind = "checkedItem" if finished else "uncheckedItem"
    told = [_item_told(kind, card, checklist, each) for each in changing]
    if not finished and all(each.is_finished for each in items):
        told.insert(0, _told("uncompleteChecklist", card, checklist))
    if finished and all(each.is_finished or each.id in ids for each in items):
        told.append(_told("completeChecklist", card, checklist))
    await activities.record(at.ctx, *told)


async def _called(at: Occasion, card: Card) -> Checklist:
    """Returns the first checklist of the card that the action names. Raises NotFoundError, and
    what `require_card` raises."""
    await require_card(at.ctx, card.id, Capability.WRITE)
    named = where(Checklist, card_id=card.id, title=at.action.checklist_name or "")
    order = [("sort", 1), ("created_at", 1)]
    found = await at.ctx.store.find_many(Checklist, named, sort=order, limit=1)
    if not found:
        raise NotFoundError("checklist")
    return found[0]


async def _items(at: Occasion, checklist: Checklist) -> list[ChecklistItem]:
    own = where(ChecklistItem, checklist_id=checklist.id)
    return await at.ctx.store.find_many(ChecklistItem, own, sort=[("sort", 1), ("id", 1)])


def _told(kind: str, card: Card, checklist: Checklist) -> Entry:
    fields = {
        "cardId": card.id,
        "boardId": card.board_id,
        "checklistId": checklist.id,
        "checklistName": checklist.title,
        "listId": card.list_id,
        "swimlaneId": card.swimlane_id,
    }
    return Entry(kind, fields)


def _item_told(kind: str, card: Card, checklist: Checklist, item: ChecklistItem) -> Entry:
    named = {"checklistItemId": item.id, "checklistItemName": item.title}
    told = _told(kind, card, checklist)
    return Entry(kind, {**told.fields, **named})
