"""Lets a command call the domain's verbs: nobody is logged in, the operator acts."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from commands.environment import Refusal
from domain import followers, site
from domain.context import Context, Door
from domain.errors import DomainError
from domain.settings import Settings
from store.indexes import ensure_indexes
from store.mongo import Store, StoreUnavailableError

T = TypeVar("T")


def act(settings: Settings, url: str, work: Callable[[Context], Awaitable[T]]) -> T:
    """Runs `work` on a database made ready as at the server's start; a refusal ends the command."""
    try:
        return asyncio.run(_act(settings, url, work))
    except DomainError as refused:
        raise Refusal(refused.message) from refused
    except StoreUnavailableError as silent:
        raise Refusal("MongoDB does not answer; is MONGO_URL right?") from silent


async def _act(settings: Settings, url: str, work: Callable[[Context], Awaitable[T]]) -> T:
    store = Store(url, timeout_ms=settings.mongo_timeout_ms)
    with ThreadPoolExecutor(1) as threads:
        services = followers.services_on(store, settings, threads)
        try:
            await store.ping()
            await ensure_indexes(store)
            await site.prepare(services)
            async with followers.following_up(services):
                return await work(Context(services, Door.GRAPHQL, actor=None, address="local"))
        finally:
            await store.close()
