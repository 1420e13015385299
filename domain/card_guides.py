"""What a card's copy, or a card on another board, has of its own: place, links, people.

Source: `copy` and `move` of Wekan's models/cards.js, and models/lib/subtaskCopy.js. People who
are not on the other board, whom Wekan's copies carry along, are left out: only active members
are put on cards (GuestBleed).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain import positions
from domain.context import Context
from domain.moves import Place
from domain.people import active_members
from domain.visibility import Seen
from store.copies import find_outlines
from store.documents import Board, Card, CustomField, Dependency, Label, List, Swimlane
from store.match import any_of, where
from store.mongo import Modifier
from store.records import path_of

BATCH = 500
"""How many cards are read and written at a time."""
OUTLINE = (
    "board_id list_id swimlane_id parent_id card_number assignee_ids dependencies custom_fields"
).split()
"""What a guide looks at of a card."""

_DEPENDS_ON = path_of(Dependency, "card_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where cards go, on a board that the actor may write on (`require_board` returned it).

    A card whose list or swimlane is named in `lists` or `swimlanes` goes to the one it leads
    to; others go to `place`, and subtasks from elsewhere to where their parent goes.
    """

    board: Seen[Board]
    place: Place
    lists: Mapping[str, List] = field(default_factory=dict)
    swimlanes: Mapping[str, Swimlane] = field(default_factory=dict)
    fields: Mapping[str, str] | None = None
    """Custom fields of a copied board, each with its copy; else they are found by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """All that one set of cards is copied or moved by; maps lead from what is on the originals
    to what is on the target board."""

    board: Board
    ids: Mapping[str, str]
    places: Mapping[str, Place]
    numbers: Mapping[str, int]
    old_boards: Mapping[str, Board]
    now: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    shared: Collection[str] = ()
    """Custom fields without an equal on the target board, which it gets to share."""
    at_hand: frozenset[str] = frozenset()
    """Cards of the target board that the originals depend on."""

    def copied(self, original: Card) -> dict[str, Any]:
        """Returns the attributes of a card's copy that are not those of the original."""
        altered = self.moved(original) | {
            "id": self.ids[original.id],
            "parent_id": self.ids.get(original.parent_id, original.parent_id),
            "linked_id": self.ids.get(original.linked_id, original.linked_id),
            "cover_id": self.files.get(original.cover_id, ""),
            "card_number": self.numbers[original.id],
            "dependencies": self._dependencies(original),
            "created_at": self.now,
        }
        if original.board_id != self.board.id:
            altered["assignee_ids"] = self._known_here(original.assignee_ids)
        return altered

    def moved(self, card: Card) -> dict[str, Any]:
        """Returns what is set of a card that goes where the guide leads it."""
        place = self.places[card.id]
        altered: dict[str, Any] = {
            "board_id": self.board.id,
            "list_id": place.list.id,
            "swimlane_id": place.swimlane.id,
            "modified_at": self.now,
            "date_last_activity": self.now,
        }
        return altered | (self._of_another_board(card) if card.board_id != self.board.id else {})

    def part(self, card_id: str) -> dict[str, Any]:
        """Returns the same of a part of the card, but for the part's own id."""
        return {
            "card_id": self.ids[card_id],
            "board_id": self.board.id,
            "created_at": self.now,
            "modified_at": self.now,
        }

    def _of_another_board(self, card: Card) -> dict[str, Any]:
        values = [
            {**value, "_id": self.fields.get(str(value.get("_id")), value.get("_id"))}
            for value in card.custom_fields
        ]
        altered = {
            "card_number": self.numbers[card.id],
            "label_ids": self._labels(card),
            "custom_fields": values,
            "member_ids": self._known_here(card.member_ids),
            "dependencies": self._dependencies(card),
        }
        if card.watcher_ids is not None:
            altered["watcher_ids"] = self._known_here(card.watcher_ids)
        return altered

    def _known_here(self, user_ids: list[str]) -> list[str]:
        here = active_members(self.board)
        return [each for each in user_ids if each in here]

    def _labels(self, original: Card) -> list[str]:
        board = self.old_boards.get(original.board_id)
        own = [each for each in board.labels if each.id in original.label_ids] if board else []
        same = (same_label(each, self.board) for each in own)
        return list(dict.fromkeys(each.id for each in same if each))

    def _dependencies(self, original: Card) -> list[Mapping[str, Any]]:
        """Those on cards that are copied too lead to the copies; old entries are bare ids."""
        kept: list[Mapping[str, Any]] = []
        for entry in original.dependencies or ():
            known = entry if isinstance(entry, Mapping) else {_DEPENDS_ON: entry}
            card_id = str(known.get(_DEPENDS_ON))
            if card_id in self.ids:
                kept.append({**known, _DEPENDS_ON: self.ids[card_id]})
            elif card_id in self.at_hand:
                kept.append(known)
        return kept


