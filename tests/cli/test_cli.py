import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import click
import httpx
import pytest
from click.testing import CliRunner, Result

from agent_connectors.cli.commands import cli
from agent_connectors.hosted import admin
from tests.copying.conftest import served
from tests.loopback import Loopback, Reply
from tests.systems import SIGNALS


def run(*args: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli, args, env=env)


def test_call_prints_json() -> None:
    result = run("call", "--sandbox", "teams", "list", "limit=1")
    assert result.exit_code == 0
    assert len(json.loads(result.output)["data"]) == 1


def test_values_are_json_where_they_can_be(loopback: Loopback) -> None:
    loopback.script = [Reply({"tasks": [{"id": "1"}]})]
    environment = {"CLICKUP_API_KEY": "pk_1", "CLICKUP_BASE_URL": loopback.url}
    result = run(
        *("call", "tasks", "list", "list_id=901", 'statuses=["to do"]', "reverse=true"),
        *("--json", '{"page": 2}'),
        env=environment,
    )
    assert result.exit_code == 0, result.output
    assert loopback.received[0].target == (
        "/api/v2/list/901/task?include_closed=true&page=2&reverse=true&statuses[]=to%20do"
    )
    assert loopback.received[0].headers["authorization"] == "pk_1"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("1.10", "1.10"), ("1e3", "1e3"), ("-0", "-0"), ("NaN", "NaN"), ("Infinity", "Infinity"),
     ("1.5", "1.5"), ("12", "12"), ("12345678901234567890123", "12345678901234567890123")],
)  # fmt: skip
def test_numbers_keep_the_form_in_which_they_were_typed(
    loopback: Loopback, typed: str, sent: str
) -> None:
    loopback.script = [Reply({"id": "1"})]
    environment = {"CLICKUP_API_KEY": "pk_1", "CLICKUP_BASE_URL": loopback.url}
    result = run("call", "tasks", "create", "list_id=901", f"name={typed}", env=environment)
    assert result.exit_code == 0, result.output
    assert loopback.received[0].json == {"name": sent}


def test_the_help_says_how_values_are_read() -> None:
    assert "1.10" in run("call", "--help").output


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("call", "--sandbox", "task", "list"), 2, "Did you mean `tasks`?"),
        (("call", "--sandbox", "tasks", "get", "task=1"), 2, "Did you mean `task_id`?"),
        (("call", "--sandbox", "tasks", "get", "1"), 2, "'1' is not NAME=VALUE."),
        (("call", "--sandbox", "tasks", "get", "--json", "[]"), 2, "--json takes an object"),
        (("call", "--sandbox", "tasks", "get", "--json", "{"), 2, "--json takes an object"),
        (("call", "--sandbox", "tasks", "get", "task_id=00000000"), 4, "check the id"),
        (("call", "--sandbox", "tasks", "delete", "task_id=1"), 2, "Add `--allow-destructive`."),
        (("call", "--sandbox", "--read-only", "tasks", "create"), 2, "Leave out `--read-only`."),
        (
            ("call", "user", "get"),
            2,
            "Set CLICKUP_API_KEY, or run `agent-connectors login`. ClickUp",
        ),
        (("call", "user", "get"), 2, "Without an account, add `--sandbox`."),
        (("mcp",), 2, "Set CLICKUP_API_KEY, or run"),
        (("operations", "task"), 2, "Did you mean `tasks`?"),
    ],
)
def test_mistakes_are_told_with_the_way_out(args: tuple[str, ...], code: int, said: str) -> None:
    result = run(*args)
    assert result.exit_code == code
    assert said in result.output


@pytest.mark.parametrize(
    "args",
    [
        ("name=a", "name=b"),
        ("name=a", "name=a"),
        ("--json", '{"name": "a", "name": "b"}'),
        ("--json", '{"name": "a"}', "name=b"),
        ("--json", '{"name": "a"}', "--json", '{"name": "b"}'),
        ("name=x", 'features={"a": 1, "a": 2}'),
    ],
)
def test_what_is_given_twice_is_refused(args: tuple[str, ...]) -> None:
    result = run("call", "--sandbox", "spaces", "create", *args)
    assert result.exit_code == 2
    assert "given twice" in result.output


COMMAND = Path(sys.executable).with_name("agent-connectors")

COMMANDS: list[list[bytes]] = [
    [b"call", b"--sandbox", b"tasks", b"create", b"list_id=1", b"name=\xff"],
    [b"call", b"--sandbox", b"\xff", b"list"],
    [b"call", b"--sandbox", b"tasks", b"list", b"--json", b'{"a": "\xff"}'],
    [b"operations", b"\xff"],
    [b"mcp", b"--sandbox", b"--entity", b"\xff"],
    [b"sandbox", b"--plan", b"\xff"],
    [b"serve", b"--database", b"sqlite:///\xff"],
    [b"serve", b"admin", b"organization", b"create", b"\xff"],
    [b"\xff"],
]


