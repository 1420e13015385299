"""Votes and planning poker on cards: asked by who may write, answered by the board's people.

Source: the `cards.vote…` and `cards.poker…` methods of Wekan's server/models/cards.js. An
answer moves its person from one list to another in one write.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain import card_parts, values
from domain.card_writes import touched, write
from domain.context import Context
from domain.errors import ConflictError, ForbiddenError, NotFoundError
from domain.roles import Capability
from domain.visibility import Seen, require_card
from store.documents import Ballots, Card, Poker, Vote
from store.match import ABSENT, PRESENT, where
from store.mongo import Modifier


class VoteAnswer(StrEnum):
    """An answer to a vote."""

    YES = "positive"
    NO = "negative"


class PokerCard(StrEnum):
    """A card of planning poker."""

    ONE = "one"
    TWO = "two"
    THREE = "three"
    FIVE = "five"
    EIGHT = "eight"
    THIRTEEN = "thirteen"
    TWENTY = "twenty"
    FORTY = "forty"
    ONE_HUNDRED = "one_hundred"
    UNSURE = "unsure"


async def set_vote(ctx: Context, card_id: str, vote: Vote | None) -> None:
    """Asks people for yes or no, or with None no longer; earlier answers are gone.

    Raises BadInputError.
    """
    seen = await require_card(ctx, card_id, Capability.WRITE)
    await write(ctx, seen.it, {"vote": card_parts.vote("input.question", vote)})


async def set_poker(ctx: Context, card_id: str, poker: Poker | None) -> None:
    """The same for planning poker."""
    seen = await require_card(ctx, card_id, Capability.WRITE)
    await write(ctx, seen.it, {"poker": card_parts.poker("input.end", poker)})


async def end_vote(ctx: Context, card_id: str, end: datetime | None) -> None:
    """Says when a vote ends, or with None that it does not. Raises ConflictError where there
    is none, as do all below."""
    await _set(ctx, card_id, "vote", {"vote_end": values.date("input.end", end)})


async def end_poker(ctx: Context, card_id: str, end: datetime | None) -> None:
    await _set(ctx, card_id, "poker", {"poker_end": values.date("input.end", end)})


async def estimate(ctx: Context, card_id: str, estimation: float | None) -> None:
    """Writes down what the poker came to."""
    agreed = None if estimation is None else values.number("input.estimation", estimation)
    await _set(ctx, card_id, "poker", {"estimation": agreed})


async def replay(ctx: Context, card_id: str) -> None:
    """Begins a poker again, without answers and without an end."""
    empty: dict[str, Any] = {each.value: [] for each in PokerCard}
    await _set(ctx, card_id, "poker", empty | {"poker_end": None})


async def cast_vote(ctx: Context, card_id: str, answer: VoteAnswer | None) -> None:
    """Gives the actor's answer, or with None takes it back."""
    seen = await _answering(ctx, card_id, "vote")
    await _cast(ctx, seen.it, VoteAnswer, answer, "vote")


async def cast_poker(ctx: Context, card_id: str, answer: PokerCard | None) -> None:
    """Lays the actor's card, or with None takes it back."""
    seen = await _answering(ctx, card_id, "poker")
    await _cast(ctx, seen.it, PokerCard, answer, "poker")


async def _set(ctx: Context, card_id: str, ballot: str, altered: dict[str, Any]) -> None:
    seen = await require_card(ctx, card_id, Capability.WRITE)
    await _changed(ctx, seen.it, ballot, Modifier(set=altered | touched(ctx)))


async def _answering(ctx: Context, card_id: str, ballot: str) -> Seen[Card]:
    """Members of the board may answer, and whoever sees the card where that is allowed."""
    seen = await require_card(ctx, card_id)
    ctx.require_actor()
    asked: Vote | Poker | None = getattr(seen.it, ballot)
    if asked is None:
        raise _none(ballot)
    invited = seen.access.role or seen.access.is_site_admin or asked.allow_non_board_members
    if not invited:
        raise ForbiddenError
    if asked.end is not None and asked.end <= ctx.now():
        raise ConflictError(f"The {ballot} has ended.")
    return seen


async def _cast(
    ctx: Context, card: Card, answers: Iterable[StrEnum], given: StrEnum | None, ballot: str
) -> None:
    own = [ctx.require_actor().user_id]
    change = Modifier(
        set=touched(ctx),
        add={given.value: own} if given else {},
        pull={each.value: own for each in answers if each is not given},
    )
    await _changed(ctx, card, ballot, change)


async def _changed(ctx: Context, card: Card, ballot: str, change: Modifier) -> None:
    same = where(Card, id=card.id, board_id=card.board_id, deleted_at=ABSENT, **{ballot: PRESENT})
    if await ctx.store.update(Ballots, same, change):
        return
    if await ctx.store.find(Card, id=card.id, board_id=card.board_id, deleted_at=ABSENT):
        raise _none(ballot)
    raise NotFoundError("card")


def _none(ballot: str) -> ConflictError:
    return ConflictError(f"The card has no {ballot}.")
