"""Runs the server until a signal ends it: the socket, MongoDB, uvicorn, and their order.

The socket comes first, so that a taken port stops the start at once; MongoDB is stopped last, when
the requests in flight have had their answers.
"""

import asyncio
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from types import FrameType
from typing import Final

import click
import uvicorn
from starlette.applications import Starlette
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from commands.environment import FailedStart, Refusal
from domain.settings import Settings
from store.embedded import EmbeddedMongo, EmbeddedMongoError
from store.mongo import Store
from store.own_indexes import create, missing

_ENDING_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_BACKLOG: Final = 2048
_HTTP: Final = "commands.whole_writes:WholeWrites" if find_spec("httptools") else "auto"


def run(settings: Settings, before: Callable[[Settings], None] = lambda _: None) -> None:
    """Serves until stopped. `before` is called when MongoDB answers, before the first request."""
    with ending_signals_exit(), listener(settings) as sock, mongo(settings) as complete:
        complete = replace(complete, port=sock.getsockname()[1])
        _export(complete)
        before(complete)
        _announce(complete)
        _serve(complete, sock)


@contextmanager
def ending_signals_exit() -> Iterator[None]:
    """While this lasts, the first SIGINT or SIGTERM unwinds the program in order; more are ignored.

    uvicorn sets handlers of its own while it runs, and raises its signal again when it has drained.
    """

    def leave(number: int, frame: FrameType | None) -> None:
        for ending in _ENDING_SIGNALS:
            signal.signal(ending, signal.SIG_IGN)
        sys.exit(0)

    before = {ending: signal.signal(ending, leave) for ending in _ENDING_SIGNALS}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


@contextmanager
def listener(settings: Settings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.bind_ip else socket.AF_INET
    with socket.socket(family) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((settings.bind_ip, settings.port))
            sock.listen(_BACKLOG)
        except OSError as failure:
            raise Refusal(
                f"Port {settings.port} of {settings.bind_ip} cannot be used: {failure.strerror}; "
                "choose another with --port or PORT."
            ) from failure
        yield sock


@contextmanager
def mongo(settings: Settings) -> Iterator[Settings]:
    """The settings with a MONGO_URL in them: the given one, or that of a private MongoDB."""
    if settings.mongo_url is not None:
        yield settings
        return
    try:
        with EmbeddedMongo.start(settings.data_dir) as embedded:
            asyncio.run(_make_own_indexes(embedded.url))
            yield replace(settings, mongo_url=embedded.url)
    except EmbeddedMongoError as failure:
        raise Refusal(str(failure)) from failure


async def _make_own_indexes(url: str) -> None:
    store = Store(url)
    try:
        await create(store, await missing(store))
    finally:
        await store.close()


def app() -> Starlette:
    """What uvicorn calls, in this process or in each worker, to make the application."""
    from server import app_from_env  # server.py starts this module when it is run by itself

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.join,), daemon=True).start()
    return app_from_env()


def _end_with(parent_ended: Callable[[], None]) -> None:
    # A worker whose parent was killed would keep the port, and the next start would find it taken.
    parent_ended()
    os.kill(os.getpid(), signal.SIGTERM)


def _export(settings: Settings) -> None:
    """Workers read the environment anew; what we found out or were told otherwise goes there."""
    os.environ["MONGO_URL"] = settings.mongo_url or ""
    os.environ["DATA_DIR"] = str(settings.data_dir)
    os.environ["BIND_IP"] = settings.bind_ip
    os.environ["PORT"] = str(settings.port)
    os.environ["WORKERS"] = str(settings.workers)


def _announce(settings: Settings) -> None:
    if settings.log_format == "text":
        home = f"http://localhost:{settings.port}"
        click.echo(
            f"wekan-graphql answers on {home} (playground: {home}/graphql). Ctrl-C stops it."
        )


def _serve(settings: Settings, sock: socket.socket) -> None:
    config = uvicorn.Config(
        "commands.serving:app",
        factory=True,
        http=_HTTP,
        workers=settings.workers,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        # X-Forwarded-For is believed as HTTP_FORWARDED_COUNT says, not as uvicorn guesses.
        proxy_headers=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    if settings.workers == 1:
        server = uvicorn.Server(config)
        server.run(sockets=[sock])
        started = server.started
    else:
        supervisor = Multiprocess(config, [sock])
        supervisor.run()
        started = all(process.exitcode != STARTUP_FAILURE for process in supervisor.processes)
    if not started:
        raise FailedStart("The server could not start; its log says why.")
