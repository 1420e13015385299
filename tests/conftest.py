"""A real mongod for the whole run, a fresh database for each test, HTTP through the app."""

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

PASSWORD = "Secret123!"


@pytest.fixture(scope="session")
def mongo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a one-node replica set that lives as long as this test process."""
    with EmbeddedMongo.start(tmp_path_factory.mktemp("mongo"), ephemeral=True) as mongod:
        yield mongod.url


@pytest.fixture
def mongo_url(mongo_server: str) -> str:
    """The URL of a database that nobody else uses."""
    address, _, options = mongo_server.partition("?")
    server = address[: address.rindex("/")]
    return f"{server}/test-{uuid4().hex[:12]}?{options}"


@pytest.fixture
def settings(mongo_url: str, tmp_path: Path) -> Settings:
    """What the app runs with; a test may start others with `running`."""
    return Settings.from_env({"MONGO_URL": mongo_url, "DATA_DIR": str(tmp_path)})


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Starlette]:
    """An application that has started and will stop, its database dropped."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        try:
            yield app
        finally:
            store: Store = app.state.services.store
            await store.client.drop_database(store.database.name)


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
