"""What lies behind a place in an order, as a filter.

MongoDB sorts values of different types one type after the other, and compares only within
one. Old documents have a number where a title belongs, or no number at all; a page that
starts behind such a row still has to bring every row that the sort puts there.
"""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bson import DatetimeMS, ObjectId

from store.finding import Order
from store.match import EVERYTHING, NOTHING, Filter, all_of, one_of
from store.mongo import Store
from store.plan import Page

_TYPES = (
    "number",
    "string",
    "object",
    "array",
    "binData",
    "objectId",
    "bool",
    "date",
    "timestamp",
    "regex",
)
"""In MongoDB's order; what is null or missing comes before them all."""


async def after(store: Store, page: Page) -> Filter:
    """Returns what holds of the rows behind the place where a page starts."""
    if page.after is None:
        return EVERYTHING
    return behind(page.order, page.after, has_nan=(await store.abilities()).has_nan)


def behind(order: Order, values: Sequence[Any], *, has_nan: bool) -> Filter:
    """Returns what holds of the rows behind the one with these values; `has_nan` as
    `store.abilities` has it."""
    if not has_nan and any(isinstance(each, float) and not math.isfinite(each) for each in values):
        return NOTHING
    ways = []
    equal: list[Filter] = []
    for (path, way), value in zip(order, values, strict=True):
        further = _above(path, value) if way > 0 else _below(path, value, has_nan=has_nan)
        ways.append(all_of(*equal, further))
        equal.append({path: value})
    return one_of(*ways)


def _above(path: str, value: Any) -> Filter:
    if value is None:
        return {path: {"$ne": None}}
    higher = _TYPES[_TYPES.index(_type_of(value)) + 1 :]
    # NaN is the lowest number, and compares with none.
    same = {"$gte": -math.inf} if _is_nan(value) else {"$gt": value}
    return one_of({path: same}, _of_types(path, higher))


def _below(path: str, value: Any, *, has_nan: bool) -> Filter:
    if value is None:
        return NOTHING
    kind = _type_of(value)
    nan = {path: math.nan} if has_nan and kind == "number" and not _is_nan(value) else NOTHING
    lower = _TYPES[: _TYPES.index(kind)]
    return one_of({path: {"$lt": value}}, nan, _of_types(path, lower), {path: None})


def _of_types(path: str, types: Sequence[str]) -> Filter:
    return {path: {"$type": list(types)}} if types else NOTHING


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, datetime | DatetimeMS):
        return "date"
    return "objectId" if isinstance(value, ObjectId) else "number"


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)
