"""What follows a recorded change: rules, notifications, webhooks.

Whoever made the change does not wait. Followers first look at all that was recorded since they
last looked, so that the busier a server is, the fewer finds a change costs; mostly there is
nothing to do. What there is to do goes into lanes, one board always into the same, so that what
happened on a board is followed up in the order it happened; each lane has a task of its own,
which lives as long as the server or the command does. A follower that fails is logged; the
change stands, and the other followers go on.
"""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from zlib import crc32

from store.documents import SiteSettings
from store.mongo import StoreUnavailableError
from store.tasks import end

if TYPE_CHECKING:
    from domain.context import Context

log = logging.getLogger(__name__)

_LANES = 8
_LONGEST_LANE = 1000
_LONGEST_QUEUE = 10_000
MOST_AT_ONCE = 64
"""The most changes that followers look at together."""
_PAUSE_SECONDS = 0.025
"""How long what follows a look waits for others to join it."""
_PATIENCE_SECONDS = 2.0
"""How long somebody waits until followers have seen what was told before."""

Work: TypeAlias = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Told:
    """The activities that one verb recorded, in their order, as documents as they are stored."""

    ctx: "Context"
    """That of the change."""
    activities: tuple[Mapping[str, Any], ...]
    settings: SiteSettings


class Follower(Protocol):
    """Looks at what was told, and says of each what is to be done about it, if anything.

    What that changes itself is recorded, and told in turn.
    """

    async def __call__(self, told: Sequence[Told], /) -> Sequence[Work | None]: ...


class Aftermath:
    """The lanes. Nothing is followed up unless `running` surrounds it."""

    def __init__(self, followers: Sequence[Follower]) -> None:
        self._followers = tuple(followers)
        self._told: asyncio.Queue[Told] | None = None
        self._lanes: tuple[asyncio.Queue[Sequence[Work]], ...] = ()
        self._open = 0
        self._count_told = self._count_looked_at = 0
        self._looked = asyncio.Condition()
        self._settled = asyncio.Event()
        self._settled.set()

    def tell(self, told: Told) -> None:
        """Hands over what was recorded, and returns at once."""
        ids = [each["_id"] for each in told.activities]
        if self._told is None:
            log.error("nobody follows up the activities %s", ids)
            return
        try:
            self._told.put_nowait(told)
        except asyncio.QueueFull:
            log.error("too much to follow up: left out the activities %s", ids)
            return
        self._open += 1
        self._count_told += 1
        self._settled.clear()

    @asynccontextmanager
    async def running(self, seconds_to_finish: float) -> AsyncIterator[None]:
        """Follows up what is told meanwhile; at the end, what is left within the time given."""
        self._told = asyncio.Queue(_LONGEST_QUEUE)
        self._lanes = tuple(asyncio.Queue(_LONGEST_LANE) for _ in range(_LANES))
        work = [self._look(self._told), *map(self._follow_up, self._lanes)]
        tasks = [asyncio.create_task(each) for each in work]
        try:
            yield
        finally:
            try:
                await asyncio.wait_for(self.settled(), seconds_to_finish)
            except TimeoutError:
                log.error("stopped with %s changes not followed up", self._open)
            await end(*tasks)
            self._told, self._lanes = None, ()

    async def settled(self) -> None:
        """Returns when everything told so far is followed up, and what came of that too."""
        await self._settled.wait()

    async def looked_at(self) -> None:
        """Returns when followers have seen everything told so far, or do not come to it soon.

        Whoever is about to change what they look for waits for this: a webhook or a rule is
        for what happens from then on, and one that goes was there for what happened before.
        """
        until = self._count_told
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS), self._looked:
                await self._looked.wait_for(lambda: self._count_looked_at >= until)

    async def _look(self, queue: "asyncio.Queue[Told]") -> None:
        clock, looked = asyncio.get_running_loop().time, -math.inf
        while True:
            batch = [await queue.get()]
            if queue.qsize() < MOST_AT_ONCE:  # the first change after a rest does not wait
                await asyncio.sleep(looked + _PAUSE_SECONDS - clock())
            looked = clock()
            while len(batch) < MOST_AT_ONCE and not queue.empty():
                batch.append(queue.get_nowait())
            found = await asyncio.gather(*(_looked(each, batch) for each in self._followers))
            async with self._looked:
                self._count_looked_at += len(batch)
                self._looked.notify_all()
            for number, told in enumerate(batch):
                due = [work for each in found if (work := each[number]) is not None]
                if due:
                    await self._lanes[_lane_of(told)].put(due)
                else:
                    self._done()

    async def _follow_up(self, lane: "asyncio.Queue[Sequence[Work]]") -> None:
        while True:
            for work in await lane.get():
                try:
                    await work()
                except Exception:
                    log.exception("what follows a change failed")
            self._done()

    def _done(self) -> None:
        self._open -= 1
        if not self._open:
            self._settled.set()


async def _looked(follower: Follower, batch: Sequence[Told]) -> Sequence[Work | None]:
    """Returns what a follower finds to do; what it cannot look at keeps no other from it."""
    try:
        return await follower(batch)
    except Exception as error:
        if len(batch) > 1 and not isinstance(error, StoreUnavailableError):
            return [(await _looked(follower, [each]))[0] for each in batch]
        log.exception("a follower failed: %s", follower.__module__)
        return [None] * len(batch)


def _lane_of(told: Told) -> int:
    board_id = str(told.activities[0].get("boardId", ""))
    return crc32(board_id.encode()) % _LANES
