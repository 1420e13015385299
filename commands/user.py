"""`wekan-graphql user`: people, as the operator makes and changes them."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from commands.acting import act
from commands.environment import Refusal, database_url, load_settings
from domain import accounts, creation, users
from domain.context import Context
from domain.creation import NewUser
from domain.errors import DuplicateUserError, NotFoundError
from store.documents import Email, User
from store.match import element

T = TypeVar("T")

_password = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for unless given; other people of this machine may see it when given.",
)


@click.group()
def user() -> None:
    """Add people, make them site admin, give them a new password.

    Works on MONGO_URL, or on the private MongoDB, whether a server is running on it or not.
    """


@user.command()
@click.argument("username")
@click.option("--email", help="An address the person may log in with too.")
@click.option("--admin", is_flag=True, help="Make the person site admin.")
@_password
def add(username: str, email: str | None, admin: bool, password: str) -> None:
    """Add a person. The first one of a database becomes site admin in any case."""

    async def work(ctx: Context) -> str:
        try:
            made = await creation.create(ctx, NewUser(username, email, password), by_admin=False)
        except DuplicateUserError as taken:
            # The doors keep to themselves which names exist; the operator may know.
            raise Refusal("There is a user with this name or address already.") from taken
        if admin:
            await users.make_admin(ctx, made.id)
        role = "site admin" if admin or made.is_admin else "ordinary user"
        return f"Added {username} ({role}, id {made.id})."

    click.echo(_run(work))


@user.command("admin")
@click.argument("name", metavar="USERNAME|EMAIL")
def make_admin(name: str) -> None:
    """Make a person site admin."""

    async def work(ctx: Context) -> str:
        await users.make_admin(ctx, await _require_id(ctx, name))
        return f"{name} is site admin."

    click.echo(_run(work))


@user.command("password")
@click.argument("name", metavar="USERNAME|EMAIL")
@_password
def set_password(name: str, password: str) -> None:
    """Give a person a new password, and end all their logins."""

    async def work(ctx: Context) -> str:
        await accounts.set_password(ctx, await _require_id(ctx, name), password)
        return f"{name} has a new password; all their logins have ended."

    click.echo(_run(work))


def _run(work: Callable[[Context], Awaitable[T]]) -> T:
    settings = load_settings()
    with database_url(settings) as url:
        return act(settings, url, work)


async def _require_id(ctx: Context, name: str) -> str:
    found = await ctx.store.find(User, username=name) or await ctx.store.find(
        User, emails=element(Email, address=name)
    )
    if found is None:
        raise NotFoundError("user")
    return found.id
