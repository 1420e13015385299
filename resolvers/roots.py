"""Declares root fields: Strawberry's own decorators, with a type that mypy can follow."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

F = TypeVar("F", bound=Callable[..., Any])


def query(description: str) -> Callable[[F], F]:
    """Makes a root field of queries of a method."""
    return cast("Callable[[F], F]", strawberry.field(description=description))


def mutation(description: str) -> Callable[[F], F]:
    """Makes a root field of mutations of a method."""
    return cast("Callable[[F], F]", strawberry.mutation(description=description))
