"""Puts the parts together: settings, store, both doors, start and stop. Holds no rule."""

import asyncio
import gc
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

import playground.page
import playground.reference
import rest.reference
import rest.routes
from domain import followers, site
from domain.context import Services
from domain.settings import Settings
from resolvers import files, http
from resolvers.graph import graphql_schema
from resolvers.operations import Operations
from store import expiry
from store.indexes import ensure_indexes
from store.mongo import Store, StoreUnavailableError
from store.tasks import end
from store.tuning import Reading
from web.headers import FixedHeaders
from web.observing import RequestLog, configure_logging
from web.shortcut import ShortcutApp

log = logging.getLogger("wekan_graphql")

_ANSWER_SECONDS = 2
"""How long the database may take for a ping before it counts as away."""
_RETRY_SECONDS = 1
_NICENESS = 5
_OBJECTS_BETWEEN_COLLECTIONS = 100_000


def app_from_env() -> Starlette:
    """Returns the application that the environment asks for; `MONGO_URL` must be set."""
    settings = Settings.from_env()
    configure_logging(settings.log_level, settings.log_format)
    return create_app(settings)


def create_app(settings: Settings) -> Starlette:
    """Returns the application on the database that `settings.mongo_url` names."""
    if settings.mongo_url is None:
        raise ValueError("an application needs a MONGO_URL; `wekan-graphql serve` starts one")
    url = settings.mongo_url

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        store = _store(url, settings)
        # One core is left for everything that is not a password.
        cores = max(1, (os.cpu_count() or 2) - 1)
        threads = ThreadPoolExecutor(cores, "passwords", initializer=_give_way)
        app.state.services = followers.services_on(store, settings, threads)
        app.state.preparing = preparing = asyncio.create_task(_prepare(app.state.services))
        try:
            if await _answers(store):
                await preparing
            else:
                preparing.add_done_callback(_report)
            # What is here now stays, and answers are made of thousands of small dictionaries
            # without cycles: looking through all of them often took a third of the time.
            gc.freeze()
            gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 10)
            async with expiry.sweeping(store), followers.following_up(app.state.services):
                yield
        finally:
            await end(preparing)
            threads.shutdown()
            await store.close()

    graphql = http.endpoint(Operations(graphql_schema(), settings))
    return ShortcutApp(
        http.PATH,
        graphql,
        routes=[
            Route("/", _to_playground),
            Route("/health", _health),
            Route("/ready", _ready),
            *http.routes(graphql),
            *files.routes(),
            *playground.page.routes(),
            *rest.reference.routes(playground.reference.page),
            *rest.routes.routes(),
        ],
        middleware=_middleware(settings),
        lifespan=lifespan,
    )


def _give_way() -> None:
    """Lets this thread wait where it and the event loop have one core between them: a password
    may take longer, what takes a millisecond may not. Linux alone asks this of single threads."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def _middleware(settings: Settings) -> list[Middleware]:
    headers = _cors(settings)
    return [
        Middleware(RequestLog),
        *([Middleware(FixedHeaders, headers=headers)] if headers else []),
    ]


def _store(url: str, settings: Settings) -> Store:
    reading = Reading(
        settings.mongo_read_preference, settings.mongo_batch_size, settings.mongo_max_time_ms
    )
    return Store(
        url,
        max_pool_size=settings.mongo_max_pool_size,
        timeout_ms=settings.mongo_timeout_ms,
        reading=reading,
        folder=settings.files_folder,
    )


async def _prepare(services: Services) -> None:
    """Makes what Wekan itself makes at its start; a database that is away is asked again."""
    while True:
        try:
            await ensure_indexes(services.store)
            await site.prepare(services)
            await expiry.ensure(services.store)
        except StoreUnavailableError:
            log.warning("MongoDB does not answer; requests get 503 until it does")
            await asyncio.sleep(_RETRY_SECONDS)
        else:
            return


def _report(prepared: asyncio.Task[None]) -> None:
    failure = None if prepared.cancelled() else prepared.exception()
    if failure is not None:
        log.error("the database could not be prepared", exc_info=failure)


async def _answers(store: Store) -> bool:
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            await store.ping()
    except (StoreUnavailableError, TimeoutError):
        return False
    return True


def _cors(settings: Settings) -> dict[str, str]:
    headers = {
        "Access-Control-Allow-Origin": settings.cors,
        "Access-Control-Allow-Headers": settings.cors_allow_headers,
        "Access-Control-Expose-Headers": settings.cors_expose_headers,
        "Permissions-Policy": settings.permissions_policy,
    }
    return {name: value for name, value in headers.items() if value}


async def _to_playground(_: Request) -> Response:
    return RedirectResponse("/graphql")


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "alive"})


async def _ready(request: Request) -> Response:
    services: Services = request.app.state.services
    preparing: asyncio.Task[None] = request.app.state.preparing
    if not await _answers(services.store):
        return JSONResponse({"status": "the database does not answer"}, 503)
    if not preparing.done() or preparing.exception():
        return JSONResponse({"status": "the database is not prepared yet"}, 503)
    return JSONResponse({"status": "ready"})


def main() -> None:
    """Serves, as `wekan-graphql serve` does."""
    from commands.serve import serve

    serve()


if __name__ == "__main__":
    main()
