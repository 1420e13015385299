"""Failed logins are counted by client address, in the database, as Wekan counts them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from domain.context import utc_now
from domain.settings import Settings
from server import create_app
from store import attempts
from store.mongo import Store
from tests.api.logins import HASH, LOGIN, PASSWORD, configure
from tests.clients import GraphQL
from tests.factories import Wekan
from web.requests import client_address

RIGHT = {"username": "mara", "password": PASSWORD}
WRONG = {"username": "mara", "password": "wrong"}


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(app: Starlette) -> Clock:
    clock = Clock()
    app.state.services = replace(app.state.services, clock=clock)
    return clock


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who logs in from one address."""

    http: httpx.AsyncClient

    @property
    def graphql(self) -> GraphQL:
        return GraphQL(self.http)

    async def tries(self, given: dict[str, str], times: int = 1) -> Any:
        """Returns the outcome of the last login: `ok`, or the code of its error."""
        outcome = "none"
        for _ in range(times):
            answer = (await self.graphql.post(LOGIN, input=given)).json()
            errors = answer.get("errors")
            outcome = errors[0]["extensions"]["code"] if errors else "ok"
        return outcome

    async def retry_after(self) -> int:
        error = await self.graphql.error(LOGIN, input=RIGHT)
        assert error["extensions"]["code"] == "RATE_LIMITED"
        assert error["message"] == "Too many failed login attempts. Try again later."
        return int(error["extensions"]["retryAfter"])


@asynccontextmanager
async def client(app: Starlette, address: str) -> AsyncIterator[Client]:
    transport = httpx.ASGITransport(app, client=(address, 4000))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield Client(http)


@pytest.fixture
async def here(app: Starlette, wekan: Wekan) -> AsyncIterator[Client]:
    """A client that knows somebody's password and may fail three times."""
    await wekan.put("users", username="mara", services={"password": {"bcrypt": HASH}})
    configure(app, login_max_failures=3)
    async with client(app, "203.0.113.9") as here:
        yield here


async def test_by_default_ten_failures_lock_for_a_minute(
    app: Starlette, here: Client, clock: Clock
) -> None:
    configure(app, login_max_failures=10)
    assert await here.tries(WRONG, 9) == "UNAUTHENTICATED"
    clock.move(59)
    assert await here.tries(WRONG) == "UNAUTHENTICATED"
    assert await here.retry_after() == 60
    clock.move(0.5)
    assert await here.retry_after() == 60
    clock.move(59)
    assert await here.retry_after() == 1
    clock.move(0.5)
    assert await here.tries(RIGHT) == "ok"


async def test_whoever_is_locked_out_is_refused_unseen(here: Client, clock: Clock) -> None:
    assert await here.tries(WRONG, 3) == "UNAUTHENTICATED"
    for given in (RIGHT, WRONG, {"username": "nobody", "password": ""}):
        assert await here.tries(given) == "RATE_LIMITED"


async def test_trying_on_does_not_extend_the_lock(here: Client, clock: Clock) -> None:
    await here.tries(WRONG, 3)
    clock.move(30)
    assert await here.tries(WRONG, 5) == "RATE_LIMITED"
    assert await here.retry_after() == 30


async def test_other_addresses_are_not_locked(app: Starlette, here: Client) -> None:
    await here.tries(WRONG, 3)
    async with client(app, "203.0.113.10") as other:
        assert await other.tries(WRONG) == "UNAUTHENTICATED"
        assert await other.tries(RIGHT) == "ok"
    assert await here.tries(RIGHT) == "RATE_LIMITED"


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "nobody", "password": PASSWORD},
        {"email": "nobody@example.org", "password": PASSWORD},
        {"username": "guest", "password": PASSWORD},
        {"username": "off", "password": PASSWORD},
        {"username": "", "password": ""},
    ],
    ids=["unknown name", "unknown address", "no password", "disabled", "nothing"],
)
async def test_every_kind_of_failure_counts(
    here: Client, wekan: Wekan, wrong: dict[str, str]
) -> None:
    await wekan.put("users", username="guest")
    secrets = {"password": {"bcrypt": HASH}}
    await wekan.put("users", username="off", services=secrets, loginDisabled=True)
    await here.tries(wrong, 3)
    assert await here.tries(RIGHT) == "RATE_LIMITED"


async def test_a_success_clears_what_was_counted(here: Client) -> None:
    for _ in range(2):
        assert await here.tries(WRONG, 2) == "UNAUTHENTICATED"
        assert await here.tries(RIGHT) == "ok"


async def test_malformed_input_is_not_counted(here: Client) -> None:
    malformed: list[object] = [{"username": "mara"}, {"username": {}, "password": "x"}, [], None]
    for given in malformed:
        for _ in range(3):
            assert await here.graphql.code(LOGIN, input=given) == "BAD_USER_INPUT"
    assert await here.tries(RIGHT) == "ok"


