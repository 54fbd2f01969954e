"""What each request changed, told from one request to the next."""

import json
from datetime import date

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import RequestRecord, Sandbox, Snapshot
from agent_connectors.clickup.sandbox.comparing.following import Following
from agent_connectors.clickup.sandbox.page.log import Log
from agent_connectors.clickup.sandbox.state.workspace import Workspace
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from tests.clickup.operations.changing import changing
from tests.clickup.operations.conftest import NOON
from tests.sandbox.test_changes import KEPT_APART, ROUTES


@pytest.fixture(scope="module")
def grown() -> tuple[Sandbox, Snapshot]:
    """One sandbox for all writes, and how it was at first."""
    sandbox = Sandbox(tasks=20, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)
    return sandbox, sandbox.checkpoint()


@pytest.mark.parametrize(("operation", "endpoint"), ROUTES)
async def test_it_tells_what_a_comparison_of_everything_does(
    operation: Operation, endpoint: Endpoint, grown: tuple[Sandbox, Snapshot]
) -> None:
    sandbox, start = grown
    sandbox.restore(start)
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    params = await changing(clickup, sandbox, operation, endpoint)
    since, following = sandbox.checkpoint(), Following(sandbox.workspace)
    log = Log(sandbox.workspace)
    sandbox.listeners[:] = [log.note]
    await clickup.execute(operation.entity, operation.action, params)
    step = following.step()
    entries = [json.loads(entry.json) for entry in log.after(0)]
    told = [change for entry in entries for change in entry.get("changes", ())]
    assert len(told) + sum(entry.get("further", 0) for entry in entries) == len(step.changes)
    assert all(change["name"] is not None and change["fields"] is not None for change in told)
    assert step.changes == sandbox.changes(since)
    assert bool(step.changes) is (operation.name not in KEPT_APART)
    assert {(one.kind, one.id) for one in step.changes} <= set(step.objects)
    assert not following.step().changes


async def test_each_step_tells_of_itself_alone() -> None:
    sandbox = Sandbox(tasks=20, today=date(2026, 3, 18), rate_limit=None)
    following, told = Following(sandbox.workspace), list[str]()

    def tell(record: RequestRecord, workspace: Workspace) -> None:
        told.append(f"{record.method}: {following.step().changes}")

    sandbox.listeners.append(tell)
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    task = (await clickup.execute("tasks", "search", {"limit": 1})).data[0]
    told.clear()
    for name in ("One", "Two"):
        await clickup.execute("tasks", "update", {"task_id": task["id"], "name": name})
    await clickup.execute("tasks", "delete", {"task_id": task["id"]})
    writes = [line for line in told if not line.startswith("GET")]
    assert [line.splitlines()[-1].strip() for line in writes[:2]] == [
        f'name: "{task["name"]}" -> "One"',
        'name: "One" -> "Two"',
    ]
    assert f"deleted task {task['id']} 'Two'" in writes[2]
    assert all(line == "GET: nothing changed" for line in told if line not in writes)
