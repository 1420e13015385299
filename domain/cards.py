"""Cards: make, change, archive, restore, delete.

Source: Wekan's models/cards.js and server/models/cards.js. A change is checked whole, then
written once; what follows from it elsewhere comes after. Each verb here is made of the two:
`ready_to_…` looks everything up and refuses, and returns what then writes.
"""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from domain import activities, card_activities, moves, positions, removal, values
from domain.card_activities import Names
from domain.card_checks import DATES, checked_content
from domain.card_writes import claim, require_fresh, touched, write
from domain.changes import CardChange, NewCard
from domain.context import Context
from domain.errors import ForbiddenError, NotFoundError
from domain.people import usernames
from domain.roles import Capability
from domain.visibility import Seen, require_board, require_card
from store.documents import Board, Card, CustomField, List
from store.ids import new_id
from store.match import NOT_TRUE, any_of, none_of, one_of, where
from store.mongo import Modifier

_WORKER_FIELDS = frozenset({"list_id", "swimlane_id", "sort", "assignee_ids"})
_DEEPEST = 20
"""How many levels of subtasks are archived or deleted with a card."""

Ready: TypeAlias = Callable[[], Awaitable[Card]]
"""A change that was checked; called, it is written, and returns the card."""


async def create(ctx: Context, new: NewCard) -> Card:
    """Stores and returns a new card, at the bottom of its list unless a sort is given."""
    return await (await ready_to_create(ctx, new))()


async def ready_to_create(ctx: Context, new: NewCard) -> Ready:
    board = (await require_board(ctx, new.board_id, Capability.WRITE)).board
    title = values.title("input.title", new.title)
    place = await moves.require_place(ctx, board, new.list_id, new.swimlane_id)
    content = await checked_content(ctx, new.content, board, before=None)
    filled = {name: value for name, value in content.items() if value is not None}

    async def work() -> Card:
        (card,) = await insert(ctx, board, [(place, filled | {"title": title})])
        return card

    return work


New: TypeAlias = tuple[moves.Place, Mapping[str, Any]]
"""Where a card of a board is to lie, and what it is to hold, both checked."""


async def insert(ctx: Context, board: Board, new: Sequence[New]) -> list[Card]:
    """Stores cards, and tells of them."""
    now, creator = ctx.now(), ctx.require_actor().user_id
    numbers = await positions.next_card_numbers(ctx, board.id, len(new))
    automatic = await _automatic_fields(ctx, board)
    made = [
        Card(
            id=new_id(),
            board_id=board.id,
            list_id=place.list.id,
            swimlane_id=place.swimlane.id,
            creator_id=creator,
            card_number=number,
            created_at=now,
            modified_at=now,
            date_last_activity=now,
            **content | _joined(content, automatic),
        )
        for number, (place, content) in zip(numbers, await _sorted(ctx, new), strict=True)
    ]
    await ctx.store.insert(*made)
    names = [Names(board, place.list, place.swimlane, {}) for place, _ in new]
    entries = map(card_activities.card_created, made, names)
    await activities.record(ctx, *entries)
    await positions.remember_position(ctx, *made)
    return made


async def _sorted(ctx: Context, new: Sequence[New]) -> list[tuple[moves.Place, dict[str, Any]]]:
    """Returns what is new with a sort for each: below the others, unless one is given."""
    bottoms: dict[str, float] = {}
    placed = []
    for place, content in new:
        given = dict(content)
        if "sort" not in given:
            if place.list.id not in bottoms:
                bottoms[place.list.id] = await positions.bottom_of_list(ctx, place.list.id)
            given["sort"] = bottoms[place.list.id]
            bottoms[place.list.id] += 1
        placed.append((place, given))
    return placed


def _joined(content: Mapping[str, Any], automatic: Sequence[str]) -> dict[str, Any]:
    """Returns the values given, and an empty one for each other field that every card has."""
    given = content.get("custom_fields", [])
    known = {each["_id"] for each in given}
    others = [{"_id": each, "value": None} for each in automatic if each not in known]
    return {"custom_fields": [*given, *others]}


async def _automatic_fields(ctx: Context, board: Board) -> list[str]:
    wanted = one_of(
        where(CustomField, board_ids=board.id, automatically_on_card=True),
        where(CustomField, board_ids=board.id, always_on_card=True),
    )
    return [each.id for each in await ctx.store.find_many(CustomField, wanted)]


async def update(
    ctx: Context, card_id: str, change: CardChange, expected: datetime | None = None
) -> Card:
    """Changes a card and returns it as it then is.

    Raises BadInputError for the first value that cannot be accepted, ForbiddenError where
    the role does not allow just this change, StaleError where the card was changed after
    the moment expected; nothing is written then.
    """
    return await (await ready_to_update(ctx, card_id, change, expected))()


async def ready_to_update(
    ctx: Context, card_id: str, change: CardChange, expected: datetime | None = None
) -> Ready:
    seen = await require_card(ctx, card_id, Capability.MOVE_CARD)
    require_right(ctx, seen, change)
    require_fresh(seen.it, expected)
    move = await moves.planned(ctx, seen, change)
    content = await checked_content(ctx, change, move.board, before=seen.it)
    altered = {**move.values, **content}

    async def work() -> Card:
        return await _change(ctx, seen, altered, move, expected) if altered else seen.it

    return work


