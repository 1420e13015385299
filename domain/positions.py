"""Where new things go: card numbers, sort values, the swimlane of a board, first places.

Source: Wekan's models/lib/sortPosition and `Boards.getNextCardNumber`.
"""

import asyncio

from domain.context import Context
from store.documents import Board, Card, Counter, List, Position, Swimlane
from store.ids import new_id
from store.match import NOT_TRUE, Filter, where
from store.mongo import Modifier


async def next_card_number(ctx: Context, board_id: str) -> int:
    """Returns a number that no card of the board has yet, and advances Wekan's counter to it.

    Wekan's page numbers cards without the counter, so the counter may lag behind.
    """
    own = where(Counter, id=f"cardNumber-{board_id}")
    one_more = Modifier(increase={"value": 1})
    counted, highest = await asyncio.gather(
        ctx.store.change(Counter, own, one_more, upsert=True),
        ctx.store.extreme(Card, where(Card, board_id=board_id), "card_number", -1),
    )
    assert counted is not None
    if highest is None or counted.value > highest:
        return counted.value
    await ctx.store.update(Counter, own, Modifier(raise_to={"value": int(highest)}))
    counted = await ctx.store.change(Counter, own, one_more)
    assert counted is not None
    return counted.value


async def bottom_of_list(ctx: Context, list_id: str) -> float:
    """Returns the sort of a card that goes below the others of a list."""
    last = await ctx.store.extreme(Card, _live_cards(list_id), "sort", -1)
    return 0 if last is None else last + 1


async def top_of_list(ctx: Context, list_id: str) -> float:
    """Returns the sort of a card that goes above the others of a list."""
    first = await ctx.store.extreme(Card, _live_cards(list_id), "sort", 1)
    return 0 if first is None else first - 1


def _live_cards(list_id: str) -> Filter:
    return where(Card, list_id=list_id, archived=NOT_TRUE)


async def last_sort(ctx: Context, record_type: type[List | Swimlane], board_id: str) -> float:
    """Returns the sort of a list or swimlane that goes after the others of its board."""
    live = where(record_type, board_id=board_id, archived=NOT_TRUE)
    last = await ctx.store.extreme(record_type, live, "sort", -1)
    return 0 if last is None else last + 1


async def first_swimlane(ctx: Context, board: Board) -> Swimlane:
    """Returns the swimlane that a card goes to unless another is named.

    A board without a live one is given Wekan's default, which several may ask for at once.
    """
    live = where(Swimlane, board_id=board.id, archived=NOT_TRUE)
    found = await ctx.store.find_many(Swimlane, live, sort=[("sort", 1), ("id", 1)], limit=1)
    return found[0] if found else await _default_swimlane(ctx, board)


async def _default_swimlane(ctx: Context, board: Board) -> Swimlane:
    now = ctx.now()
    made = Swimlane(
        id=f"{board.id}-default",
        title="Default",
        board_id=board.id,
        sort=0,
        created_at=now,
        updated_at=now,
        modified_at=now,
    )
    stored = await ctx.store.change(
        Swimlane,
        where(Swimlane, id=made.id),
        Modifier(
            on_insert={
                "title": made.title,
                "board_id": made.board_id,
                "sort": 0,
                "type": made.type,
                "height": made.height,
                "created_at": now,
            },
            set={"archived": False, "updated_at": now, "modified_at": now},
        ),
        upsert=True,
    )
    return stored or made


async def remember_position(ctx: Context, made: Card | List | Swimlane) -> None:
    """Stores where a new thing stands, as Wekan does for each."""
    now = ctx.now()
    kind = {Card: "card", List: "list", Swimlane: "swimlane"}[type(made)]
    await ctx.store.insert(
        Position(
            id=new_id(),
            board_id=made.board_id,
            entity_type=kind,
            entity_id=made.id,
            sort=made.sort,
            position_title=made.title,
            title=made.title,
            swimlane_id=getattr(made, "swimlane_id", None),
            list_id=getattr(made, "list_id", None),
            created_at=now,
            updated_at=now,
        )
    )
