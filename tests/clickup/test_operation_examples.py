"""The example of every operation: it runs, calls that operation, and gives what its page says."""

import ast
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.snapshot import Snapshot
from agent_connectors.engine.declare.operation import Operation
from tests.conformance.always_sent import may_be_sent
from tests.conformance.record_types import misfits, record_type

OPERATIONS = list(ClickupApiConnector.operations)
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"

TOLD_FOR_OTHERS = {
    "chat_messages.list_replies": {"replies_count"},  # as of every message
    "chat_messages.reply": {"replies_count"},
    "goals.list": {"key_results"},  # only from `goals.get`
    "lists.list": {"statuses"},  # only from `lists.get`
    "members.list": {"timezone"},  # as of every person
    "task_links.add": {"subtasks", "markdown_description"},  # as of every task
    "task_links.remove": {"subtasks", "markdown_description"},
    "tasks.create": {"attachments", "subtasks"},
    "tasks.list": {"attachments", "subtasks"},
    "tasks.search": {"attachments", "subtasks", "time_spent"},
    "templates.create_folder": {"list", "task"},  # what was made decides
    "templates.create_list": {"folder", "task"},
    "templates.create_task": {"folder", "list"},
    "time_tracking.start": {"end"},  # of an entry that has ended
    "view_tasks.list": {"attachments", "subtasks"},
}
"""Keys of a record that nobody has seen in the answers of one of the operations that share it."""


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
    assert list(untrue(operation, answer.data)) == []
    assert unseen(operation, answer.data) == TOLD_FOR_OTHERS.get(operation.name, set())
    assert answer.meta.warnings == ()
    if operation.answer.many:
        assert answer.data, "an empty list shows no record"
    if operation.effect != "read":
        assert sent - {"GET"}


def part(operation: Operation) -> str:
    """What the reference says of an operation."""
    page = (REFERENCE / f"{operation.entity}.md").read_text()
    return page.partition(f"\n## {operation.name}\n")[2].partition("\n## ")[0]


def untrue(operation: Operation, data: Any) -> Iterator[str]:
    """What the reference says of an answer, and is not so."""
    (line,) = re.findall("^Answers with (.*)$", part(operation), re.MULTILINE)
    if line.startswith("nothing"):
        yield from () if data is None else [f"not nothing: {data}"]
    elif line.startswith("`{}`"):
        yield from () if data == {} else [f"not empty: {data}"]
    elif data in (None, {}) and "no fixed shape" not in line:
        yield "says nothing"
    for found in data if isinstance(data, list) else [data]:
        keys = found.keys() if isinstance(found, dict) else set()
        for key, optional in re.findall(r"(?:^|[:,] )`(\w+)`(\??) \(", line):
            if key not in keys and not optional:
                yield f"has no `{key}`"


def unseen(operation: Operation, data: Any) -> set[str]:
    """Keys that an answer's type has, and neither this answer nor any that is known."""
    record = record_type(operation)
    (record,) = typing.get_args(record) if operation.answer.many else (record,)
    if not operation.endpoints or not typing.is_typeddict(record):
        return set()
    found = [may_be_sent().get(operation.name, ()), *(data if operation.answer.many else [data])]
    return set(typing.get_type_hints(record)).difference(*found)


def test_a_model_reads_no_example() -> None:
    for operation in OPERATIONS:
        assert "clickup." not in operation.description
        assert all("clickup." not in p.description for p in operation.parameters.values())


def test_the_pages_have_every_example() -> None:
    for operation in OPERATIONS:
        assert operation.example in part(operation)
        assert "\nAnswers with " in part(operation)
