"""One run of the benchmark, from its options to its results."""

import json
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import click

from bench import experiments, plot, report
from bench.cases import Case, cases
from bench.compare import require_same
from bench.data import Size, World, make
from bench.measure import Meter
from bench.rounds import Deadline, Rounds
from bench.servers import Mongo, Server, cores, mongo, running

_RESULTS: Final = Path(__file__).with_name("results")
_EXPERIMENT_SECONDS: Final = 60
"""What has to be left of the time to begin an experiment."""
_PLAIN: Final = ("rounds", "seconds", "minutes", "large", "mixed", "other")
_QUICK: Final = {"boards": 5, "connections": "1;16", "rounds": 1, "minutes": 2.0, "experiments": ""}


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is to do."""

    quick: bool
    size: Size
    cases: Sequence[str]
    servers: Sequence[str]
    connections: Sequence[int]
    experiments: Sequence[str]
    rounds: int
    seconds: int
    minutes: float
    large: int
    mixed: int
    settings: Mapping[str, str]
    other: Path | None

    @classmethod
    def of(cls, given: Mapping[str, Any], settings: Mapping[str, str]) -> "Options":
        """Reads the command line's options, as click has parsed them."""
        values = {**given, **(_QUICK if given["quick"] else {})}
        words = {
            name: [word.strip() for word in values[name].split(";") if word.strip()]
            for name in ("cases", "servers", "connections", "experiments")
        }
        return cls(
            quick=values["quick"],
            size=Size(boards=values["boards"], cards=values["cards"], users=values["users"]),
            cases=words["cases"],
            servers=words["servers"],
            connections=[int(word) for word in words["connections"]],
            experiments=words["experiments"],
            settings=settings,
            **{name: values[name] for name in _PLAIN},
        )

    def chosen(self, world: World) -> list[Case]:
        return [
            case
            for case in cases(world)
            if not self.cases or any(part in case.name for part in self.cases)
        ]


def run(options: Options) -> None:
    """Does all of it. Raises DifferenceError, LoadError."""
    deadline = Deadline(options.minutes * 60)
    places = cores()
    if places is not None:
        # mongod and the load generators inherit this; servers move to the other core.
        os.sched_setaffinity(0, places[1])
    with mongo() as database:
        url = database.url("bench")
        sizes = experiments.SIZES if "rows" in options.experiments else ()
        click.echo("Making data ...", err=True)
        world = make(url, options.size, sizes)
        core = places[0] if places else None
        with running(options.servers, url, options.settings, core, options.other) as servers:
            _measure(options, _Parts(database, url, world, servers, core), deadline)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a run measures with."""

    database: Mongo
    url: str
    world: World
    servers: Sequence[Server]
    core: set[int] | None


def _measure(options: Options, parts: _Parts, deadline: Deadline) -> None:
    chosen = options.chosen(parts.world)
    click.echo("Comparing answers ...", err=True)
    for case in chosen:
        require_same(case, parts.servers, parts.url)
    meter = Meter(parts.database.pid)
    rounds = Rounds(
        meter,
        chosen,
        parts.servers,
        options.connections,
        options.seconds,
        quick=options.quick,
    )
    rounds.warm()
    click.echo("Measuring ...", err=True)
    complete = rounds.one(deadline)
    found = _experiments(options, parts, meter, deadline)
    for _ in range(options.rounds - 1):
        complete = complete and rounds.one(deadline)
    _tell(options, rounds, found)


def _experiments(
    options: Options, parts: _Parts, meter: Meter, deadline: Deadline
) -> dict[str, Any]:
    by_name = {case.name: case for case in cases(parts.world)}
    own = next((each for each in parts.servers if each.name == "product"), parts.servers[0])
    fast = [each for each in parts.servers if each.name in ("product", "hand-written")]
    work: dict[str, Callable[[], experiments.Result]] = {
        "rows": lambda: experiments.rows(meter, parts.world, parts.servers),
        "logins": lambda: experiments.logins(by_name, fast, 4),
        "memory": lambda: experiments.memory(by_name, own, options.mixed),
        "large": lambda: experiments.large(
            meter, parts.database, parts.world, own, options.settings, parts.core, options.large
        ),
    }
    found = {}
    for name, experiment in work.items():
        if name in options.experiments and deadline.left() > _EXPERIMENT_SECONDS:
            click.echo(f"  experiment: {name}", err=True)
            found[name] = experiment()
    return found


def _tell(options: Options, rounds: Rounds, found: Mapping[str, Any]) -> None:
    figures = rounds.figures
    click.echo(report.table(figures))
    click.echo()
    goals = (*report.goals(figures), *report.experiment_goals(found))
    for line in (*goals, *report.experiments(found)):
        click.echo(line)
    _RESULTS.mkdir(exist_ok=True)
    name = time.strftime("%Y%m%d-%H%M%S")
    results = _RESULTS / f"{name}.json"
    content = {
        "options": asdict(options),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "readings": [
            {**asdict(cell), "rounds": [asdict(each) for each in readings]}
            for cell, readings in figures.readings.items()
        ],
        "experiments": found,
    }
    results.write_text(json.dumps(content, indent=1, default=str))
    click.echo(f"\nAll figures: {results.relative_to(_RESULTS.parent.parent)}")
    picture = results.with_suffix(".png")
    if plot.draw(figures, found, options.connections, picture):
        click.echo(f"Picture: {picture.relative_to(_RESULTS.parent.parent)}")
    else:
        click.echo("matplotlib is not installed: no picture was drawn.")
