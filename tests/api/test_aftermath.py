"""What follows a recorded change: in order, once the change is written, and whatever fails."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest
from pymongo.errors import OperationFailure

from domain import activities
from domain.activities import Entry
from domain.aftermath import Aftermath, Told, Work
from domain.context import Context
from store.documents import Activity, SiteSettings
from store.match import EVERYTHING
from store.mongo import Store, StoreUnavailableError
from tests.abilities import lacking


class Follower:
    """Writes down what it is told; does `first` before that."""

    def __init__(self, first: Callable[[str], object] = lambda _: None) -> None:
        self.seen: list[str] = []
        self._first = first

    async def __call__(self, told: Sequence[Told], /) -> list[Work | None]:
        return [partial(self._see, each) for each in told]

    async def _see(self, told: Told) -> None:
        for activity in told.activities:
            await asyncio.sleep(0)
            self._first(activity["title"])
            self.seen.append(activity["title"])


def following(context: Context, *followers: Follower) -> Context:
    return replace(context, services=replace(context.services, aftermath=Aftermath(followers)))


async def record(ctx: Context, *titles: str, board: str = "board") -> None:
    entries = [Entry("createList", {"boardId": board, "title": title}) for title in titles]
    await activities.record(ctx, *entries)


def told(ctx: Context, title: str, board: str = "board") -> Told:
    return Told(ctx, ({"_id": title, "boardId": board, "title": title},), SiteSettings(id=""))


async def test_a_board_is_followed_up_in_order_and_failures_keep_nobody(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    failing, other = Follower(lambda title: 1 // (title != "b")), Follower()
    ctx = following(context, failing, other)
    async with ctx.services.aftermath.running(5):
        await record(ctx, "a")
        await record(ctx, "b", "c")
        await record(ctx, "d")
    assert other.seen == ["a", "b", "c", "d"]
    assert failing.seen == ["a", "d"]
    assert [each.levelname for each in caplog.records] == ["ERROR"]
    assert "ZeroDivisionError" in caplog.text


async def test_what_comes_soon_after_a_look_is_looked_at_together(context: Context) -> None:
    looks: list[list[str]] = []

    async def look(batch: Sequence[Told], /) -> list[Work | None]:
        looks.append([each.activities[0]["title"] for each in batch])
        return [None] * len(batch)

    aftermath = Aftermath([look])
    async with aftermath.running(5):
        aftermath.tell(told(context, "first"))
        await aftermath.settled()
        for title in ("a", "b", "c"):
            aftermath.tell(told(context, title))
            await asyncio.sleep(0)
        await aftermath.settled()
    assert looks == [["first"], ["a", "b", "c"]]


async def test_what_is_undone_is_not_followed_up(context: Context) -> None:
    follower = Follower()
    ctx = following(context, follower)
    async with ctx.services.aftermath.running(5):

        async def work(*, fails: bool) -> None:
            await record(ctx, "kept" if not fails else "lost")
            await asyncio.sleep(0.05)
            assert follower.seen == []
            if fails:
                raise LookupError

        with pytest.raises(LookupError):
            await ctx.store.atomically(lambda: work(fails=True))
        await ctx.store.atomically(lambda: work(fails=False))
    assert follower.seen == ["kept"]


async def test_an_attempt_in_conflict_is_followed_up_once(context: Context) -> None:
    follower = Follower()
    ctx = following(context, follower)
    await context.store.database["counters"].insert_one({"_id": "one", "next_val": 0})
    attempts = 0

    async def work() -> None:
        nonlocal attempts
        attempts += 1
        await record(ctx, "told")
        await ctx.store.insert_documents(Activity, [{"_id": f"of {attempts}", "title": "x"}])
        if attempts == 1:
            raise _conflict()

    async with ctx.services.aftermath.running(5):
        await ctx.store.atomically(work)
    assert (attempts, follower.seen) == (2, ["told"])
    assert await ctx.store.count(Activity, EVERYTHING) == 2


def _conflict() -> Exception:
    return OperationFailure("", 112, {"errorLabels": ["TransientTransactionError"]})


async def test_without_transactions_what_was_written_is_followed_up(
    context: Context,
) -> None:
    await lacking(context.store, "transactions")
    follower = Follower()
    ctx = following(context, follower)

    async def work() -> None:
        await record(ctx, "written")
        raise LookupError

    async with ctx.services.aftermath.running(5):
        with pytest.raises(LookupError):
            await ctx.store.atomically(work)
    assert follower.seen == ["written"]


async def test_what_is_left_out_is_logged(
    context: Context, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower()
    ctx = following(context, follower)
    await record(ctx, "early")
    monkeypatch.setattr("domain.aftermath._LONGEST_QUEUE", 1)
    async with ctx.services.aftermath.running(5):
        for n in range(3):
            ctx.services.aftermath.tell(told(ctx, str(n)))
    assert follower.seen == ["0"]
    assert [each.levelno for each in caplog.records] == [logging.ERROR] * 3
    assert "nobody follows up" in caplog.messages[0]
    assert caplog.messages[1:] == [
        f"too much to follow up: left out the activities ['{n}']" for n in (1, 2)
    ]


async def test_stopping_waits_no_longer_than_it_may(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    async def stuck(told: Sequence[Told], /) -> list[Work | None]:
        await asyncio.Event().wait()
        return [None] * len(told)

    aftermath = Aftermath([stuck])
    ctx = replace(context, services=replace(context.services, aftermath=aftermath))
    async with aftermath.running(0.01):
        await record(ctx, "never")
    assert caplog.messages == ["stopped with 1 changes not followed up"]


async def test_nobody_waits_for_ever_for_what_is_not_looked_at(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.aftermath._PATIENCE_SECONDS", 0.01)
    free = asyncio.Event()
    seen: list[str] = []

    async def slow(told: Sequence[Told], /) -> list[Work | None]:
        await free.wait()
        seen.extend(each.activities[0]["title"] for each in told)
        return [None] * len(told)

    aftermath = Aftermath([slow])
    await aftermath.looked_at()
    async with aftermath.running(5):
        aftermath.tell(told(context, "a"))
        await asyncio.wait_for(aftermath.looked_at(), 5)
        assert seen == []
        monkeypatch.setattr("domain.aftermath._PATIENCE_SECONDS", 5)
        asyncio.get_running_loop().call_later(0.05, free.set)
        await aftermath.looked_at()
        assert seen == ["a"]


async def test_what_a_follower_changes_is_followed_up_too(context: Context) -> None:
    async def echo(told: Sequence[Told], /) -> list[Work | None]:
        titles = [str(each.activities[0]["title"]) for each in told]
        return [
            partial(record, ctx, f"{title}!", board=title) if len(title) < 3 else None
            for title in titles
        ]

    follower = Follower()
    aftermath = Aftermath([follower, echo])
    ctx = replace(context, services=replace(context.services, aftermath=aftermath))
    async with aftermath.running(5):
        await record(ctx, "a")
        await aftermath.settled()
        assert follower.seen == ["a", "a!", "a!!"]


async def test_a_site_without_activities_has_nothing_to_follow_up(
    context: Context, store: Store
) -> None:
    follower = Follower()
    ctx = following(context, follower)
    await store.database["settings"].update_one({}, {"$set": {"disableActivities": True}}, True)
    async with ctx.services.aftermath.running(5):
        await record(ctx, "a")
    assert follower.seen == []


async def test_what_waits_is_looked_at_together_and_one_failure_is_its_own(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    sizes = []

    async def picky(told: Sequence[Told], /) -> list[Work | None]:
        sizes.append(len(told))
        assert all(each.activities[0]["title"] != "bad" for each in told)
        return [None] * len(told)

    follower = Follower()
    ctx = replace(
        context, services=replace(context.services, aftermath=Aftermath([picky, follower]))
    )
    async with ctx.services.aftermath.running(5):
        for title in ("a", "bad", "b"):
            ctx.services.aftermath.tell(told(ctx, title, board=title))
    assert sizes == [3, 1, 1, 1]
    assert sorted(follower.seen) == ["a", "b", "bad"]
    assert len(caplog.records) == 1


async def test_a_database_that_is_away_is_asked_once(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    sizes = []

    async def asking(told: Sequence[Told], /) -> list[Work | None]:
        sizes.append(len(told))
        raise StoreUnavailableError

    ctx = replace(context, services=replace(context.services, aftermath=Aftermath([asking])))
    async with ctx.services.aftermath.running(5):
        for title in ("a", "b"):
            ctx.services.aftermath.tell(told(ctx, title))
    assert sizes == [2]
    assert len(caplog.records) == 1
