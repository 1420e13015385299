"""Where new things go: card numbers, sort values, the swimlane of a board, first places.

Source: Wekan's models/lib/sortPosition and `Boards.getNextCardNumber`.
"""

from datetime import datetime

from domain.context import Context
from store.copies import find_outlines
from store.documents import Board, Card, Counter, List, Position, Swimlane
from store.ids import new_id
from store.match import ABSENT, NOT_TRUE, Filter, differs, where
from store.mongo import Modifier


async def next_card_number(ctx: Context, board_id: str) -> int:
    """Returns a number that no card of the board has yet, and advances Wekan's counter to it."""
    return (await next_card_numbers(ctx, board_id, 1))[0]


async def next_card_numbers(ctx: Context, board_id: str, count: int) -> range:
    """Returns as many numbers in a row.

    Wekan's page numbers cards without the counter, so the counter may lag behind.
    """
    own = where(Counter, id=f"cardNumber-{board_id}")
    more = Modifier(increase={"value": count})
    counted, highest = await ctx.store.together(
        lambda: ctx.store.change(Counter, own, more, upsert=True),
        lambda: ctx.store.extreme(Card, where(Card, board_id=board_id), "card_number", -1),
    )
    assert counted is not None
    if highest is not None and counted.value - count < highest:
        await ctx.store.update(Counter, own, Modifier(raise_to={"value": int(highest)}))
        counted = await ctx.store.change(Counter, own, more)
        assert counted is not None
    return range(counted.value - count + 1, counted.value + 1)


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


async def sort_at(
    ctx: Context, moved: List | Swimlane, board_id: str, position: float | None
) -> float:
    """Returns the sort that puts a list or swimlane at a position, counted from 0, among the
    others of a board; without a position, or beyond the end, last."""
    record_type = type(moved)
    others = where(record_type, board_id=board_id, archived=NOT_TRUE, id=differs(moved.id))
    found = await ctx.store.find_many(record_type, others, sort=[("sort", 1), ("id", 1)])
    live = (each.sort or 0 for each in found if not getattr(each, "deleted_at", None))
    return _sort_among(sorted(live), position)


async def card_sort_at(ctx: Context, list_id: str, position: float) -> float:
    """Returns the sort that puts a card at a position among the others of a list."""
    live = where(Card, list_id=list_id, archived=NOT_TRUE, deleted_at=ABSENT)
    found = await find_outlines(ctx.store, Card, live, ["sort"])
    return _sort_among(sorted(each.sort or 0 for each in found), position)


def _sort_among(sorts: list[float], position: float | None) -> float:
    if not sorts:
        return 0
    if position is None or position >= len(sorts):
        return sorts[-1] + 1
    if position <= 0:
        return sorts[0] - 1
    return (sorts[int(position) - 1] + sorts[int(position)]) / 2


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


async def remember_position(ctx: Context, *made: Card | List | Swimlane) -> None:
    """Stores where new things stand, as Wekan does for each."""
    if made:
        await ctx.store.insert(*(_position(each, ctx.now()) for each in made))


def _position(made: Card | List | Swimlane, now: datetime) -> Position:
    return Position(
        id=new_id(),
        board_id=made.board_id,
        entity_type={Card: "card", List: "list", Swimlane: "swimlane"}[type(made)],
        entity_id=made.id,
        sort=made.sort,
        position_title=made.title,
        title=made.title,
        swimlane_id=getattr(made, "swimlane_id", None),
        list_id=getattr(made, "list_id", None),
        created_at=now,
        updated_at=now,
    )