@pytest.mark.parametrize("arguments", COMMANDS)
def test_an_argument_that_is_no_text_is_refused(arguments: list[bytes]) -> None:
    done = subprocess.run([COMMAND, *arguments], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"not UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr


NOT_FOR_A_SHELL = {"clock"}
COPYING = {"from_workspace", "profile", "workspace", "without", "anonymize"}


def test_the_sandbox_command_takes_what_a_sandbox_takes() -> None:
    from agent_connectors.clickup.sandbox import Sandbox

    command = cli.commands["sandbox"]
    taken = {parameter.name for parameter in command.params}
    wanted = {name for name in signature(Sandbox).parameters if name != "unknown"}
    assert taken == (wanted - NOT_FOR_A_SHELL) | {"host", "port", "load", "page", *COPYING}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--plan", "busines"), "Did you mean `business`"),
        (("--tasks=-1",), "`tasks` must be"),
        (("--rate-window=0",), "`rate_window` must be"),
        (("--latency=nan",), "`latency` must be"),
        (("--rate-limit=-1",), "`rate_limit` must be"),
        (("--today=tomorrow",), "does not match"),
        (("--port=88312",), "88312 is not in the range"),
        (("--without=comments",), "--without goes with --from-workspace"),
        (("--from-workspace=file", "--port=1"), "--port is for serving"),
        (("--from-workspace=file", "--load=file"), "--load is for serving"),
        (("--load=file", "--seed=1"), "--seed is for a workspace that is made up"),
        (("--load=file", "--one-list"), "--one-list is for a workspace that is made up"),
    ],
)
def test_options_of_the_sandbox_are_checked(args: tuple[str, ...], said: str) -> None:
    result = run("sandbox", *args)
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.parametrize("args", [(), ("call",), ("sandbox",), ("journal", "undo"), ("serve",)])
def test_help_has_a_short_name(args: tuple[str, ...]) -> None:
    assert run(*args, "-h").output == run(*args, "--help").output
    assert run(*args, "-h").exit_code == 0


