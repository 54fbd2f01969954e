"""`agent-connectors journal`."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from tests.serving import served

COMMAND = Path(sys.executable).with_name("agent-connectors")
TOKEN = "pk_10482917_SANDBOXSANDBOXSANDBOX"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, rate_limit=None)


@pytest.fixture
def address(sandbox: Sandbox) -> Iterator[str]:
    with served(sandbox) as address:
        yield address


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def task(sandbox: Sandbox, path: Path) -> dict[str, Any]:
    """A task that was renamed in the run `triage`, and commented on."""
    clickup = ClickupApiConnector.sandbox(sandbox, journal=path)
    task: dict[str, Any] = clickup.execute_sync("tasks", "search", {"priority": 3}).data[0]
    with clickup.journal.during("triage", who="bot"):
        clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
        clickup.execute_sync("comments", "create", {"task_id": task["id"], "comment_text": "Hi"})
    return task


def shell(*arguments: str, address: str = "", answer: str = "") -> Any:
    environment = {"PATH": "", "CLICKUP_API_KEY": TOKEN, "CLICKUP_BASE_URL": address}
    return subprocess.run(
        [COMMAND, "journal", *arguments],
        env=environment,
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_list_show_and_runs(task: dict[str, Any], path: Path) -> None:
    comment, renamed = json.loads(shell("list", str(path)).stdout)
    assert (renamed["id"], renamed["operation"], renamed["run"]) == (1, "tasks.update", "triage")
    assert (renamed["who"], renamed["name"], renamed["outcome"]) == ("bot", task["name"], "done")
    assert comment["operation"] == "comments.create"
    only = json.loads(shell("list", str(path), "--operation", "tasks.update").stdout)
    assert only == [renamed]
    shown = shell("show", str(path), "1").stdout
    assert f'name: {json.dumps(task["name"])} -> "Ship it"' in shown
    assert "by bot in run triage: PUT /api/v2/task/" in shown
    whole = json.loads(shell("show", str(path), "1", "--json").stdout)
    assert whole["before"]["name"] == task["name"]
    (run,) = json.loads(shell("runs", str(path)).stdout)
    assert (run["run"], run["who"], run["writes"]) == ("triage", "bot", 2)


def test_undo_is_shown_and_asked_for(
    task: dict[str, Any], path: Path, sandbox: Sandbox, address: str
) -> None:
    there = sandbox.workspace.tasks[task["id"]]
    shown = shell("undo", str(path), "1", "--dry-run", address=address)
    assert f'by tasks.update task_id="{task["id"]}"' in shown.stdout
    unanswered = shell("undo", str(path), "1", address=address, answer="")
    assert unanswered.returncode == 2
    assert "Add --yes" in unanswered.stderr
    refused = shell("undo", str(path), "1", address=address, answer="n\n")
    assert refused.returncode == 1
    assert there.name == "Ship it"
    done = shell("undo", str(path), "1", address=address, answer="y\n")
    assert done.returncode == 0, done.stderr
    assert "Undone: 1." in done.stdout
    assert there.name == task["name"]
    again = shell("undo", str(path), "1", "--yes", address=address)
    assert again.returncode != 0
    assert "has undone it" in again.stdout + again.stderr


def test_an_undo_that_is_stopped_ends_as_a_call_does(
    task: dict[str, Any], path: Path, sandbox: Sandbox, address: str
) -> None:
    sandbox.fail(500, path=f"/api/v2/task/{task['id']}", method="PUT")
    done = shell("undo", str(path), "1", "--yes", address=address)
    assert "not undone" in done.stdout
    assert done.returncode == 3


def test_a_whole_run_needs_leave_to_delete(
    task: dict[str, Any], path: Path, sandbox: Sandbox, address: str
) -> None:
    comments = len(sandbox.workspace.comments)
    run = ("undo", str(path), "--run", "triage", "--yes")
    refused = shell(*run, address=address)
    assert refused.returncode != 0
    assert len(sandbox.workspace.comments) == comments
    done = shell(*run, "--allow-destructive", address=address)
    assert "Undone: 2." in done.stdout, done.stderr
    assert len(sandbox.workspace.comments) == comments - 1
    assert sandbox.workspace.tasks[task["id"]].name == task["name"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "{path}", "7"), "no entry 7"),
        (("undo", "{path}", "--run", "triag"), "no run `triag`"),
        (("undo", "{path}"), "Give the number of a write, or --run"),
        (("undo", "{path}", "1", "--run", "triage"), "Give the number of a write, or --run"),
        (("list", "{path}.not"), "does not exist"),
        (("show", "{path}", "x"), "not a valid integer"),
    ],
)
def test_what_is_wrong_is_told(
    task: dict[str, Any], path: Path, arguments: tuple[str, ...], told: str
) -> None:
    ended = shell(*(one.format(path=path) for one in arguments))
    assert ended.returncode != 0
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_damaged_file_is_told(path: Path) -> None:
    path.write_bytes(b"no database " * 100)
    ended = shell("list", str(path))
    assert ended.returncode == 1
    assert "damaged, or no journal" in ended.stderr


def test_a_call_of_the_shell_is_noted(sandbox: Sandbox, address: str, path: Path) -> None:
    task = next(iter(sandbox.workspace.tasks))
    command = ["call", "tasks", "update", f"task_id={task}", "name=Ship it", f"--journal={path}"]
    subprocess.run(
        [COMMAND, *command],
        env={"PATH": "", "CLICKUP_API_KEY": TOKEN, "CLICKUP_BASE_URL": address},
        capture_output=True,
        check=True,
        timeout=60,
    )
    (entry,) = json.loads(shell("list", str(path)).stdout)
    assert entry["sent"] == {"name": "Ship it", "task_id": task}
