"""Connections are closed once, by the last that leaves: runs, agents, toolsets and `async with`."""

import asyncio
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.connector_pool import ConnectorPool

pytest.importorskip("pydantic_ai")

from pydantic_ai import RunContext

from agent_connectors.pydantic_ai import ConnectorToolset
from tests.adapters.script import TEAMS, steps
from tests.adapters.test_pydantic_ai import agent


class Counting(ClickupApiConnector):
    """Counts how often it is closed."""

    closed = 0

    async def aclose(self) -> None:
        type(self).closed += 1
        await super().aclose()


@pytest.fixture
def clickup() -> Any:
    Counting.closed = 0
    return Counting.sandbox(tasks=3)


async def test_nested_entering_closes_once(clickup: Any) -> None:
    toolset: ConnectorToolset[None] = ConnectorToolset(clickup)
    other: ConnectorToolset[None] = ConnectorToolset(clickup, prefix="acme")
    async with clickup, toolset:
        async with toolset, other:
            async with clickup:
                await clickup.teams.list()
            assert clickup.closed == 0
        assert clickup.closed == 0
    assert clickup.closed == 1
    async with clickup:  # it can be used again
        await clickup.teams.list()
    assert clickup.closed == 2


async def test_runs_at_once_close_once_in_the_end(clickup: Any) -> None:
    running = agent(clickup, steps([TEAMS], "ok"))
    several = [agent(clickup, steps([TEAMS], "ok")) for _ in range(20)]
    async with running:
        await asyncio.gather(*(one.run("go") for one in several))
        assert clickup.closed == 0
    assert clickup.closed == 1


async def test_one_that_fails_or_is_cancelled_leaves_it_too(clickup: Any) -> None:
    inside = asyncio.Event()

    async def waits() -> None:
        async with clickup:
            inside.set()
            await asyncio.sleep(60)

    async with clickup:
        task = asyncio.create_task(waits())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(ZeroDivisionError):
            async with clickup:
                raise ZeroDivisionError
        assert clickup.closed == 0
    assert clickup.closed == 1


async def test_threads_leave_it_one_by_one(clickup: Any) -> None:
    def enters() -> None:
        async def work() -> None:
            async with clickup:
                await clickup.teams.list()

        asyncio.run(work())

    async with clickup:
        await asyncio.gather(*(asyncio.to_thread(enters) for _ in range(8)))
        assert clickup.closed == 0
    assert clickup.closed == 1


async def test_a_pool_is_closed_by_the_last_as_well(clickup: Any) -> None:
    def chosen(_: RunContext[None]) -> Counting:
        return clickup  # type: ignore[no-any-return]

    pool = ConnectorPool(chosen)
    one, other = [ConnectorToolset[None](pool, prefix=name) for name in ("acme", "beta")]
    context: Any = None
    async with one:
        async with other, pool.use(context) as connector:
            await connector.execute("teams", "list")
        assert clickup.closed == 0
    assert clickup.closed == 1


async def test_who_is_entered_is_the_same_user() -> None:
    one, other = [ClickupApiConnector("pk_1", base_url="http://127.0.0.1:9") for _ in range(2)]
    pool = ConnectorPool(lambda given: given, ClickupApiConnector)
    async with one, pool.use(one), pool.use(other) as held:
        assert held is one
        assert len(pool) == 1