def test_it_is_a_module_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["agent-connectors", "--version"])
    monkeypatch.delitem(sys.modules, "agent_connectors.cli.__main__", raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("agent_connectors.cli", run_name="__main__")
    assert ended.value.code == 0


def test_operations_are_listed_and_described() -> None:
    assert "read        tasks.get(task_id, custom_task_ids?" in run("operations", "tasks").output
    described = json.loads(run("operations", "tasks", "create").output)
    assert described["params"]["required"] == ["list_id", "name"]


@SIGNALS
def test_the_sandbox_is_served() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [COMMAND, "sandbox", f"--port={port}", "--tasks=10", "--rate-limit=5", "--plan=free"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        answer = _get(f"http://127.0.0.1:{port}/api/v2/user")
        assert answer.json()["user"]["id"]
        assert answer.headers["x-ratelimit-limit"] == "5"
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert f"http://127.0.0.1:{port}" in out
    assert (err, process.returncode) == ("", 0)


def test_the_workspace_in_a_file_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from agent_connectors.clickup.sandbox import Sandbox, server

    served: list[Sandbox] = []
    monkeypatch.setattr(server, "serve", lambda app, **_: served.append(app))
    sandbox = Sandbox(tasks=3, plan="free")
    sandbox.workspace.name = "Ours"
    path = tmp_path / "ours.jsonl"
    sandbox.save(path)
    for more in ((), ("--plan=business",)):
        result = run("sandbox", f"--load={path}", *more)
        assert result.exit_code == 0, result.output
    assert [one.workspace.name for one in served] == ["Ours", "Ours"]
    assert [one.workspace.plan.name for one in served] == ["Free", "Business"]
    path.write_text("Hello")
    result = run("sandbox", f"--load={path}")
    assert result.exit_code == 1
    assert "is not the file of a workspace, or damaged" in result.output


def test_a_workspace_is_copied(tmp_path: Path) -> None:
    from agent_connectors.clickup.sandbox import Sandbox

    source, path = Sandbox(tasks=2, one_list=True, rate_limit=None), tmp_path / "ours.jsonl"
    with served(source) as url:
        env = {"CLICKUP_API_KEY": "pk_1_SECRET", "CLICKUP_BASE_URL": url}
        result = run("sandbox", f"--from-workspace={path}", "--without=reactions", env=env)
        assert result.exit_code == 0, result.output
        assert "2 tasks" in result.output
        assert {*Sandbox.load(path).workspace.tasks} == {*source.workspace.tasks}
        assert "SECRET" not in path.read_text()
        path.write_text("my thesis")
        result = run("sandbox", f"--from-workspace={path}", env=env)
    assert result.exit_code == 2
    assert "is not the copy of a workspace" in result.output
    assert path.read_text() == "my thesis"


@SIGNALS
def test_ctrl_c_ends_a_server_as_announced(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [COMMAND, "serve", f"--port={port}"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    try:
        assert _get(f"http://127.0.0.1:{port}/ready").status_code == 200
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert "Aborted" not in err
    assert process.returncode == 0


@pytest.mark.parametrize(("operation", "warned"), [("create", True), ("list", False)])
@SIGNALS
def test_ctrl_c_during_a_call_says_what_may_have_happened(
    operation: str, warned: bool, loopback: Loopback
) -> None:
    loopback.script = ["hang"]
    environment = {"CLICKUP_API_KEY": "pk_1", "CLICKUP_BASE_URL": loopback.url}
    process = subprocess.Popen(
        [COMMAND, "call", "spaces", operation, "team_id=1", *(["name=x"] if warned else [])],
        env=os.environ | environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(300):
        if loopback.received:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert ("may or may not have been carried out" in err) is warned
    assert "Traceback" not in err


def _get(url: str) -> httpx.Response:
    for _ in range(100):
        try:
            return httpx.get(url, headers={"Authorization": "pk_any"})
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the sandbox did not start")


def commands(group: click.Group, *names: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        path = (*names, name)
        real = admin.serve if name == "serve" else command
        yield path, real
        if isinstance(real, click.Group):
            yield from commands(real, *path)


OPTIONS = [
    pytest.param(path, option, id=" ".join([*path, option.opts[0]]))
    for path, command in commands(cli)
    for option in command.params
    # One that is repeatable would be taken, and a server begin to serve.
    if isinstance(option, click.Option) and not option.multiple
]


@pytest.mark.parametrize(("path", "option"), OPTIONS)
def test_no_option_is_taken_twice(path: tuple[str, ...], option: click.Option) -> None:
    given = [option.opts[0]] if option.is_flag else [f"{option.opts[0]}=1"]
    assert "is given twice: leave one out" in run(*path, *given, *given).output


def test_there_are_options_to_try() -> None:
    assert len(OPTIONS) >= 30


WHOLE = "pk_82411234_QSECRETQ7XK2M9B4V0ZT6R1WJ8D5HYNC"


@pytest.mark.parametrize(("path", "option"), OPTIONS)
@pytest.mark.parametrize("secret", [WHOLE, "a-QSECRETQ-of-a-client"])
def test_no_option_repeats_a_credential(
    path: tuple[str, ...],
    option: click.Option,
    secret: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)  # a server would make its key here
    environment = {"AIRBYTE_CLIENT_ID": "i", "AIRBYTE_CLIENT_SECRET": secret}
    wrong = [f"{option.opts[0]}={secret}", f"--{secret}"]
    # A second thing that is wrong, so that nothing begins to serve.
    told = run(*path, wrong[0], "--not-an-option", env=environment).output
    told += run(*path, wrong[1], env=environment).output
    assert "Error" in told
    assert "QSECRETQ" not in told


@pytest.mark.parametrize(
    "arguments",
    [
        ("call", "--sandbox", "{}", "get"),
        ("call", "--sandbox", "tasks", "{}"),
        ("call", "--sandbox", "tasks", "get", "{}"),
        ("call", "--sandbox", "tasks", "get", "{}=1"),
        ("call", "--sandbox", "tasks", "get", "--json", "{}"),
        ("call", "--sandbox", "tasks", "list", "list={}"),
        ("call", "tasks", "get", "{}=1"),
        ("mcp", "--sandbox", "--timezone", "{}"),
        ("mcp", "--sandbox", "--entity", "{}"),
        ("mcp", "--sandbox", "--operation", "{}"),
        ("mcp", "--sandbox", "--form", "{}"),
        ("mcp", "--sandbox", "--files", "{}"),
        ("mcp", "--sandbox", "{}"),
        ("operations", "{}"),
        ("operations", "tasks", "{}"),
        ("sandbox", "--plan", "{}"),
        ("sandbox", "--load", "{}"),
        ("serve", "--database", "{}"),
        ("serve", "--database", "mysql://{}"),
        ("serve", "--redis", "{}"),
        ("{}",),
    ],
)
@pytest.mark.parametrize("secret", [WHOLE, "a-QSECRETQ-of-a-client"])
def test_no_refusal_repeats_a_credential(
    arguments: tuple[str, ...], secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"AIRBYTE_CLIENT_ID": "i", "AIRBYTE_CLIENT_SECRET": secret}
    result = run(*(argument.replace("{}", secret) for argument in arguments), env=environment)
    assert result.exit_code
    assert "QSECRETQ" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_write_can_be_tried() -> None:
    space = json.loads(run("call", "--sandbox", "spaces", "list").output)["data"][0]
    given = ("spaces", "update", f"space_id={space['id']}", "name=New")
    result = run("call", "--sandbox", "--dry-run", *given)
    assert result.exit_code == 0
    shown = json.loads(result.output)
    (step,) = shown["steps"]
    assert step["request"]["path"] == f"/api/v2/space/{space['id']}"
    assert step["request"]["body"] == '{"name":"New"}'
    assert step["changes"] == [
        {"field": "name", "before": space["name"], "after": "New", "known": True}
    ]
    refused = run("call", "--sandbox", "--dry-run", "spaces", "list")
    assert refused.exit_code == 2
    assert "nothing to try" in refused.output
