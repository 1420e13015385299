"""From what a root field wants to rows: takes its plan, and lets the domain run it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, TypeAlias, TypeVar, cast

from strawberry import Info

from domain import queries, reading
from domain.context import Actor, Context
from domain.errors import NotFoundError, UnauthenticatedError
from domain.reading import ROOT, Ahead, Filter, Found, Level, Page, Slice
from resolvers.selection import Plans
from schema.reading import ResolveInfo
from schema.rows import Pages, Row

T = TypeVar("T")


Path: TypeAlias = tuple[str, ...]


@dataclass(slots=True)
class Request:
    """What the resolvers of one operation share.

    What root fields answered, and what their plans brought, is kept under its response keys,
    so that graphql-core can go on from there where the compiled way cannot.
    """

    ctx: Context
    plans: Plans
    variables: Any
    ahead: Mapping[str, Ahead] = field(default_factory=dict)
    """What was begun to be read already, by the keys of root fields."""
    answers: dict[Path, Any] = field(default_factory=dict)
    found: dict[Path, Found] = field(default_factory=dict)
    failures: dict[Path, Exception] = field(default_factory=dict)


@dataclass(slots=True)
class StubInfo:
    """All that a root field's resolver looks at of graphql-core's own info."""

    context: Request


Asked: TypeAlias = Info[Request, None]


def context_of(info: Asked) -> Context:
    return info.context.ctx


@dataclass(slots=True)
class Wanted:
    """The documents that a root field or a payload's field answers with, not read yet.

    With a `page` it is that page of all that the actor may see, else what the condition
    names. `noun` is what is missed where nothing is found; without it null is the answer.
    """

    condition: Filter
    page: Page | None = None
    noun: str | None = None
    boards: list[str] | None = None
    """The boards that wanted cards can lie on, where the filter tells."""
    reader: Actor | None = None
    """Who reads it, where that is not who asked: a person who just logged in."""
    rows: Slice | None = None
    """The rows themselves, where they were made already and only what is below is read."""
    fresh: bool = False
    """Whether no member of a replica set may be asked that could be behind."""

    @classmethod
    def by_ids(cls, ids: list[str]) -> "Wanted":
        """The documents with these ids, as far as the actor may see them."""
        every = Page(order=(("_id", 1),), first=len(ids))
        return cls(queries.by_ids(ids), page=every)

    @classmethod
    def newest(cls, ids: list[str], boards: list[str]) -> "Wanted":
        """The same, those of cards as far as they lie on these boards; as they are just now."""
        asked = cls.by_ids(ids)
        asked.boards, asked.fresh = boards, True
        if not ids:
            asked.rows = Slice([], page=asked.page)
        return asked


def by_id(wanted_id: str) -> Wanted:
    """One document of any kind, in a payload."""
    return Wanted(queries.by_id(wanted_id))


def wanted(
    condition: Filter,
    of: type[T],
    *,
    page: Page | None = None,
    noun: str | None = None,
    boards: list[str] | None = None,
) -> T:
    """Returns what a root field wants, in the guise of the type that it answers with."""
    return cast("T", Wanted(condition, page, noun, boards))


def made(part: Slice, of: type[T]) -> T:
    """Returns rows that the domain made, in the guise of the connection that they are."""
    return cast("T", Wanted(queries.by_ids([]), page=part.page, rows=part))


def payload(of: type[T], **values: object) -> T:
    """Returns what a mutation answers; documents in it are `Wanted`."""
    return cast("T", SimpleNamespace(**values))


async def find(request: Request, level: Level, asked: Wanted, begun: Ahead | None = None) -> Found:
    """Runs the plan of what is wanted, from what was `begun` of it.

    Raises NotFoundError, UnauthenticatedError.
    """
    ctx = request.ctx if asked.reader is None else replace(request.ctx, actor=asked.reader)
    if asked.fresh:
        ctx = replace(ctx, writes=True)
    if asked.rows is not None:
        return await reading.run_below(ctx, level, asked.rows, request.variables)
    if asked.page is not None:
        level = replace(level, page=asked.page)
        return await reading.run_list(ctx, level, asked.condition, request.variables, asked.boards)
    found = await reading.run(ctx, level, asked.condition, request.variables, begun)
    if asked.noun is not None and not found.slices[ROOT].documents:
        # Whoever is not logged in is told that alone, whether there is such a thing or not.
        raise NotFoundError(asked.noun) if ctx.actor else UnauthenticatedError
    return found


Resolve: TypeAlias = Callable[..., Awaitable[Any]]


def answering_root(resolve: Resolve) -> Resolve:
    """Returns the resolver of a root field that runs once, in whichever way it is asked."""

    async def answer(source: object, info: ResolveInfo, **arguments: Any) -> Any:
        request: Request = info.context
        path = _path(info)
        if path in request.failures:
            raise request.failures[path]
        if path not in request.answers:
            request.answers[path] = await resolve(source, info, **arguments)
        return request.answers[path]

    return answer


def reading_root(resolve: Resolve) -> Resolve:
    """Returns the resolver of a root field: what `resolve` wants, read through its plan."""
    answering = answering_root(resolve)

    async def read(source: object, info: ResolveInfo, **arguments: Any) -> Any:
        return await _read(info, await answering(source, info, **arguments), many=False)

    return read


def reading_payload(name: str, *, many: bool) -> Resolve:
    """Returns the resolver of a payload's field that answers with documents."""

    async def read(source: object, info: ResolveInfo, **_: Any) -> Any:
        return await _read(info, getattr(source, name), many=many)

    return read


async def _read(info: ResolveInfo, asked: Wanted, *, many: bool) -> Any:
    request: Request = info.context
    path = _path(info)
    if path in request.failures:
        raise request.failures[path]
    if path not in request.found:
        request.found[path] = await find(request, request.plans[path], asked)
    found = request.found[path]
    part = found.slices[ROOT]
    if asked.page is not None and not many:
        return Pages(part, found)
    rows = [Row(document, found) for document in part.documents]
    if many:
        return rows
    return rows[0] if rows else None


def _path(info: ResolveInfo) -> Path:
    return tuple(str(key) for key in info.path.as_list())
