"""The driver's failures, in the two kinds that callers know."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import (
    AutoReconnect,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)

current_session: ContextVar[AsyncClientSession | None] = ContextVar("session", default=None)
"""The session of the transaction that is under way, if any."""


class StoreUnavailableError(Exception):
    """MongoDB does not answer now; the request may be tried again."""


class DuplicateError(Exception):
    """A unique index refused the write."""


@contextmanager
def translated() -> Iterator[None]:
    """Turns the driver's failures into the two that callers know."""
    try:
        yield
    except DuplicateKeyError as error:
        raise DuplicateError from error
    except (ConnectionFailure, AutoReconnect, ExecutionTimeout, WTimeoutError) as error:
        raise StoreUnavailableError from error
    except OperationFailure as error:
        transient = error.has_error_label("TransientTransactionError")
        if transient and current_session.get() is not None:
            raise  # for `atomically`, which runs its work again
        if transient or error.has_error_label("RetryableWriteError"):
            raise StoreUnavailableError from error
        raise
    except PyMongoError as error:
        if error.timeout:
            raise StoreUnavailableError from error
        raise
