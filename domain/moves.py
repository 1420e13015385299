"""Where a card goes: to another list, swimlane or board, and what that brings along.

Source: `Card.move` of Wekan's models/cards.js and the hooks of server/models/cards.js; where
its REST leaves parts behind on a board move, what the page does is done.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain import positions
from domain.changes import UNSET, CardChange
from domain.context import Context
from domain.errors import BadInputError
from domain.people import active_members
from domain.roles import Capability
from domain.visibility import Seen, require_board
from store.documents import (
    Attachment,
    Board,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    CustomField,
    Dependency,
    List,
    Swimlane,
)
from store.match import ABSENT, NOT_TRUE, element, holds, where
from store.mongo import Modifier

_MAPPED = ("label_ids", "member_ids")


@dataclass(frozen=True, slots=True)
class Place:
    """A live list and a live swimlane of one board."""

    list: List
    swimlane: Swimlane


@dataclass(frozen=True, slots=True)
class Move:
    """Where a card will lie, by name for its history, and what is set for that."""

    board: Board
    list: List | None
    swimlane: Swimlane | None
    values: Mapping[str, Any] = field(default_factory=dict)

    def applied_to(self, card: Card) -> Card:
        """Returns the card with the labels and members that the move alone leaves on it.

        That these are others is no news of its own: the move tells it.
        """
        kept = {name: self.values[name] for name in _MAPPED if name in self.values}
        return dataclasses.replace(card, **kept)


async def require_place(ctx: Context, board: Board, list_id: str, swimlane_id: str | None) -> Place:
    """Returns the place; without a swimlane, in the board's first. Raises BadInputError."""
    found = await _require_list(ctx, board, list_id)
    return Place(found, await require_swimlane(ctx, board, swimlane_id))


async def _require_list(ctx: Context, board: Board, list_id: str) -> List:
    found = await ctx.store.find(
        List, id=list_id, board_id=board.id, archived=NOT_TRUE, deleted_at=ABSENT
    )
    if found is None:
        raise BadInputError("input.listId", "There is no such list on this board.")
    return found


async def require_swimlane(ctx: Context, board: Board, swimlane_id: str | None) -> Swimlane:
    """Returns a live swimlane of the board: the named one, or the first. Raises BadInputError."""
    if swimlane_id is None:
        return await positions.first_swimlane(ctx, board)
    found = await ctx.store.find(Swimlane, id=swimlane_id, board_id=board.id, archived=NOT_TRUE)
    if found is None:
        raise BadInputError("input.swimlaneId", "There is no such swimlane on this board.")
    return found


async def planned(ctx: Context, seen: Seen[Card], change: CardChange) -> Move:
    """Returns where `change` takes the card. Reads only what the change asks about.

    Raises BadInputError; for another board also what `require_board` raises, since writing
    there must be allowed as well.
    """
    for name, given in (("boardId", change.board_id), ("listId", change.list_id)):
        if given is None:
            raise BadInputError(f"input.{name}", "A card always lies on a board and in a list.")
    if change.swimlane_id is None:
        raise BadInputError("input.swimlaneId", "A card always lies in a swimlane.")
    if change.board_id is not UNSET and change.board_id != seen.board.id:
        return await _to_board(ctx, seen.it, change)
    return await _within_board(ctx, seen, change)


async def _within_board(ctx: Context, seen: Seen[Card], change: CardChange) -> Move:
    card, board = seen.it, seen.board
    values: dict[str, Any] = {}
    new_list = new_swimlane = None
    if isinstance(change.list_id, str) and change.list_id != card.list_id:
        new_list = await _require_list(ctx, board, change.list_id)
        values = {"list_id": new_list.id, "sort": await positions.top_of_list(ctx, new_list.id)}
    if isinstance(change.swimlane_id, str) and change.swimlane_id != card.swimlane_id:
        new_swimlane = await require_swimlane(ctx, board, change.swimlane_id)
        values["swimlane_id"] = new_swimlane.id
    if not values:
        return Move(board, None, None)
    return Move(
        board=board,
        list=new_list or await ctx.store.find(List, id=card.list_id),
        swimlane=new_swimlane or await ctx.store.find(Swimlane, id=card.swimlane_id),
        values=values,
    )


