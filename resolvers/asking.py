"""From a field to rows: takes its plan, and lets the domain run it."""

import dataclasses
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, cast

from strawberry import Info

from domain import reading
from domain.context import Context
from domain.reading import ROOT, Filter, Found, Level, Page
from resolvers.selection import Plans
from schema.reading import ResolveInfo
from schema.rows import Pages, Row

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """What the resolvers of one operation share."""

    ctx: Context
    plans: Plans
    variables: Any


Asked: TypeAlias = Info[Request, None]


def context_of(info: Asked) -> Context:
    return info.context.ctx


async def one(info: Asked, condition: Filter) -> Any:
    """Returns the first document that matches and that the actor may see, or None."""
    return await _first(info.context, _level(info._raw_info), condition)


async def pages(info: Asked, condition: Filter, page: Page) -> Any:
    """Returns a page of all documents that match and that the actor may see."""
    request = info.context
    level = dataclasses.replace(_level(info._raw_info), page=lambda _: page)
    found = await reading.run_list(request.ctx, level, condition, request.variables)
    return Pages(found.slices[ROOT], found)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Stands in a payload for the document that it returns, until that is read."""

    condition: Filter


def payload(of: type[T], **values: object) -> T:
    """Returns what a mutation answers; documents in it are `Wanted`."""
    return cast("T", dataclasses.make_dataclass(of.__name__, values)(**values))


def read_payload(name: str, *, many: bool) -> Any:
    """Returns the resolver of a payload's document, which is read anew through a plan."""

    async def resolve(source: object, info: ResolveInfo, **_: Any) -> Any:
        wanted: Wanted | None = getattr(source, name)
        if wanted is None:
            return None
        if many:
            return await _all(info.context, _level(info), wanted.condition)
        return await _first(info.context, _level(info), wanted.condition)

    return resolve


def _level(info: ResolveInfo) -> Level:
    request: Request = info.context
    return request.plans[tuple(str(key) for key in info.path.as_list())]


async def _first(request: Request, level: Level, condition: Filter) -> Row | None:
    found = await reading.run(request.ctx, level, condition, request.variables)
    rows = _rows(found)
    return rows[0] if rows else None


async def _all(request: Request, level: Level, condition: Filter) -> list[Row]:
    everything = Page(order=(("_id", 1),), first=reading.MOST)
    level = dataclasses.replace(level, page=lambda _: everything)
    return _rows(await reading.run(request.ctx, level, condition, request.variables))


def _rows(found: Found) -> list[Row]:
    return [Row(document, found) for document in found.slices[ROOT].documents]
