"""Event loops of several threads share what is kept for each: none stumbles over another."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.loops import PerLoop
from agent_connectors.engine.store.absent import WithoutStore

pytestmark = pytest.mark.timeout(60)


@contextmanager
def another_thread(within: str, line: int, work: Callable[[], Any]) -> Iterator[list[object]]:
    """Has another thread work in the midst of a function of this one, as far as it may.

    Args:
        within: The name of the function, when it is first called.
        line: How many lines after its first.
        work: What the other thread does.
    """
    done: list[object] = []
    begun: list[threading.Thread] = []

    def meddle(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_name != within or begun:
            return meddle
        if event == "line" and frame.f_lineno >= frame.f_code.co_firstlineno + line:
            begun.append(threading.Thread(target=lambda: done.append(work())))
            begun[0].start()
            begun[0].join(1)  # it waits for this one, if it must
        return meddle

    before = sys.gettrace()
    sys.settrace(meddle)
    try:
        yield done
    finally:
        sys.settrace(before)
        for thread in begun:
            thread.join()


class Open:
    """Something that is open."""

    async def aclose(self) -> None:
        """Nothing is to be done."""


def test_a_pool_is_used_while_another_thread_begins_to() -> None:
    connector = ClickupApiConnector.sandbox(tasks=0)

    def choose(_: object) -> ClickupApiConnector:
        return connector

    pool: ConnectorPool[None] = ConnectorPool(choose)

    async def use() -> str:
        async with pool.use(None):
            return "used"

    before, here, there = (asyncio.new_event_loop() for _ in range(3))
    try:
        before.run_until_complete(use())
        # It looks which of the loops have ended: at that moment, another is added.
        with another_thread("is_closed", 0, lambda: there.run_until_complete(use())) as done:
            assert here.run_until_complete(use()) == "used"
        assert done == ["used"]
    finally:
        for loop in (before, here, there):
            loop.close()


def test_what_loops_have_is_closed_while_another_thread_opens_its_own() -> None:
    opened = PerLoop(Open)
    before, here, there = (asyncio.new_event_loop() for _ in range(3))
    try:
        before.run_until_complete(opened.here())
        here.run_until_complete(opened.here())
        with another_thread("items", 3, lambda: there.run_until_complete(opened.here())) as done:
            here.run_until_complete(opened.aclose())
        assert isinstance(done[0], Open)
    finally:
        for loop in (before, here, there):
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()


def test_a_replica_is_added_while_another_thread_writes() -> None:
    class Replica:
        """Stands for a store, of which a connector needs to know nothing here."""

    follows = WithoutStore()
    first: Any = Replica()
    second: Any = Replica()
    follows.kept_in(first)
    with another_thread("__iter__", 3, lambda: follows.kept_in(second)) as done:
        assert follows.replicas == (first,)
    assert done == [None]
    assert set(follows.replicas) == {first, second}
