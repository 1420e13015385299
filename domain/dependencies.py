"""What a card depends on: entries kept with the card they were drawn from, on one board.

Source: Wekan's server/models/dependencies.js. No activity tells of them, as in Wekan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain import listing, values
from domain.card_writes import rewritten
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.gate import mended
from domain.roles import Capability
from domain.visibility import Seen, require_card
from store.documents import Card, Dependency
from store.mapping.cards import DEPENDENCY_TYPES
from store.match import ABSENT, where
from store.records import dump, load, path_of

TYPES = DEPENDENCY_TYPES
_PATH = path_of(Card, "dependencies")
_MOST = 1000
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Looks:
    """How a dependency is drawn; what is None stays as it is, or takes the default."""

    type: str | None = None
    color: str | None = None
    icon: str | None = None

    def given(self) -> dict[str, Any]:
        """Returns what is not None, checked. Raises BadInputError."""
        if self.type is not None and self.type not in TYPES:
            raise BadInputError("input.type", "type must be one of: " + ", ".join(TYPES))
        given = {"type": self.type, "color": self.color, "icon": self.icon}
        trimmed = {name: values.text(value) for name, value in given.items()}
        for name, value in trimmed.items():
            if len(value) > _LONGEST:
                raise BadInputError(f"input.{name}", f"At most {_LONGEST} characters.")
        return {name: value for name, value in trimmed.items() if value}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A dependency of a board, with both its ends as far as they are known."""

    source: Card
    entry: Dependency
    target: Card | None


def entries_of(card: Card) -> list[Dependency]:
    """Returns what a card depends on; old entries are bare ids."""
    stored = mended({_PATH: card.dependencies}).get(_PATH)
    return [load(Dependency, each) for each in stored or ()]


async def of_board(ctx: Context, board_id: str) -> list[Drawn]:
    """Returns all dependencies of the live cards that the actor may see on a board.

    Raises as `require_board`.
    """
    sources = await listing.dependent_cards(ctx, board_id)
    drawn = [(card, entry) for card in sources for entry in entries_of(card)]
    wanted = list(dict.fromkeys(entry.card_id for _, entry in drawn))
    targets = await listing.cards_by_ids(ctx, board_id, wanted)
    known = {card.id: card for card in targets}
    return [Drawn(card, entry, known.get(entry.card_id)) for card, entry in drawn]


async def add(ctx: Context, card_id: str, target_id: str, looks: Looks) -> Dependency:
    """Makes one card depend on another of its board; what is there already is drawn anew.

    Raises BadInputError.
    """
    seen = await require_card(ctx, card_id, Capability.WRITE)
    if not target_id or target_id == card_id:
        raise BadInputError("input.dependsOnId", "A valid target cardId is required")
    given = looks.given()
    on_board = where(Card, id=target_id, board_id=seen.board.id, deleted_at=ABSENT)
    if await ctx.store.find_one(Card, on_board) is None:
        raise BadInputError("input.dependsOnId", "Target card is not on this board")
    after = await _rewritten(ctx, seen, target_id, given, adds=True)
    return next(entry for entry in entries_of(after) if entry.card_id == target_id)


async def update(ctx: Context, card_id: str, target_id: str, looks: Looks) -> None:
    """Draws a dependency anew. Raises NotFoundError where there is none, BadInputError."""
    seen = await require_card(ctx, card_id, Capability.WRITE)
    given = looks.given()
    if not given:
        raise BadInputError("input.type", "Provide at least one of type, color, icon")
    if target_id not in {entry.card_id for entry in entries_of(seen.it)}:
        raise NotFoundError("dependency")
    await _rewritten(ctx, seen, target_id, given, adds=False)


async def remove(ctx: Context, card_id: str, target_id: str) -> None:
    """Makes a card no longer depend on another; nothing happens where it does not."""
    seen = await require_card(ctx, card_id, Capability.WRITE)

    def without(card: Card) -> Mapping[str, Any]:
        kept = [entry for entry in entries_of(card) if entry.card_id != target_id]
        return _altered(card, kept)

    await rewritten(ctx, seen.it, without)


async def _rewritten(
    ctx: Context, seen: Seen[Card], target_id: str, given: Mapping[str, Any], *, adds: bool
) -> Card:
    def drawn(card: Card) -> Mapping[str, Any]:
        entries = entries_of(card)
        changed = [
            _changed(entry, given) if entry.card_id == target_id else entry for entry in entries
        ]
        if adds and all(entry.card_id != target_id for entry in entries):
            if len(entries) >= _MOST:
                raise BadInputError("input.dependsOnId", f"A card has at most {_MOST}.")
            changed.append(_changed(Dependency(card_id=target_id), given))
        return _altered(card, changed)

    return (await rewritten(ctx, seen.it, drawn))[1]


def _changed(entry: Dependency, given: Mapping[str, Any]) -> Dependency:
    return load(Dependency, {**dump(entry), **given})


def _altered(card: Card, entries: Sequence[Dependency]) -> Mapping[str, Any]:
    """Returns what is to be set, if anything is. Old entries are written as new ones."""
    stored = [dump(entry) for entry in entries]
    return {} if stored == card.dependencies else {"dependencies": stored}
