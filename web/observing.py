"""One log line for each request, with an id that the client is told too."""

import logging
import random
import re
import time
from collections.abc import Awaitable
from contextvars import ContextVar
from functools import lru_cache
from urllib.parse import quote

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
    # Not `log.info`, which looks up the line of code that calls it, nor `makeRecord`, which takes
    # its path apart: most of what a line costs.
    now = time.time()
    line = logging.LogRecord.__new__(logging.LogRecord)
    line.__dict__ |= _LINE
    line.args = (method, _quoted(path), status, spent)
    line.created, line.msecs = now, now % 1 * 1000
    log.handle(line)


_LINE = vars(log.makeRecord(log.name, logging.INFO, __file__, 0, "%s %s %d %.1f ms", (), None))
"""What is the same in each line about a request."""


@lru_cache(1024)
def _quoted(path: str) -> str:
    """Returns the path on one line: a line break in it would begin a log line of its own."""
    return quote(path)


class _WithRequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id()
        return True


@lru_cache(64)
def _second(moment: int, style: str) -> str:
    """Returns a second in local time; a busy server writes thousands of lines in each."""
    return time.strftime(style, time.localtime(moment))


class _TextLines(logging.Formatter):
    """One line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s [%(request_id)s] %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return f"{_second(int(record.created), '%Y-%m-%d %H:%M:%S')},{int(record.msecs):03}"

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info or record.exc_text or record.stack_info:
            return super().format(record)
        when, who = self.formatTime(record), getattr(record, "request_id", "-")
        return f"{when} {record.levelname:<7} [{who}] {record.getMessage()}"


class _JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _second(int(record.created), "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return orjson.dumps(line).decode()


def configure_logging(level: str, style: str) -> None:
    """Sends log lines to standard error, as text or as JSON lines."""
    handler = logging.StreamHandler()
    handler.addFilter(_WithRequestId())
    handler.setFormatter(_JsonLines() if style == "json" else _TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # The driver logs each command at debug level, with what is in it.
    logging.getLogger("pymongo").setLevel(logging.WARNING)
