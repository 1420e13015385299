"""Where lists go: along their board, to other swimlanes and boards, and copies of them.

Source: `move` and `copy` of Wekan's models/lists.js. Its REST leaves cards behind, or copies
them into the list that they are in; here a list keeps its cards wherever it goes, and a copy
is a list of its own.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

from domain import activities, copying, moves, positions, transfer, values
from domain.card_guides import Target
from domain.context import Context
from domain.lists import touched
from domain.moves import Place
from domain.place_changes import Destination
from domain.roles import Capability
from domain.visibility import Seen, require_board, require_list
from store.copies import copy_documents
from store.documents import Board, Card, List, Swimlane
from store.ids import new_id
from store.match import NOT_TRUE, NOTHING, Filter, where
from store.mongo import Modifier


@dataclass(frozen=True, slots=True)
class _Way:
    """From where to where: both boards permitted, and the swimlane that was asked for."""

    source: Seen[List]
    board: Seen[Board]
    swimlane: Swimlane | None

    @property
    def crosses(self) -> bool:
        return self.source.board.id != self.board.board.id


async def _way(ctx: Context, list_id: str, to: Destination) -> _Way:
    source = await require_list(ctx, list_id, Capability.WRITE)
    board_id = to.board_id or source.board.id
    board = await require_board(ctx, board_id, Capability.WRITE)
    swimlane = None
    if to.swimlane_id:
        swimlane = await moves.require_swimlane(ctx, board.board, to.swimlane_id)
    return _Way(source, board, swimlane)


async def _swimlane_id(ctx: Context, way: _Way) -> str | None:
    """Returns the swimlane that the list belongs to there; None for all of them."""
    if way.swimlane is not None:
        return way.swimlane.id
    bound = way.source.it.swimlane_id
    if bound is None or not way.crosses:
        return bound
    return (await positions.first_swimlane(ctx, way.board.board)).id


async def _target(ctx: Context, way: _Way, to_list: List) -> Target:
    """Cards keep their swimlane as far as nothing else is asked for."""
    board = way.board.board
    first = way.swimlane or await positions.first_swimlane(ctx, board)
    kept: dict[str, Swimlane] = {}
    if way.swimlane is None and not way.crosses:
        found = await ctx.store.find_many(Swimlane, where(Swimlane, board_id=board.id))
        kept = {each.id: each for each in found}
    return Target(board=way.board, place=Place(to_list, first), swimlanes=kept)


async def move(ctx: Context, list_id: str, to: Destination) -> List:
    """Moves a list with its cards, and returns it as it then is. Raises BadInputError, for
    another board also what `require_board` raises, and ForbiddenError where the actor sees
    only some of the cards."""
    way = await _way(ctx, list_id, to)
    old, board = way.source.it, way.board.board
    altered: dict[str, Any] = {"board_id": board.id, "swimlane_id": await _swimlane_id(ctx, way)}
    if way.crosses or to.position is not None:
        altered["sort"] = await positions.sort_at(ctx, old, board.id, to.position)
    new = dataclasses.replace(old, **altered)
    cards = await transfer.prepared(ctx, way.source, _moving(way), await _target(ctx, way, new))

    async def work() -> None:
        own = where(List, id=old.id, board_id=old.board_id)
        await ctx.store.update(List, own, Modifier(set=altered | touched(ctx.now())))
        await transfer.write(ctx, cards)

    await ctx.store.atomically(work)
    await transfer.tell(ctx, cards)
    return new


def _moving(way: _Way) -> Filter:
    """Within a board and a swimlane no card has to be touched."""
    if way.crosses:
        return where(Card, list_id=way.source.it.id)
    if way.swimlane is None or way.swimlane.id == way.source.it.swimlane_id:
        return NOTHING
    return where(Card, list_id=way.source.it.id, archived=NOT_TRUE)


async def copy(ctx: Context, list_id: str, to: Destination) -> List:
    """Stores a copy of a list with copies of its live cards, as far as the actor sees them;
    returns it. Raises as `move`."""
    way = await _way(ctx, list_id, to)
    old, board = way.source.it, way.board.board
    altered = {
        "id": new_id(),
        "board_id": board.id,
        "swimlane_id": await _swimlane_id(ctx, way),
        "sort": await positions.sort_at(ctx, List(id=""), board.id, to.position),
        "title": old.title if to.title is None else values.title("input.title", to.title),
        "archived": False,
        "archived_at": None,
        "watcher_ids": None,
        "created_at": ctx.now(),
        **touched(ctx.now()),
    }
    new = dataclasses.replace(old, **altered)
    live = where(Card, list_id=list_id, archived=NOT_TRUE)
    target = await _target(ctx, way, new)
    async with copying.prepared(ctx, way.source, live, target) as cards:

        async def work() -> None:
            await copy_documents(ctx.store, List, where(List, id=list_id), lambda _: altered)
            await copying.write(ctx, cards)

        await ctx.store.atomically(work)
    await activities.record(ctx, activities.list_created(new))
    await positions.remember_position(ctx, new)
    await copying.tell(ctx, cards)
    return new
