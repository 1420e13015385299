"""What rules do with places: cards moved, made and linked, lists sorted and emptied.

Source: `performAction` of Wekan's server/rulesHelper.js. A name that no list has moves a card
within its own list; a name that no swimlane has means the board's first.
"""

from datetime import UTC, datetime

from domain import cards, linking, positions, swimlanes
from domain.changes import CardChange, NewCard
from domain.errors import NotFoundError
from domain.roles import Capability
from domain.rule_occasions import Occasion, is_open
from domain.visibility import require_board
from store.documents import Card, List, Swimlane
from store.match import ABSENT, NOT_TRUE, Filter, all_of, where
from store.mongo import Modifier

_LAST = datetime.max.replace(tzinfo=UTC)
_FIRST = datetime.min.replace(tzinfo=UTC)


async def move_to_top(at: Occasion, card: Card) -> None:
    await _move(at, card, way=1)


async def move_to_bottom(at: Occasion, card: Card) -> None:
    await _move(at, card, way=-1)


async def _move(at: Occasion, card: Card, way: int) -> None:
    goal = await _list_for(at, card)
    if goal is None:
        board_id, list_id, swimlane_id = card.board_id, card.list_id, card.swimlane_id
    else:
        board_id, list_id = goal.board_id, goal.id
        swimlane_id = await _swimlane_for(at, card, board_id)
    there = _live(where(Card, list_id=list_id, swimlane_id=swimlane_id))
    end = await at.ctx.store.extreme(Card, there, "sort", way) or 0
    change = CardChange(board_id=board_id, list_id=list_id, swimlane_id=swimlane_id, sort=end - way)
    await cards.update(at.ctx, card.id, change)


def _live(condition: Filter) -> Filter:
    return all_of(condition, where(Card, archived=NOT_TRUE, deleted_at=ABSENT))


async def _list_for(at: Occasion, card: Card) -> List | None:
    """Returns the list that a card goes to; None where it stays in its own."""
    if not is_open(at.action.list_name):
        return await at.list_called(at.action.list_name, at.target_id)
    own = await at.ctx.store.find(List, id=card.list_id)
    if own is None or at.target_id == card.board_id:
        return own
    return await at.list_called(own.title, at.target_id)


async def _swimlane_for(at: Occasion, card: Card, board_id: str) -> str:
    name = at.action.swimlane_name
    if is_open(name):
        if board_id == card.board_id:
            return card.swimlane_id
        own = await at.ctx.store.find(Swimlane, id=card.swimlane_id)
        name = own.title if own else None
    return await _swimlane_called(at, name, board_id)


async def _swimlane_called(at: Occasion, name: str | None, board_id: str) -> str:
    found = await at.swimlane_called(name, board_id)
    if found is None:
        board = (await require_board(at.ctx, board_id, Capability.WRITE)).board
        found = await positions.first_swimlane(at.ctx, board)
    return found.id


async def _list_called(at: Occasion, name: str | None, board_id: str) -> List:
    found = await at.list_called(name, board_id)
    if found is None:
        raise NotFoundError("list")
    return found


async def move_all(at: Occasion) -> None:
    """Moves every live card of one list to another, each in its order and its swimlane."""
    source = await _list_called(at, at.action.from_list_name, at.board.id)
    goal = await _list_called(at, at.action.list_name, at.target_id)
    if source.id == goal.id:
        return
    live = _live(where(Card, list_id=source.id))
    for card in await at.ctx.store.find_many(Card, live, sort=[("sort", 1), ("id", 1)]):
        change = CardChange(
            board_id=goal.board_id,
            list_id=goal.id,
            swimlane_id=await _swimlane_for(at, card, goal.board_id),
            sort=card.sort or 0,
        )
        await cards.update(at.ctx, card.id, change)


async def create_card(at: Occasion) -> None:
    goal = await _list_called(at, at.action.list_name, at.board.id)
    new = NewCard(
        board_id=at.board.id,
        list_id=goal.id,
        swimlane_id=await _swimlane_called(at, at.action.swimlane_name, at.board.id),
        title=await at.text(at.action.card_name),
        content=CardChange(sort=0),
    )
    await cards.create(at.ctx, new)


async def link_card(at: Occasion, card: Card) -> None:
    """Puts a card on the other board that stands for this one."""
    goal = await _list_called(at, at.action.list_name, at.target_id)
    swimlane_id = await _swimlane_called(at, at.action.swimlane_name, at.target_id)
    await linking.create(
        at.ctx, card.id, board_id=at.target_id, list_id=goal.id, swimlane_id=swimlane_id
    )


async def add_swimlane(at: Occasion) -> None:
    await swimlanes.create(at.ctx, at.board.id, await at.text(at.action.swimlane_name), 0)


async def sort_list(at: Occasion, card: Card) -> None:
    """Numbers the cards of a list anew, in the swimlane of the card."""
    name = at.action.list_name
    in_list = card.list_id
    if not is_open(name):
        in_list = (await _list_called(at, name, at.board.id)).id
    place = where(Card, board_id=at.board.id, list_id=in_list, swimlane_id=card.swimlane_id)
    found = await at.ctx.store.find_many(Card, _live(place), sort=[("sort", 1), ("id", 1)])
    now = at.ctx.now()
    for sort, each in enumerate(_sorted(found, at.action.sort_field)):
        if each.sort != sort:
            touched = {"sort": sort, "modified_at": now, "date_last_activity": now}
            await at.ctx.store.update(Card, where(Card, id=each.id), Modifier(set=touched))


def _sorted(found: list[Card], field: str | None) -> list[Card]:
    if field == "name":
        return sorted(found, key=lambda card: card.title.lower())
    if field == "created":
        return sorted(found, key=lambda card: card.created_at or _FIRST)
    if field == "modified":
        return sorted(found, key=lambda card: card.modified_at or _FIRST)
    return sorted(found, key=lambda card: card.due_at or _LAST)
