"""What is renamed between the look at a name and the write is told, if the answer shows it."""

from datetime import date
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body
from tests.clickup.operations.conftest import NOON
from tests.clickup.renaming import Renaming, kinds_in
from tests.clickup.test_named_parameters import given

WRITES = [
    pytest.param(operation, name, kind, id=f"{operation.name}-{name}-{kind}")
    for operation in ClickupApiConnector.operations
    for name, shape in operation.named.items()
    for kind in sorted(kinds_in(shape))
    if operation.effect == "write" and kind != "any field" and operation.endpoints
]


@pytest.fixture(scope="module")
def shared() -> Renaming:
    return world()


def world() -> Renaming:
    made = Sandbox(tasks=20, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)
    return Renaming(made)


def shown(value: Any, identifier: str) -> bool:
    """Whether an answer shows that something has its new name."""
    if isinstance(value, list):
        return any(shown(each, identifier) for each in value)
    if not isinstance(value, dict):
        return False
    called = "Payroll" in (value.get("name"), value.get("username"))
    return (str(value.get("id")) == identifier and called) or shown(
        list(value.values()), identifier
    )


@pytest.mark.parametrize(("operation", "name", "kind"), WRITES)
async def test_a_name_that_moves_on_meanwhile_is_told(
    shared: Renaming, operation: Operation, name: str, kind: str
) -> None:
    here = world() if (operation.name, name) in TOLD else shared
    here.called.clear()
    here.between.alter = None
    here.other.directory.forget()
    (old, was), *_ = await here.two(kind, name)
    taking = [each for each in operation.endpoints if name in each.names]
    endpoint = next(iter(taking or operation.endpoints), None)

    def renamed(method: str, path: str, body: Any) -> Any:
        here.called |= {old: "Payroll"}
        return body

    try:
        around = await here.maker.params(operation, endpoint, without=name)
        here.between.alter = renamed
        params = around | given(operation, name, was, kind)
        result = await here.mine.execute(operation.entity, operation.action, params)
    except ConnectorError:
        assert (operation.name, name) not in TOLD
        return  # it needs more than that
    told = [said for said in result.meta.warnings if "is called 'Payroll' now" in said]
    assert len(told) == shown(result.data, old)
    assert (operation.name, name) not in TOLD or told


TOLD = {
    *(("lists.update", "list_id"), ("lists.create", "folder_id"), ("tasks.create", "list_id")),
    *(("tasks.create", "assignees"), ("goals.create", "owners"), ("goals.update", "add_owners")),
}
"""Where it must be; where a name is changed by the call itself, it cannot be."""


async def test_what_a_write_itself_renames_is_not_told() -> None:
    here = world()
    (old, was), _ = await here.two("list", "list_id")
    result = await here.mine.lists.update(was, name="Payroll")
    assert (result.data["id"], result.meta.warnings) == (old, ())


@pytest.mark.parametrize("action", ["create_many", "update_many"])
async def test_of_many_writes_it_is_told_too(action: str) -> None:
    here = world()
    kind = "list" if action == "create_many" else "person"
    (old, was), _ = await here.two(kind, "")
    task = await here.maker.params(ClickupApiConnector.operations.get("tasks", "get"), None)
    calls: dict[str, Any] = {
        "create_many": {"list_id": was, "tasks": [{"name": "n"}]},
        "update_many": {"updates": [{**task, "assignees": {"add": [was]}}]},
    }

    def renamed(method: str, path: str, body: Any) -> Any:
        here.called |= {old: "Payroll"}
        return body

    here.between.alter = renamed
    result = await here.mine.execute("tasks", action, calls[action])
    said = [*result.meta.warnings, *result.data[0].get("warnings", ())]
    assert "is called 'Payroll' now" in " ".join(said)


ITSELF = [
    pytest.param(operation, name, kind, parameter, id=f"{operation.name}-{name}-{parameter}")
    for operation, name, kind in (each.values for each in WRITES)
    if isinstance(operation, Operation) and isinstance(name, str)
    if any(endpoint.path.endswith(f"{{{name}}}") for endpoint in operation.endpoints)
    for parameter, said in operation.parameters.items()
    if said.annotation is str and isinstance(said.place, Body)
]
"""Writes by name, each with a text that it sends and that may be a new name."""


@pytest.mark.parametrize(("operation", "name", "kind", "parameter"), ITSELF)
async def test_no_write_tells_what_it_has_renamed_itself(
    operation: Operation, name: str, kind: str, parameter: str
) -> None:
    here = world()
    (_, was), *_ = await here.two(kind, name)
    endpoint = next(e for e in operation.endpoints if e.path.endswith(f"{{{name}}}"))
    params = await here.maker.params(operation, endpoint, without=name)
    params |= given(operation, name, was, kind) | {parameter: "payroll"}
    try:
        result = await here.mine.execute(operation.entity, operation.action, params)
    except ConnectorError:
        return  # it takes no such text
    assert not [said for said in result.meta.warnings if "is called" in said]
    if operation.parameters[parameter].renames:
        assert operation.parameters[parameter].renames == name
        assert result.data is None or "payroll" in str(result.data)


def test_what_a_parameter_renames_is_in_the_call() -> None:
    marked = [
        (operation.name, parameter.renames)
        for operation in ClickupApiConnector.operations
        for parameter in operation.parameters.values()
        if parameter.renames and parameter.renames in operation.named
    ]
    every = [p for o in ClickupApiConnector.operations for p in o.parameters.values() if p.renames]
    assert len(marked) == len(every) == 10
