"""Installs a client into an environment of its own, and drives it on a fresh sandbox."""

import json
import os
import shlex
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from agent_connectors.clickup.sandbox import Sandbox, create_server
from tests.conformance.clients.catalogue import Client
from tests.sandbox.client import Api
from tests.sandbox.exchanges import prepare

__all__ = ["Outcome", "driven"]

_HERE = Path(__file__).parent
_BUILD = _HERE.parents[2] / "build" / "clients"
_INSTALL_SECONDS, _DRIVE_SECONDS, _COMMAND_SECONDS = 900, 300, 60


_REASONS = 2
"""So many of the calls that did not pass are told in the table; the script prints them all."""


class Outcome(NamedTuple):
    """What became of a client.

    Attributes:
        name: Its name.
        version: Its version.
        calls: How many calls of its interface were made.
        passed: How many of them ended without an error.
        requests: How many requests the sandbox got; none where nothing could be installed.
        refused: How many of them it refused: not every client takes that for an error.
        why: What the first calls that did not pass said.
        failures: What all of them said.
    """

    name: str
    version: str
    calls: int
    passed: int
    requests: int
    refused: int
    why: str
    failures: tuple[str, ...] = ()


async def driven(client: Client) -> Outcome:
    """Install a client, and drive it."""
    print(f"{client.name} ...", file=sys.stderr, flush=True)
    folder = _BUILD / client.name
    problem = _install(client, folder)
    if problem:
        return Outcome(client.name, client.version, 0, 0, 0, 0, f"not installed: {problem}")
    sandbox = Sandbox(rate_limit=100_000)
    facts = await _facts(sandbox)
    sandbox.requests.clear()
    with _served(sandbox) as url:
        calls = _run(client, folder, url, facts)
    failures = tuple(f"{call['call']}: {call['error']}" for call in calls if call["error"])
    reasons = [f"`{call['call']}`: {_brief(call['error'])}" for call in calls if call["error"]]
    further = len(reasons) - _REASONS
    why = "; ".join(reasons[:_REASONS]) + (f"; {further} more" if further > 0 else "")
    answers = [request.status or 0 for request in sandbox.requests]
    return Outcome(
        client.name,
        client.version,
        len(calls),
        len(calls) - len(failures),
        len(answers),
        sum(status >= 400 for status in answers),
        why,
        failures,
    )


def _brief(error: str) -> str:
    """What fits into a cell of a table."""
    return error.replace("|", "/").replace("`", "'")[:80].strip()


def _install(client: Client, folder: Path) -> str:
    """Install a client where that is still to be done; why it could not be, if so."""
    done = folder / f".installed-{client.version}"
    if done.exists():
        return ""
    try:
        ran = subprocess.run(
            _installation(client, folder),
            capture_output=True, text=True, check=False, timeout=_INSTALL_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "it took too long"
    except FileNotFoundError as missing:
        return str(missing)
    if ran.returncode:
        said = [line for line in ran.stderr.splitlines() if line.startswith(("ERROR", "npm error"))]
        return (said or ["it failed"])[-1].removeprefix("ERROR: ")[:120]
    done.touch()
    return ""


def _installation(client: Client, folder: Path) -> list[str]:
    """The command that installs a client into its folder."""
    if client.is_for_node:
        options = ["--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund"]
        return ["npm", "install", *options, f"{client.name}@{client.version}", *client.further]
    interpreter = folder / "bin" / "python"
    if not interpreter.exists():
        venv.create(folder, with_pip=False, symlinks=True)
    command = [sys.executable, "-m", "pip", "--python", str(interpreter), "install", "--quiet"]
    wanted = [f"{client.name}=={client.version}", *client.further]
    return [*command, "--disable-pip-version-check", "--no-input", *wanted]


async def _facts(sandbox: Sandbox) -> dict[str, Any]:
    """Ids by the names that clients give them."""
    api = Api(sandbox)
    found: dict[str, Any] = dict(await prepare(api))
    task = api.workspace.tasks[found["task_id"]]
    found["list_id"], found["status_name"] = task.home.id, task.home.statuses[1].name
    further = {
        "id": found["task_id"],
        "name": "By a client",
        "task_name": "By a client",
        "assignees_ids": [int(found["user_id"])],
        "assignee_ids_to_add": [int(found["user_id"])],
        "depends_on": found["links_to"],
        "endpoint": "https://example.com/hook",
        "entry_id": found["timer_id"],
        "key_result_type": "number",
        "new_name": "Renamed",
        "source_task_ids": [found["links_to"]],
        "tags": [{"name": "travel"}],
        "time_entry_id": found["timer_id"],
        "time_entry_ids": [found["timer_id"]],
    }
    return found | further


@contextmanager
def _served(sandbox: Sandbox) -> Iterator[str]:
    server = create_server(sandbox, port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def _run(client: Client, folder: Path, url: str, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Every call with its error, if there was one."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    places = {**facts, "home": str(home)}
    for name, text in client.files:
        (home / name).write_text(text.format(**places))
    environment = {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "PYTHONPATH": str(_HERE / "redirect"),
        "SANDBOX_URL": url,
        "FACTS": json.dumps(facts),
        **{name: value.format(**places) for name, value in client.environment},
    }
    if client.commands:
        lines = [command.format(**places) for command in client.commands]
        return [
            _command(line, command, environment)
            for line, command in zip(lines, client.commands, strict=True)
        ]
    command = [str(folder / "bin" / "python"), str(_HERE / "drive.py"), client.code]
    if client.is_for_node:
        command = ["node", str(_HERE / "drive.cjs"), str(folder), client.code]
    output = _output(command, environment, _DRIVE_SECONDS)
    calls = [json.loads(line) for line in output.stdout.splitlines() if line.startswith('{"call"')]
    if output.returncode:
        last = (output.stderr.strip().splitlines() or ["no output"])[-1]
        calls.append({"call": "all further ones", "error": last[:300]})
    return [{**call, "error": _without(url, call["error"])} for call in calls]


def _without(url: str, error: str | None) -> str | None:
    """An error with no address of this machine in it."""
    return error and error.replace(url, "")


def _command(line: str, name: str, environment: dict[str, str]) -> dict[str, Any]:
    output = _output(shlex.split(line), environment, _COMMAND_SECONDS)
    said = (output.stderr.strip() or output.stdout.strip()).splitlines()
    error = (said or ["no output"])[-1][:300] if output.returncode else None
    return {"call": name, "error": error}


def _output(
    command: list[str], environment: dict[str, str], seconds: int
) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False,
            timeout=seconds, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        # Bytes even where text was asked for, or nothing.
        out = b"".join(filter(None, [late.stdout])).decode()
        return subprocess.CompletedProcess(command, 1, out, f"more than {seconds} s")
    except FileNotFoundError as missing:
        return subprocess.CompletedProcess(command, 1, "", str(missing))
