"""Where swimlanes go: along their board, to other boards, and copies of them.

Source: `move` and `copy` of Wekan's models/swimlanes.js. A swimlane takes its own lists along;
cards that lie in lists shared by all swimlanes go to lists of the same name.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

from domain import activities, copying, positions, transfer, values
from domain.card_guides import Target, same_label
from domain.context import Context
from domain.lists import touched
from domain.moves import Place
from domain.place_activities import swimlane_told
from domain.place_changes import Destination
from domain.roles import Capability
from domain.visibility import Seen, narrowing, require_board, require_swimlane
from store.copies import copy_documents
from store.documents import Board, Card, Label, List, Swimlane
from store.ids import new_id, new_label_id
from store.match import ABSENT, NOT_TRUE, Filter, all_of, any_of, one_of, where
from store.mongo import Modifier


@dataclass(frozen=True, slots=True)
class _Way:
    """From where to where: both boards permitted, and what the swimlane has."""

    source: Seen[Swimlane]
    board: Seen[Board]
    own: list[List]
    """Lists that the swimlane alone shows."""
    shared: list[List]
    """Lists that all swimlanes show, if this is the first of them."""
    others: list[List]
    """Lists beside its own in which it has cards."""
    cards: Filter

    @property
    def crosses(self) -> bool:
        return self.source.board.id != self.board.board.id


async def _way(ctx: Context, swimlane_id: str, to: Destination) -> _Way:
    source = await require_swimlane(ctx, swimlane_id, Capability.WRITE)
    board = await require_board(ctx, to.board_id or source.board.id, Capability.WRITE)
    on_board = where(List, board_id=source.board.id, deleted_at=ABSENT)
    lists = await ctx.store.find_many(List, on_board, sort=[("sort", 1), ("id", 1)])
    own = [each for each in lists if each.swimlane_id == swimlane_id]
    first = (await positions.first_swimlane(ctx, source.board)).id == swimlane_id
    cards = _cards_of(source, own, first=first)
    used = set(await ctx.store.values(Card, cards, "list_id"))
    return _Way(
        source,
        board,
        own,
        shared=[each for each in lists if first and each.swimlane_id is None],
        others=[each for each in lists if each.id in used and each not in own],
        cards=cards,
    )


def _cards_of(source: Seen[Swimlane], own: list[List], *, first: bool) -> Filter:
    """Returns the filter of the cards that a swimlane shows: its own, those in its own lists,
    and for the first one those that name no swimlane."""
    shown = [source.it.id, "", None] if first else [source.it.id]
    in_lists = where(Card, list_id=any_of([each.id for each in own]))
    return all_of(
        where(Card, board_id=source.board.id, deleted_at=ABSENT),
        one_of(where(Card, swimlane_id=any_of(shown)), in_lists),
    )


def _title(to: Destination, old: Swimlane) -> str:
    return old.title if to.title is None else values.title("input.title", to.title)


async def move(ctx: Context, swimlane_id: str, to: Destination) -> Swimlane:
    """Moves a swimlane with its lists and cards, and returns it as it then is.

    Raises BadInputError, for another board also what `require_board` raises, and
    ForbiddenError where the actor sees only some of the cards.
    """
    way = await _way(ctx, swimlane_id, to)
    old, board = way.source.it, way.board.board
    altered: dict[str, Any] = {"board_id": board.id, "title": _title(to, old)}
    if way.crosses or to.position is not None:
        altered["sort"] = await positions.sort_at(ctx, old, board.id, to.position)
    new = dataclasses.replace(old, **altered)
    own = where(Swimlane, id=old.id, board_id=old.board_id)
    change = Modifier(set=altered | touched(ctx.now()))
    if way.crosses:
        await _move_across(ctx, way, new, change)
    else:
        await ctx.store.update(Swimlane, own, change)
    if new.title != old.title:
        await activities.record(ctx, swimlane_told("changedSwimlaneTitle", new))
    return new


async def _move_across(ctx: Context, way: _Way, new: Swimlane, change: Modifier) -> None:
    board_id = way.board.board.id
    taken = {each.id: dataclasses.replace(each, board_id=board_id) for each in way.own}
    made, same = await _lists_there(ctx, way, way.others, new)
    cards = await transfer.prepared(ctx, way.source, way.cards, _target(way, new, taken | same))

    async def work() -> None:
        await ctx.store.update(Swimlane, where(Swimlane, id=new.id), change)
        own = where(List, id=any_of(list(taken)))
        there = {"board_id": board_id, **touched(ctx.now())}
        await ctx.store.update_many(List, own, Modifier(set=there))
        if made:
            await ctx.store.insert(*made)
        await transfer.write(ctx, cards)

    await ctx.store.atomically(work)
    await positions.first_swimlane(ctx, way.source.board)
    await activities.record(ctx, *(activities.list_created(each) for each in made))
    await positions.remember_position(ctx, *made)
    await transfer.tell(ctx, cards)


def _target(way: _Way, to: Swimlane, lists: dict[str, List]) -> Target:
    """Cards in a list that is gone go to the first of the lists, if there is one."""
    fallback = next(iter(lists.values()), List(id=""))
    return Target(board=way.board, place=Place(fallback, to), lists=lists)


async def _lists_there(
    ctx: Context, way: _Way, lists: list[List], to: Swimlane
) -> tuple[list[List], dict[str, List]]:
    """Leads each list to the target board's shared one of that title, or to a new one; these
    are returned first."""
    board_id = way.board.board.id
    live = where(List, board_id=board_id, archived=NOT_TRUE, deleted_at=ABSENT)
    theirs = await ctx.store.find_many(List, live, sort=[("sort", -1), ("id", -1)])
    last = await positions.last_sort(ctx, List, board_id)
    by_title = {each.title: each for each in theirs if each.swimlane_id is None}
    made: list[List] = []
    for each in lists:
        if each.title not in by_title:
            by_title[each.title] = _made_from(ctx, each, to, last + len(made))
            made.append(by_title[each.title])
    return made, {each.id: by_title[each.title] for each in lists}


def _made_from(ctx: Context, old: List, to: Swimlane, sort: float | None) -> List:
    now = ctx.now()
    return List(
        id=new_id(),
        title=old.title,
        board_id=to.board_id,
        swimlane_id=to.id,
        sort=sort,
        color=old.color,
        type=old.type,
        width=old.width,
        wip_limit=old.wip_limit,
        created_at=now,
        updated_at=now,
        modified_at=now,
    )


async def copy(ctx: Context, swimlane_id: str, to: Destination) -> Swimlane:
    """Stores a copy of a swimlane, of its live lists, and of its live cards as far as the actor
    sees them; returns it. Raises as `move`.

    The first swimlane brings copies of the lists that all swimlanes show. Labels that the
    cards have are made on the target board where they are lacking.
    """
    way = await _way(ctx, swimlane_id, to)
    altered = await _new(ctx, way, to)
    new = dataclasses.replace(way.source.it, **altered)
    lists = {
        each.id: _made_from(ctx, each, new, each.sort)
        for each in (*way.own, *way.shared)
        if not each.archived
    }
    made = list(lists.values())
    others = [each for each in way.others if each.id not in lists and not each.archived]
    if way.crosses:
        added, led = await _lists_there(ctx, way, others, new)
        made, lists = [*made, *added], lists | led
    else:
        lists |= {each.id: each for each in others}
    live = all_of(way.cards, where(Card, archived=NOT_TRUE, list_id=any_of(list(lists))))
    labels = await _lacking_labels(ctx, way, live) if way.crosses else []
    target = _target(_with_labels(way, labels), new, lists)
    async with copying.prepared(ctx, way.source, live, target) as cards:

        async def work() -> None:
            same = where(Swimlane, id=swimlane_id)
            await copy_documents(ctx.store, Swimlane, same, lambda _: altered)
            if made:
                await ctx.store.insert(*made)
            if labels:
                more = Modifier(push={"labels": labels}, set={"modified_at": ctx.now()})
                await ctx.store.update(Board, where(Board, id=new.board_id), more)
            await copying.write(ctx, cards)

        await ctx.store.atomically(work)
    created = activities.swimlane_created(new.board_id, new.id)
    await activities.record(ctx, created, *(activities.list_created(each) for each in made))
    await positions.remember_position(ctx, new, *made)
    await copying.tell(ctx, cards)
    return new


async def _new(ctx: Context, way: _Way, to: Destination) -> dict[str, Any]:
    board_id = way.board.board.id
    return {
        "id": new_id(),
        "board_id": board_id,
        "title": _title(to, way.source.it),
        "type": "swimlane",
        "sort": await positions.sort_at(ctx, Swimlane(id=""), board_id, to.position),
        "archived": False,
        "archived_at": None,
        "created_at": ctx.now(),
        **touched(ctx.now()),
    }


async def _lacking_labels(ctx: Context, way: _Way, cards: Filter) -> list[Label]:
    """Returns the labels that the cards have and the target board does not, under new ids."""
    seen = narrowing(ctx.actor, {way.source.board.id: way.source.access})
    used = set(await ctx.store.values(Card, all_of(cards, seen), "label_ids"))
    return [
        dataclasses.replace(each, id=new_label_id())
        for each in way.source.board.labels
        if each.id in used and each.name and same_label(each, way.board.board) is None
    ]


def _with_labels(way: _Way, labels: list[Label]) -> _Way:
    board = way.board.board
    board = dataclasses.replace(board, labels=[*board.labels, *labels])
    return dataclasses.replace(way, board=Seen(board, board, way.board.access))
