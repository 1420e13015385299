"""`python -m bench`: makes data, compares answers, measures, and tells what it found."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

import click

from bench.compare import DifferenceError
from bench.load import LoadError, wrk
from bench.run import Options, run
from bench.servers import COMMANDS

_EXPERIMENTS = ("rows", "logins", "large", "memory")


@click.command(context_settings={"show_default": True, "max_content_width": 100})
@click.option(
    "--quick", is_flag=True, help="About 90 seconds: less data, one round, no experiment."
)
@click.option("--cases", default="", help="Parts of cases' names, split by ';'; all by default.")
@click.option("--servers", default=";".join(COMMANDS), help="Which servers, split by ';'.")
@click.option("--connections", default="1;16;64", help="The loads, split by ';'.")
@click.option("--experiments", default=";".join(_EXPERIMENTS), help="Which of these, split by ';'.")
@click.option("--rounds", default=3, help="At most so many rounds; as many as there is time for.")
@click.option("--seconds", default=1, help="How long each figure is measured, at least.")
@click.option("--minutes", default=10.0, help="When the run has to be over.")
@click.option("--boards", default=20, help="How many boards.")
@click.option("--cards", default=1000, help="How many cards a board.")
@click.option("--users", default=200, help="How many users.")
@click.option("--large", default=100_000, help="Cards of the large database.")
@click.option("--mixed", default=20_000, help="How many requests the memory is watched for.")
@click.option(
    "--other", type=Path, help="A folder with another state of the product, measured too."
)
@click.option("--env", multiple=True, metavar="NAME=VALUE", help="A setting of the servers.")
def main(env: tuple[str, ...], **given: object) -> None:
    """Compares wekan-graphql with hand-written handlers and with Strawberry by its documentation.

    All are served from this machine, on data made for it. Results go to bench/results.
    """
    signal.signal(signal.SIGTERM, _leave)
    if wrk() is None:
        click.echo("wrk is not installed: our own client is used, which is slower.", err=True)
    try:
        run(Options.of(given, dict(each.partition("=")[::2] for each in env)))
    except (DifferenceError, LoadError) as failure:
        click.echo(str(failure), err=True)
        sys.exit(1)


def _leave(number: int, frame: FrameType | None) -> None:
    """Unwinds, so that every process that was started is ended."""
    sys.exit(1)


if __name__ == "__main__":
    # Servers find the project's packages from here, wherever they are started.
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    main()
