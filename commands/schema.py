"""`wekan-graphql schema`."""

import click


@click.command()
def schema() -> None:
    """Print the GraphQL schema, in GraphQL's schema language.

    Needs neither a database nor a running server.
    """
    from schema.sdl import print_sdl  # late: building the schema would slow down every command

    click.echo(print_sdl().rstrip("\n"))
