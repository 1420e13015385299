"""A private MongoDB for one data folder: started, kept running, shared between processes, stopped.

One process owns the folder and supervises its mongod; others, such as `wekan-graphql user add`
beside a running server, are its guests. A mongod that dies is started again on the same port. One
left behind by a killed owner is asked to stop and replaced, so that ours is always a child that we
can wait for.
"""

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from store.mongo_folder import FileLock, MongoFolder
from store.mongod import (
    REPLICA_SET,
    EmbeddedMongoError,
    FolderInUse,
    Mongod,
    PortInUse,
    choose_port,
    runs_on,
    shut_down,
    takes_writes,
)

__all__ = ["EmbeddedMongo", "EmbeddedMongoError", "attach_or_start"]

_OWNER_WAIT_SECONDS: Final = 3.0
_GUEST_WAIT_SECONDS: Final = 5.0
_ATTACH_SECONDS: Final = 120.0
_DYING_SECONDS: Final = 3.0
_UNUSED_SECONDS: Final = 60.0
_HEALTHY_SECONDS: Final = 60.0
_PAUSES: Final = (0.0, 0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

logger = logging.getLogger(__name__)


class EmbeddedMongo:
    """The owner of a folder's mongod. Make it with `start`; end it with `stop`, or as a context."""

    def __init__(self, folder: MongoFolder, owner: FileLock, *, ephemeral: bool) -> None:
        self._folder = folder
        self._owner = owner
        self._guests = folder.guest_lock()
        self._ephemeral = ephemeral
        self._mongod: Mongod | None = None
        self._port: int | None = None
        self._stopping = threading.Event()
        self._started: Future[int] = Future()
        # mongod is bound to the thread that starts it (see Mongod.start): one thread does it all.
        self._thread = threading.Thread(target=self._supervise, name="mongod", daemon=True)

    @classmethod
    def start(cls, data_dir: Path, *, ephemeral: bool = False) -> Self:
        """Blocks until writes are taken; `ephemeral` is for tests: smaller, less diagnosed."""
        folder = MongoFolder.prepare(data_dir)
        owner = folder.owner_lock()
        if not owner.acquire(seconds=_OWNER_WAIT_SECONDS):
            raise EmbeddedMongoError(
                f"Another wekan-graphql is using {data_dir}; stop it, or choose another DATA_DIR."
            )
        return cls.start_owned(folder, owner, ephemeral=ephemeral)

    @classmethod
    def start_owned(cls, folder: MongoFolder, owner: FileLock, *, ephemeral: bool) -> Self:
        mongo = cls(folder, owner, ephemeral=ephemeral)
        mongo._thread.start()
        try:
            mongo._started.result()
        except OSError as failure:
            mongo.stop()
            raise EmbeddedMongoError(f"MongoDB could not be started: {failure}.") from failure
        except BaseException:
            mongo.stop()
            raise
        return mongo

    @property
    def url(self) -> str:
        return _url(self._started.result())

    def stop(self) -> None:
        """Shuts mongod down cleanly and gives the folder up. May be called twice."""
        self._guests.acquire(seconds=_GUEST_WAIT_SECONDS)
        self._stopping.set()
        if self._mongod is not None:
            self._mongod.stop()
        self._thread.join()
        self._owner.release()
        self._guests.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _supervise(self) -> None:
        try:
            self._mongod = self._launch()
        except BaseException as failure:  # noqa: BLE001, raised again by `start`
            self._started.set_exception(failure)
            return
        self._started.set_result(self._mongod.port)
        failures = 0
        while self._mongod is not None:
            began = time.monotonic()
            code = self._mongod.process.wait()
            if self._stopping.is_set():
                return
            failures = 0 if time.monotonic() - began > _HEALTHY_SECONDS else failures + 1
            logger.warning("mongod ended with code %s and is started again", code)
            self._mongod = self._relaunch(failures)

    def _relaunch(self, failures: int) -> Mongod | None:
        """Tries until it succeeds, ever more slowly; None when we are stopping."""
        while not self._stopping.wait(_PAUSES[min(failures, len(_PAUSES) - 1)]):
            try:
                mongod = self._launch()
            except (EmbeddedMongoError, OSError) as failure:
                failures += 1
                logger.error("%s", failure)
                continue
            if self._stopping.is_set():  # `stop` may have looked before there was this one
                mongod.stop()
            return mongod
        return None

    def _launch(self) -> Mongod:
        preferred = self._folder.last_port()
        deadline = time.monotonic() + _UNUSED_SECONDS
        while True:
            self._clear_folder()
            # Once clients have an address it stays; before that any free port will do.
            port = self._port or choose_port(preferred)
            self._folder.remember_port(port)
            try:
                mongod = Mongod.start(
                    self._folder.data,
                    self._folder.log,
                    port,
                    ephemeral=self._ephemeral,
                    cancelled=self._stopping.is_set,
                )
            except (FolderInUse, PortInUse):
                if self._port is not None or time.monotonic() > deadline:
                    raise
                preferred = None
            else:
                self._port = port
                return mongod

    def _clear_folder(self) -> None:
        """Ends a mongod that outlived its owner, and waits for it: two would ruin the data."""
        if self._folder.wait_until_unused(_DYING_SECONDS):
            return
        port = self._folder.last_port()
        if port is not None and runs_on(self._folder.data, port):
            logger.warning("a mongod left behind on port %s is replaced", port)
            shut_down(port)
        if not self._folder.wait_until_unused(_UNUSED_SECONDS):
            raise EmbeddedMongoError(
                f"Another mongod holds {self._folder.data} and does not end; "
                f"its log is {self._folder.log}."
            )


def _url(port: int) -> str:
    # By replica set, not directConnection: while a restarted mongod is not primary yet, drivers
    # then wait for it, where a direct connection would hand them its refusals.
    return f"mongodb://127.0.0.1:{port}/wekan?replicaSet={REPLICA_SET}"


@contextmanager
def attach_or_start(data_dir: Path) -> Iterator[str]:
    """The address of this folder's MongoDB: one that runs, or one of ours while this lasts."""
    folder = MongoFolder.prepare(data_dir)
    owner, guest = folder.owner_lock(), folder.guest_lock()
    deadline = time.monotonic() + _ATTACH_SECONDS
    while time.monotonic() < deadline:
        if owner.acquire():
            with EmbeddedMongo.start_owned(folder, owner, ephemeral=False) as mongo:
                yield mongo.url
            return
        if guest.acquire(seconds=1, shared=True):
            try:
                port = folder.last_port()
                if port is not None and runs_on(folder.data, port) and takes_writes(port):
                    yield _url(port)
                    return
            finally:
                guest.release()
        time.sleep(0.1)
    raise EmbeddedMongoError(
        f"Another wekan-graphql holds {data_dir}, but its MongoDB does not answer; "
        f"its log is {folder.log}."
    )
