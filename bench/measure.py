"""One measurement: load on a server for a while, and what that cost."""

import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.load import LoadError, drive, send
from bench.servers import Server

_LONGEST_SECONDS: Final = 6
_SLOWEST_SECONDS: Final = 20
_SETTLE_SECONDS: Final = 4.0
_LOOK_SECONDS: Final = 0.05
_IDLE_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Reading:
    """Milliseconds of CPU a request, for server and mongod apart; None where nobody counts."""

    per_second: float
    p50: float
    p99: float
    server_ms: float | None
    mongod_ms: float | None


def middle(readings: Sequence[Reading]) -> Reading:
    """Returns the median of each figure."""
    return Reading(
        median(each.per_second for each in readings),
        median(each.p50 for each in readings),
        median(each.p99 for each in readings),
        _middle(each.server_ms for each in readings),
        _middle(each.mongod_ms for each in readings),
    )


def _middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def cpu_seconds(pid: int) -> float | None:
    """Returns the CPU time of a process, all its threads together; Linux alone tells."""
    if sys.platform != "linux":
        return None
    # The clock that clock_getcpuclockid(3) names: finer than the ticks in /proc.
    return time.clock_gettime(~pid << 3 | 2)


def memory_mb(pid: int) -> float | None:
    """Returns the resident memory of a process; Linux alone tells."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


class Meter:
    """Measures servers that share one mongod."""

    def __init__(self, mongod_pid: int) -> None:
        self._mongod_pid = mongod_pid

    def warm(self, server: Server, requests: Sequence[bytes]) -> float:
        """Sends a few requests one after the other; returns the seconds that the median took."""
        found = send(server.port, requests, 1, 2)
        if found.p50 < 50:
            found = send(server.port, requests, 1, 40)
        _require_success(server, found.failed)
        return found.p50 / 1000

    def read(
        self,
        server: Server,
        requests: Sequence[bytes],
        connections: int,
        seconds: int,
        alone: float,
    ) -> Reading | None:
        """Returns what load costs; None where that would take too long.

        `alone` is what one request alone takes. What takes long is measured longer, since what
        is cut off at the end does not count; what would still hardly finish is sent once over
        each connection.
        """
        busy = alone * connections
        before = cpu_seconds(server.pid), cpu_seconds(self._mongod_pid)
        if busy > _SLOWEST_SECONDS:
            return None
        if 2 * busy > _LONGEST_SECONDS:
            load = send(server.port, requests, connections, connections)
        else:
            longer = max(seconds, min(_LONGEST_SECONDS, round(10 * busy)))
            load = drive(server.port, requests, connections, longer)
        _require_success(server, load.failed)
        settled = self.settle(server)
        after = cpu_seconds(server.pid), cpu_seconds(self._mongod_pid)
        spent = [
            (new - old) * 1000 / max(load.sent, 1)
            if settled and new is not None and old is not None
            else None
            for new, old in zip(after, before, strict=True)
        ]
        return Reading(load.requests / load.seconds, load.p50, load.p99, *spent)

    def spent(self, server: Server, requests: Sequence[bytes], number: int) -> dict[str, Any]:
        """Returns what one request costs when they come one after the other."""
        self.settle(server)
        before = cpu_seconds(server.pid), cpu_seconds(self._mongod_pid)
        load = send(server.port, requests, 1, number)
        after = cpu_seconds(server.pid), cpu_seconds(self._mongod_pid)
        _require_success(server, load.failed)
        server_ms, mongod_ms = (
            None if new is None or old is None else (new - old) * 1000 / load.sent
            for new, old in zip(after, before, strict=True)
        )
        return {"ms": load.p50, "server_ms": server_ms, "mongod_ms": mongod_ms}

    def settle(self, server: Server) -> bool:
        """Waits until a server has finished what was cut off; one that does not is replaced."""
        deadline = time.monotonic() + _SETTLE_SECONDS
        quiet = 0
        while time.monotonic() < deadline:
            before = cpu_seconds(server.pid)
            time.sleep(_LOOK_SECONDS)
            after = cpu_seconds(server.pid)
            if before is None or after is None:
                return True
            quiet = quiet + 1 if after - before < _IDLE_SHARE * _LOOK_SECONDS else 0
            if quiet == 2:
                return True
        server.restart()
        return False


def _require_success(server: Server, failed: int) -> None:
    if failed:
        raise LoadError(f"{server.name} failed {failed} requests:\n{server.last_words()}")
