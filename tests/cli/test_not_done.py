"""`call` never ends as done what was not, and sends nothing for a slip on the command line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from agent_connectors.cli.commands import cli
from agent_connectors.clickup import ClickupApiConnector
from tests.loopback import Answer, Loopback, Received, Reply
from tests.systems import SIGNALS


def run(*args: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli, ["call", *args], env=env)


@pytest.fixture
def real(loopback: Loopback) -> dict[str, str]:
    return {"CLICKUP_API_KEY": "pk_1", "CLICKUP_BASE_URL": loopback.url}


LOST = Reply({"err": "x", "ECODE": "APP_001"}, status=500)
WRONG = Reply({"err": "x", "ECODE": "INPUT_005"}, status=400)
GONE = Reply({"err": "x", "ECODE": "ITEM_013"}, status=404)
DENIED = Reply({"err": "x", "ECODE": "OAUTH_019"}, status=401)


@pytest.mark.parametrize("action", ["create_many", "update_many"])
@pytest.mark.parametrize(
    ("writes", "code", "kind"),
    [
        ([None, None], 0, None),
        ([None, LOST], 3, "OutcomeUnknown"),
        ([LOST, GONE], 3, "OutcomeUnknown"),
        ([GONE, None], 4, "NotFound"),
        ([None, WRONG], 2, "BadRequest"),
        ([DENIED, None], 4, "AuthenticationError"),
    ],
)
def test_a_write_of_many_ends_with_what_went_wrong(
    loopback: Loopback, real: dict[str, str], action: str, writes: list[Reply | None], code: int,
    kind: str | None,
) -> None:  # fmt: skip
    names = {"a": 0, "b": 1}

    def answer(request: Received) -> Answer:
        if request.method == "GET":
            return Reply({"tasks": [], "user": {"id": 7}, "id": "zz", "name": "old"})
        name = request.json["name"]
        reply = writes[names[name]]
        own = request.path.rpartition("/")[2] if request.method == "PUT" else f"t{name}"
        return reply or Reply({"id": own, "name": name, "date_created": "1800000000000"})

    loopback.handler = answer
    items: list[dict[str, Any]] = [{"name": "a"}, {"name": "b"}]
    if action == "create_many":
        params: dict[str, Any] = {"list_id": "901", "tasks": items, "at_once": 1}
    else:
        for item in items:
            item["task_id"] = f"t{item['name']}"
        params = {"updates": items, "at_once": 1}
    as_json = code != 4
    more = ["--json-errors"] if as_json else []
    result = run("tasks", action, "--json", json.dumps(params), *more, env=real)
    assert result.exit_code == code, result.output
    assert len(json.loads(result.stdout)["data"]) == 2
    if kind is None:
        assert result.stderr == ""
    elif as_json:
        told = json.loads(result.stderr)["error"]
        assert (told["type"], told["exit_code"]) == (kind, code)
        assert sum(told["items"].values()) == 2
        assert told["operation"] == f"tasks.{action}"
    else:
        assert "Not all was done" in result.stderr


def flags(operation: Any) -> list[str]:
    """The options of a call that need a value."""
    command = cli.commands["call"]
    context = click.Context(command, help_option_names=["-h", "--help"])
    context.meta["agent_connectors.operation"] = operation
    return [
        option.opts[0]
        for option in command.get_params(context)
        if isinstance(option, click.Option) and not option.is_flag
    ]


CREATE = ClickupApiConnector.operations.get("tasks", "create")


@pytest.mark.parametrize("flag", flags(CREATE))
def test_no_option_is_the_value_of_another(flag: str) -> None:
    for next_one in ("--dry-run", "--status=x", "--no-notify-all", "--dry-rnu", "-h"):
        given = [] if flag == "--list-id" else ["--list-id=1"]
        result = run("--sandbox", "--json-errors", "tasks", "create", *given, flag, next_one)
        assert result.exit_code == 2, (next_one, result.output)
        said = json.loads(result.stderr)["error"]["message"]
        assert f"{flag} has no value" in said, said


def test_written_with_an_equals_sign_it_is_a_value() -> None:
    for name in ("--dry-run", "-h", "- milk", "--", "-5"):
        result = run("--sandbox", "spaces", "create", f"--name={name}")
        assert json.loads(result.stdout)["data"]["name"] == name
    for name in ("- milk", "-- milk", "-5"):
        result = run("--sandbox", "spaces", "create", "--name", name)
        assert json.loads(result.stdout)["data"]["name"] == name


@pytest.mark.parametrize(
    "line",
    ["mcp --timezone --read-only", "sandbox --port --help", "--json-errors",
     "store sync a --also --rebuild", "profile add x --workspace --timezone=UTC",
     "login --profile --stdin"],
)  # fmt: skip
def test_nor_is_it_in_other_commands(line: str) -> None:
    result = CliRunner().invoke(cli, line.split())
    assert result.exit_code == 2
    assert "has no value" in result.output or "No such option" in result.output


@pytest.mark.parametrize("form", ["lines", "json", "table"])
@pytest.mark.parametrize(("limit", "more"), [(2, True), (1000, False), (None, False)])
def test_all_tells_what_it_leaves_out(form: str, limit: int | None, more: bool) -> None:
    only = [] if limit is None else [f"--limit={limit}"]
    result = run("--sandbox", "tasks", "list", "--list-id=Bug Triage", "--all", *only,
                 f"--output={form}", "--fields=id")  # fmt: skip
    assert result.exit_code == 0, result.output
    if form == "json":
        told = json.loads(result.stdout)
        assert "subtasks (subtasks=true)" in told["meta"]["not_included"]
        assert told["meta"].get("has_more", False) is more
        assert told["meta"]["count"] == len(told["data"])
    else:
        assert "Not included: " in result.stderr
        assert ("There is more" in result.stderr) is more
        rows = len(result.stdout.splitlines()) - (form == "table")
        assert (rows == limit) is more


def test_the_time_is_for_all_pages(loopback: Loopback, real: dict[str, str]) -> None:
    def answer(request: Received) -> Answer:
        if dict(request.query)["page"] != "0":
            return "hang"
        return Reply({"tasks": [{"id": str(n)} for n in range(100)], "last_page": False})

    loopback.handler = answer
    result = run("tasks", "list", "--list-id=901", "--all", "--timeout=1", env=real)
    assert result.exit_code == 5
    assert "The time for this command, 1 s, was over after" in result.stderr
    for wrong in ("0", "-1", "nan", "inf"):
        again = run("tasks", "list", "--list-id=901", "--all", f"--timeout={wrong}", env=real)
        assert again.exit_code == 2


def test_a_column_that_is_asked_for_is_shown() -> None:
    lines = run("--sandbox", "tasks", "search", "--limit=2", "--output=table",
                "--fields=id,parent,start_date").stdout.splitlines()  # fmt: skip
    assert lines[0].split() == ["id", "parent", "start_date"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('--tags=["a"', "begins as JSON"),
        ('tags=["a"', "begins as JSON"),
        ("--tags=[draft]", "begins as JSON"),
        ('--tags={"a": 1', "begins as JSON"),
        ('--custom-fields=[{"id": "1"', "begins as JSON"),
        ("--points=1_000", "not a number"),
        ("points=1_0.5", "not a number"),
        ("--fields=", "names none"),
        ("--fields= , ", "names none"),
        ("--journal=notes.txt", "is no journal"),
        ("--dry-run --short", "form of its own"),
        ("--dry-run --fields=id", "form of its own"),
        ("--dry-run --output=table", "form of its own"),
    ],
)
def test_what_nobody_means_is_refused(
    given: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    args = [given] if not given.startswith("--dry-run") else given.split()
    result = run("--sandbox", "tasks", "create", "--list-id=1", "--name=x", *args)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_may_begin_as_windows_writes_it(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'\xef\xbb\xbf{"name": "x"}')
    result = run("--sandbox", "spaces", "create", f"--json=@{tmp_path}/a.json")
    assert json.loads(result.stdout)["data"]["name"] == "x"


SPACE = "call --sandbox spaces create --name=x"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (f"{SPACE} --dry-run >/dev/full", 1, "nothing was sent"),
        (f"{SPACE} >/dev/full 2>/dev/full", 6, ""),
        ("operations tasks >/dev/full", 6, "cannot be written"),
        ("--version >/dev/full", 6, "cannot be written"),
        ("call --help >/dev/full", 6, "cannot be written"),
    ],
)
@SIGNALS
def test_an_output_that_is_full_is_told_in_a_line(line: str, code: int, said: str) -> None:
    command = Path(sys.executable).with_name("agent-connectors")
    done = subprocess.run(
        ["bash", "-c", f"{command} {line}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert done.stderr.count("\n") == bool(said)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("place", ["901", "Bug Triage"])
@SIGNALS
def test_a_call_that_is_stopped_says_what_was_sent(
    loopback: Loopback, real: dict[str, str], name: str, place: str
) -> None:
    loopback.script = ["hang"] * 9
    command = Path(sys.executable).with_name("agent-connectors")
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)  # `nohup` ignores it, and so would the command
    try:
        process = subprocess.Popen(
            [command, "call", "tasks", "create", f"--list-id={place}", "--name=x"],
            env=os.environ | real, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    finally:
        signal.signal(number, before)
    for _ in range(300):
        if loopback.received:
            break
        time.sleep(0.1)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert ("may or may not" in told) is (place == "901")
    assert ("nothing was changed" in told) is (place != "901")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tasks.create", "write `call tasks create`"),
        ("create tasks", "write `call tasks create`"),
        ("tasks crate", "`create`"),
        ("tusks create", "`tasks`"),
    ],
)
def test_an_operation_that_is_none_is_told_before_its_options(line: str, said: str) -> None:
    for more in ([], ["--list-id", "5"], ["--list-id=5", "name=x"]):
        result = run(*line.split(), *more, "--json-errors")
        assert result.exit_code == 2
        assert said in json.loads(result.stderr)["error"]["message"]
