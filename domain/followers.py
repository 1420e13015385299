"""All that follows a recorded change, in this order; and what every server and command has."""

from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager

from domain import automation, notifications, webhooks
from domain.aftermath import Aftermath, Follower
from domain.context import Services, utc_now
from domain.deliveries import Deliveries
from domain.settings import Settings
from store.mongo import Store

FOLLOWERS: tuple[Follower, ...] = (automation.look, notifications.look, webhooks.look)


def services_on(store: Store, settings: Settings, password_threads: Executor) -> Services:
    """Returns what requests share; nothing is followed up yet."""
    deliveries = Deliveries(store, settings, utc_now)
    return Services(store, settings, password_threads, Aftermath(FOLLOWERS), deliveries)


@asynccontextmanager
async def following_up(services: Services) -> AsyncIterator[None]:
    """Follows up what is recorded meanwhile; at the end, what is left, within the time that
    the operator gives."""
    seconds = services.settings.shutdown_seconds
    async with services.deliveries.running(seconds), services.aftermath.running(seconds):
        yield
