"""Real processes: a server as operators start it, and a mongod that a test may kill."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.mongod import Mongod, choose_port, find_mongod, takes_writes

ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-c", "from commands.main import cli; cli()")
_STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Server:
    process: subprocess.Popen[str]
    url: str
    said: str
    """What it printed before it told its address."""


@contextmanager
def running_server(*command: str, **env: str) -> Iterator[Server]:
    """`wekan-graphql serve`, or another command that serves, on a free port."""
    given = {**os.environ, "PORT": "0", "BIND_IP": "127.0.0.1", "LOG_LEVEL": "warning", **env}
    with subprocess.Popen(
        [*PROGRAM, *(command or ("serve",))],
        cwd=ROOT,
        env=given,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            while "answers on http" not in (line := process.stdout.readline()):
                assert line, f"the server ended: {said}"
                said += line
            yield Server(process, line.split()[3].replace("localhost", "127.0.0.1"), said)
            process.terminate()
            process.wait(_STOP_SECONDS)
        finally:
            process.kill()


class Database:
    """A mongod of one test, at one address through all its lives."""

    def __init__(self, folder: Path, *, replica_set: bool) -> None:
        self._data, self._log = folder / "data", folder / "mongod.log"
        self._data.mkdir()
        self._replica_set = replica_set
        self._port = choose_port(None)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        options = "?replicaSet=rs0" if self._replica_set else ""
        return f"mongodb://127.0.0.1:{self._port}/wekan{options}"

    def start(self) -> None:
        if self._replica_set:
            mongod = Mongod.start(
                self._data, self._log, self._port, ephemeral=True, cancelled=lambda: False
            )
            self._process = mongod.process
            return
        self._process = subprocess.Popen(
            [
                str(find_mongod()),
                *("--dbpath", str(self._data), "--logpath", str(self._log), "--logappend"),
                *("--bind_ip", "127.0.0.1", "--port", str(self._port), "--nounixsocket"),
                *("--wiredTigerCacheSizeGB", "0.25"),
            ],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while not takes_writes(self._port):
            assert time.monotonic() < deadline, "mongod does not start"

    def kill(self) -> None:
        """As `kill -9` does: it has no time to tidy anything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


async def until(condition: Callable[[], Awaitable[bool]], within: float, what: str) -> float:
    """Asks again and again; returns how many seconds it took until it was so."""
    began = time.monotonic()
    while not await condition():
        assert time.monotonic() - began < within, f"not within {within} s: {what}"
        await asyncio.sleep(0.02)
    return time.monotonic() - began
