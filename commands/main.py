"""The console script `wekan-graphql`: one command a file, put together here."""

import click

from commands.demo import demo
from commands.explain import explain
from commands.indexes import indexes
from commands.restore import restore
from commands.schema import schema
from commands.serve import serve
from commands.user import user


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="wekan-graphql")
def cli() -> None:
    """GraphQL and Wekan's REST routes over the data of a Wekan kanban.

    `wekan-graphql demo` shows it with a sample board; `wekan-graphql serve` serves your own data.
    """


for command in (serve, demo, restore, schema, explain, indexes, user):
    cli.add_command(command)
