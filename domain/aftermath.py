"""What follows a recorded change: rules, notifications, webhooks.

Whoever made the change does not wait. What was recorded goes into lanes, one board always
into the same, so that what happened on a board is followed up in the order it happened;
each lane has a task of its own, which lives as long as the server or the command does. A
follower that fails is logged; the change stands, and the other followers go on.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from zlib import crc32

if TYPE_CHECKING:
    from domain.context import Context

log = logging.getLogger(__name__)

_LANES = 8
_LONGEST_LANE = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """The activities that one verb recorded, in their order, as documents as they are stored."""

    activities: tuple[Mapping[str, Any], ...]


class Follower(Protocol):
    """Looks at what was told and does its own part.

    `ctx` is that of the change. What a follower changes itself is recorded, and told in turn.
    """

    async def __call__(self, ctx: "Context", told: Told) -> None: ...


class Aftermath:
    """The lanes. Nothing is followed up unless `running` surrounds it."""

    def __init__(self, followers: Sequence[Follower]) -> None:
        self._followers = tuple(followers)
        self._lanes: tuple[asyncio.Queue[tuple[Context, Told]], ...] = ()
        self._open = 0
        self._settled = asyncio.Event()
        self._settled.set()

    def tell(self, ctx: "Context", told: Told) -> None:
        """Hands over what was recorded, and returns at once."""
        ids = [each["_id"] for each in told.activities]
        if not self._lanes:
            log.error("nobody follows up the activities %s", ids)
            return
        try:
            self._lanes[_lane_of(told)].put_nowait((ctx, told))
        except asyncio.QueueFull:
            log.error("too much to follow up: left out the activities %s", ids)
            return
        self._open += 1
        self._settled.clear()

    @asynccontextmanager
    async def running(self, seconds_to_finish: float) -> AsyncIterator[None]:
        """Follows up what is told meanwhile; at the end, what is left within the time given."""
        self._lanes = tuple(asyncio.Queue(_LONGEST_LANE) for _ in range(_LANES))
        tasks = [asyncio.create_task(self._follow_up(lane)) for lane in self._lanes]
        try:
            yield
        finally:
            try:
                await asyncio.wait_for(self.settled(), seconds_to_finish)
            except TimeoutError:
                log.error("stopped with %s changes not followed up", self._open)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            self._lanes = ()

    async def settled(self) -> None:
        """Returns when everything told so far is followed up, and what came of that too."""
        await self._settled.wait()

    async def _follow_up(self, lane: "asyncio.Queue[tuple[Context, Told]]") -> None:
        while True:
            ctx, told = await lane.get()
            for follower in self._followers:
                try:
                    await follower(ctx, told)
                except Exception:
                    log.exception("a follower failed: %s", follower.__module__)
            self._open -= 1
            if not self._open:
                self._settled.set()


def _lane_of(told: Told) -> int:
    board_id = str(told.activities[0].get("boardId", ""))
    return crc32(board_id.encode()) % _LANES
