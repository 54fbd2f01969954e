"""Names that have moved on while they were known, in every operation that changes something."""

from datetime import date
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
from tests.clickup.operations.conftest import NOON
from tests.clickup.renaming import Renaming, kinds_in
from tests.clickup.test_named_parameters import given

WRITES = [
    (operation, name, kind)
    for operation in ClickupApiConnector.operations
    for name, shape in operation.named.items()
    for kind in sorted(kinds_in(shape))
    if operation.effect != "read"
]

HIDDEN = {
    "space": ("archived",),
    "folder": ("archived", "deleted"),
    "list": ("archived", "deleted"),
    "doc": ("archived",),
}
"""What can be gone and be answered by its id all the same."""

CHANGES = [
    pytest.param(operation, name, kind, change, id=f"{operation.name}-{name}-{kind}-{change}")
    for operation, name, kind in WRITES
    for change in ("swapped", "replaced", "renamed", "doubled", *HIDDEN.get(kind, ()))
]


@pytest.fixture(scope="module")
def world() -> Renaming:
    sandbox = Sandbox(tasks=20, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)
    return Renaming(sandbox)


async def sent(world: Renaming, operation: Operation, params: dict[str, Any]) -> dict[str, Any]:
    with world.mine.directory.call():
        return await world.mine.hooks.prepare(operation, params, params)


@pytest.mark.parametrize(("operation", "name", "kind", "change"), CHANGES)
async def test_a_write_goes_to_what_alone_has_the_name_now(
    world: Renaming, operation: Operation, name: str, kind: str, change: str
) -> None:
    world.as_it_was()
    (old, was), (new, other) = await world.two(kind, name)
    await world.learn(kind)
    if change == "doubled":
        world.called = {new: was}
    elif change in {"swapped", "replaced"}:
        world.called = {old: other if change == "swapped" else "Payroll", new: was}
    elif change == "renamed":
        world.called = {old: "Payroll"}
    else:
        world.gone = {old: change}
    params = given(operation, name, was, kind)
    if operation.takes_file:
        params |= {"text": "x", "name": "x.txt"}
    if change not in {"swapped", "replaced"}:
        with pytest.raises(InvalidParams, match="called"):
            await sent(world, operation, params)
    if change in HIDDEN.get(kind, ()):
        world.called = {new: was}  # and a live one has the name
    if change not in {"doubled", "renamed"}:
        expected = given(operation, name, int(new) if kind == "person" else new, kind)[name]
        found = (await sent(world, operation, params))[name]
        assert str(found) == str(expected) or found == given(operation, name, new, kind)[name]


async def test_the_name_of_a_space_takes_one_request() -> None:
    world = Renaming(Sandbox(tasks=20, rate_limit=None))
    ((space, was), _) = await world.two("space", "space_id")
    create = world.mine.operations.get("lists", "create")
    await world.learn("space")
    world.between.sent.clear()
    assert (await sent(world, create, {"space_id": was, "name": "n"}))["space_id"] == space
    assert len(world.between.sent) == 1


def test_what_is_enumerated_is_not_little() -> None:
    destructive = {
        operation.name for operation, _, _ in WRITES if operation.effect == "destructive"
    }
    assert {"spaces.delete", "folders.delete", "lists.delete", "goals.delete", "views.delete"} < (
        destructive
    )
    assert len(CHANGES) > 300
