"""From failures to answers.

By default a failure has its true HTTP status and the body of Wekan's error; with
`REST_ERRORS=wekan` it is answered exactly as Wekan v11 answers it, which differs from route
to route: `Failure` and `Missing` say how.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus

from starlette.responses import Response

from domain.errors import (
    BadInputError,
    DomainError,
    DuplicateUserError,
    ForbiddenError,
    HiddenError,
    NotFoundError,
    UnavailableError,
)
from rest.present import answer, nothing
from web.errors import domain_error_of, headers_of, status_of
from web.observing import request_id
from web.requests import BodyTooLargeError, MalformedBodyError

log = logging.getLogger(__name__)

_BY_NAME = {401: "Unauthorized", 403: "Forbidden"}


class Failure(Enum):
    """What Wekan does with a failure in a route's handler."""

    TOLD = auto()
    """It has its true status, there too."""
    SWALLOWED = auto()
    """200, and the error as the body."""
    MAPPED = auto()
    """Its status, or 500; `{"error": …}` as the body."""
    CODED = auto()
    """Its status, or 500; the error as the body, and `not-found` and `bad-request` by name."""
    EXPLICIT = auto()
    """Its true status; `{"error": …}` as the body."""
    UNCAUGHT = auto()
    """Its status, or 500; a page of HTML as the body."""
    FLAGGED = auto()
    """Its true status, `{"success": false, "error": …}` as the body: there, and so here."""


class Missing(Enum):
    """What Wekan answers where the thing that a route names does not exist."""

    FAILURE = auto()
    EMPTY = auto()
    OBJECT = auto()
    ID = auto()
    """Success: the id that was asked for."""
    TOLD = auto()
    """404, and which noun; but 403 where it is hidden."""
    CRASH = auto()
    """500, as any failure that Wekan does not foresee."""
    BARE = auto()
    """404 without a body."""
    ELSEWHERE = auto()
    """404, and which noun: it may be elsewhere."""
    LOST = auto()
    """The same of the card; of the thing itself, 500 without a body."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How Wekan's failures look on one route."""

    failure: Failure
    missing: Missing = Missing.FAILURE
    forbidden: str = "Forbidden"
    """What an explicit 403 says."""
    asked: str = ""
    """The part of the path whose id is answered, if not the last."""


