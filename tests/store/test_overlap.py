"""Changes are read again from a little before the newest one, as long as one may be shown late."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore

NOW = 1_773_835_200.0  # noon of 18 March 2026


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest_asyncio.fixture
async def at_once(tmp_path: Path) -> AsyncIterator[tuple[Sandbox, ContextStore, Clock]]:
    """A workspace of 300 tasks that were all changed within the last minute, as by an import."""
    clock = Clock()
    sandbox = Sandbox(tasks=300, one_list=True, rate_limit=None, clock=clock)
    for number, task in enumerate(sandbox.workspace.tasks.values()):
        task.updated = round((NOW - 50) * 1000) + number
    without = ["comments", "replies", "archived_tasks", "doc_pages"]
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, tmp_path / "clickup.db", without=without, clock=clock)
        await store.sync()
        yield sandbox, store, clock
        store.close()


async def test_what_was_changed_at_once_is_not_read_again_and_again(
    at_once: tuple[Sandbox, ContextStore, Clock],
) -> None:
    _, store, clock = at_once
    requests = []
    for _ in range(4):
        clock.now += 120
        requests.append((await store.sync()).requests)
    assert requests[0] >= 3
    assert requests[1:] == [1, 1, 1]


async def test_what_is_shown_late_is_read(at_once: tuple[Sandbox, ContextStore, Clock]) -> None:
    sandbox, store, clock = at_once
    for late in ("Late", "Later"):
        task = next(iter(sandbox.workspace.tasks.values()))
        newest = max(one.updated for one in sandbox.workspace.tasks.values())
        task.name, task.updated = late, newest - 30_000
        sandbox.workspace.rendered.drop(task.id)
        clock.now += 20
        await store.sync()
        rows = await store.sql(f"SELECT id FROM tasks WHERE name = '{late}'")  # noqa: S608
        assert [row["id"] for row in rows.data] == [task.id]


async def test_a_change_after_quiet_times_is_read(
    at_once: tuple[Sandbox, ContextStore, Clock],
) -> None:
    sandbox, store, clock = at_once
    for number in range(5):
        clock.now += 400
        await store.sync()
        task = list(sandbox.workspace.tasks.values())[number]
        task.name, task.updated = f"Quiet {number}", round(clock.now * 1000) - 1000
        sandbox.workspace.rendered.drop(task.id)
        clock.now += 61
        assert (await store.sync()).changed == 1
