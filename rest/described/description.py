"""What the document says of one route beyond its row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rest.described.shapes import BYTES, Schema

JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a route takes as its body: these fields; others are passed over."""

    required: Mapping[str, Schema]
    optional: Mapping[str, Schema]
    example: Mapping[str, object]
    """One that a server answers with success, given the board of `samples`."""
    json_only: bool = False
    """Whether a form cannot say it, because something is nested."""
    as_file: str = ""
    """The part of a multipart form that may stand for `fileData`, where one is taken."""

    @property
    def shape(self) -> Schema:
        return _fields(self.required, self.optional)

    @property
    def parts(self) -> Schema:
        """The shape of a multipart form, whose file knows its name by itself."""
        required = {name: shape for name, shape in self.required.items() if name != "fileData"}
        named = {"fileName": required.pop("fileName"), **self.optional}
        return _fields({**required, self.as_file: BYTES}, named)


def _fields(required: Mapping[str, Schema], optional: Mapping[str, Schema]) -> Schema:
    shape: Schema = {"type": "object", "properties": {**required, **optional}}
    return {**shape, "required": [*required]} if required else shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    summary: str
    answer: Schema
    """The shape of success."""
    media: str = JSON
    body: Sent | None = None
    raw: str = ""
    """The media type of bytes that are taken as the body, where some are."""
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
    """Returns a body; what is named is required."""
    return Sent(required=required, optional=optional or {}, example=example, json_only=json_only)
