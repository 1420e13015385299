"""Who asks, through which door, and what a verb may use to answer."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from domain.aftermath import Aftermath
from domain.deliveries import Deliveries
from domain.errors import ForbiddenError, UnauthenticatedError
from domain.rule_power import RulePower
from domain.settings import Settings
from store.finds import Trace
from store.mongo import Store

__all__ = ["Actor", "Context", "Door", "Services", "Trace", "utc_now"]


class Door(Enum):
    GRAPHQL = "graphql"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request. Built from a token by `domain.tokens` and nowhere else."""

    user_id: str
    username: str | None
    is_admin: bool
    hashed_token: str
    """The stored hash of the login token that the request stands on."""
    org_ids: frozenset[str] = frozenset()
    team_ids: frozenset[str] = frozenset()
    email_domains: frozenset[str] = frozenset()
    rule: RulePower | None = None
    """Where a board's rule acts in this person's name: what it may do."""


def utc_now() -> datetime:
    """Returns the time in UTC, in whole milliseconds as MongoDB keeps it."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True)
class Services:
    """What every request of one server shares."""

    store: Store
    settings: Settings
    password_threads: Executor
    """Where password hashes are computed, so that the event loop never waits for one."""
    aftermath: Aftermath
    """What follows a recorded change."""
    deliveries: Deliveries
    """Takes webhooks that are to be sent."""
    clock: Callable[[], datetime] = utc_now


@dataclass(frozen=True, slots=True)
class Context:
    """One request. `actor` is None where nobody is logged in."""

    services: Services
    door: Door
    actor: Actor | None
    address: str
    """The client's address, as far as it can be trusted; login throttling counts by it."""
    trace: Trace | None = None
    """Collects what planned reads do, where a site admin asks for it."""
    writes: bool = True
    """Whether the request may write; else its reads may go where `MONGO_READ_PREFERENCE` says."""

    @property
    def store(self) -> Store:
        return self.services.store if self.writes else self.services.store.follower

    @property
    def settings(self) -> Settings:
        return self.services.settings

    def now(self) -> datetime:
        return self.services.clock()

    def reading(self) -> "Context":
        """Returns the same request as one that writes nothing."""
        # Every query asks; `dataclasses.replace` takes three times as long.
        return Context(self.services, self.door, self.actor, self.address, self.trace, False)

    def require_actor(self) -> Actor:
        """Raises UnauthenticatedError where nobody is logged in."""
        if self.actor is None:
            raise UnauthenticatedError
        return self.actor

    def require_site_admin(self) -> Actor:
        """Raises UnauthenticatedError or ForbiddenError unless a site admin asks."""
        actor = self.require_actor()
        if not actor.is_admin:
            raise ForbiddenError
        return actor