async def _to_board(ctx: Context, card: Card, change: CardChange) -> Move:
    assert isinstance(change.board_id, str)
    board = (await require_board(ctx, change.board_id, Capability.WRITE)).board
    if not isinstance(change.list_id, str):
        raise BadInputError("input.listId", "A move to another board needs a list there.")
    swimlane_id = change.swimlane_id if isinstance(change.swimlane_id, str) else None
    place = await require_place(ctx, board, change.list_id, swimlane_id)
    old_board = await ctx.store.find(Board, id=card.board_id)
    members = active_members(board)
    return Move(
        board=board,
        list=place.list,
        swimlane=place.swimlane,
        values={
            "board_id": board.id,
            "list_id": place.list.id,
            "swimlane_id": place.swimlane.id,
            "sort": await positions.top_of_list(ctx, place.list.id),
            "label_ids": _same_labels(card, old_board, board),
            "member_ids": [each for each in card.member_ids if each in members],
            "custom_fields": await _same_fields(ctx, card, board),
            "dependencies": [],
        }
        | _kept_watchers(card, members),
    )


def _kept_watchers(card: Card, members: set[str]) -> dict[str, Any]:
    if card.watcher_ids is None:
        return {}
    return {"watcher_ids": [each for each in card.watcher_ids if each in members]}


def _same_labels(card: Card, old: Board | None, new: Board) -> list[str]:
    """Returns the new board's labels that have the names of the card's old ones."""
    names = {label.name for label in old.labels if label.id in card.label_ids} if old else set()
    return [label.id for label in new.labels if label.name and label.name in names]


async def _same_fields(ctx: Context, card: Card, board: Board) -> list[dict[str, Any]]:
    """Points each value at the new board's field of that name and type, or shares the field."""
    moved = []
    for value in card.custom_fields:
        field_id = value.get("_id")
        old = await ctx.store.find(CustomField, id=field_id) if isinstance(field_id, str) else None
        if old is None:
            moved.append(dict(value))
            continue
        same = await ctx.store.find(CustomField, board_ids=board.id, name=old.name, type=old.type)
        moved.append({**value, "_id": same.id if same else old.id})
    return moved


async def follow(ctx: Context, before: Card, after: Card) -> None:
    """Brings along what hangs on a card that was moved."""
    place = {
        "board_id": after.board_id,
        "list_id": after.list_id,
        "swimlane_id": after.swimlane_id,
    }
    if (before.board_id, before.list_id, before.swimlane_id) == tuple(place.values()):
        return
    await ctx.store.update_many(
        Attachment, where(Attachment, card_id=after.id), Modifier(set=place)
    )
    if before.board_id == after.board_id:
        return
    board = Modifier(set={"board_id": after.board_id})
    for kind in (Checklist, ChecklistItem, Comment):
        await ctx.store.update_many(kind, where(kind, card_id=after.id), board)
    await _share_fields(ctx, after)
    await _forget_dependencies(ctx, before)


async def _share_fields(ctx: Context, card: Card) -> None:
    for value in card.custom_fields:
        field_id = value.get("_id")
        if isinstance(field_id, str):
            await ctx.store.update(
                CustomField,
                where(CustomField, id=field_id),
                Modifier(add={"board_ids": [card.board_id]}),
            )


async def _forget_dependencies(ctx: Context, card: Card) -> None:
    """Takes the card off the dependencies of those left behind; old entries are bare ids."""
    left = where(Card, board_id=card.board_id, dependencies=holds(card.id))
    await ctx.store.update_many(Card, left, Modifier(pull={"dependencies": [card.id]}))
    entry = where(Dependency, card_id=card.id)
    left = where(Card, board_id=card.board_id, dependencies=element(Dependency, card_id=card.id))
    await ctx.store.update_many(Card, left, Modifier(pull={"dependencies": entry}))
