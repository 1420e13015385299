"""Lookups that go together, and what becomes of them when one of their requests leaves."""

import asyncio
import gc
from collections.abc import Mapping

import pytest

from store.sharing import Sharing


class Finds:
    """A find that lasts until it is let go, and remembers what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []
        self.free = asyncio.Event()

    async def __call__(self, keys: list[str]) -> Mapping[str, str]:
        self.asked.append(set(keys))
        await self.free.wait()
        if "bad" in keys:
            raise ValueError("bad")
        return {key: key.upper() for key in keys}


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_lookups_of_one_turn_go_together() -> None:
    sharing, finds = Sharing(), Finds()
    finds.free.set()
    found = await asyncio.gather(*(sharing.look_up("kind", [key], finds) for key in "abc"))
    assert finds.asked == [{"a", "b", "c"}]
    assert [each[key] for each, key in zip(found, "abc", strict=True)] == ["A", "B", "C"]


async def test_what_is_asked_meanwhile_goes_next_as_one() -> None:
    sharing, finds = Sharing(), Finds()
    first = asyncio.create_task(sharing.look_up("kind", ["a"], finds))
    await turns()
    later = [asyncio.create_task(sharing.look_up("kind", [key], finds)) for key in "bc"]
    await turns()
    assert finds.asked == [{"a"}]
    finds.free.set()
    await asyncio.gather(first, *later)
    assert finds.asked == [{"a"}, {"b", "c"}]


async def test_kinds_do_not_wait_for_each_other() -> None:
    sharing, finds = Sharing(), Finds()
    lookups = [asyncio.create_task(sharing.look_up(kind, ["a"], finds)) for kind in ("x", "y")]
    await turns()
    assert finds.asked == [{"a"}, {"a"}]
    finds.free.set()
    await asyncio.gather(*lookups)


async def test_nobody_waits_long_for_a_find_of_others() -> None:
    sharing, stuck, finds = Sharing(), Finds(), Finds()
    finds.free.set()
    first = asyncio.create_task(sharing.look_up("kind", ["a"], stuck))
    await turns()
    later = (sharing.look_up("kind", [key], finds) for key in "bc")
    found = await asyncio.wait_for(asyncio.gather(*later), 5)
    assert found == [{"b": "B", "c": "C"}] * 2
    assert finds.asked == [{"b", "c"}] and not first.done()
    assert await asyncio.wait_for(sharing.look_up("kind", ["d"], finds), 5) == {"d": "D"}
    stuck.free.set()
    assert await first == {"a": "A"}
    assert await sharing.look_up("kind", ["e"], finds) == {"e": "E"}


async def test_a_failure_is_told_to_all_it_concerns_and_to_nobody_else() -> None:
    sharing, finds = Sharing(), Finds()
    finds.free.set()
    told = await asyncio.gather(
        *(sharing.look_up("kind", [key], finds) for key in ("a", "bad")), return_exceptions=True
    )
    assert [type(each) for each in told] == [ValueError, ValueError]
    assert await sharing.look_up("kind", ["a"], finds) == {"a": "A"}


@pytest.mark.parametrize("leaves", [0, 1, 2])
@pytest.mark.parametrize("after", [0, 1, 5])
async def test_a_request_that_leaves_takes_nobody_with_it(leaves: int, after: int) -> None:
    sharing, finds = Sharing(), Finds()
    lookups = [asyncio.create_task(sharing.look_up("kind", [key], finds)) for key in "abc"]
    await turns(after)
    lookups[leaves].cancel()
    await turns()
    finds.free.set()
    found = await asyncio.wait_for(asyncio.gather(*lookups, return_exceptions=True), 5)
    for place, (each, key) in enumerate(zip(found, "abc", strict=True)):
        if place == leaves:
            assert isinstance(each, asyncio.CancelledError)
        else:
            assert isinstance(each, Mapping) and each[key] == key.upper()
    assert (await asyncio.wait_for(sharing.look_up("kind", ["d"], finds), 5))["d"] == "D"


async def test_who_leaves_while_being_handed_the_lead_hands_it_on() -> None:
    sharing, finds = Sharing(), Finds()
    first = asyncio.create_task(sharing.look_up("kind", ["a"], finds))
    await turns()
    second, third = (asyncio.create_task(sharing.look_up("kind", [key], finds)) for key in "bc")
    await turns()
    finds.free.set()
    await first
    second.cancel()
    assert (await asyncio.wait_for(third, 5))["c"] == "C"
    assert second.cancelled() or (await second)["b"] == "B"


async def test_a_failure_that_nobody_waits_for_is_nobodys_business() -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    sharing, finds = Sharing(), Finds()
    finds.free.set()
    sharing.ask("kind", ["bad"], finds)
    await turns()
    gc.collect()
    assert finds.asked == [{"bad"}] and not told


async def test_what_is_under_way_is_given_up_at_the_end() -> None:
    sharing, finds = Sharing(), Finds()
    first = asyncio.create_task(sharing.look_up("kind", ["a"], finds))
    await turns()
    second = sharing.ask("kind", ["b"], finds)
    await asyncio.wait_for(sharing.close(), 5)
    found = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(each) for each in found] == [asyncio.CancelledError] * 2
