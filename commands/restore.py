"""`wekan-graphql restore`."""

from pathlib import Path

import click

from commands.environment import Refusal, database_url, load_settings
from store.dump import AlreadyFilledError, DumpError, read_dump
from store.dump import restore as load


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--drop", is_flag=True, help="Replace collections that hold documents already.")
def restore(folder: Path, drop: bool) -> None:
    """Load a Wekan database that mongodump wrote.

    DIR is the folder with the .bson files, gzipped or not, or the folder around it. All of it is
    checked before anything is written. The data goes to MONGO_URL, or into the private MongoDB,
    whether a server is running on it or not.
    """
    settings = load_settings()
    try:
        dump = read_dump(folder)
        total = sum(found.size for found in dump)
        with (
            database_url(settings) as url,
            click.progressbar(length=total, label="Restoring") as bar,
        ):
            count = load(url, dump, drop=drop, progress=bar.update)
    except AlreadyFilledError as refused:
        raise Refusal(f"{refused} Give --drop to replace what is there.") from refused
    except DumpError as refused:
        raise Refusal(str(refused)) from refused
    click.echo(f"Restored {count} documents in {len(dump)} collections.")