def same_label(label: Label, board: Board) -> Label | None:
    """Returns the board's own label of that name; where several have it, the very same one."""
    if not label.name:
        return next((each for each in board.labels if each == label), None)
    named = [each for each in board.labels if each.name == label.name]
    return next((each for each in named if each.id == label.id), named[0] if named else None)


def depended_on(card: Card) -> set[str]:
    """Returns the ids of the cards that a card depends on."""
    entries = (
        entry.get(_DEPENDS_ON) if isinstance(entry, Mapping) else entry
        for entry in card.dependencies or ()
    )
    return {each for each in entries if isinstance(each, str)}


def batches(ids: Collection[str]) -> Iterator[list[str]]:
    every = list(ids)
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


async def guide_for(
    ctx: Context,
    cards: Mapping[str, Card],
    ids: Mapping[str, str],
    old_boards: Mapping[str, Board],
    target: Target,
) -> Guide:
    """Looks up all that copying or moving the cards (outlines, parents first) stands on.

    Each card that is new on the target board is given a number there.
    """
    board = target.board.board
    renewed = [c for c in cards.values() if c.board_id != board.id or ids[c.id] != c.id]
    renewed.sort(key=lambda card: card.card_number)
    fields, shared = await _fields(ctx, renewed, target)
    return Guide(
        board=board,
        ids=ids,
        places=_places(cards, target),
        numbers=await _numbers(ctx, renewed, board),
        old_boards=old_boards,
        now=ctx.now(),
        fields=fields,
        shared=shared,
        at_hand=await _at_hand(ctx, renewed, board),
    )


def _places(cards: Mapping[str, Card], target: Target) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for card in cards.values():
        other = places.get(card.parent_id, target.place)
        places[card.id] = Place(
            target.lists.get(card.list_id, other.list),
            target.swimlanes.get(card.swimlane_id, other.swimlane),
        )
    return places


async def _numbers(ctx: Context, cards: list[Card], board: Board) -> dict[str, int]:
    if not cards:
        return {}
    numbers = await positions.next_card_numbers(ctx, board.id, len(cards))
    return {card.id: number for card, number in zip(cards, numbers, strict=True)}


async def _fields(
    ctx: Context, cards: list[Card], target: Target
) -> tuple[Mapping[str, str], list[str]]:
    """Leads each custom field to the target board's one of that name and type, or to itself;
    these are returned beside."""
    board_id = target.board.board.id
    if target.fields is not None:
        return target.fields, []
    away = [card for card in cards if card.board_id != board_id]
    used = {str(value.get("_id")) for card in away for value in card.custom_fields}
    if not used:
        return {}, []
    names = ("name", "type")
    own = await find_outlines(ctx.store, CustomField, where(CustomField, board_ids=board_id), names)
    same = {(each.name, each.type): each.id for each in own}
    old = await find_outlines(ctx.store, CustomField, where(CustomField, id=any_of(used)), names)
    fields = {each.id: same.get((each.name, each.type), each.id) for each in old}
    return fields, [field_id for field_id, led_to in fields.items() if field_id == led_to]


async def _at_hand(ctx: Context, cards: list[Card], board: Board) -> frozenset[str]:
    needed = {card_id for card in cards for card_id in depended_on(card)}
    if not needed:
        return frozenset()
    wanted = where(Card, id=any_of(needed), board_id=board.id)
    return frozenset(await ctx.store.ids(Card, wanted))


async def share_fields(ctx: Context, guide: Guide) -> None:
    """Lets the target board share the custom fields that it has no equal of."""
    if guide.shared:
        shared = where(CustomField, id=any_of(guide.shared))
        more = Modifier(add={"board_ids": [guide.board.id]})
        await ctx.store.update_many(CustomField, shared, more)
