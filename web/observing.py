"""One log line for each request, with an id that the client is told too."""

import logging
import random
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar
from functools import lru_cache
from typing import TextIO
from urllib.parse import quote

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import tracebacks

log = logging.getLogger("wekan_graphql.requests")
_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_QUIET = ("/health", "/ready")
_GIVEN_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")


def request_id() -> str:
    """Returns the id of the request being handled, or `-`."""
    return _request_id.get()


class RequestLog:
    """ASGI middleware: gives each request an id, and logs method, path, status and time.

    Neither query strings, headers nor bodies are logged: tokens and passwords are in them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = _identity_of(scope)
        token = _request_id.set(identity)
        started, status = time.perf_counter(), 500

        def sending(message: Message) -> Awaitable[None]:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-request-id", identity.encode()),
                ]
            return send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            if scope["path"] not in _QUIET and log.isEnabledFor(logging.INFO):
                spent = (time.perf_counter() - started) * 1000
                _tell(scope["method"], scope["path"], status, spent)
            _request_id.reset(token)


def _identity_of(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN_ID.fullmatch(value):
            return str(value, "ascii")
    return f"{random.getrandbits(64):016x}"  # it names a request, and guards nothing


def _tell(method: str, path: str, status: int, spent: float) -> None:
    message = f"{method} {_quoted(path)} {status} {spent:.1f} ms"
    if _lines is not None and logging.root.handlers == [_lines] and not log.handlers:
        _lines.tell(log.name, message)
    else:
        log.info(message)


@lru_cache(1024)
def _quoted(path: str) -> str:
    """Returns the path on one line: a line break in it would begin a log line of its own."""
    return quote(path)


@lru_cache(64)
def _second(moment: int, style: str) -> str:
    """Returns a second in local time; a busy server writes thousands of lines in each."""
    return time.strftime(style, time.localtime(moment))


def _text(moment: float, level: str, logger: str, identity: str, message: str, trouble: str) -> str:
    """One line for people."""
    when = f"{_second(int(moment), '%Y-%m-%d %H:%M:%S')},{int(moment % 1 * 1000):03}"
    line = f"{when} {level:<7} [{identity}] {message}"
    return f"{line}\n{trouble}" if trouble else line


def _json(moment: float, level: str, logger: str, identity: str, message: str, trouble: str) -> str:
    """One JSON object a line."""
    line = {
        "time": _second(int(moment), "%Y-%m-%dT%H:%M:%S"),
        "level": level.lower(),
        "logger": logger,
        "request": identity,
        "message": message,
    }
    return orjson.dumps(line | {"error": trouble} if trouble else line).decode()


class _Lines(logging.StreamHandler[TextIO]):
    """Writes log lines to standard error.

    `logging` takes two to three times as long for a line, a twentieth of a small query. So those
    about requests come here by themselves, where nobody else is to be told of them.
    """

    def __init__(self, written: Callable[[float, str, str, str, str, str], str]) -> None:
        super().__init__()
        self._written = written

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        trouble = tracebacks.written(error) if error else ""
        moment, level, identity = record.created, record.levelname, request_id()
        return self._written(moment, level, record.name, identity, record.getMessage(), trouble)

    def tell(self, logger: str, message: str) -> None:
        line = self._written(time.time(), "INFO", logger, request_id(), message, "")
        assert self.lock is not None
        with self.lock, suppress(OSError, ValueError):  # whoever read the lines may be gone
            self.stream.write(f"{line}\n")
            self.flush()


_lines: _Lines | None = None


def configure_logging(level: str, style: str) -> None:
    """Sends log lines to standard error, as text or as JSON lines."""
    global _lines
    _lines = _Lines(_json if style == "json" else _text)
    root = logging.getLogger()
    root.handlers[:] = [_lines]
    root.setLevel(level.upper())
    # The driver logs each command at debug level, with what is in it.
    logging.getLogger("pymongo").setLevel(logging.WARNING)
