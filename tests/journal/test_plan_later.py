"""A plan that is carried out a while after it was made."""

from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.journal.errors import UndoRefused

Clickup = ClickupApiConnector


async def test_what_others_change_after_the_plan_is_not_overwritten(
    clickup: Clickup, sandbox: Sandbox, task: dict[str, Any]
) -> None:
    await clickup.execute("tasks", "update", {"task_id": task["id"], "name": "New"})
    plan = await clickup.plan_undo(1)
    others = ClickupApiConnector.sandbox(sandbox)
    await others.execute("tasks", "update", {"task_id": task["id"], "name": "By others"})
    with pytest.raises(UndoRefused, match="changed since"):
        await plan.carry_out()
    assert sandbox.workspace.tasks[task["id"]].name == "By others"
    await plan.carry_out(changed=True)
    assert sandbox.workspace.tasks[task["id"]].name == task["name"]


async def test_a_plan_is_carried_out_once(
    clickup: Clickup, sandbox: Sandbox, task: dict[str, Any]
) -> None:
    params = {"list_id": task["list"]["id"], "name": "Again"}
    made = await clickup.execute("tasks", "create", params)
    await clickup.execute("tasks", "delete", {"task_id": made.data["id"]})
    plan = await clickup.plan_undo(2)
    await plan.carry_out()
    with pytest.raises(UndoRefused, match="has undone it"):
        await plan.carry_out()
    assert [one.name for one in sandbox.workspace.tasks.values()].count("Again") == 1
