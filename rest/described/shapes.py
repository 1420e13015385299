"""Words for the shapes of bodies and answers: JSON Schema, as OpenAPI 3.1 has it.

Where a record of ours reads a document, its table says what lies there, so that the shape of a
whole document is written nowhere else.
"""

from collections.abc import Mapping
from datetime import datetime
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from domain.reading import Record
from domain.values import CARD_COLORS

Schema: TypeAlias = Mapping[str, object]

ANY: Schema = {}
TEXT: Schema = {"type": "string"}
ID: Schema = {"type": "string", "minLength": 1}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "format": "date-time"}
DATE_OR_NONE: Schema = {"type": ["string", "null"], "format": "date-time"}
TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
NUMBER_OR_NONE: Schema = {"type": ["number", "null"]}
BYTES: Schema = {"type": "string", "contentMediaType": "application/octet-stream"}
GIVEN_DATE: Schema = {
    "type": ["string", "integer", "null"],
    "format": "date-time",
    "description": "ISO 8601, or milliseconds since 1970; an empty text or null clears.",
}
COLOR: Schema = {
    "type": "string",
    "description": f"One of {', '.join(CARD_COLORS)}, or `#rrggbb`.",
}


def says(shape: Schema, description: str) -> Schema:
    return {**shape, "description": description}


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def nullable(shape: Schema) -> Schema:
    return {"anyOf": [shape, {"type": "null"}]}


def many(shape: Schema) -> Schema:
    return {"type": "array", "items": shape}


def thing(optional: Mapping[str, Schema] | None = None, /, **required: Schema) -> Schema:
    """Returns the shape of an object that has these properties and no others."""
    shape: dict[str, object] = {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }
    return {**shape, "required": list(required)} if required else shape


def named(name: str) -> Schema:
    """Returns the shape that the document has under that name."""
    return reference("schemas", name)


def reference(kind: str, name: str) -> Schema:
    return {"$ref": f"#/components/{kind}/{name}"}


MADE = thing(_id=ID)
IDS = many(ID)

_PLAIN: Mapping[object, str] = {str: "string", bool: "boolean", int: "number", float: "number"}


def stored(record: type[Record], *hidden: str, **further: Schema) -> Schema:
    """Returns the shape of a document as it is stored: what the record reads may be lacking or
    null, and there may be more than it reads."""
    root: dict[str, Any] = {"type": "object", "properties": {}}
    hints = get_type_hints(record, include_extras=True)
    for name, attribute in record.table.items():
        if attribute.steps[0] in hidden:
            continue
        place = root["properties"]
        for step in attribute.steps[:-1]:
            inside = place.setdefault(step, {"type": ["object", "null"], "properties": {}})
            place = inside["properties"]
        place[attribute.steps[-1]] = _of_hint(hints[name])
    root["properties"] |= further
    if record.collection:
        root["required"] = ["_id", *further]
    return root


def _of_hint(hint: Any) -> Schema:  # what `typing` says of a hint has no type
    if hasattr(hint, "__metadata__"):
        return _of_hint(hint.__origin__)
    if get_origin(hint) in (UnionType, Union):
        return _of_hint(next(each for each in get_args(hint) if each is not type(None)))
    if hint in _PLAIN:
        return {"type": [_PLAIN[hint], "null"]}
    if hint is datetime:
        return DATE_OR_NONE
    if get_origin(hint) is list:
        return {"type": ["array", "null"], "items": _of_hint(get_args(hint)[0])}
    if isinstance(hint, type) and issubclass(hint, Record):
        return nullable(stored(hint))
    return {"type": ["object", "null"]} if get_origin(hint) else ANY
