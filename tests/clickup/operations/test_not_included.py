"""What reads leave out by default, and updates leave alone: every operation says so."""

from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear
from tests.clickup.operations.making import Maker

_MARKS = ("include_", "archived", "deleted", "subtasks", "closed", "completed", "hidden")
"""What names of parameters begin or end with that let more into a result."""

_ADD_FIELDS = {
    "include_applied_objects": "adds a key to fields",
    "include_approval_details": "adds a key to time entries",
    "include_approval_history": "adds a key to time entries",
    "include_location_names": "adds keys to time entries",
    "include_markdown_description": "adds a key to tasks",
    "include_members": "adds a key to roles",
    "include_shared": "is on unless switched off",
    "include_task_tags": "adds a key to time entries",
}
"""Parameters that let in no further object, and why they leave none out."""

READS = [operation for operation in ClickupApiConnector.operations if operation.effect == "read"]

UPDATES = [
    operation
    for operation in ClickupApiConnector.operations
    if operation.action == "update"
    and not any(p.required and isinstance(p.place, Body) for p in operation.parameters.values())
]


def leaving(operation: Operation) -> dict[str, str]:
    """What an operation says of each of its parameters that lets more in."""
    return {
        name: f"{parameter.leaves_out.what} ({name}={parameter.leaves_out.value})"
        for name, parameter in operation.parameters.items()
        if parameter.leaves_out
    }


@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.name)
def test_every_parameter_that_lets_more_in_says_what_is_out(operation: Operation) -> None:
    for name in operation.parameters:
        lets_in = name.startswith(_MARKS) or name.endswith(_MARKS)
        if lets_in and name not in _ADD_FIELDS:
            assert name in leaving(operation), name


@pytest.mark.parametrize(
    "operation", [op for op in READS if leaving(op)], ids=lambda operation: operation.name
)
async def test_what_is_left_out_is_told_until_it_is_asked_for(
    clickup: ClickupApiConnector, sandbox: Sandbox, operation: Operation
) -> None:
    params: dict[str, Any] = {}
    if operation.endpoints:
        params = await Maker(clickup, sandbox).params(operation, operation.endpoints[0])
    result = await clickup.execute(operation.entity, operation.action, params)
    for name, text in leaving(operation).items():
        assert text in result.meta.not_included
        value = {"assignee": "me", "start_date": "400 days ago"}.get(name, True)
        with_it = {**params, name: value}
        told = (await clickup.execute(operation.entity, operation.action, with_it)).meta
        assert text not in told.not_included
        # Short enough for every page that is read.
        assert len(text) < 60


@pytest.mark.parametrize("operation", UPDATES, ids=lambda operation: operation.name)
async def test_no_update_of_nothing_is_sent(
    clickup: ClickupApiConnector, sandbox: Sandbox, operation: Operation
) -> None:
    sandbox.requests.clear()
    required = {name: "1" for name, p in operation.parameters.items() if p.required}
    required |= {"object_type": "list"} if "object_type" in required else {}
    with pytest.raises(InvalidParams, match="There is nothing to change"):
        await clickup.execute(operation.entity, operation.action, required)
    clear = next((p for p in operation.parameters.values() if isinstance(p.place, Clear)), None)
    for name, parameter in operation.parameters.items():
        if not isinstance(parameter.place, Body) or parameter.required:
            continue
        with pytest.raises(InvalidParams) as caught:
            await clickup.execute(operation.entity, operation.action, {**required, name: None})
        assert f"`{name}` was given as null" in str(caught.value)
        assert ("clear" in str(caught.value)) is (clear is not None)
    assert not sandbox.requests


def test_every_update_is_among_them() -> None:
    names = {operation.name for operation in UPDATES}
    assert {"tasks.update", "lists.update", "goals.update", "webhooks.update"} <= names
    others = {op for op in ClickupApiConnector.operations if op.action == "update"} - set(UPDATES)
    for operation in others:  # these cannot be called without something to change
        assert any(p.required and isinstance(p.place, Body) for p in operation.parameters.values())


async def test_items_of_many_are_held_to_it(clickup: ClickupApiConnector) -> None:
    updates = [{"task_id": "1", "priority": None}]
    with pytest.raises(InvalidParams, match=r"Item 0.*nothing to change"):
        await clickup.tasks.update_many(updates)


async def test_all_as_a_framework_fills_it_in_is_told_briefly(
    clickup: ClickupApiConnector,
) -> None:
    operation = clickup.operations.get("tasks", "update")
    task = (await clickup.tasks.search(limit=1)).data[0]["id"]
    params = {**dict.fromkeys(operation.parameters), "task_id": task, "name": "Renamed"}
    warnings = (await clickup.execute("tasks", "update", params)).meta.warnings
    assert len(warnings) == 1
    assert len(warnings[0]) < 420
