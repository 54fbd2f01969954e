"""Every write is undone as far as it says, and a sandbox is then as it was."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Change, Sandbox
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.journal.errors import UndoRefused
from agent_connectors.engine.marks import Body
from tests.clickup.operations.changing import changing
from tests.clickup.operations.conftest import NOON
from tests.reports.writes import further

WRITES = [o for o in ClickupApiConnector.operations if o.effect != "read" and o.endpoints]

ROUTES = [
    pytest.param(operation, endpoint, full, id=f"{operation.name}-{number}{'-full' * full}")
    for operation in WRITES
    for number, endpoint in enumerate(operation.endpoints)
    for full in (False, True)
    if not full or any(isinstance(p.place, Body) for p in operation.parameters.values())
]

_BELOW_A_SPACE = {
    *("folder", "list", "task", "comment", "checklist", "view", "time_entry", "attachment"),
}

STAYS: dict[str, dict[str, set[str]]] = {
    "doc_pages.update": {"changed": {"doc_page"}},
    "folders.delete": {"deleted": {"folder", *_BELOW_A_SPACE}, "changed": {"task"}},
    "goals.delete": {"deleted": {"goal"}},
    "goals.update": {"changed": {"goal"}},
    "lists.delete": {"deleted": {"list", *_BELOW_A_SPACE}, "changed": {"task"}},
    "spaces.delete": {"deleted": {"space", *_BELOW_A_SPACE}, "changed": {"task"}},
    "spaces.update": {"created": {"access"}},
    "tags.add": {"changed": {"space"}},
    "tasks.create": {"changed": {"space"}},
    "tasks.delete": {"deleted": {"task"}},
    "time_tracking.delete": {"deleted": {"time_entry"}},
    "time_tracking.start": {"changed": {"time_entry", "task"}},
    "time_tracking.update": {"changed": {"time_entry"}},
    "user_groups.delete": {"deleted": {"user_group"}},
    "views.delete": {"deleted": {"view"}},
    "webhooks.delete": {"deleted": {"webhook"}},
    "chat_channels.delete": {"deleted": {"chat_channel"}},
}
"""What stays changed of what is undone in part; what was deleted is made again beside."""

OTHERWISE: dict[str, set[str]] = {
    "folders.delete": {"orderindex"},
    "lists.delete": {"orderindex"},
    "spaces.delete": {"color", "statuses", "admin_can_manage", "tags", "prefix", "features"},
    "tasks.delete": {"custom_id"},
}
"""In what an object that was made again is not as it was."""


def is_made_again(change: Change, created: Change) -> bool:
    return (change.kind, change.name) == (created.kind, created.name)


@pytest.mark.parametrize(("operation", "endpoint", "full"), ROUTES)
async def test_a_write_is_undone_as_far_as_it_says(
    operation: Operation, endpoint: Endpoint, full: bool, tmp_path: Path
) -> None:
    sandbox = Sandbox(tasks=20, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)
    clickup = ClickupApiConnector.sandbox(
        sandbox, allow_destructive=True, journal=tmp_path / "journal.db"
    )
    params = await changing(clickup, sandbox, operation, endpoint)
    if full:
        people = [user.id for user in sandbox.workspace.users.values()]
        params |= further(operation, params, *people[:2])
    since = sandbox.checkpoint()
    await clickup.execute(operation.entity, operation.action, params)
    done = sandbox.changes(since)
    entry = clickup.journal.entries(limit=1)[0]
    assert (entry.operation, entry.outcome) == (operation.name, "done")
    plan = await clickup.plan_undo(entry.id)
    (step,) = plan.steps
    assert operation.undo is not None
    if operation.undo.level == "not":
        assert step.problem
        with pytest.raises(UndoRefused):
            await plan.carry_out()
        assert sandbox.changes(since) == done
        return
    assert not step.problem, step
    assert not step.changed, step.changed
    undone = await plan.carry_out()
    assert [one.id for one in undone.done] == [entry.id]
    assert clickup.journal.entry(entry.id).undone_by is not None
    left = sandbox.changes(since)
    assert step.loses or not left
    stays = STAYS.get(operation.name, {})
    again = [one for one in left.created if one.kind != "access"]
    for one in left:
        assert one in again or one.kind in stays.get(one.what, ()), one
    for one in again:
        (was,) = [other for other in left.deleted if is_made_again(other, one)]
        names = {name for name, value in was.before.items() if one.after.get(name) != value}
        assert names <= OTHERWISE.get(operation.name, set()), names


def test_each_write_says_how_it_is_undone_and_the_page_counts_them() -> None:
    assert all(operation.undo is not None for operation in WRITES)
    levels = Counter(one.undo.level for one in WRITES if one.undo is not None)
    page = (Path(__file__).parents[2] / "docs" / "journal.md").read_text("utf-8")
    assert f"| {levels['undoable']} operations, whole |" in page
    assert f"| {levels['partly']}, in part |" in page
    assert f"| {levels['not']}, not |" in page
