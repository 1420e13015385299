"""The table's figures: every case on every server, at each load, one after the other, in rounds."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import click

from bench.cases import Case
from bench.measure import Meter, Reading, middle
from bench.servers import Server

_LONGER = 3
"""How much longer writes are measured: MongoDB flushes them to disk in waves."""
BOOK_LOAD = 16
"""The one load at which a quick run measures Strawberry."""


class Deadline:
    """When a run has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        return self._end - time.monotonic()


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the table."""

    case: str
    connections: int
    server: str


@dataclass(slots=True)
class Figures:
    """All readings so far, by cell."""

    readings: dict[Cell, list[Reading]] = field(default_factory=dict)

    def add(self, cell: Cell, reading: Reading | None) -> None:
        if reading is not None:
            self.readings.setdefault(cell, []).append(reading)

    def middle(self, case: str, connections: int, server: str) -> Reading | None:
        """Returns the medians over the rounds."""
        found = self.readings.get(Cell(case, connections, server))
        return middle(found) if found else None


class Rounds:
    """Measures all cells, round after round, the servers taking turns."""

    def __init__(
        self,
        meter: Meter,
        cases: Sequence[Case],
        servers: Sequence[Server],
        loads: Sequence[int],
        seconds: int,
        *,
        quick: bool,
    ) -> None:
        self.figures = Figures()
        self._meter = meter
        self._cases = cases
        self._servers = servers
        self._loads = loads
        self._seconds = seconds
        self._quick = quick
        self._requests = {(c.name, s.name): c.requests(s.name) for c in cases for s in servers}
        self._alone: dict[tuple[str, str], float] = {}

    def warm(self) -> None:
        """Lets every server answer every case a few times. Raises LoadError."""
        for key, requests in self._requests.items():
            server = next(each for each in self._servers if each.name == key[1])
            self._alone[key] = self._meter.warm(server, requests)

    def one(self, deadline: Deadline) -> bool:
        """Measures each cell once; returns False where time ran out before that."""
        for case, connections in self._turns():
            if deadline.left() < 0:
                click.echo("Time is up: the round is left incomplete.", err=True)
                return False
            click.echo(f"  {case.name}, {connections} connections", err=True)
            for server in self._servers:
                if not self._is_left_out(server, connections):
                    self._measure(case, connections, server)
        return True

    def _turns(self) -> Iterator[tuple[Case, int]]:
        for case in self._cases:
            for connections in self._loads:
                yield case, connections

    def _is_left_out(self, server: Server, connections: int) -> bool:
        return self._quick and server.name == "by the book" and connections != BOOK_LOAD

    def _measure(self, case: Case, connections: int, server: Server) -> None:
        key = (case.name, server.name)
        seconds = self._seconds * (_LONGER if case.writes else 1)
        reading = self._meter.read(
            server, self._requests[key], connections, seconds, self._alone[key]
        )
        self.figures.add(Cell(case.name, connections, server.name), reading)
