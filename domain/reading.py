"""The one way for planned reads: what visibility asks is added to a plan, then it runs.

`domain.gate` judges what a run brings; here it is put before each kind of run.
"""

from collections.abc import Collection

from domain.context import Context, Services
from domain.gate import HIDDEN, JUDGE, Bystander, VisibilityGate
from store import documents
from store.documents import Card
from store.match import Filter, all_of, any_of, where
from store.plan import (
    ROOT,
    ByElement,
    ById,
    ByInner,
    ByListed,
    ByParent,
    Children,
    Document,
    Found,
    Level,
    Page,
    PageSource,
    Slice,
    Variables,
    cost,
    values_at,
)
from store.reads import Ahead, Reads
from store.reads import ahead as asked_ahead
from store.records import Record, load, path_of

__all__ = [
    "HIDDEN",
    "MOST",
    "ROOT",
    "Ahead",
    "ByElement",
    "ById",
    "ByInner",
    "ByListed",
    "ByParent",
    "Children",
    "Document",
    "Filter",
    "Found",
    "Level",
    "Page",
    "PageSource",
    "Record",
    "Slice",
    "Variables",
    "ahead",
    "all_of",
    "cost",
    "documents",
    "load",
    "path_of",
    "run",
    "run_below",
    "run_gone",
    "run_list",
    "values_at",
]

MOST = 1000
"""The most rows that a plan brings at its root."""


def ahead(services: Services, level: Level, document_id: str, variables: Variables) -> Ahead:
    """Begins a query's read of a document, while it is still being found out who asks.

    Nobody is shown anything of it but by `run`.
    """
    return asked_ahead(services.store.follower, JUDGE, level, document_id, variables)


async def run(
    ctx: Context,
    level: Level,
    condition: Filter,
    variables: Variables,
    begun: Ahead | None = None,
) -> Found:
    """Runs a plan whose root names its documents one by one (by id, by username); what was
    `begun` of it is not read again.

    Raises StoreUnavailableError, like all below.
    """
    reads = Reads(ctx.store, VisibilityGate(ctx), variables, ctx.trace)
    return await reads.run(level, condition, begun)


async def run_list(
    ctx: Context,
    level: Level,
    condition: Filter,
    variables: Variables,
    boards: Collection[str] | None = None,
) -> Found:
    """Runs a plan whose root is all that match and that the actor may see.

    `boards` names those that matching cards can lie on, where that is known; else all of the
    actor's are looked through.
    """
    gate = VisibilityGate(ctx)
    if level.record is Card:
        condition = all_of(condition, await _on_visible_boards(ctx, gate, boards))
    matching = all_of(condition, gate.condition(level.record))
    return await Reads(ctx.store, gate, variables, ctx.trace).run(level, matching)


async def run_gone(ctx: Context, level: Level, condition: Filter) -> Found:
    """Runs a plan of what is gone, or of what tells of it: the caller names the boards, and shows
    no more than ids."""
    return await Reads(ctx.store, Bystander(), None, ctx.trace).run(level, condition)


async def run_below(ctx: Context, level: Level, part: Slice, variables: Variables) -> Found:
    """Runs what a plan has below its root; the rows of that were made by the domain itself."""
    reads = Reads(ctx.store, VisibilityGate(ctx), variables, ctx.trace)
    return await reads.run_below(level, part)


async def _on_visible_boards(
    ctx: Context, gate: VisibilityGate, boards: Collection[str] | None
) -> Filter:
    """Returns the filter of cards by their boards; teaches the gate where they are narrowed."""
    if boards is None:
        boards = await gate.learn_all_boards()
    else:
        await gate.learn_boards(boards)
    return where(Card, board_id=any_of([each for each in boards if gate.access_to(each)]))
