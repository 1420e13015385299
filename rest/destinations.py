"""Where a body sends a list or swimlane, for the routes that copy and move them."""

import math
from collections.abc import Mapping

from domain.errors import BadInputError
from domain.place_changes import Destination
from rest.body import as_number, as_text


def destination(body: Mapping[str, object], *, titled: bool = False) -> Destination:
    """Empty ids and titles do not count. Raises BadInputError."""
    title = as_text("title", body.get("title")) if titled else None
    return Destination(
        board_id=as_text("toBoardId", body.get("toBoardId")) or None,
        swimlane_id=as_text("toSwimlaneId", body.get("toSwimlaneId")) or None,
        position=_position(body.get("position")),
        title=title or None,
    )


def _position(value: object) -> float | None:
    """To Wekan, what is no number is beyond the last one."""
    try:
        return as_number("position", value)
    except BadInputError:
        if isinstance(value, str):
            return math.inf
        raise
