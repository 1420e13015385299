"""Connections: pages of long lists, as GitHub's API has them."""

from typing import Generic, TypeVar

import strawberry

from domain.queries import DEFAULT_FIRST, MOST, Direction
from schema.fields import Argument, of_pages

T = TypeVar("T")

strawberry.enum(
    Direction,
    description="Which way a list is ordered. Rows without a value come first going up.",
)


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more rows follow.")
    has_previous_page: bool = strawberry.field(description="Whether rows come before.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first row here.")
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last row here; as `after` it asks for the next page."
    )


@strawberry.type(description="A row and its cursor.")
class Edge(Generic[T]):
    cursor: str = of_pages("cursor", "The row's place in the list.")
    node: T = of_pages("node", "The row.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    nodes: list[T] = of_pages("nodes", "The rows.")
    edges: list[Edge[T]] = of_pages("edges", "The rows, each with its cursor.")
    page_info: PageInfo = of_pages("page_info", "Where this page lies.")
    total_count: int = of_pages(
        "total_count", "How many rows the whole list has. Counted only when asked for."
    )


FIRST = Argument("first", int, DEFAULT_FIRST, f"How many rows, at most {MOST}.")
AFTER = Argument("after", str | None, None, "The cursor after which to go on.")
ARCHIVED = Argument(
    "archived", bool | None, False, "Archived ones (true), live ones (false), or both (null)."
)
