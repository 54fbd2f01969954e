"""A fault in any step of a call, through every adapter: no run ends, and what was sent is told."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from agent_connectors.cli.commands import cli
from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.calls.hooks import ClickupHooks
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.network.transport import HttpTransport
from agent_connectors.engine.presentation.presentation import Presentation
from tests.adapters.test_parity import WAYS, WITHHELD, Way


class Foreign(Exception):
    """An exception that nobody knows."""


def fail(*args: Any, **options: Any) -> Any:
    raise Foreign("something broke")


async def fail_async(*args: Any, **options: Any) -> Any:
    raise Foreign("something broke")


async def fail_after_sending(*args: Any) -> Any:
    await SEND(*args)
    raise Foreign("something broke")


SEND = HttpTransport.send
Patch = Callable[[pytest.MonkeyPatch], None]


def patch(target: Any, name: str, value: Any) -> Patch:
    if isinstance(target, str):
        return lambda monkeypatch: monkeypatch.setattr(f"{target}.{name}", value)
    return lambda monkeypatch: monkeypatch.setattr(target, name, value)


STEPS: dict[str, tuple[Patch, str]] = {
    "prepare": (patch(ClickupHooks, "prepare", fail_async), "nothing"),
    "encode": (patch("agent_connectors.engine.executor.executor", "encode", fail), "nothing"),
    "send": (patch(HttpTransport, "send", fail_async), "nothing"),
    "answer": (patch(HttpTransport, "send", fail_after_sending), "unknown"),
    "parse": (patch("agent_connectors.engine.executor.executor", "_read", fail), "unknown"),
    "note": (patch(ClickupHooks, "wrote", fail), "done"),
    "finish": (patch(ClickupHooks, "finish", fail_async), "success"),
    "get ready": (patch(ClickupHooks, "before_showing", fail_async), "success"),
    "compact": (patch("agent_connectors.clickup.compact", "compact", fail), "success"),
    "show": (patch(Presentation, "show", fail), "success"),
}
"""What fails, and what a write that runs into it is told as."""

TOLD = {
    "nothing": ("nothing was changed", "Nothing was changed"),
    "unknown": ("may or may not have been carried out",),
    "done": ("was carried out", "Do not repeat"),
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("step", STEPS)
async def test_public_reports_1_no_fault_ends_a_run(
    monkeypatch: pytest.MonkeyPatch, step: str, way: Way
) -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    clickup = ClickupApiConnector.sandbox(sandbox, timezone="UTC", timeout=20)
    list_id, task_id = next(iter(sandbox.workspace.lists)), next(iter(sandbox.workspace.tasks))
    before = len(sandbox.workspace.tasks)
    break_it, told = STEPS[step]
    break_it(monkeypatch)

    read = {"entity": "tasks", "action": "get", "params": {"task_id": task_id}}
    data, _, error = await way(clickup, read)
    assert data is not None or "othing was changed" in (error or ""), error

    write = {"entity": "tasks", "action": "create", "params": {"list_id": list_id, "name": "n"}}
    data, shown, error = await way(clickup, write)
    made = len(sandbox.workspace.tasks) - before
    assert made <= 1
    if told == "success":
        assert error is None
        # An MCP client has what the model reads, and no more.
        record = shown["data"] if data is WITHHELD else data
        assert (record["name"], made) == ("n", 1)
        return
    assert any(words in str(error) for words in TOLD[told]), error
    assert "Foreign" in str(error) or step == "parse", error
    assert made == (told != "nothing")
    assert "try again later" not in str(error)


@pytest.mark.parametrize("step", STEPS)
def test_public_reports_1_no_fault_ends_the_command(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    break_it, told = STEPS[step]
    break_it(monkeypatch)
    listed = ["call", "--sandbox", "teams", "list"]
    result = CliRunner().invoke(cli, listed)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if result.exit_code == 0:
        json.loads(result.output)
    else:
        assert "Error" in result.output
        assert told != "success"
