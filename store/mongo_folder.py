"""The folder of an embedded MongoDB: what lies where, and who may use it.

Two locks, which the kernel drops with the process that holds them. Whoever holds the owner lock
runs the mongod; a guest holds a share of the guest lock while it uses that mongod, and the owner
waits a little for guests before it stops.
"""

import contextlib
import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from store.mongod import EmbeddedMongoError

_POLL_SECONDS: Final = 0.05


class FileLock:
    """A lock on a file. `acquire` says whether it got it; `release` is harmless without it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self, *, seconds: float = 0, shared: bool = False) -> bool:
        deadline = time.monotonic() + seconds
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        while True:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(file)
                    return False
                time.sleep(_POLL_SECONDS)
            else:
                self._file = file
                return True

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


@dataclass(frozen=True, slots=True)
class MongoFolder:
    root: Path

    @classmethod
    def prepare(cls, data_dir: Path) -> Self:
        root = data_dir.absolute() / "mongo"
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as failure:
            raise EmbeddedMongoError(
                f"The data folder {data_dir} cannot be used: {failure.strerror}."
            ) from failure
        return cls(root)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "mongod.log"

    def owner_lock(self) -> FileLock:
        return FileLock(self.root / "owner.lock")

    def guest_lock(self) -> FileLock:
        return FileLock(self.root / "guests.lock")

    def wait_until_unused(self, seconds: float) -> bool:
        """Whether no mongod, a dying one included, holds the data; it locks a file of its own."""
        lock = FileLock(self.data / "mongod.lock")
        try:
            return not self.data.exists() or lock.acquire(seconds=seconds)
        finally:
            lock.release()

    def last_port(self) -> int | None:
        """Where this folder's mongod was last started; written before it starts."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            return int((self.root / "port").read_text())
        return None

    def remember_port(self, port: int) -> None:
        draft = self.root / "port.new"
        draft.write_text(f"{port}\n")
        draft.replace(self.root / "port")
