"""A real mongod for the whole run, a fresh database for each test, HTTP through the app."""

import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from starlette.applications import Starlette

from domain.context import Context, Door, Services
from domain.creation import NewUser, create
from domain.settings import Settings
from domain.tokens import issue
from server import create_app
from store.documents import User
from store.embedded import EmbeddedMongo
from store.match import where
from store.mongo import Modifier, Store
from tests.clients import GraphQL, Person
from tests.factories import Wekan

PASSWORD = "Secret123!"
_HASH_OF_NOTHING = hashlib.md5(usedforsecurity=False).hexdigest()


@pytest.fixture(scope="session")
def mongo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a one-node replica set that lives as long as this test process; or of the
    server that TEST_MONGO_URL names, to see how all of this does on another kind."""
    if url := os.environ.get("TEST_MONGO_URL"):
        yield url
        return
    with EmbeddedMongo.start(tmp_path_factory.mktemp("mongo"), ephemeral=True) as mongod:
        yield mongod.url


@pytest.fixture
def mongo_url(mongo_server: str) -> str:
    """The URL of a database that nobody else uses."""
    address, _, options = mongo_server.partition("?")
    server = address[: address.rindex("/")]
    return f"{server}/test-{uuid4().hex[:12]}?{options}"


@pytest.fixture(scope="session")
def shared_url(mongo_server: str) -> str:
    """The URL of the database that all apps of this process use, one after the other.

    It is emptied between tests, but keeps its indexes: making those takes a second.
    """
    address, _, options = mongo_server.partition("?")
    return f"{address[: address.rindex('/')]}/shared?{options}"


@pytest.fixture
def settings(shared_url: str, tmp_path: Path) -> Settings:
    """What the app runs with; a test may start others with `running`."""
    return Settings.from_env({"MONGO_URL": shared_url, "DATA_DIR": str(tmp_path)})


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Starlette]:
    """An application that has started and will stop, its database emptied."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        try:
            yield app
        finally:
            await _empty(app.state.services.store)


async def _empty(store: Store) -> None:
    """Of two dozen collections a test has written to a few: their hashes tell which."""
    if not (await store.abilities()).chooses_elements:  # FerretDB has no hashes either
        for name in await store.database.list_collection_names():
            await store.database[name].delete_many({})
        return
    hashes = (await store.database.command("dbHash"))["collections"]
    for name, found in hashes.items():
        if found != _HASH_OF_NOTHING:
            await store.database[name].delete_many({})


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Starlette]:
    async with running(settings) as app:
        yield app


@pytest.fixture
async def http(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
def graphql(http: httpx.AsyncClient) -> GraphQL:
    return GraphQL(http)


@pytest.fixture
def store(app: Starlette) -> Store:
    services: Services = app.state.services
    return services.store


@pytest.fixture
async def bare_store(mongo_url: str) -> AsyncIterator[Store]:
    """A database that no app has touched; it has no index."""
    store = Store(mongo_url)
    yield store
    await store.client.drop_database(store.database.name)
    await store.close()


@pytest.fixture
def wekan(store: Store) -> Wekan:
    """Writes into the app's database as Wekan would."""
    return Wekan(store.database)


@pytest.fixture
def context(app: Starlette) -> Context:
    """What a verb is called with when nobody is logged in."""
    return Context(app.state.services, Door.GRAPHQL, None, "198.51.100.7")


NewPerson = Callable[..., Awaitable[Person]]


@pytest.fixture
def person(context: Context) -> NewPerson:
    """Makes people who are logged in: `await person("mara")`, with `admin=True` a site admin."""

    async def make(username: str, *, admin: bool = False) -> Person:
        email = f"{username}@example.org"
        user = await create(context, NewUser(username, email, PASSWORD), by_admin=True)
        if admin:
            change = Modifier(set={"is_admin": True})
            await context.store.update(User, where(User, id=user.id), change)
        issued = await issue(context, user.id)
        return Person(user.id, username, email, PASSWORD, issued.token)

    return make