async def _change(
    ctx: Context,
    seen: Seen[Card],
    altered: dict[str, Any],
    move: moves.Move,
    expected: datetime | None,
) -> Card:
    # A change within a board is one document, but for where its attachments say it lies.
    crosses = "board_id" in altered
    if crosses:
        altered["card_number"] = await positions.next_card_number(ctx, move.board.id)

    async def work() -> tuple[Card, Card]:
        before, after = await write(ctx, seen.it, altered, expected)
        await moves.follow(ctx, before, after)
        return before, after

    before, after = await (ctx.store.atomically(work) if crosses else work())
    await _record(ctx, seen, move.applied_to(before), after, move)
    return after


def require_right(ctx: Context, seen: Seen[Card], change: CardChange) -> None:
    """A role that may only move cards may also put its bearer on a card, or take them off."""
    if seen.access.can(Capability.WRITE):
        return
    given = dict(change.given())
    others = set(given.get("assignee_ids") or ()) ^ set(seen.it.assignee_ids)
    own = {ctx.require_actor().user_id}
    crosses = given.get("board_id") not in (None, seen.it.board_id)
    if not given.keys() <= _WORKER_FIELDS | {"board_id"} or crosses:
        raise ForbiddenError
    if "assignee_ids" in given and not others <= own:
        raise ForbiddenError


async def _record(
    ctx: Context, seen: Seen[Card], before: Card, after: Card, move: moves.Move
) -> None:
    people = {*before.member_ids} ^ {*after.member_ids}
    people |= {*before.assignee_ids} ^ {*after.assignee_ids}
    names = Names(
        board=move.board,
        list=move.list,
        swimlane=move.swimlane,
        usernames=await usernames(ctx, people),
        old_board=seen.board,
    )
    await activities.record(ctx, *card_activities.card_changes(ctx, before, after, names))
    if any(getattr(before, name) != getattr(after, name) for name in DATES):
        touched = Modifier(set={"modified_at": ctx.now()})
        await ctx.store.update(List, where(List, id=after.list_id), touched)


async def archive(ctx: Context, card_id: str, expected: datetime | None = None) -> Card:
    """Hides a card and its subtasks, and returns it. An archived card is left as it is.

    Raises StaleError as `update`, and so do those below.
    """
    return await (await ready_to_archive(ctx, card_id, expected, archived=True))()


async def restore(ctx: Context, card_id: str, expected: datetime | None = None) -> Card:
    """Shows a card and its subtasks again, and returns it."""
    return await (await ready_to_archive(ctx, card_id, expected, archived=False))()


async def ready_to_archive(
    ctx: Context, card_id: str, expected: datetime | None = None, *, archived: bool
) -> Ready:
    seen = await require_card(ctx, card_id, Capability.WRITE)
    require_fresh(seen.it, expected)
    family = await families(ctx, [seen.it])
    new: dict[str, Any] = {"archived": archived} | touched(ctx, expected)
    if archived:
        new["archived_at"] = new["modified_at"]

    async def write_all() -> list[Card]:
        await claim(ctx, seen.it, expected)
        return await _set_archived(ctx, family, new)

    async def work() -> Card:
        whole = len(family) > 1 or expected is not None
        changed = await (ctx.store.atomically(write_all) if whole else write_all())
        titles = await _list_titles(ctx, changed)
        entries = (
            card_activities.card_archived(card, titles.get(card.list_id), archived=archived)
            for card in changed
        )
        await activities.record(ctx, *entries)
        return dataclasses.replace(seen.it, **new)

    return work


async def _set_archived(ctx: Context, family: list[Card], new: dict[str, Any]) -> list[Card]:
    """Returns the cards that this changed, subtasks first."""
    opposite = NOT_TRUE if new["archived"] else True
    changed = []
    for card in reversed(family):
        same = where(Card, id=card.id, board_id=card.board_id, archived=opposite)
        before = await ctx.store.change(Card, same, Modifier(set=new), before=True)
        if before is not None:
            changed.append(before)
    return changed


async def _list_titles(ctx: Context, cards: list[Card]) -> dict[str, str]:
    found = await ctx.store.find_many(List, where(List, id=any_of({c.list_id for c in cards})))
    return {each.id: each.title for each in found}


async def delete(ctx: Context, card_id: str, expected: datetime | None = None) -> None:
    """Removes a card and all that hangs on it for good, subtasks included."""
    await removal.remove_files(ctx, await (await ready_to_delete(ctx, card_id, expected))())


async def ready_to_delete(
    ctx: Context, card_id: str, expected: datetime | None = None
) -> Callable[[], Awaitable[list[Card]]]:
    """Returns what removes a card and its subtasks, and returns them: their files are still to
    be removed then, after all else is written."""
    seen = await require_card(ctx, card_id, Capability.WRITE)
    require_fresh(seen.it, expected)
    family = await families(ctx, [seen.it])

    async def write_all() -> None:
        await claim(ctx, seen.it, expected)
        await removal.remove_cards(ctx, family)

    async def work() -> list[Card]:
        await ctx.store.atomically(write_all)
        entries = (card_activities.card_deleted(card) for card in reversed(family))
        await activities.record(ctx, *entries)
        return family

    return work


async def families(ctx: Context, cards: list[Card]) -> list[Card]:
    """Returns cards and the subtasks below them that the actor may change, parents first."""
    family, parents = list(cards), cards
    known = {card.id for card in cards}
    for _ in range(_DEEPEST):
        below = where(Card, parent_id=any_of([p.id for p in parents]), id=none_of(known))
        children = await ctx.store.find_many(Card, below)
        parents = [child for child in children if await _may_change(ctx, child)]
        if not parents:
            break
        known |= {child.id for child in parents}
        family += parents
    return family


async def _may_change(ctx: Context, card: Card) -> bool:
    try:
        await require_card(ctx, card.id, Capability.WRITE)
    except (NotFoundError, ForbiddenError):
        return False
    return True
