"""What the document says of one route beyond its row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rest.described.shapes import Schema, thing

ALLOWED = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a route takes as its body."""

    shape: Schema
    example: Mapping[str, object]
    """One that a fresh server answers with success, given the board of `samples`."""
    json_only: bool = False
    """Whether a form cannot say it, because something is nested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    summary: str
    answer: Schema
    """The shape of success."""
    media: str = ALLOWED
    body: Sent | None = None
    query: Mapping[str, Schema] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    """Examples for parts of the path, where those of `samples` do not fit."""
    also: tuple[int, ...] = ()
    """Statuses beyond those that its row implies."""
    by_token: bool = False
    """Whether it needs a token although its row lets anybody call."""
    tagged: bool = False
    """Whether its answer has an ETag, or its change an If-Match."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What a group of routes is about."""

    title: str
    text: str


def sent(
    example: Mapping[str, object],
    optional: Mapping[str, Schema] | None = None,
    /,
    *,
    json_only: bool = False,
    **required: Schema,
) -> Sent:
    """Returns a body of these fields; others are passed over."""
    shape = {key: value for key, value in thing(optional, **required).items()}
    del shape["additionalProperties"]
    return Sent(shape=shape, example=example, json_only=json_only)
