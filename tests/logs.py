"""Logging as a server does it, for as long as a test needs it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from web.observing import configure_logging


@contextmanager
def logging_as(level: str, style: str) -> Iterator[None]:
    """Lines go to standard error; the test's own HTTP client, which logs addresses, is quiet."""
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in ("pymongo", "httpx"))]
    handlers, levels = root.handlers[:], [each.level for each in loggers]
    configure_logging(level, style)
    loggers[-1].setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.handlers[:] = handlers
        for logger, before in zip(loggers, levels, strict=True):
            logger.setLevel(before)
