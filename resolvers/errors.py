"""From failures to GraphQL errors: a message for the client, and a stable `extensions.code`."""

import logging
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError

from domain.errors import BadInputError, DomainError, RateLimitedError
from web.errors import domain_error_of
from web.observing import request_id

log = logging.getLogger(__name__)

BAD_REQUEST = BadInputError.code


def formatted(
    errors: Sequence[GraphQLError], *, default: str | None = None
) -> list[dict[str, Any]]:
    """Returns the errors as the specification writes them.

    An error that no rule foresaw is logged with the request's id and shown without its text;
    `default` is the code of those that graphql-core itself raised.
    """
    return [_formatted(error, default) for error in errors]


def _formatted(error: GraphQLError, default: str | None) -> dict[str, Any]:
    shown: dict[str, Any] = dict(error.formatted)
    domain = as_domain_error(error)
    if domain is not None:
        return shown | {"message": domain.message, "extensions": _extensions(domain)}
    if error.original_error is None or isinstance(error.original_error, GraphQLError):
        return shown | {"extensions": {"code": default or BAD_REQUEST}}
    return shown | unforeseen(error.original_error)


def unforeseen(error: Exception) -> dict[str, Any]:
    """Returns what is told of a failure that no rule foresaw, and logs what it was."""
    log.error("unexpected error", exc_info=error)
    told = {"code": "INTERNAL", "requestId": request_id()}
    return {"message": "Internal server error", "extensions": told}


def as_domain_error(error: GraphQLError) -> DomainError | None:
    original = error.original_error
    return None if original is None else domain_error_of(original)


def of_domain(error: DomainError) -> dict[str, Any]:
    """Returns the error of a whole request."""
    return {"message": error.message, "extensions": _extensions(error)}


def bad_request(message: str) -> dict[str, Any]:
    """Returns the error of a request that is no GraphQL request."""
    return {"message": message, "extensions": {"code": BAD_REQUEST}}


def _extensions(error: DomainError) -> dict[str, Any]:
    extensions: dict[str, Any] = {"code": error.code}
    if isinstance(error, BadInputError):
        extensions["field"] = error.field
    if isinstance(error, RateLimitedError):
        extensions["retryAfter"] = error.retry_after
    if error.index is not None:
        extensions["index"] = error.index
    return extensions
