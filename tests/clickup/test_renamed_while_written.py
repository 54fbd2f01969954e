"""What is renamed between the look at a name and the write is told, if the answer shows it."""

from datetime import date
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
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
