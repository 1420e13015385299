"""A board copied, with its swimlanes, lists, cards, custom fields, rules and webhooks.

Source: `copy` of Wekan's models/boards.js. Lists that all swimlanes show stay so in the copy,
with all their cards; what is archived on the board is left out.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from domain import activities, copying, positions, values
from domain.boards import last_sort, slug_of
from domain.card_guides import Target
from domain.context import Context
from domain.moves import Place
from domain.roles import Capability
from domain.visibility import Seen, require_board
from store.copies import copy_documents
from store.documents import (
    Action,
    Board,
    BoardSettings,
    Card,
    CustomField,
    Integration,
    List,
    Rule,
    Swimlane,
    Trigger,
)
from store.ids import new_id
from store.match import ABSENT, NOT_TRUE, Filter, any_of, contains_text, none_of, where

P = TypeVar("P", List, Swimlane)

_NUMBERED = re.compile(r"(?s)(.*?)\s*(?:\[(\d{1,9})\])?\s*")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What of the board is copied: its places by their old ids, and the cards on them."""

    swimlanes: dict[str, Swimlane]
    lists: dict[str, List]
    cards: Filter


async def copy(ctx: Context, board_id: str, title: str | None = None) -> Board:
    """Stores and returns a copy of a board. For its admins and site admins."""
    seen = await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    wanted = seen.it.title if title is None else values.title("input.title", title)
    altered = await _new_board(ctx, board_id, await unique_title(ctx, wanted))
    known = {name: value for name, value in altered.items() if hasattr(seen.it, name)}
    new = dataclasses.replace(seen.it, **known)
    parts = await _parts(ctx, board_id, new)
    fields = await ctx.store.ids(CustomField, where(CustomField, board_ids=board_id))
    target = Target(
        board=Seen(new, new, seen.access),
        place=Place(_first(parts.lists, List), _first(parts.swimlanes, Swimlane)),
        lists=parts.lists,
        swimlanes=parts.swimlanes,
        fields={each: new_id() for each in fields},
    )
    async with copying.prepared(ctx, seen, parts.cards, target) as cards:

        async def work() -> None:
            await _copy_parts(ctx, board_id, parts, target)
            await copying.write(ctx, cards)
            await _copy_rules(ctx, board_id, new.id)
            # Last of all: until then nobody sees anything of it.
            same = where(BoardSettings, id=board_id)
            await copy_documents(ctx.store, BoardSettings, same, lambda _: altered)

        await ctx.store.atomically(work)
    await _tell(ctx, new, parts)
    await copying.tell(ctx, cards)
    return new


def _first(known: Mapping[str, P], record_type: type[P]) -> P:
    """Stands where a card names a place that is gone; a board without any has no cards."""
    return next(iter(known.values()), None) or record_type(id="")


async def unique_title(ctx: Context, title: str) -> str:
    """Returns the title, with a number behind it if a board of the site has it already."""
    base = _base_and_number(title)[0]
    alike = await ctx.store.values(Board, where(Board, title=contains_text(base)), "title")
    numbers = [number for base_there, number in map(_base_and_number, alike) if base_there == base]
    return f"{base} [{max(numbers) + 1}]" if numbers else title


def _base_and_number(title: str) -> tuple[str, int]:
    found = _NUMBERED.fullmatch(title)
    assert found is not None
    return found[1], int(found[2] or 0)


async def _new_board(ctx: Context, board_id: str, title: str) -> dict[str, Any]:
    now, made_id = ctx.now(), new_id()
    altered: dict[str, Any] = {
        "id": made_id,
        "title": title,
        "slug": slug_of(title),
        "stars": 0,
        "sort": await last_sort(ctx),
        "created_at": now,
        "modified_at": now,
    }
    old = await ctx.store.find(BoardSettings, id=board_id)
    for kind in ("subtasks", "date_settings"):
        if getattr(old, f"{kind}_default_board_id", None) == board_id:
            altered |= {f"{kind}_default_board_id": made_id, f"{kind}_default_list_id": None}
    return altered


