"""From an input, as Strawberry makes it, to the domain's record of what was asked."""

from dataclasses import fields
from typing import Any, TypeVar

import strawberry

T = TypeVar("T")


def given(source: object, into: type[T], **also: Any) -> T:
    """Returns an `into` with every field that it shares with `source` and that was given.

    Strawberry's mark for 'absent' leaves the field at its own default.
    """
    shared = {field.name for field in fields(into)}  # type: ignore[arg-type]
    values = {
        name: value
        for name, value in vars(source).items()
        if name in shared and value is not strawberry.UNSET
    }
    return into(**(values | also))
