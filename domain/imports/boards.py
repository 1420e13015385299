"""Boards imported: as boards of their own, or into one that is there.

Source: Wekan's models/import.js, importZip.js and models/server/scopedImporter.js.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from domain import positions
from domain.context import Context
from domain.errors import BadInputError, ForbiddenError, NotFoundError
from domain.imports import files, people, storing
from domain.imports.files import Opener
from domain.imports.plan import Plan
from domain.imports.planned import planned
from domain.imports.progress import Progress
from domain.imports.sent import Sent
from domain.imports.target import Existing, Target
from domain.people import active_members
from domain.roles import Capability
from domain.visibility import require_board, require_card, require_list, require_swimlane
from store.documents import Board, Card, CustomField, List, Swimlane, TransferRules
from store.ids import new_id
from store.match import ABSENT, NOT_TRUE, where

T = TypeVar("T")
_LONGEST_SECONDS = 120
"""Wekan gives up after two minutes, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """A place on a board that is there: after which thing, and which fields come along."""

    board_id: str
    swimlane_id: str | None = None
    list_id: str | None = None
    card_id: str | None = None
    fields: frozenset[str] = field(default_factory=frozenset)


async def new_board(
    ctx: Context,
    sent: Sent,
    mapping: Mapping[str, str],
    *,
    opener: Opener = files.in_document,
    job_id: str | None = None,
) -> str:
    """Stores a board that was sent; returns its id. The importer alone is active there.

    Raises BadInputError, TooLargeError; ForbiddenError where the site takes no imports.
    """
    importer = ctx.require_actor().user_id
    rules = await _allowed(ctx)
    known = await people.known(ctx, sent, mapping, rules)
    target = Target(board_id=new_id(), importer_id=importer, now=ctx.now(), people=known.ids)

    async def work(plan: Plan, progress: Progress) -> str:
        return await storing.store_board(ctx, plan, sent, known, opener, progress)

    return await _told(ctx, sent, target, work, job_id, lambda board_id: board_id)


async def into_board(
    ctx: Context,
    sent: Sent,
    into: Into,
    *,
    opener: Opener = files.in_document,
    job_id: str | None = None,
) -> Mapping[str, int]:
    """Stores what was sent on a board, beside what is there; returns how much of each it was.

    Lists are matched by their titles unless cards go to one list. Whoever may write on the
    board may do so. Raises as `require_board`, BadInputError, TooLargeError, ForbiddenError.
    """
    target = await _target(ctx, into)
    await _allowed(ctx)

    async def work(plan: Plan, progress: Progress) -> Mapping[str, int]:
        return await storing.store_into(ctx, plan, sent, opener, progress)

    return await _told(ctx, sent, target, work, job_id, lambda _: into.board_id)


async def _allowed(ctx: Context) -> TransferRules:
    rules = await ctx.store.find(TransferRules) or TransferRules(id="")
    if rules.no_import:
        raise ForbiddenError("Import is disabled")
    return rules


async def require_imports(ctx: Context) -> None:
    """Raises UnauthenticatedError, ForbiddenError where the site takes no imports."""
    ctx.require_actor()
    await _allowed(ctx)


async def require_import(ctx: Context, into: Into) -> None:
    """Refuses early who may not import there. Raises as `into_board`."""
    await require_board(ctx, into.board_id, Capability.WRITE)
    await _allowed(ctx)


async def _told(
    ctx: Context,
    sent: Sent,
    target: Target,
    work: Callable[[Plan, Progress], Awaitable[T]],
    job_id: str | None,
    board_of: Callable[[T], str],
) -> T:
    """Runs `work` on the plan, within its time, and tells how it goes."""
    progress = Progress(ctx, job_id)
    await progress.begins()
    try:
        plan = await asyncio.to_thread(planned, sent, target)
        if target.existing is not None:
            await _number(ctx, plan)
        await progress.expects(sum(plan.counts().values()))
        async with asyncio.timeout(_LONGEST_SECONDS):
            done = await work(plan, progress)
    except TimeoutError as error:
        await progress.failed(error)
        raise BadInputError("board", "Import took too long and was aborted") from None
    except BaseException as error:
        await progress.failed(error)
        raise
    await progress.ended(board_of(done))
    return done


async def _number(ctx: Context, plan: Plan) -> None:
    """Gives the cards the next numbers of their board, which nobody else gets then."""
    cards = plan.documents[Card]
    numbers = await positions.next_card_numbers(ctx, plan.target.board_id, len(cards))
    for number, card in zip(numbers, cards, strict=True):
        card["cardNumber"] = number


async def _target(ctx: Context, into: Into) -> Target:
    """Returns the board as the import meets it. Raises NotFoundError for a place elsewhere."""
    seen = await require_board(ctx, into.board_id, Capability.WRITE)
    board = seen.board
    list_id, swimlane_id = await _place(ctx, into)
    there = partial(ctx.store.find_many, sort=(("sort", 1), ("id", 1)))
    lists = await there(List, where(List, board_id=board.id, archived=NOT_TRUE, deleted_at=ABSENT))
    first_lane = await positions.first_swimlane(ctx, board)
    lowest = list_id or (lists[0].id if lists else "")
    existing = Existing(
        labels=board.labels,
        lists={each.title: each.id for each in reversed(lists)},
        fields=await ctx.store.find_many(CustomField, where(CustomField, board_ids=board.id)),
        members=frozenset(active_members(board)),
        next_list_sort=await positions.last_sort(ctx, List, board.id),
        next_lane_sort=await positions.last_sort(ctx, Swimlane, board.id),
        first_card_sort=await positions.bottom_of_list(ctx, lowest),
        list_id=list_id,
        swimlane_id=swimlane_id or (first_lane.id if list_id else None),
    )
    members = {each: each for each in existing.members}
    return Target(
        board_id=board.id,
        importer_id=ctx.require_actor().user_id,
        now=ctx.now(),
        people=members,
        existing=existing,
        taken=into.fields,
    )


async def _place(ctx: Context, into: Into) -> tuple[str | None, str | None]:
    """Returns the list and the swimlane that everything goes to, where a place is named."""
    if into.card_id is not None:
        card = await require_card(ctx, into.card_id)
        _require_on(into, card.board, "card")
        return card.it.list_id, card.it.swimlane_id
    list_id = swimlane_id = None
    if into.list_id is not None:
        _require_on(into, (await require_list(ctx, into.list_id)).board, "list")
        list_id = into.list_id
    if into.swimlane_id is not None:
        _require_on(into, (await require_swimlane(ctx, into.swimlane_id)).board, "swimlane")
        swimlane_id = into.swimlane_id
    return list_id, swimlane_id


def _require_on(into: Into, board: Board, noun: str) -> None:
    if board.id != into.board_id:
        raise NotFoundError(noun)
