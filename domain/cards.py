"""Cards: make, change, archive, restore, delete.

Source: Wekan's models/cards.js and server/models/cards.js. A change is checked whole, then
written once; what follows from it elsewhere comes after.
"""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from domain import activities, card_activities, moves, positions, removal, values
from domain.changes import CardChange, NewCard
from domain.context import Context
from domain.errors import BadInputError, ForbiddenError, NotFoundError
from domain.people import active_members, usernames
from domain.roles import Capability
from domain.visibility import Seen, require_board, require_card
from store.documents import Board, Card, CustomField, List
from store.ids import new_id
from store.match import ABSENT, NOT_TRUE, any_of, none_of, one_of, where
from store.mongo import Modifier

_DATES = ("received_at", "start_at", "due_at", "end_at")
_TEXTS = ("description", "requested_by", "assigned_by")
_PLACE = ("board_id", "list_id", "swimlane_id")
_WORKER_FIELDS = frozenset({"list_id", "swimlane_id", "sort", "assignee_ids"})
_DEEPEST = 20
"""How many levels of subtasks are archived or deleted with a card."""


async def create(ctx: Context, new: NewCard) -> Card:
    """Stores and returns a new card, at the bottom of its list unless a sort is given."""
    board = (await require_board(ctx, new.board_id, Capability.WRITE)).board
    title = values.title("input.title", new.title)
    target = await moves.require_place(ctx, board, new.list_id, new.swimlane_id)
    content = await _checked_content(ctx, new.content, board, before=None)
    now = ctx.now()
    sort = content.pop("sort", None)
    if sort is None:
        sort = await positions.bottom_of_list(ctx, target.list.id)
    filled = {name: value for name, value in content.items() if value is not None}
    card = Card(
        id=new_id(),
        board_id=board.id,
        list_id=target.list.id,
        swimlane_id=target.swimlane.id,
        creator_id=ctx.require_actor().user_id,
        card_number=await positions.next_card_number(ctx, board.id),
        sort=sort,
        custom_fields=await _automatic_fields(ctx, board),
        created_at=now,
        modified_at=now,
        date_last_activity=now,
        **(filled | {"title": title}),
    )
    await ctx.store.insert(card)
    names = card_activities.Names(board, target.list, target.swimlane, {})
    await activities.record(ctx, card_activities.card_created(card, names))
    await positions.remember_position(ctx, card)
    return card


async def _automatic_fields(ctx: Context, board: Board) -> list[Mapping[str, Any]]:
    wanted = one_of(
        where(CustomField, board_ids=board.id, automatically_on_card=True),
        where(CustomField, board_ids=board.id, always_on_card=True),
    )
    fields = await ctx.store.find_many(CustomField, wanted)
    return [{"_id": field.id, "value": None} for field in fields]


async def update(ctx: Context, card_id: str, change: CardChange) -> Card:
    """Changes a card and returns it as it then is.

    Raises BadInputError for the first value that cannot be accepted, ForbiddenError where
    the role does not allow just this change; nothing is written then.
    """
    seen = await require_card(ctx, card_id, Capability.MOVE_CARD)
    _require_right(ctx, seen, change)
    move = await moves.planned(ctx, seen, change)
    content = await _checked_content(ctx, change, move.board, before=seen.it)
    altered = {**move.values, **content}
    if not altered:
        return seen.it
    if "board_id" in altered:
        altered["card_number"] = await positions.next_card_number(ctx, move.board.id)
    written = partial(_written, ctx, seen.it, altered)
    # A change within a board is one document, but for where its attachments say it lies.
    crosses = "board_id" in altered
    before, after = await (ctx.store.atomically(written) if crosses else written())
    await _record(ctx, seen, move.applied_to(before), after, move)
    return after


async def _written(ctx: Context, card: Card, altered: dict[str, Any]) -> tuple[Card, Card]:
    """Writes a card, and what follows it to another place; returns it before and after."""
    before = await ctx.store.change(
        Card,
        where(Card, id=card.id, board_id=card.board_id, deleted_at=ABSENT),
        Modifier(set=_stored(altered) | _touched(ctx.now())),
        before=True,
    )
    if before is None:
        raise NotFoundError("card")
    after = dataclasses.replace(before, **_loaded(altered))
    await moves.follow(ctx, before, after)
    return before, after


def _touched(now: datetime) -> dict[str, Any]:
    return {"modified_at": now, "date_last_activity": now}


def _stored(altered: dict[str, Any]) -> dict[str, Any]:
    """Wekan's schema layer removes a field that is set to the empty text."""
    return {name: None if value == "" else value for name, value in altered.items()}


def _loaded(altered: dict[str, Any]) -> dict[str, Any]:
    return {name: "" if name in _TEXTS and not value else value for name, value in altered.items()}


def _require_right(ctx: Context, seen: Seen[Card], change: CardChange) -> None:
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


async def _checked_content(
    ctx: Context, change: CardChange, board: Board, before: Card | None
) -> dict[str, Any]:
    """Returns what is to be set, but for where the card lies. Looks everything up first."""
    given = {name: value for name, value in change.given() if name not in _PLACE}
    content: dict[str, Any] = {}
    for name, value in given.items():
        content[name] = _checked_value(name, value, board, before)
    for name in ("member_ids", "assignee_ids"):
        if name in content:
            _require_members(name, content[name], board, before)
    if content.get("parent_id"):
        await _require_parent(ctx, content["parent_id"], before)
    return content


