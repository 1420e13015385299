"""`wekan-graphql indexes`."""

import click

from commands.acting import act
from commands.environment import database_url, load_settings
from domain.context import Context
from store.own_indexes import OwnIndex, missing
from store.own_indexes import create as make

_KEY = {1: "{}", -1: "{} down", "text": "words of {}"}


@click.command()
@click.option("--create", is_flag=True, help="Make them, rather than only say which are missing.")
def indexes(create: bool) -> None:
    """Say which of our own indexes the database lacks, and what each is for.

    They make reads fast that Wekan's own page does not ask for. The private MongoDB is given
    them at its start; on any other database nothing is made without --create.
    """
    settings = load_settings()

    async def work(ctx: Context) -> list[OwnIndex]:
        lacking = await missing(ctx.store)
        if create:
            await make(ctx.store, lacking)
        return lacking

    with database_url(settings) as url:
        lacking = act(settings, url, work)
    for index in lacking:
        keys = ", ".join(_KEY[way].format(path) for path, way in index.keys)
        click.echo(f"{index.collection}: {keys}\n   {index.name}\n   for {index.serves}")
    if not lacking:
        click.echo("Nothing is missing.")
    elif create:
        click.echo(f"{len(lacking)} made.")
    else:
        click.echo(f"{len(lacking)} missing; `wekan-graphql indexes --create` makes them.")
