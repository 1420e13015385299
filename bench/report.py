"""What a run found, for people: the table of ratios, and what must be shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bench.rounds import Figures
from bench.servers import OTHER

_SHORT: Final = {"hand-written": "/hand", "by the book": "/book", OTHER: "/other"}
_COLUMNS: Final = (
    ("req/s", "per_second", ".0f", True),
    ("CPU ms", "server_ms", ".3f", True),
    ("mongod ms", "mongod_ms", ".3f", False),
    ("p50 ms", "p50", ".1f", False),
    ("p99 ms", "p99", ".1f", True),
)
"""Head, figure, format, and whether its ratios to the other servers are shown."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio that must be reached: at least where it counts requests, at most for CPU."""

    case: str
    connections: int
    figure: Literal["per_second", "server_ms"]
    other: str
    bound: float

    def told(self, ratio: float) -> str:
        least = self.figure == "per_second"
        reached = ratio >= self.bound if least else ratio <= self.bound
        what = "requests/s" if least else "CPU"
        return _verdict(
            f"{ratio:6.2f}x",
            f"{what} of {self.other}, {'at least' if least else 'at most'} {self.bound}x: "
            f"{self.case}, {self.connections} connection{'s' if self.connections > 1 else ''}",
            reached=reached,
        )


def _verdict(value: str, goal: str, *, reached: bool) -> str:
    return f"{'reached' if reached else 'MISSED':8} {value:>8}  {goal}"


def _goals() -> Iterator[Goal]:
    for users in ("200 users", "one user"):
        yield Goal(f"card by id, {users}", 16, "per_second", "hand-written", 3)
        yield Goal(f"card by id, {users}", 16, "per_second", "by the book", 6)
        yield Goal(f"card by id, {users}", 1, "server_ms", "hand-written", 1.3)
        yield Goal(f"board with lists, {users}", 16, "per_second", "hand-written", 2)
    yield Goal("list of cards", 16, "per_second", "hand-written", 0.9)
    yield Goal("list of cards", 16, "per_second", "by the book", 8)
    yield Goal("whole board", 16, "per_second", "hand-written", 0.77)
    yield Goal("whole board", 16, "server_ms", "hand-written", 1.3)
    yield Goal("whole board", 16, "per_second", "by the book", 20)
    yield Goal("update card", 16, "per_second", "hand-written", 0.9)


def goals(figures: Figures) -> Iterator[str]:
    """Yields a line for each goal that was measured."""
    for goal in _goals():
        ratio = _ratio(figures, goal.case, goal.connections, goal.other, goal.figure)
        if ratio is not None:
            yield goal.told(ratio)


