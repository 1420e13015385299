"""HTTP's words for the domain's failures, as far as both doors use the same."""

from domain.errors import (
    BadInputError,
    ConflictError,
    DomainError,
    ForbiddenError,
    NotFoundError,
    RateLimitedError,
    StoreUnavailableError,
    TooLargeError,
    UnauthenticatedError,
    UnavailableError,
)

RETRY_SECONDS = 2
"""When to try again while the database is away: its driver looks that often."""

_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (UnauthenticatedError, 401),
    (ForbiddenError, 403),
    (NotFoundError, 404),
    (TooLargeError, 413),
    (BadInputError, 400),
    (ConflictError, 409),
    (RateLimitedError, 429),
    (UnavailableError, 503),
)


def domain_error_of(error: BaseException) -> DomainError | None:
    """Returns the failure as the domain names it; None for one that nobody foresaw."""
    if isinstance(error, StoreUnavailableError):
        return UnavailableError()
    return error if isinstance(error, DomainError) else None


def status_of(error: DomainError) -> int:
    """Returns the HTTP status that says what `error` says."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def headers_of(error: DomainError) -> dict[str, str]:
    """Returns the headers that go with the status."""
    if isinstance(error, RateLimitedError):
        return {"Retry-After": str(error.retry_after)}
    return {"Retry-After": str(RETRY_SECONDS)} if isinstance(error, UnavailableError) else {}
