"""A walk that was broken off never ends as if it were whole, however it is gone on with."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidCall
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.lists.iteration import Iteration

ALL = 250


class Walk:
    """A walk, its sandbox, and the records that it gave."""

    def __init__(self, **options: Any) -> None:
        self.sandbox = Sandbox(tasks=ALL, one_list=True, rate_limit=None, **options)
        clickup = ClickupApiConnector.sandbox(self.sandbox, timeout=10)
        self.records: Iteration[Any] = clickup.iterate("tasks", "search", {"subtasks": True})
        self.got: list[Any] = []

    async def take(self, most: int = ALL) -> None:
        """Takes some records, as `async for` does."""
        async for record in self.records:
            self.got.append(record)
            if len(self.got) >= most:
                return

    def take_at_once(self, most: int = ALL) -> None:
        """Takes some records, as `for` does."""
        for record in self.records:
            self.got.append(record)
            if len(self.got) >= most:
                return


def loop_ends() -> Walk:
    walk = Walk()
    asyncio.run(walk.take(3))
    return walk


def cancelled() -> Walk:
    walk = Walk()

    async def cancel() -> None:
        await walk.take(3)

        async def one() -> Any:
            return await anext(walk.records)

        walk.got += [await anext(walk.records) for _ in range(97)]
        walk.sandbox.latency = 30
        waiting = asyncio.ensure_future(one())
        # Those that have come are given first; then it waits for the next page.
        while not waiting.done():
            await asyncio.sleep(0)
            if waiting.done():
                walk.got.append(waiting.result())
                waiting = asyncio.ensure_future(one())
                continue
            waiting.cancel()
            break
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(cancel())
    return walk


def closed() -> Walk:
    walk = Walk()

    async def close() -> None:
        await walk.take(3)
        await walk.records.aclose()

    asyncio.run(close())
    return walk


def left() -> Walk:
    walk = Walk()
    walk.take_at_once(3)
    return walk


def failed() -> Walk:
    walk = Walk()
    walk.sandbox.fail(400, path="*/task*", times=9)
    with pytest.raises(ConnectorError):
        walk.take_at_once()
    return walk


BROKEN: list[Callable[[], Walk]] = [loop_ends, cancelled, closed, left, failed]


@pytest.mark.parametrize("how", BROKEN)
def test_a_walk_that_was_broken_off_says_so(how: Callable[[], Walk]) -> None:
    walk = how()
    told = f"broken off after record {len(walk.got)},"
    with pytest.raises(InvalidCall, match=told):
        walk.take_at_once()
    with pytest.raises(InvalidCall, match=told):
        asyncio.run(walk.take())


def test_a_walk_at_its_end_stays_there() -> None:
    walk = Walk()
    walk.take_at_once(10**6)
    whole = len(walk.got)
    walk.take_at_once(10**6)
    asyncio.run(walk.take(10**6))
    assert whole == len(walk.got) > 100


async def test_a_loop_that_was_left_goes_on_in_the_same_event_loop() -> None:
    walk = Walk()
    await walk.take(3)
    await walk.take(10**6)
    assert len({record["id"] for record in walk.got}) == len(walk.got) > 100


async def test_of_tasks_on_one_walk_one_takes_a_record_at_a_time() -> None:
    walk = Walk()

    async def one() -> Any:
        return await anext(walk.records)

    told = await asyncio.gather(one(), one(), one(), return_exceptions=True)
    assert [isinstance(each, InvalidCall) for each in told] == [False, True, True]
    assert "Another task or thread" in str(told[1])
    await walk.take(10**6)  # nothing of it is lost
    assert len(walk.got) + 1 == len({record["id"] for record in (told[0], *walk.got)})


def test_of_threads_on_one_walk_one_takes_a_record_at_a_time() -> None:
    asked, answer = threading.Event(), threading.Event()
    walk = Walk()
    sandbox = walk.sandbox

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        asked.set()
        await asyncio.to_thread(answer.wait, 20)
        await sandbox(scope, receive, send)

    clickup = ClickupApiConnector.sandbox(slow, timeout=30)
    walk.records = clickup.iterate("tasks", "search", {"subtasks": True})
    first = threading.Thread(target=walk.take_at_once)
    first.start()
    assert asked.wait(20)
    with pytest.raises(InvalidCall, match="Another task or thread"):
        next(iter(walk.records))
    answer.set()
    first.join(30)
    assert len(walk.got) == ALL
