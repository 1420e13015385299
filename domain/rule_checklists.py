"""What rules do with the checklists of a card.

Source: `performAction` of Wekan's server/rulesHelper.js.
"""

from domain import checklist_items, checklists
from domain.checklists import NewChecklist
from domain.errors import NotFoundError
from domain.rule_occasions import Occasion
from store.documents import Card, Checklist
from store.match import where


async def add(at: Occasion, card: Card) -> None:
    await _add(at, card, [])


async def add_with_items(at: Occasion, card: Card) -> None:
    texts = (await at.text(at.action.checklist_items)).split(",")
    await _add(at, card, [text.strip() for text in texts if text.strip()])


async def _add(at: Occasion, card: Card, items: list[str]) -> None:
    title = await at.text(at.action.checklist_name)
    new = NewChecklist(card_id=card.id, title=title, items=items, sort=0)  # as Wekan's rules
    await checklists.create(at.ctx, new)


async def remove(at: Occasion, card: Card) -> None:
    await checklists.delete(at.ctx, (await _called(at, card)).id)


async def set_all(at: Occasion, card: Card, *, finished: bool) -> None:
    checklist = await _called(at, card)
    items = await checklist_items.items_of(at.ctx, checklist.id)
    every = {each.id for each in items}
    await checklist_items.set_finished(at.ctx, checklist, every, finished=finished)


async def set_one(at: Occasion, card: Card, *, finished: bool) -> None:
    checklist = await _called(at, card)
    items = await checklist_items.items_of(at.ctx, checklist.id)
    wanted = [each.id for each in items if each.title == at.action.check_item_name][:1]
    await checklist_items.set_finished(at.ctx, checklist, {*wanted}, finished=finished)


async def _called(at: Occasion, card: Card) -> Checklist:
    """Returns the first checklist of the card that the action names. Raises NotFoundError."""
    named = where(Checklist, card_id=card.id, title=at.action.checklist_name or "")
    order = [("sort", 1), ("created_at", 1)]
    found = await at.ctx.store.find_many(Checklist, named, sort=order, limit=1)
    if not found:
        raise NotFoundError("checklist")
    return found[0]
