"""`wekan-graphql demo`."""

import os
import tempfile

import click

from commands import sample, serving
from commands.acting import act
from commands.environment import load_settings
from domain.settings import Settings


@click.command()
@click.option("--port", type=int, help="The port to listen on [PORT, else 3000].")
@click.option("--host", help="The address to listen on [BIND_IP, else this machine only].")
def demo(port: int | None, host: str | None) -> None:
    """Serve a sample board, and print a login for it.

    It has a database of its own, made anew each time and gone afterwards: MONGO_URL and DATA_DIR
    are left alone.
    """
    # Everyone knows the demo's password, so it is not shown to the whole network unless told to.
    host = host or os.environ.get("BIND_IP") or "127.0.0.1"
    with tempfile.TemporaryDirectory(prefix="wekan-graphql-") as folder:
        settings = load_settings(PORT=port, BIND_IP=host, DATA_DIR=folder, MONGO_URL="")
        serving.run(settings, before=_fill)


def _fill(settings: Settings) -> None:
    act(settings, settings.mongo_url or "", sample.insert)
    click.echo(
        f"The sample board is {sample.BOARD}. "
        f"Log in as {sample.USERNAME} with the password {sample.PASSWORD}."
    )
