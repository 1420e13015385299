"""`wekan-graphql schema`."""

import click


@click.command()
def schema() -> None:
    """Print the GraphQL schema, in GraphQL's schema language.

    Needs neither a database nor a running server.
    """
    from resolvers.graph import sdl  # late: building the schema would slow down every command

    click.echo(sdl(), nl=False)
