"""Starts mongod and the servers that are compared, each on its core, and ends them all."""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient

from bench.load import ADDRESS, LoadError, answer, raw
from store.embedded import EmbeddedMongo
from store.mongod import choose_port

ROOT: Final = Path(__file__).parent.parent
_START_SECONDS: Final = 60
_STOP_SECONDS: Final = 10
_PR_SET_PDEATHSIG: Final = 1
_LAST_BYTES: Final = 3000

_UVICORN: Final = (
    *("-m", "uvicorn", "--host", ADDRESS, "--loop", "uvloop", "--http", "httptools"),
    *("--lifespan", "on", "--no-access-log", "--log-level", "warning"),
)
COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "product": ("-c", "from commands.main import cli; cli()", "serve", "--port"),
    "hand-written": (*_UVICORN, "bench.handwritten:app", "--port"),
    "by the book": (*_UVICORN, "bench.by_the_book:app", "--port"),
}
"""What Python is started with; the port follows."""
OTHER: Final = "other"
"""The product as it stands in another folder, to see what a change is worth."""


def cores() -> tuple[set[int], set[int]] | None:
    """Returns the servers' core and everybody else's; None where there is no choice."""
    if not hasattr(os, "sched_getaffinity"):
        return None
    mine = sorted(os.sched_getaffinity(0))
    return ({mine[0]}, {mine[1]}) if len(mine) > 1 else None


class Server:
    """One server process; `restart` gives a fresh one with the same name."""

    def __init__(
        self,
        name: str,
        settings: Mapping[str, str],
        core: set[int] | None,
        folder: Path = ROOT,
    ) -> None:
        self.name = name
        self.port = 0
        self._folder = folder
        self._settings = settings
        self._core = core
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - as long as this lasts
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Returns when it answers. Raises LoadError."""
        self.port = choose_port(None)
        self._process = subprocess.Popen(
            [sys.executable, *COMMANDS.get(self.name, COMMANDS["product"]), str(self.port)],
            cwd=self._folder,
            env={**os.environ, "BIND_IP": ADDRESS, **self._settings},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            preexec_fn=_bound_to(self._core),
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise LoadError(f"{self.name} did not start:\n{self.last_words()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def restart(self) -> None:
        assert self._process is not None
        self._process.kill()
        self.stop()
        self.start()

    def last_words(self) -> str:
        log = self._log.fileno()
        # The server writes through the same open file: its place in it is left alone.
        found = os.pread(log, _LAST_BYTES, max(0, os.fstat(log).st_size - _LAST_BYTES))
        return found.decode(errors="replace")

    def _is_ready(self) -> bool:
        try:
            answer(self.port, raw("GET", "/ready", None, None))
        except (OSError, EOFError, LoadError):
            return False
        return True


def _bound_to(core: set[int] | None) -> Any:
    """Returns what a child does first: goes to its core, and dies when we do, on Linux."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if core:
            os.sched_setaffinity(0, core)

    return bind


@contextmanager
def running(
    names: Sequence[str],
    url: str,
    settings: Mapping[str, str],
    core: set[int] | None,
    other: Path | None = None,
) -> Iterator[list[Server]]:
    """The named servers on one database, started one after the other, ended whatever happens."""
    settings = {**settings, "MONGO_URL": url}
    servers = [Server(name, settings, core) for name in names]
    if other is not None:
        servers.append(Server(OTHER, settings, core, other))
    try:
        for server in servers:
            server.start()
        yield servers
    finally:
        for server in servers:
            server.stop()


class Mongo:
    """A private mongod with nothing in it, gone at the end with all its data."""

    def __init__(self, url: str) -> None:
        self._url = url
        with MongoClient[dict[str, Any]](url) as client:
            self.pid = int(client.admin.command("serverStatus")["pid"])

    def url(self, database: str) -> str:
        return self._url.replace("/wekan?", f"/{database}?")


@contextmanager
def mongo() -> Iterator[Mongo]:
    """A mongod on the core of this process, which all that it starts inherits."""
    with (
        tempfile.TemporaryDirectory(prefix="wekan-graphql-bench-") as folder,
        EmbeddedMongo.start(Path(folder)) as embedded,
    ):
        yield Mongo(embedded.url)
