"""The small documents inside a card, as Wekan's REST reads them from a body.

Stickers and places also come as the text of their JSON, as forms send them.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from domain.changes import FieldValue
from domain.errors import BadInputError
from domain.reading import documents
from rest.body import as_date, as_flag, as_number, as_strict_flag, as_text
from web.requests import MalformedBodyError, parse_json

T = TypeVar("T")


def vote(field: str, value: object) -> documents.Vote:
    body = _object(field, value, "question")
    return documents.Vote(
        question=as_text(field, body["question"]) or "",
        is_public=as_flag(field, body.get("public")),
        allow_non_board_members=as_flag(field, body.get("allowNonBoardMembers")),
        end=as_date(field, body.get("end")),
    )


def poker(field: str, value: object) -> documents.Poker:
    body = _object(field, value, "question")
    return documents.Poker(
        is_open=as_strict_flag(field, body["question"]),
        allow_non_board_members=as_flag(field, body.get("allowNonBoardMembers")),
        end=as_date(field, body.get("end")),
        estimation=as_number(field, body.get("estimation")),
    )


def custom_fields(field: str, value: object) -> list[FieldValue]:
    def read(item: object) -> FieldValue:
        body = _object(field, item, "_id")
        return FieldValue(as_text(field, body["_id"]) or "", field_value(field, body.get("value")))

    return _each(field, value, read)


def field_value(field: str, value: object) -> object:
    """Reads the value of a custom field: plain, or a list of texts."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    if isinstance(value, dict | list):
        raise BadInputError(field, "A plain value or a list of texts is required.")
    return value


def stickers(field: str, value: object) -> list[documents.Sticker]:
    def read(item: object) -> documents.Sticker:
        body = _object(field, item, "icon")
        return documents.Sticker(
            icon=as_text(field, body["icon"]) or "",
            name=as_text(field, body.get("name")) or "",
            highlight=as_text(field, body.get("highlight")) or None,
            position=as_number(field, body.get("position")) or 0,
        )

    return _each(field, value, read)


def locations(field: str, value: object) -> list[documents.Location]:
    def read(item: object) -> documents.Location:
        body = _object(field, item)
        return documents.Location(
            id=as_text(field, body.get("_id")) or "",
            name=as_text(field, body.get("name")) or "",
            address=as_text(field, body.get("address")) or "",
            latitude=_coordinate(field, body, "latitude"),
            longitude=_coordinate(field, body, "longitude"),
        )

    return _each(field, value, read)


def _coordinate(field: str, body: Mapping[str, object], key: str) -> float | None:
    """To Wekan null is 0; an empty text is no coordinate."""
    return 0 if key in body and body[key] is None else as_number(field, body.get(key))


def _object(field: str, value: object, *required: str) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(name in value for name in required):
        wanted = f" with {', '.join(required)}" if required else ""
        raise BadInputError(field, f"An object{wanted} is required.")
    return value


def _each(field: str, value: object, read: Callable[[object], T]) -> list[T]:
    if isinstance(value, str) and value:
        try:
            value = parse_json(value.encode())
        except (MalformedBodyError, UnicodeEncodeError):
            raise BadInputError(field, "This is no JSON.") from None
    if value in (None, ""):
        return []
    if not isinstance(value, list):
        raise BadInputError(field, "A list is required.")
    return [read(each) for each in value]