class RefusedError(Exception):
    """A refusal that has its own status and body on this route, in either mode."""

    def __init__(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.answer = nothing(status) if body is None else answer(body, status, headers)


class MatchError(BadInputError):
    """A value of a wrong type, told as Meteor's `check` tells it; `field` is its path."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, f"Match error: {problem}")


class SchemaError(BadInputError):
    """A value that Wekan's schema layer refuses, in its words."""


def meteor_error(error: str | int, reason: str, status: int | None = None) -> dict[str, object]:
    """Returns the JSON of a `Meteor.Error`."""
    body: dict[str, object] = {
        "isClientSafe": True,
        "error": error,
        "reason": reason,
        "message": f"{reason} [{error}]",
        "errorType": "Meteor.Error",
    }
    return body if status is None else body | {"statusCode": status}


def answer_to(error: Exception, manner: Manner, asked_id: str, *, as_wekan: bool) -> Response:
    """Returns the answer to a request that failed. What nobody foresaw is logged, not shown."""
    if isinstance(error, RefusedError):
        return error.answer
    if manner.failure is Failure.FLAGGED and (known := _flagged(error, manner, as_wekan=as_wekan)):
        return known
    as_wekan = as_wekan and manner.failure is not Failure.TOLD
    if isinstance(error, MalformedBodyError):
        return _page(400) if as_wekan else of_status(400, "The body is not what its type says.")
    if isinstance(error, BodyTooLargeError):
        return _page(413) if as_wekan else of_status(413, "The body is too large.")
    domain = domain_error_of(error)
    if domain is None:
        log.error("unexpected error", exc_info=error)
        return answer({"error": "Internal server error", "requestId": request_id()}, 500)
    if as_wekan and not isinstance(domain, UnavailableError):
        return _as_wekan(domain, manner, asked_id)
    return answer(_body(domain), status_of(domain), headers_of(domain))


def of_status(status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    """Returns the answer to a request that HTTP alone can refuse."""
    closing = {"Connection": "close"} if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else {}
    body = meteor_error(status, reason, status)
    return answer(body, status, {**closing, **(headers or {})})


def _body(error: DomainError) -> dict[str, object]:
    status = status_of(error)
    if isinstance(error, DuplicateUserError):
        return meteor_error(403, error.message)
    if isinstance(error, NotFoundError):
        return meteor_error("NotFound", f"{error.noun.capitalize()} not found", status)
    if status in _BY_NAME:
        return meteor_error(_BY_NAME[status], _BY_NAME[status], status)
    body = meteor_error(status, error.message, status)
    field = error.field.removeprefix("input.") if isinstance(error, BadInputError) else ""
    named = {"field": field} if field else {}
    return body | named | ({} if error.index is None else {"index": error.index})


def _flagged(error: Exception, manner: Manner, *, as_wekan: bool) -> Response | None:
    if isinstance(error, MalformedBodyError):
        return _unsuccessful("Request error", 400)
    if isinstance(error, BodyTooLargeError):
        closing = {"Connection": "close"}
        return _unsuccessful("Request payload exceeds server safety limit", 413, closing)
    domain = domain_error_of(error)
    if domain is None:
        return None
    status = 403 if as_wekan and isinstance(domain, HiddenError) else status_of(domain)
    return _unsuccessful(_flagged_reason(domain, status, manner), status, headers_of(domain))


def _flagged_reason(error: DomainError, status: int, manner: Manner) -> str:
    if status == 401:
        return "Missing X-User-Id or X-Auth-Token headers [unauthorized]"
    if status == 403 and (not isinstance(error, ForbiddenError) or error.is_plain):
        return manner.forbidden
    if isinstance(error, NotFoundError):
        return f"{error.noun.capitalize()} not found"
    return error.message


def _unsuccessful(reason: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return answer({"success": False, "error": reason}, status, headers)


def _match_error(error: MatchError) -> dict[str, object]:
    return {
        "message": error.message,
        "path": error.field,
        "sanitizedError": meteor_error(400, "Match failed"),
        "errorType": "Match.Error",
    }


def _as_wekan(error: DomainError, manner: Manner, asked_id: str) -> Response:
    if isinstance(error, NotFoundError) and error.noun != "board":
        missing = _missing(error, manner.missing, asked_id)
        if missing is not None:
            return missing
    # Of a hidden board Wekan says that there is one.
    status = 403 if isinstance(error, HiddenError) else status_of(error)
    if manner.failure is Failure.EXPLICIT:
        return answer({"error": _told(error, status, manner)}, status)
    if status not in (401, 403, 404):
        status = 500
    if manner.failure is Failure.UNCAUGHT:
        return _page(status)
    if manner.failure is Failure.CODED:
        return _coded(error, status)
    if manner.failure is Failure.MAPPED:
        return answer({"error": _BY_NAME.get(status, error.message)}, status)
    if status == 403:
        return answer(meteor_error("Forbidden", "Forbidden", 403))
    return answer(_swallowed(error))


def _told(error: DomainError, status: int, manner: Manner) -> str:
    if status == 403:
        plain = not isinstance(error, ForbiddenError) or error.is_plain
        return manner.forbidden if plain else error.message
    if isinstance(error, NotFoundError):
        return f"{error.noun.capitalize()} not found"
    return _BY_NAME.get(status, error.message)


def _coded(error: DomainError, status: int) -> Response:
    if isinstance(error, NotFoundError) and error.noun != "board":
        return answer(meteor_error("not-found", f"{error.noun.capitalize()} not found"), 500)
    if isinstance(error, SchemaError):
        return answer({"error": error.message}, 500)
    if isinstance(error, BadInputError):
        return answer(meteor_error("bad-request", error.message), 500)
    if status == 403:
        return answer(meteor_error("Forbidden", "Forbidden", 403), 403)
    return answer(_body(error), status)


def _missing(error: NotFoundError, missing: Missing, asked_id: str) -> Response | None:
    if missing is Missing.EMPTY:
        return nothing()
    if missing is Missing.CRASH:
        return _page(500)
    if missing is Missing.OBJECT:
        return answer({})
    if missing is Missing.ID:
        return answer({"_id": asked_id})
    if missing is Missing.BARE:
        return nothing(404)
    if missing is Missing.LOST and error.noun != "card":
        return nothing(500)
    if missing in (Missing.ELSEWHERE, Missing.LOST):
        place = "board" if error.noun == "card" else "card"
        told = f"{error.noun.capitalize()} not found or does not belong to the specified {place}"
        return answer({"error": told}, 404)
    if missing is Missing.TOLD and not isinstance(error, HiddenError):
        return answer({"error": f"{error.noun.capitalize()} not found"}, 404)
    return None


def _swallowed(error: DomainError) -> dict[str, object]:
    if isinstance(error, SchemaError):
        return {"error": error.message}
    if isinstance(error, MatchError):
        return _match_error(error)
    if isinstance(error, BadInputError):
        return meteor_error(400, error.message)
    return _body(error)


def _page(status: int) -> Response:
    """Returns the page that Express shows for an error, with the status alone."""
    told = HTTPStatus(status).phrase
    page = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Error</title>\n</head>\n<body>\n<pre>{told}</pre>\n</body>\n</html>\n"
    )
    safe = {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"}
    return Response(page, status, safe, media_type="text/html")