def table(figures: Figures) -> str:
    """Returns the product's figures and their ratios, a line for each case and load."""
    measured = {cell.server for cell in figures.readings}
    others = [name for name in _SHORT if name in measured]
    lines = list(dict.fromkeys((cell.case, cell.connections) for cell in figures.readings))
    rows = [_head(others), *(_row(figures, *line, others) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(_aligned(row, widths) for row in rows)


def _head(others: Sequence[str]) -> list[str]:
    cells = ["case", "conns"]
    for name, _, _, compared in _COLUMNS:
        cells += [name, *(_SHORT[other] for other in others if compared)]
    return cells


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = row
    cells = [first.ljust(widths[0])]
    cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
    return "  ".join(cells)


def _row(figures: Figures, case: str, connections: int, others: Sequence[str]) -> list[str]:
    own = figures.middle(case, connections, "product")
    cells = [case, str(connections)]
    for _, figure, form, compared in _COLUMNS:
        value = getattr(own, figure, None)
        cells.append("-" if value is None else format(value, form))
        if compared:
            ratios = (_ratio(figures, case, connections, other, figure) for other in others)
            cells += ["-" if ratio is None else f"{ratio:.2f}x" for ratio in ratios]
    return cells


def _ratio(figures: Figures, case: str, connections: int, other: str, figure: str) -> float | None:
    own = figures.middle(case, connections, "product")
    theirs = figures.middle(case, connections, other)
    if own is None or theirs is None:
        return None
    above: float | None = getattr(own, figure)
    below: float | None = getattr(theirs, figure)
    return above / below if above is not None and below else None


def experiments(found: Mapping[str, Any]) -> Iterator[str]:
    """Yields what the experiments found, in words."""
    for name, told in (
        ("rows", _rows),
        ("logins", _logins),
        ("large", _large),
        ("memory", _memory),
    ):
        if name in found:
            yield from told(found[name])


_PER_LOGIN: Final = 3.0
_PER_ROW: Final = 1.3
_BY_SIZE: Final = 1.2
_GROWTH: Final = 1.1
_MOST_MB: Final = 200
_USUAL_CARDS: Final = 1000


def experiment_goals(found: Mapping[str, Any]) -> Iterator[str]:
    """Yields a line for each goal that an experiment shows."""
    if "logins" in found:
        ratio = found["logins"]["product"]["ratio"]
        goal = f"p99 of card reads beside logins to that alone, at most {_PER_LOGIN}x"
        yield _verdict(f"{ratio:.2f}x", goal, reached=ratio <= _PER_LOGIN)
    if "rows" in found:
        costs = {cards: each["server_ms"] for cards, each in found["rows"]["product"].items()}
        most = max(costs)
        if costs[most] and costs.get(_USUAL_CARDS):
            ratio = costs[most] / most / (costs[_USUAL_CARDS] / _USUAL_CARDS)
            goal = f"CPU a card on a board of {most} to one of {_USUAL_CARDS}, at most {_PER_ROW}x"
            yield _verdict(f"{ratio:.2f}x", goal, reached=ratio <= _PER_ROW)
    if "large" in found:
        ratio = found["large"]["ratio"]
        goal = f"card by id among {found['large']['cards']} cards, at most {_BY_SIZE}x"
        yield _verdict(f"{ratio:.2f}x", goal, reached=ratio <= _BY_SIZE)
    if "memory" in found:
        sizes, most_mb = found["memory"]["mb"], found["memory"]["most mb, whole boards"]
        ratio = sizes[-1] / sizes[0]
        goal = f"memory after all mixed requests to that after a tenth, at most {_GROWTH}x"
        yield _verdict(f"{ratio:.2f}x", goal, reached=ratio <= _GROWTH)
        goal = f"memory while answering whole boards, below {_MOST_MB} MB"
        yield _verdict(f"{most_mb:.0f} MB", goal, reached=most_mb < _MOST_MB)


def _rows(found: Mapping[str, Any]) -> Iterator[str]:
    for server, costs in found.items():
        shown = (f"{cards}: {_cost(each)}" for cards, each in costs.items())
        yield f"whole board, CPU ms by cards, {server}: {', '.join(shown)}"


def _cost(each: Mapping[str, float | None]) -> str:
    value = each["server_ms"]
    return "-" if value is None else f"{value:.1f}"


def _logins(found: Mapping[str, Any]) -> Iterator[str]:
    for server, each in found.items():
        yield (
            f"card reads beside logins, {server}: p99 {each['p99 alone']:.1f} ms alone, "
            f"{each['p99 beside logins']:.1f} ms beside {each['logins/s']:.0f} logins/s "
            f"({each['ratio']:.2f}x)"
        )


def _large(found: Mapping[str, Any]) -> Iterator[str]:
    small, large = found["small"], found["large"]
    yield (
        f"card by id with {found['cards']} cards: {large['ms']:.2f} ms, CPU {_cost3(large)}, "
        f"against {small['ms']:.2f} ms, CPU {_cost3(small)} ({found['ratio']:.2f}x)"
    )


def _cost3(each: Mapping[str, float | None]) -> str:
    parts = (each["server_ms"], each["mongod_ms"])
    return " + ".join("-" if part is None else f"{part:.3f}" for part in parts) + " ms"


def _memory(found: Mapping[str, Any]) -> Iterator[str]:
    sizes = ", ".join("-" if each is None else f"{each:.0f}" for each in found["mb"])
    yield f"memory over {found['requests'][-1]} mixed requests, MB: {sizes}"
    yield f"memory while answering whole boards, MB at most: {found['most mb, whole boards']:.0f}"
