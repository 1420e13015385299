"""`wekan-graphql serve`."""

import click

from commands import serving
from commands.environment import load_settings


@click.command()
@click.option("--port", type=int, help="The port to listen on [PORT, else 3000].")
@click.option("--host", help="The address to listen on [BIND_IP, else every address].")
@click.option("--workers", type=int, help="How many processes serve [WORKERS, else 1].")
def serve(port: int | None, host: str | None, workers: int | None) -> None:
    """Serve GraphQL at /graphql and Wekan's REST routes.

    The data is that of MONGO_URL. Without MONGO_URL a private MongoDB is started, with its data in
    DATA_DIR, and stopped again at the end. Ctrl-C stops the server when the requests in flight have
    been answered. Every other setting is an environment variable; the README lists them.
    """
    serving.run(load_settings(PORT=port, BIND_IP=host, WORKERS=workers))
