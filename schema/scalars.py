"""Scalars of our own."""

from datetime import UTC, datetime

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from domain.dates import iso
from domain.incoming import Incoming


def show_date(value: object) -> str:
    """Returns the moment as `domain.dates` writes it."""
    if not isinstance(value, datetime):
        raise GraphQLError("A date that is none was stored.")
    return iso(value)


def read_date(value: object) -> datetime:
    """Reads ISO 8601 with a time zone, or a date alone, which is its midnight in UTC."""
    problem = GraphQLError('A DateTime is ISO 8601 with a time zone: "2026-03-01T09:00:00.000Z".')
    if not isinstance(value, str):
        raise problem
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            if len(value) != len("2026-03-01"):
                raise problem
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise problem from None


DATE_TIME: ScalarDefinition = strawberry.scalar(
    name="DateTime",
    description=(
        "A moment: ISO 8601 in UTC with milliseconds, such as `2026-03-01T09:00:00.000Z`. "
        "Any time zone is understood as input, and so is a date alone (midnight UTC)."
    ),
    serialize=show_date,
    parse_value=read_date,
)


def read_file(value: object) -> Incoming:
    """Takes a file that came with the request."""
    if not isinstance(value, Incoming):
        raise GraphQLError("A file is sent as a part of a multipart request.")
    return value


def show_file(_: object) -> str:
    raise GraphQLError("Files are not shown here.")


UPLOAD: ScalarDefinition = strawberry.scalar(
    name="Upload",
    description=(
        "A file sent with the request, as the GraphQL multipart request specification says."
    ),
    serialize=show_file,
    parse_value=read_file,
)