async def test_failures_far_apart_do_not_add_up(here: Client, clock: Clock) -> None:
    await here.tries(WRONG, 2)
    clock.move(60)
    assert await here.tries(WRONG, 2) == "UNAUTHENTICATED"
    assert await here.tries(RIGHT) == "ok"


async def test_the_window_begins_with_the_first_failure(here: Client, clock: Clock) -> None:
    await here.tries(WRONG)
    clock.move(40)
    await here.tries(WRONG)
    clock.move(40)
    await here.tries(WRONG, 2)
    assert await here.tries(RIGHT) == "ok", "the first failure was no longer counted"


async def test_after_a_lock_counting_begins_anew(here: Client, clock: Clock) -> None:
    await here.tries(WRONG, 3)
    clock.move(60)
    assert await here.tries(WRONG, 2) == "UNAUTHENTICATED"
    assert await here.tries(WRONG) == "UNAUTHENTICATED"
    assert await here.retry_after() == 60


async def test_guesses_that_run_side_by_side_are_all_counted(here: Client) -> None:
    answers = await asyncio.gather(*(here.tries(WRONG) for _ in range(6)))
    assert set(answers) <= {"UNAUTHENTICATED", "RATE_LIMITED"}
    assert await here.tries(RIGHT) == "RATE_LIMITED"


async def test_a_late_failure_does_not_lift_the_lock(store: Store) -> None:
    """One that was computed while the lock came, and is counted after the window is over."""
    limits = attempts.Limits(2, window=timedelta(seconds=1), lockout=timedelta(seconds=60))
    start = utc_now()
    for _ in range(2):
        await attempts.record_failure(store, "203.0.113.9", start, limits)
    late = start + timedelta(seconds=5)
    await attempts.record_failure(store, "203.0.113.9", late, limits)
    assert await attempts.locked_until(store, "203.0.113.9", late) == start + limits.lockout


async def test_workers_count_together(here: Client, settings: Settings) -> None:
    app = create_app(replace(settings, login_max_failures=3))
    async with app.router.lifespan_context(app), client(app, "203.0.113.9") as there:
        assert await here.tries(WRONG, 2) == "UNAUTHENTICATED"
        assert await there.tries(WRONG) == "UNAUTHENTICATED"
        for each in (here, there):
            assert await each.tries(RIGHT) == "RATE_LIMITED"


async def test_no_address_is_stored_and_the_counters_go_by_themselves(
    here: Client, wekan: Wekan
) -> None:
    await here.tries(WRONG, 2)
    counters = [each for each in await wekan.all("wekanGraphql") if "failures" in each]
    (counter,) = counters
    assert "203.0.113.9" not in str(counter)
    assert counter["expireAt"] == counter["since"] + timedelta(seconds=60)
    indexes = await wekan.database.wekanGraphql.index_information()
    assert indexes["expireAt_1"]["expireAfterSeconds"] == 0
    (user,) = await wekan.all("users")
    assert "accounts-lockout" not in user["services"]


async def test_behind_a_proxy_its_word_for_the_address_counts(app: Starlette, here: Client) -> None:
    configure(app, forwarded_count=1)

    async def code(forwarded: str) -> str:
        answer = await here.http.post(
            "/graphql",
            json={"query": LOGIN, "variables": {"input": WRONG}},
            headers={"X-Forwarded-For": forwarded},
        )
        return str(answer.json()["errors"][0]["extensions"]["code"])

    for claimed in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        assert await code(f"{claimed}, 198.51.100.1") == "UNAUTHENTICATED"
    assert await code("198.51.100.1") == "RATE_LIMITED"
    assert await code("198.51.100.1, 198.51.100.2") == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("count", "headers", "expected"),
    [
        (0, ["198.51.100.1"], "203.0.113.9"),
        (1, [], "203.0.113.9"),
        (1, ["", " , "], "203.0.113.9"),
        (1, ["198.51.100.1"], "198.51.100.1"),
        (1, ["198.51.100.1, 198.51.100.2"], "198.51.100.2"),
        (2, ["198.51.100.1, 198.51.100.2"], "198.51.100.1"),
        (2, ["198.51.100.1", "198.51.100.2"], "198.51.100.1"),
        (2, ["a, 198.51.100.1 ,198.51.100.2"], "198.51.100.1"),
        (2, ["198.51.100.2"], "203.0.113.9"),
        (3, ["198.51.100.1, 198.51.100.2"], "203.0.113.9"),
    ],
)
def test_whose_word_for_the_address_is_taken(count: int, headers: list[str], expected: str) -> None:
    forwarded = [(b"x-forwarded-for", each.encode()) for each in headers]
    scope = {"type": "http", "client": ("203.0.113.9", 4000), "headers": forwarded}
    assert client_address(Request(scope), count) == expected
