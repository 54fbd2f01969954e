"""An update of nothing is refused: each parameter of each update alone, in every empty form."""

import asyncio
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams, UnknownOperation
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear
from tests.clickup.operations.making import Maker
from tests.reports.every_field import Ground

UPDATES = [
    operation
    for operation in ClickupApiConnector.operations
    if operation.action == "update"
    and not any(p.required and p.place is not None for p in operation.parameters.values())
]
"""Those that need nothing that is a change by itself."""

ALONE: dict[str, list[Any]] = {
    "content_edit_mode": ["append"],
    "content_format": ["text/md"],
    "tag_action": ["replace", "add", "remove"],
    "unset_status": [False],
    "due_date_time": [True, False],
    "start_date_time": [True, False],
}
"""Parameters that say how others are taken, and what is no change of its own."""

EMPTY: tuple[Any, ...] = ([], {}, {"add": []}, {"rem": []}, {"add": [], "rem": []}, None)

CASES = [
    (operation, name, value)
    for operation in UPDATES
    for name, parameter in operation.parameters.items()
    if isinstance(parameter.place, Body | Clear)
    for value in (*ALONE.get(name, ()), *EMPTY)
]


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(rate_limit=None)


@pytest.mark.parametrize(
    ("operation", "name", "value"), CASES, ids=[f"{o.name}-{n}-{v}" for o, n, v in CASES]
)
async def test_an_update_of_nothing_is_refused(
    sandbox: Sandbox, operation: Operation, name: str, value: Any
) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox)
    needed = {n: "1" for n, p in operation.parameters.items() if p.required}
    sandbox.requests.clear()
    with pytest.raises(InvalidParams):
        await clickup.execute(operation.entity, operation.action, {**needed, name: value})
    assert not [sent for sent in sandbox.requests if sent.method != "GET"]


async def test_empty_tags_take_the_old_ones_away(sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox)
    operation = clickup.operations.get("time_tracking", "update")
    params = await Maker(clickup, sandbox).params(operation, operation.endpoints[0])
    params = {"time_entry_id": params["time_entry_id"], "tags": [], "tag_action": "replace"}
    assert (await clickup.execute("time_tracking", "update", params)).meta.warnings == ()


@pytest.mark.parametrize("action", ["add", "remove", None])
async def test_empty_tags_to_add_or_remove_are_no_change(
    sandbox: Sandbox, action: str | None
) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox)
    params: dict[str, Any] = {"time_entry_id": "1", "tags": [], "tag_action": action}
    sandbox.requests.clear()
    with pytest.raises(InvalidParams, match='give `tag_action="replace"` as well'):
        await clickup.execute("time_tracking", "update", params)
    assert not [sent for sent in sandbox.requests if sent.method != "GET"]


async def test_an_update_of_nothing_among_many_is_refused(sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox)
    idle: list[dict[str, Any]] = [{"clear": []}, {"assignees": {"add": []}}, {"priority": None}, {}]
    for update in idle:
        params = {"updates": [{"task_id": "1", "name": "n"}, {"task_id": "2", **update}]}
        with pytest.raises(InvalidParams, match=r"Item 1: .*nothing to change"):
            await clickup.execute("tasks", "update_many", params)


async def test_a_word_on_how_beside_a_change_is_sent(sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox)
    found = (await clickup.lists.list(space_id=next(iter(sandbox.workspace.spaces)))).data[0]
    params = {"list_id": found["id"], "name": "Renamed", "unset_status": False}
    assert (await clickup.execute("lists", "update", params)).data["name"] == "Renamed"


@pytest.mark.parametrize("field", ["users", "tasks", "list_relationship", "attachment"])
@pytest.mark.parametrize(
    "value",
    [{"add": []}, {"rem": []}, {"add": [], "rem": []}, {"add": None}, {"add": None, "rem": None}],
    ids=str,
)
def test_a_change_of_a_custom_field_that_changes_nothing_is_refused(
    ground: Ground, field: str, value: Any
) -> None:
    before = len(ground.between.writes())
    with pytest.raises(InvalidParams, match="asks for no change"):
        ground.set(field, value)
    params = {"list_id": ground.list_id, "name": "n", "custom_fields": {field: value}}
    with pytest.raises(InvalidParams, match="asks for no change"):
        ground.execute("tasks", "create", params)
    assert len(ground.between.writes()) == before


@pytest.mark.parametrize("name", ["priority", "due_date", "description"])
def test_a_null_of_what_is_cleared_is_not_told(ground: Ground, name: str) -> None:
    params = {"task_id": ground.task, "clear": [name], name: None}
    assert ground.execute("tasks", "update", params).meta.warnings == ()
    params |= {"points": None}
    (told,) = ground.execute("tasks", "update", params).meta.warnings
    assert told.startswith("`points` was given as null")


ODD: list[Any] = [None, 5, True, b"tasks", ["tasks"], {}, {"tasks": 1}, "", "task s"]


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("action", ["describe", "list", *ODD], ids=repr)
def test_no_entity_is_said_so(ground: Ground, odd: Any, action: Any) -> None:
    with pytest.raises(UnknownOperation, match="There is no entity"):
        ground.execute(odd, action)
    with pytest.raises(UnknownOperation, match="There is no entity"):
        run(anext(ground.connector.iterate(odd, action)))


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_no_action_is_said_so(ground: Ground, odd: Any) -> None:
    with pytest.raises(UnknownOperation, match="`tasks` has no action"):
        ground.execute("tasks", odd)
    with pytest.raises(UnknownOperation, match="`tasks` has no action"):
        run(anext(ground.connector.iterate("tasks", odd)))


async def _awaited(found: Any) -> Any:
    return await found


def run(found: Any) -> Any:
    return asyncio.run(_awaited(found))
