"""The small documents inside a card: stickers, places on the map, its vote and its poker.

Source: the schema of Wekan's models/cards.js.
"""

import dataclasses
from collections.abc import Sequence
from typing import TypeVar

from domain import values
from domain.errors import BadInputError
from store.documents import Location, Poker, Sticker, Vote
from store.ids import new_id

T = TypeVar("T")

HIGHLIGHTS = ("underline", "round")
_MOST = 100


def stickers(field: str, given: Sequence[Sticker] | None) -> list[Sticker]:
    """Returns the stickers with their texts trimmed; null is none. Raises BadInputError, as do
    all below."""
    return [_sticker(field, each) for each in _bounded(field, given)]


def _sticker(field: str, given: Sticker) -> Sticker:
    icon = values.text(given.icon)
    if not icon:
        raise BadInputError(field, "A sticker needs an icon.")
    if given.highlight not in (None, *HIGHLIGHTS):
        raise BadInputError(field, "A highlight is one of: " + ", ".join(HIGHLIGHTS) + ".")
    return Sticker(
        icon=icon,
        name=values.text(given.name),
        highlight=given.highlight,
        position=values.number(field, given.position),
    )


def locations(field: str, given: Sequence[Location] | None) -> list[Location]:
    """Returns the places on the map, each with an id."""
    return [_location(field, each) for each in _bounded(field, given)]


def _location(field: str, given: Location) -> Location:
    for coordinate in (given.latitude, given.longitude):
        if coordinate is not None:
            values.number(field, coordinate)
    if not (given.name or given.address or given.latitude is not None):
        raise BadInputError(field, "A location needs a name, an address or coordinates.")
    return dataclasses.replace(
        given,
        id=values.text(given.id) or new_id(),
        name=values.text(given.name),
        address=values.text(given.address),
    )


def _bounded(field: str, given: Sequence[T] | None) -> Sequence[T]:
    if given and len(given) > _MOST:
        raise BadInputError(field, f"At most {_MOST} can be given.")
    return given or ()


def vote(field: str, given: Vote | None) -> Vote | None:
    """Returns a vote that nobody has answered yet."""
    if given is None:
        return None
    question, end = values.text(given.question), values.date(field, given.end)
    return dataclasses.replace(given, question=question, end=end, positive_ids=[], negative_ids=[])


def poker(field: str, given: Poker | None) -> Poker | None:
    """Returns a poker that nobody has laid a card for yet."""
    if given is None:
        return None
    if given.estimation is not None:
        values.number(field, given.estimation)
    return Poker(
        is_open=given.is_open,
        allow_non_board_members=given.allow_non_board_members,
        end=values.date(field, given.end),
        estimation=given.estimation,
    )
