"""Writes of one card that hold although others write it too.

A change may be made on condition that the card is still as it was read (`modifiedAt`), which
MongoDB itself checks as it writes. Each such write leaves another moment behind, also where
several fall into one millisecond.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.context import Context
from domain.errors import NotFoundError, StaleError
from store.documents import Card
from store.match import ABSENT, Filter, all_of, where
from store.mongo import Modifier

TEXTS = ("description", "requested_by", "assigned_by")
_TRIES = 10
_MILLISECOND = timedelta(milliseconds=1)


def touched(ctx: Context, last: datetime | None = None) -> dict[str, Any]:
    """Returns the moments that a change leaves, later than `last`."""
    now = ctx.now()
    if last is not None and now <= last:
        now = last + _MILLISECOND
    return {"modified_at": now, "date_last_activity": now}


def require_fresh(card: Card, expected: datetime | None) -> None:
    """Raises StaleError where a card is expected to be otherwise than it is."""
    if expected is not None and card.modified_at != expected:
        raise StaleError("card")


async def write(
    ctx: Context, card: Card, altered: Mapping[str, Any], expected: datetime | None = None
) -> tuple[Card, Card]:
    """Sets attributes of a card and returns it before and after.

    Raises NotFoundError where it is gone or was moved to another board meanwhile, and
    StaleError where it was changed after the moment expected.
    """
    before = await ctx.store.change(
        Card,
        _as_read(card, expected),
        Modifier(set=_stored(altered) | touched(ctx, expected)),
        before=True,
    )
    if before is None:
        await _refuse(ctx, card, expected)
    assert before is not None
    return before, dataclasses.replace(before, **_loaded(altered))


async def claim(ctx: Context, card: Card, expected: datetime | None) -> None:
    """Makes sure, before a card is archived or deleted, that it is as expected."""
    if expected is None:
        return
    mark = Modifier(set={"modified_at": touched(ctx, expected)["modified_at"]})
    if not await ctx.store.update(Card, _as_read(card, expected), mark):
        await _refuse(ctx, card, expected)


async def rewritten(
    ctx: Context, card: Card, compute: Callable[[Card], Mapping[str, Any]]
) -> tuple[Card, Card]:
    """Sets what `compute` makes of the card as it is; again, where somebody was faster.

    Returns the card before and after. Raises NotFoundError, StaleError.
    """
    for _ in range(_TRIES):
        altered = compute(card)
        if not altered:
            return card, card
        unchanged = all_of(_as_read(card, None), where(Card, modified_at=card.modified_at))
        made = Modifier(set=_stored(altered) | touched(ctx, card.modified_at))
        if await ctx.store.update(Card, unchanged, made):
            return card, dataclasses.replace(card, **_loaded(altered))
        now = await ctx.store.find_one(Card, _as_read(card, None))
        if now is None:
            raise NotFoundError("card")
        card = now
    raise StaleError("card")


def _as_read(card: Card, expected: datetime | None) -> Filter:
    same = where(Card, id=card.id, board_id=card.board_id, deleted_at=ABSENT)
    return same if expected is None else all_of(same, where(Card, modified_at=expected))


async def _refuse(ctx: Context, card: Card, expected: datetime | None) -> None:
    if expected is not None and await ctx.store.find_one(Card, _as_read(card, None)):
        raise StaleError("card")
    raise NotFoundError("card")


def _stored(altered: Mapping[str, Any]) -> dict[str, Any]:
    """Wekan's schema layer removes a field that is set to the empty text."""
    return {name: None if value == "" else value for name, value in altered.items()}


def _loaded(altered: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "" if name in TEXTS and not value else value for name, value in altered.items()}
