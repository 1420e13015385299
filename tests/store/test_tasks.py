"""Tasks that are ended, even where one cancellation is lost."""

import asyncio
from contextlib import suppress

from store.tasks import end


async def test_a_task_that_missed_a_cancellation_is_told_again() -> None:
    async def deaf_once() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.Event().wait()

    tasks = [asyncio.create_task(deaf_once()) for _ in range(2)]
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await end(*tasks)
    assert all(task.cancelled() for task in tasks)


async def test_what_has_ended_already_is_left_alone() -> None:
    async def work() -> int:
        return 1

    task = asyncio.create_task(work())
    await task
    await end(task)
    await end()
    assert task.result() == 1
