"""Many changes of cards in one request: all are made, or none.

Where the server has transactions, each change is checked against what those before it left,
and the first that is refused undoes them all. Where it has none, every change is checked
before the first is written.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from domain import cards, removal
from domain.changes import CardChange, NewCard
from domain.context import Context
from domain.errors import BadInputError, DomainError
from store.documents import Card

MOST = 100
"""The most changes of one batch."""


@dataclass(frozen=True, slots=True)
class Create:
    new: NewCard


@dataclass(frozen=True, slots=True)
class Update:
    card_id: str
    change: CardChange
    expected: datetime | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    card_id: str
    archived: bool
    expected: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    card_id: str
    expected: datetime | None = None


Change: TypeAlias = Create | Update | Archive | Delete


async def run(ctx: Context, changes: Sequence[Change]) -> list[Card]:
    """Makes all changes and returns the card of each, a deleted one as it was.

    Whatever one of them raises says by `index` which it was.
    """
    ctx.require_actor()
    _require_apart(changes)
    removed: list[Card] = []

    async def work() -> list[Card]:
        removed.clear()
        done = []
        for index, change in enumerate(changes):
            with numbered(index):
                done.append(await _made(ctx, change, removed))
        return done

    if not (await ctx.store.abilities()).transactions:
        for index, change in enumerate(changes):
            with numbered(index):
                await _checked(ctx, change)
    done = await ctx.store.atomically(work)
    if removed:
        await removal.remove_files(ctx, removed)
    return done


def _require_apart(changes: Sequence[Change]) -> None:
    if not 1 <= len(changes) <= MOST:
        raise BadInputError("input.changes", f"A batch has from 1 to {MOST} changes.")
    known: set[str] = set()
    for index, change in enumerate(changes):
        if isinstance(change, Create):
            continue
        with numbered(index):
            if change.card_id in known:
                raise BadInputError("input.id", "A batch changes a card once.")
        known.add(change.card_id)


async def _ready(ctx: Context, change: Create | Update | Archive) -> cards.Ready:
    if isinstance(change, Create):
        return await cards.ready_to_create(ctx, change.new)
    if isinstance(change, Update):
        return await cards.ready_to_update(ctx, change.card_id, change.change, change.expected)
    return await cards.ready_to_archive(
        ctx, change.card_id, change.expected, archived=change.archived
    )


async def _checked(ctx: Context, change: Change) -> None:
    if isinstance(change, Delete):
        await cards.ready_to_delete(ctx, change.card_id, change.expected)
    else:
        await _ready(ctx, change)


async def _made(ctx: Context, change: Change, removed: list[Card]) -> Card:
    if not isinstance(change, Delete):
        return await (await _ready(ctx, change))()
    family = await (await cards.ready_to_delete(ctx, change.card_id, change.expected))()
    removed += family
    return family[0]


@contextmanager
def numbered(index: int) -> Iterator[None]:
    """Says of an error which of several changes it is about."""
    try:
        yield
    except DomainError as error:
        error.index = index
        raise
