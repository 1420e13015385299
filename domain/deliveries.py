"""Webhooks on their way: tried again where that may help, and each written down.

What goes to one receiver goes in order; receivers do not wait for each other, but for those
that share a lane. One that failed to the end gets a single try for a while, so that what is
dead holds nothing up for long.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from domain.outgoing import NOT_ALLOWED, Outgoing, Reply, SendError
from domain.settings import Settings
from store.documents import Delivery, Integration
from store.ids import new_id
from store.mongo import Store, StoreUnavailableError
from store.tasks import end

log = logging.getLogger(__name__)

_LANES = 16
_LONGEST_LANE = 1000
_TRIES = 5
_GROWTH = 4
_REST_SECONDS = 60
_AGAIN = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Parcel:
    """One webhook: where to, what, and what is done with an answer that says it arrived."""

    integration: Integration
    activity_id: str
    activity_type: str
    body: bytes
    arrived: Callable[[Reply], Awaitable[None]] | None = None


class Deliveries:
    """Takes parcels while `running`."""

    def __init__(self, store: Store, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._pause = settings.webhook_retry_ms / 1000
        self._outgoing = Outgoing(
            seconds=settings.webhook_timeout_seconds, allow_private=settings.webhook_allow_private
        )
        self._lanes: tuple[asyncio.Queue[Parcel], ...] = ()
        self._resting: dict[str, float] = {}

    async def hand_over(self, parcel: Parcel) -> None:
        """Returns at once; what cannot be taken is written down as dropped."""
        try:
            lane = crc32(parcel.integration.id.encode()) % _LANES
            self._lanes[lane].put_nowait(parcel)
        except (IndexError, asyncio.QueueFull):
            await self._write_down(parcel, "dropped", None, "too many wait", 0)

    @asynccontextmanager
    async def running(self, seconds_to_finish: float) -> AsyncIterator[None]:
        """Delivers meanwhile; at the end, what is left within the time given."""
        self._lanes = tuple(asyncio.Queue(_LONGEST_LANE) for _ in range(_LANES))
        tasks = [asyncio.create_task(self._carry(lane)) for lane in self._lanes]
        try:
            yield
        finally:
            try:
                await asyncio.wait_for(self.settled(), seconds_to_finish)
            except TimeoutError:
                log.error("stopped with webhooks not delivered")
            await end(*tasks)
            await self._outgoing.close()

    async def settled(self) -> None:
        """Returns when everything handed over so far arrived or was given up."""
        await asyncio.gather(*(lane.join() for lane in self._lanes))

    async def _carry(self, lane: "asyncio.Queue[Parcel]") -> None:
        while True:
            parcel = await lane.get()
            try:
                await self._deliver(parcel)
            except Exception:
                log.exception("a webhook was lost: %s", parcel.activity_id)
            finally:
                lane.task_done()

    async def _deliver(self, parcel: Parcel) -> None:
        now = asyncio.get_running_loop().time()
        rests = self._resting.pop(parcel.integration.id, 0) > now
        most = 1 if rests else _TRIES
        for count in range(1, most + 1):
            status, problem = await self._try(parcel)
            if problem is None:
                await self._write_down(parcel, "delivered", status, None, count)
                return
            if not _may_help(status, problem) or count == most:
                break
            await asyncio.sleep(self._pause * _GROWTH ** (count - 1) * random.uniform(0.75, 1.25))  # noqa: S311
        if _may_help(status, problem):
            self._resting[parcel.integration.id] = asyncio.get_running_loop().time() + _REST_SECONDS
        log.warning("webhook of integration %s failed: %s", parcel.integration.id, problem)
        await self._write_down(parcel, "failed", status, problem, count)

    async def _try(self, parcel: Parcel) -> tuple[int | None, str | None]:
        """Returns the status of the answer, and what was wrong with it, if anything."""
        headers = {"Content-Type": "application/json"}
        if parcel.integration.token:
            headers["X-Wekan-Token"] = parcel.integration.token
        try:
            reply = await self._outgoing.post(parcel.integration.url, parcel.body, headers)
        except SendError as error:
            return None, error.problem
        if not 200 <= reply.status < 300:
            kind = "redirect refused" if 300 <= reply.status < 400 else "refused by the receiver"
            return reply.status, kind
        if parcel.arrived is not None:
            await parcel.arrived(reply)
        return reply.status, None

    async def _write_down(
        self, parcel: Parcel, outcome: str, status: int | None, problem: str | None, tries: int
    ) -> None:
        delivery = Delivery(
            id=new_id(),
            integration_id=parcel.integration.id,
            board_id=parcel.integration.board_id,
            activity_id=parcel.activity_id,
            activity_type=parcel.activity_type,
            outcome=outcome,
            status=status,
            problem=problem,
            tries=tries,
            created_at=self._clock(),
        )
        try:
            await self._store.insert(delivery)
        except StoreUnavailableError:
            log.exception("a delivery was not written down: %s", parcel.activity_id)


def _may_help(status: int | None, problem: str | None) -> bool:
    """Tells whether a failure may go away by itself."""
    if status is None:
        return problem != NOT_ALLOWED
    return status >= 500 or status in _AGAIN
