"""The example of every operation: it runs, calls that operation, and gives what its type says."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.snapshot import Snapshot
from agent_connectors.engine.declare.operation import Operation
from tests.conformance.record_types import misfits, record_type

OPERATIONS = list(ClickupApiConnector.operations)


class World:
    """A sandbox, a connector to it, and how it was at first."""

    def __init__(self, sandbox: Sandbox, clickup: ClickupApiConnector) -> None:
        self.sandbox = sandbox
        self.clickup = clickup
        self.before: Snapshot = sandbox.checkpoint()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The seeded workspace, and one of each thing that it has none of."""
    sandbox = Sandbox(rate_limit=None)
    files = tmp_path_factory.mktemp("files")
    connector = ClickupApiConnector.sandbox(sandbox, allow_destructive=True, files=files)
    with connector as clickup:
        clickup.run(fill(clickup))
        yield World(sandbox, clickup)


async def fill(clickup: ClickupApiConnector) -> None:
    """Makes what the seeded workspace has none of."""
    entry = (await clickup.time_tracking.list(limit=1)).data[0]["id"]
    await clickup.webhooks.create("https://example.com/other", ["taskCreated"])
    await clickup.time_entry_tags.add([entry], [{"name": "travel"}])
    await clickup.time_tracking.update("4927022626604154715", description="Changed once")


async def run(example: str, clickup: ClickupApiConnector) -> Any:
    """Runs an example; gives what its last line gives."""
    tree = ast.parse(example)
    last = tree.body[-1]
    assert isinstance(last, ast.Expr)
    tree.body[-1] = ast.Assign([ast.Name("answer", ast.Store())], last.value)
    code = compile(
        ast.fix_missing_locations(tree), "example", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    )
    names: dict[str, Any] = {"clickup": clickup}
    await eval(code, names)  # noqa: S307 - what a docstring of ours says
    return names["answer"]


def test_an_example_calls_its_operation() -> None:
    for operation in OPERATIONS:
        match ast.parse(operation.example).body[-1:]:
            case [ast.Expr(value=ast.Await(value=ast.Call(func=called)))]:
                assert ast.unparse(called) == f"clickup.{operation.name}"
            case _:
                pytest.fail(f"{operation.name} has no example that ends with a call")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: str(operation.name))
def test_an_example_runs(operation: Operation, world: World) -> None:
    world.sandbox.requests.clear()
    try:
        answer = world.clickup.run(run(operation.example, world.clickup))
        sent = {request.method for request in world.sandbox.requests}
    finally:
        if operation.effect != "read":
            world.sandbox.restore(world.before)
    assert list(misfits(answer.data, record_type(operation))) == []
    assert answer.meta.warnings == ()
    if operation.answer.many:
        assert answer.data, "an empty list shows no record"
    if operation.effect != "read":
        assert sent - {"GET"}


def test_a_model_reads_no_example() -> None:
    for operation in OPERATIONS:
        assert "clickup." not in operation.description
        assert all("clickup." not in p.description for p in operation.parameters.values())


def test_the_pages_have_every_example() -> None:
    folder = Path(__file__).parents[2] / "docs" / "reference"
    for operation in OPERATIONS:
        page = (folder / f"{operation.entity}.md").read_text()
        part = page.partition(f"\n## {operation.name}\n")[2].partition("\n## ")[0]
        assert operation.example in part
        assert "\nAnswers with " in part
