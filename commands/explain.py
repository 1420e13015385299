"""`wekan-graphql explain`."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import orjson

from commands.acting import act
from commands.environment import Refusal, database_url, load_settings
from domain import tokens
from domain.context import Actor, Context, Trace
from store.finds import Step


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--variables", default="{}", help="The operation's variables, as JSON.")
@click.option("--as", "username", help="Whose rights to read with; by default a site admin's.")
def explain(file: Path, variables: str, username: str | None) -> None:
    """Run the query in FILE, and print each find that it took.

    Works on MONGO_URL, or on the private MongoDB, whether a server is running on it or not.
    """
    settings = load_settings()
    query, values = file.read_text(), _read(variables)

    async def work(ctx: Context) -> list[Step]:
        return await _steps(ctx, query, values, username)

    with database_url(settings) as url:
        steps = act(settings, url, work)
    for number, step in enumerate(steps, 1):
        click.echo(told(number, step))


def _read(variables: str) -> dict[str, Any]:
    try:
        values = orjson.loads(variables)
    except orjson.JSONDecodeError:
        values = None
    if not isinstance(values, dict):
        raise Refusal("--variables must be a JSON object.")
    return values


async def _steps(
    ctx: Context, query: str, variables: dict[str, Any], username: str | None
) -> list[Step]:
    from resolvers.graph import graphql_schema  # late: building the schema takes a while
    from resolvers.operations import Asked, Operations

    trace = Trace()
    reader = replace(ctx, actor=await _actor(ctx, username), trace=trace)
    operations = Operations(graphql_schema(), ctx.settings)
    asked = Asked(query, variables, None, may_write=False)
    answer = await operations.answer(reader, asked)
    for problem in answer.body.get("errors", ()):
        raise Refusal(f"The query failed: {problem['message']}")
    return trace.steps


async def _actor(ctx: Context, username: str | None) -> Actor:
    if username is None:
        return Actor(user_id="", username=None, is_admin=True, hashed_token="")
    actor = await tokens.actor_named(ctx.services, username)
    if actor is None:
        raise Refusal(f"There is no user {username}.")
    return actor


def told(number: int, step: Step) -> str:
    many = "document" if step.documents == 1 else "documents"
    lines = [
        f"{number}. {step.collection}: {step.documents} {many} in {step.milliseconds} ms",
        f"   filter      {orjson.dumps(step.filter, default=str).decode()}",
        f"   projection  {', '.join(step.projection)}",
    ]
    if step.order:
        order = ", ".join(f"{path} {'up' if way > 0 else 'down'}" for path, way in step.order)
        lines.append(f"   order       {order}")
    return "\n".join([*lines, f"   limit       {step.limit}"])