async def _parts(ctx: Context, board_id: str, new: Board) -> _Parts:
    order = (("sort", 1), ("id", 1))
    every = await ctx.store.find_many(Swimlane, where(Swimlane, board_id=board_id), sort=order)
    hidden = [each.id for each in every if each.archived]
    swimlanes = {each.id: _moved(each, new) for each in every if not each.archived}
    live = where(List, board_id=board_id, archived=NOT_TRUE, deleted_at=ABSENT)
    found = await ctx.store.find_many(List, live, sort=order)
    lists = {each.id: _moved(each, new) for each in found if each.swimlane_id not in hidden}
    first = _first(swimlanes, Swimlane)
    for old_id, each in lists.items():
        if each.swimlane_id is not None:
            bound = swimlanes.get(each.swimlane_id, first)
            lists[old_id] = dataclasses.replace(each, swimlane_id=bound.id)
    cards = where(
        Card,
        list_id=any_of(list(lists)),
        archived=NOT_TRUE,
        swimlane_id=none_of(hidden),
    )
    return _Parts(swimlanes, lists, cards)


def _moved(old: P, board: Board) -> P:
    now = board.created_at
    dates: dict[str, Any] = {"created_at": now, "updated_at": now, "modified_at": now}
    return dataclasses.replace(old, id=new_id(), board_id=board.id, **dates)


async def _copy_parts(ctx: Context, board_id: str, parts: _Parts, target: Target) -> None:
    def of_list(old: List) -> dict[str, Any]:
        new = parts.lists[old.id]
        return _renewed(new) | {"swimlane_id": new.swimlane_id, "watcher_ids": old.watcher_ids}

    def of_field(old: CustomField) -> dict[str, Any]:
        assert target.fields is not None
        return {"id": target.fields[old.id], "board_ids": [target.board.it.id]}

    wanted = where(Swimlane, id=any_of(list(parts.swimlanes)))
    await copy_documents(
        ctx.store,
        Swimlane,
        wanted,
        lambda old: _renewed(parts.swimlanes[old.id]) | {"type": "swimlane"},
    )
    await copy_documents(ctx.store, List, where(List, id=any_of(list(parts.lists))), of_list)
    fields = where(CustomField, id=any_of(list(target.fields or ())))
    await copy_documents(ctx.store, CustomField, fields, of_field)


def _renewed(of: List | Swimlane) -> dict[str, Any]:
    names = ("id", "board_id", "created_at", "updated_at", "modified_at")
    return {name: getattr(of, name) for name in names}


async def _copy_rules(ctx: Context, board_id: str, new_board: str) -> None:
    """An action may name another board, where it moves cards to: that one stays."""
    ids: dict[str, str] = defaultdict(new_id)
    now = {"modified_at": ctx.now()}
    there = {"board_id": new_board}

    def of_rule(old: Rule) -> dict[str, Any]:
        ways = {"trigger_id": ids[old.trigger_id], "action_id": ids[old.action_id]}
        return now | there | ways | {"id": new_id()}

    def of_action(old: Action) -> dict[str, Any]:
        moved = there if old.board_id == board_id else {}
        return now | moved | {"id": ids[old.id]}

    own = where(Rule, board_id=board_id)
    rules = [old for old, _ in await copy_documents(ctx.store, Rule, own, of_rule)]
    triggers = where(Trigger, id=any_of([each.trigger_id for each in rules]))
    await copy_documents(
        ctx.store, Trigger, triggers, lambda old: there | {"id": ids[old.id], "last_run_at": None}
    )
    actions = where(Action, id=any_of([each.action_id for each in rules]))
    await copy_documents(ctx.store, Action, actions, of_action)
    hooks = where(Integration, board_id=board_id)
    await copy_documents(ctx.store, Integration, hooks, lambda _: now | there | {"id": new_id()})


async def _tell(ctx: Context, new: Board, parts: _Parts) -> None:
    await activities.record(
        ctx,
        activities.board_created(new.id),
        *(activities.swimlane_created(new.id, each.id) for each in parts.swimlanes.values()),
        *(activities.list_created(each) for each in parts.lists.values()),
    )
    await positions.remember_position(ctx, *parts.swimlanes.values(), *parts.lists.values())
