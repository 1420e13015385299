"""Tasks that are ended."""

import asyncio
from typing import Any, Final

_AGAIN_SECONDS: Final = 0.5


async def end(*tasks: "asyncio.Task[Any]") -> None:
    """Cancels tasks, and returns when they have ended.

    One cancellation can be lost, where what a task waits for happens at the same moment
    (`asyncio.wait_for` before Python 3.12): it is said again.
    """
    while running := [task for task in tasks if not task.done()]:
        for task in running:
            task.cancel()
        await asyncio.wait(running, timeout=_AGAIN_SECONDS)
