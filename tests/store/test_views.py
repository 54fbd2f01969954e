"""The views say what the sandbox's own state says."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from tests.sandbox.client import Clock

OVER = ("done", "closed")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[Sandbox, ContextStore]]:
    path: Path = tmp_path_factory.mktemp("views") / "clickup.db"
    sandbox = Sandbox(tasks=400, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=["comments", "replies", "doc_pages"])
        await store.sync()
        yield sandbox, store
        store.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_blocked(both: tuple[Sandbox, ContextStore]) -> None:
    sandbox, store = both
    wanted = {
        (one.waiting.id, one.blocking.id, one.blocking.name)
        for task in sandbox.workspace.tasks.values()
        for one in task.dependencies
        if one.waiting is task
        and not {one.waiting.status.type, one.blocking.status.type} & set(OVER)
        and not (one.waiting.archived or one.blocking.archived)
    }
    rows = (await store.sql("SELECT id, blocked_by, blocked_by_name, since FROM blocked")).data
    assert wanted
    assert {tuple(row.values())[:3] for row in rows} == wanted
    assert all(row["since"] for row in rows)


@pytest.mark.asyncio(loop_scope="module")
async def test_how_long_tasks_took(both: tuple[Sandbox, ContextStore]) -> None:
    sandbox, store = both
    wanted = {
        task.id: pytest.approx((task.done - task.created) / 86_400_000)
        for task in sandbox.workspace.tasks.values()
        if task.done is not None and not task.archived
    }
    rows = (await store.sql("SELECT id, days FROM cycle_times", limit=1000)).data
    assert wanted
    assert {row["id"]: row["days"] for row in rows} == wanted


@pytest.mark.asyncio(loop_scope="module")
async def test_what_a_saved_view_shows(both: tuple[Sandbox, ContextStore]) -> None:
    _, store = both
    rows = (await store.sql("SELECT filters FROM views WHERE name = 'Urgent'")).data
    assert "priority" in rows[0]["filters"]


async def test_how_long_tasks_were_in_each_status(tmp_path: Path) -> None:
    """As they were moved: each status with when it began and for how many minutes."""
    clock = Clock()
    sandbox = Sandbox(tasks=40, rate_limit=None, clock=clock)
    async with ClickupApiConnector.sandbox(
        sandbox, store=tmp_path / "a.db", store_also=["status_history"], store_without="comments"
    ) as clickup:
        place = next(iter(sandbox.workspace.lists.values()))
        made = (await clickup.tasks.create(place.id, "Moved")).data
        moved = [(made["status"]["status"], clock.ms)]
        for minutes, status in ((10, "in progress"), (25, "done"), (60, "in progress")):
            clock.now += minutes * 60
            await clickup.execute("tasks", "update", {"task_id": made["id"], "status": status})
            moved.append((status, clock.ms))
        clock.now += 5 * 60
        await clickup.store.sync()
        asked = (
            "SELECT task_id, status, since_ms, minutes, is_current FROM status_history "
            "ORDER BY task_id, since_ms"
        )
        rows = (await clickup.store.sql(asked, limit=9999)).data
    ends = [*(since for _, since in moved[1:]), clock.ms]
    wanted = [
        (status, since, (end - since) // 60_000)
        for (status, since), end in zip(moved, ends, strict=True)
    ]
    own = [row for row in rows if row["task_id"] == made["id"]]
    assert [(row["status"], row["since_ms"], row["minutes"]) for row in own] == wanted
    assert [bool(row["is_current"]) for row in own] == [s == "in progress" for s, _ in moved]
    # And so for all that the sandbox had begun with.
    known = {
        (task.id, status.name, since)
        for task in sandbox.workspace.tasks.values()
        for status, since in task.history or ((task.status, task.created),)
    }
    assert {(row["task_id"], row["status"], row["since_ms"]) for row in rows} == known
