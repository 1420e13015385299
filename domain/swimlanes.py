"""Swimlanes: make, change, archive, restore, delete.

Source: Wekan's models/swimlanes.js and server/models/swimlanes.js. Where they go, and copies
of them, are in `swimlane_places`.
"""

from typing import Any

from domain import activities, card_activities, positions, removal, values
from domain.activities import Entry
from domain.context import Context
from domain.errors import NotFoundError
from domain.lists import touched
from domain.place_activities import list_told, swimlane_removed, swimlane_told
from domain.place_changes import SwimlaneChange
from domain.roles import Capability
from domain.visibility import Seen, require_board, require_swimlane
from store.copies import find_outlines
from store.documents import Card, List, Swimlane
from store.ids import new_id
from store.match import ABSENT, NOT_TRUE, NOTHING, Filter, all_of, any_of, between, one_of, where
from store.mongo import Modifier

_AUTOMATIC = -1
_LOWEST, _HIGHEST = 50, 2000
_FEW = 2
"""With fewer lists on the board than this, a deleted swimlane takes its own list along."""


async def create(ctx: Context, board_id: str, title: str, sort: float | None = None) -> Swimlane:
    """Stores and returns a swimlane, last unless a sort is given."""
    board = (await require_board(ctx, board_id, Capability.WRITE)).board
    checked = values.title("input.title", title)
    if sort is None:
        sort = await positions.last_sort(ctx, Swimlane, board.id)
    now = ctx.now()
    made = Swimlane(
        id=new_id(),
        title=checked,
        board_id=board.id,
        sort=values.number("input.sort", sort),
        created_at=now,
        updated_at=now,
        modified_at=now,
    )
    await ctx.store.insert(made)
    await activities.record(ctx, activities.swimlane_created(board.id, made.id))
    await positions.remember_position(ctx, made)
    return made


async def update(ctx: Context, swimlane_id: str, change: SwimlaneChange) -> Swimlane:
    """Changes a swimlane and returns it as it then is. Raises BadInputError."""
    seen = await require_swimlane(ctx, swimlane_id, Capability.WRITE)
    altered = {name: _checked(name, value) for name, value in change.given()}
    if not altered:
        return seen.it
    after = await _change(ctx, seen.it, altered)
    if after.title != seen.it.title:
        await activities.record(ctx, swimlane_told("changedSwimlaneTitle", after))
    return after


def _checked(name: str, value: Any) -> Any:
    if name == "title":
        return values.title("input.title", value)
    if name == "color":
        return values.card_color("input.color", value)
    if value in (None, _AUTOMATIC):
        return _AUTOMATIC
    return values.within("input.height", value, _LOWEST, _HIGHEST)


async def _change(ctx: Context, of: Swimlane, altered: dict[str, Any]) -> Swimlane:
    own = where(Swimlane, id=of.id, board_id=of.board_id)
    after = await ctx.store.change(Swimlane, own, Modifier(set=altered | touched(ctx.now())))
    if after is None:
        raise NotFoundError("swimlane")
    return after


async def archive(ctx: Context, swimlane_id: str) -> Swimlane:
    """Hides a swimlane and its cards, and returns it. An archived one is left as it is."""
    return await _set_archived(ctx, swimlane_id, archived=True)


async def restore(ctx: Context, swimlane_id: str) -> Swimlane:
    """Shows a swimlane again, with the cards that were hidden with it, and returns it."""
    return await _set_archived(ctx, swimlane_id, archived=False)


async def _set_archived(ctx: Context, swimlane_id: str, *, archived: bool) -> Swimlane:
    seen = await require_swimlane(ctx, swimlane_id, Capability.WRITE)
    if seen.it.archived is archived:
        return seen.it
    new: dict[str, Any] = {"archived": archived} | ({"archived_at": ctx.now()} if archived else {})
    wanted = _hidden_with(seen.it, archived=archived)

    async def work() -> tuple[Swimlane, list[Card]]:
        cards = await find_outlines(ctx.store, Card, wanted, ("title", *_PLACE))
        ids = where(Card, id=any_of([card.id for card in cards]))
        moment = {"modified_at": ctx.now(), "date_last_activity": ctx.now()}
        await ctx.store.update_many(Card, ids, Modifier(set=new | moment))
        return await _change(ctx, seen.it, new), cards

    after, cards = await ctx.store.atomically(work)
    told = swimlane_told("archivedSwimlane" if archived else "restoredSwimlane", after)
    titles = await _list_titles(ctx, seen.board.id)
    entries = (
        card_activities.card_archived(card, titles.get(card.list_id), archived=archived)
        for card in cards
    )
    await activities.record(ctx, *entries, told)
    return after


_PLACE = ("board_id", "list_id", "swimlane_id")


def _hidden_with(of: Swimlane, *, archived: bool) -> Filter:
    """Returns the filter of the cards that are to be hidden with a swimlane, or that were."""
    own = {"board_id": of.board_id, "swimlane_id": of.id, "deleted_at": ABSENT}
    if archived:
        return where(Card, archived=NOT_TRUE, **own)
    if of.archived_at is None:
        return NOTHING
    return where(Card, archived=True, archived_at=between(low=of.archived_at), **own)


async def _list_titles(ctx: Context, board_id: str) -> dict[str, str]:
    found = await ctx.store.find_many(List, where(List, board_id=board_id))
    return {each.id: each.title for each in found}


async def delete(ctx: Context, swimlane_id: str) -> None:
    """Removes a swimlane and its cards for good.

    Its own lists go to the board's first swimlane, where Wekan would show them, but for the
    only list of a board, which goes too. What is shared by all swimlanes stays.
    """
    seen = await require_swimlane(ctx, swimlane_id, Capability.WRITE)
    gone = await _lists_to_remove(ctx, seen)
    of_lists = where(Card, list_id=any_of([each.id for each in gone]), board_id=seen.board.id)
    own = where(Card, swimlane_id=swimlane_id, board_id=seen.board.id)
    cards = await find_outlines(ctx.store, Card, one_of(own, of_lists), ("title", *_PLACE))

    async def work() -> None:
        await removal.remove_cards(ctx, cards)
        await ctx.store.delete(List, where(List, id=any_of([each.id for each in gone])))
        await ctx.store.delete(Swimlane, where(Swimlane, id=swimlane_id))
        first = await positions.first_swimlane(ctx, seen.board)
        left = where(List, board_id=seen.board.id, swimlane_id=swimlane_id)
        await ctx.store.update_many(List, left, Modifier(set={"swimlane_id": first.id}))

    await ctx.store.atomically(work)
    await removal.remove_files(ctx, cards)
    await activities.record(ctx, *_removed(seen.it, gone, cards))


async def _lists_to_remove(ctx: Context, seen: Seen[Swimlane]) -> list[List]:
    shown = one_of(
        where(List, swimlane_id=any_of([seen.it.id, ""])), where(List, swimlane_id=ABSENT)
    )
    live = where(List, board_id=seen.board.id, archived=NOT_TRUE, deleted_at=ABSENT)
    found = await ctx.store.find_many(List, all_of(shown, live))
    if len(found) >= _FEW:
        return []
    return [each for each in found if each.swimlane_id == seen.it.id]


def _removed(of: Swimlane, lists: list[List], cards: list[Card]) -> list[Entry]:
    return [
        *(card_activities.card_deleted(card) for card in cards),
        *(list_told("removeList", each) for each in lists),
        swimlane_removed(of),
    ]