def _checked_value(name: str, value: Any, board: Board, before: Card | None) -> Any:
    field = f"input.{_camel(name)}"
    if name == "title":
        return values.title(field, value)
    if name in _TEXTS or name == "parent_id":
        return values.text(value)
    if name in _DATES:
        return values.date(field, value)
    if name == "color":
        return values.card_color(field, value)
    if name == "sort":
        return values.number(field, value)
    if name == "spent_time":
        return values.duration(field, value)
    if name == "label_ids":
        return _labels(field, value, board, before)
    if name in ("member_ids", "assignee_ids"):
        return values.ids(field, value)
    return bool(value)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _labels(field: str, value: list[str] | None, board: Board, before: Card | None) -> list[str]:
    label_ids = values.ids(field, value)
    known = {label.id for label in board.labels} | _kept(before, board, "label_ids")
    if not known.issuperset(label_ids):
        raise BadInputError(field, "A label is not on this board.")
    return label_ids


def _require_members(name: str, user_ids: list[str], board: Board, before: Card | None) -> None:
    known = active_members(board) | _kept(before, board, name)
    if not known.issuperset(user_ids):
        raise BadInputError(f"input.{_camel(name)}", "A person is not an active member.")


def _kept(before: Card | None, board: Board, name: str) -> set[str]:
    """What a card on the same board has already, it may keep."""
    if before is None or before.board_id != board.id:
        return set()
    return set(getattr(before, name))


async def _require_parent(ctx: Context, parent_id: str, before: Card | None) -> None:
    """The parent must be visible to the actor, and not below the card itself."""
    field = "input.parentId"
    seen_ids = {before.id} if before else set()
    try:
        parent = (await require_card(ctx, parent_id)).it
    except NotFoundError:
        raise BadInputError(field, "There is no such card.") from None
    above: Card | None = parent
    while above is not None:
        if above.id in seen_ids:
            raise BadInputError(field, "A card cannot be its own ancestor.")
        seen_ids.add(above.id)
        above = await ctx.store.find(Card, id=above.parent_id) if above.parent_id else None


async def _record(
    ctx: Context, seen: Seen[Card], before: Card, after: Card, move: moves.Move
) -> None:
    people = {*before.member_ids} ^ {*after.member_ids}
    people |= {*before.assignee_ids} ^ {*after.assignee_ids}
    names = card_activities.Names(
        board=move.board,
        list=move.list,
        swimlane=move.swimlane,
        usernames=await usernames(ctx, people),
        old_board=seen.board,
    )
    await activities.record(ctx, *card_activities.card_changes(ctx, before, after, names))
    if any(getattr(before, name) != getattr(after, name) for name in _DATES):
        touched = Modifier(set={"modified_at": ctx.now()})
        await ctx.store.update(List, where(List, id=after.list_id), touched)


async def archive(ctx: Context, card_id: str) -> Card:
    """Hides a card and its subtasks, and returns it. An archived card is left as it is."""
    return await _set_archived(ctx, card_id, archived=True)


async def restore(ctx: Context, card_id: str) -> Card:
    """Shows a card and its subtasks again, and returns it."""
    return await _set_archived(ctx, card_id, archived=False)


async def _set_archived(ctx: Context, card_id: str, *, archived: bool) -> Card:
    seen = await require_card(ctx, card_id, Capability.WRITE)
    family = await _family(ctx, seen.it)
    now = ctx.now()
    new: dict[str, Any] = {"archived": archived} | ({"archived_at": now} if archived else {})
    opposite = NOT_TRUE if archived else True

    async def work() -> list[Card]:
        changed = []
        for card in reversed(family):
            before = await ctx.store.change(
                Card,
                where(Card, id=card.id, board_id=card.board_id, archived=opposite),
                Modifier(set=new | _touched(now)),
                before=True,
            )
            if before is not None:
                changed.append(before)
        return changed

    changed = await (ctx.store.atomically(work) if len(family) > 1 else work())
    titles = await _list_titles(ctx, changed)
    entries = (
        card_activities.card_archived(card, titles.get(card.list_id), archived=archived)
        for card in changed
    )
    await activities.record(ctx, *entries)
    return dataclasses.replace(seen.it, **new)


async def _list_titles(ctx: Context, cards: list[Card]) -> dict[str, str]:
    found = await ctx.store.find_many(List, where(List, id=any_of({c.list_id for c in cards})))
    return {each.id: each.title for each in found}


async def delete(ctx: Context, card_id: str) -> None:
    """Removes a card and all that hangs on it for good, subtasks included."""
    seen = await require_card(ctx, card_id, Capability.WRITE)
    family = await _family(ctx, seen.it)
    await removal.remove_cards(ctx, family)
    entries = (card_activities.card_deleted(card) for card in reversed(family))
    await activities.record(ctx, *entries)


async def _family(ctx: Context, card: Card) -> list[Card]:
    """Returns a card and the subtasks below it that the actor may change, parents first."""
    family, parents = [card], [card]
    known = {card.id}
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
