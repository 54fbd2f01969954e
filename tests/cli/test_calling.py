"""`call`: options from signatures, forms of results, exit codes, completion."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from agent_connectors.cli import showing
from agent_connectors.cli.commands import cli
from agent_connectors.cli.failing import code_of
from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine import errors
from agent_connectors.engine.store.errors import StoreBusy
from tests.loopback import Loopback, Reply
from tests.systems import SIGNALS

COMMAND = Path(sys.executable).with_name("agent-connectors")


def run(*args: str, env: dict[str, str] | None = None, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["call", *args], env=env, input=given)


@pytest.fixture
def real(loopback: Loopback) -> dict[str, str]:
    return {"CLICKUP_API_KEY": "pk_1", "CLICKUP_BASE_URL": loopback.url}


def test_parameters_are_options(loopback: Loopback, real: dict[str, str]) -> None:
    loopback.script = [Reply({"tasks": [{"id": "1"}]})]
    result = run(
        *("tasks", "list", "--list-id", "901", "--statuses", "to do", "--statuses", "done"),
        *("--no-archived", "--page", "2"),
        env=real,
    )
    assert result.exit_code == 0, result.output
    assert loopback.received[0].target == (
        "/api/v2/list/901/task?include_closed=true&page=2&archived=false"
        "&statuses[]=to%20do&statuses[]=done"
    )


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("true", "true"), ("[1]", "[1]"), ('{"a": 1}', '{"a": 1}'), ("12", "12"), ("null", "null"),
     ('"Launch"', "Launch"), ("Launch", "Launch"), ("@[Jane Doe] hi", "@[Jane Doe] hi")],
)  # fmt: skip
@pytest.mark.parametrize("way", ["name={}", "--name={}"])
def test_what_is_a_text_stays_one(
    loopback: Loopback, real: dict[str, str], typed: str, sent: str, way: str
) -> None:
    loopback.script = [Reply({"id": "1"})]
    result = run("tasks", "create", "--list-id=901", way.format(typed), env=real)
    assert result.exit_code == 0, result.output
    assert loopback.received[0].json == {"name": sent}


def test_a_list_may_be_given_as_json(loopback: Loopback, real: dict[str, str]) -> None:
    loopback.script = [Reply({"tasks": []})]
    assert run("tasks", "list", "--list-id=901", '--tags=["a", "b"]', env=real).exit_code == 0
    assert loopback.received[0].target.endswith("?tags[]=a&tags[]=b")


@pytest.mark.parametrize("operation", list(ClickupApiConnector.operations), ids=lambda o: o.name)
def test_every_operation_tells_its_parameters(operation: Any) -> None:
    result = run(operation.entity, operation.action, "--help")
    assert result.exit_code == 0
    for name in operation.parameters:
        if name in operation.schema["properties"]:
            assert f"--{name.replace('_', '-')}" in result.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("tasks", "get", "--tsk-id=1"), "--task-id"),
        (("tasks", "get", "--task-id=1", "--task-id=2"), "--task-id is given twice"),
        (("tasks", "get", "--task-id=1", "task_id=1"), "`task_id` is given twice"),
        (("tasks", "get", "--task-id=1", '--json={"task_id": "1"}'), "`task_id` is given twice"),
        (("tasks", "get", "--json=@/nowhere/at-all"), "cannot be read"),
        (("tasks", "search", "--all", "--short"), "leave out --short"),
        (("tasks", "search", "--fields=nme"), "Did you mean `name`"),
        (("user", "get", "--output=yaml"), "'yaml' is not one of"),
    ],
)
def test_mistakes_are_told_before_anything_is_sent(args: tuple[str, ...], said: str) -> None:
    result = run("--sandbox", *args)
    assert result.exit_code == 2
    assert said in result.output


def test_parameters_come_from_a_file_and_from_stdin(tmp_path: Path) -> None:
    where = tmp_path / "space.json"
    where.write_text('{"name": "From a file"}')
    made = run("--sandbox", "spaces", "create", f"--json=@{where}")
    assert json.loads(made.stdout)["data"]["name"] == "From a file"
    piped = run("--sandbox", "spaces", "create", "--json=@-", given='{"name": "Piped"}')
    assert json.loads(piped.stdout)["data"]["name"] == "Piped"


def test_all_gives_every_record_as_a_line() -> None:
    result = run("--sandbox", "tasks", "search", "--all", "--fields", "id,status")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) > 100
    assert set(lines[0]) == {"id", "status"}
    assert len({line["id"] for line in lines}) == len(lines)


def test_forms_of_a_result() -> None:
    search = ("--sandbox", "tasks", "search", "--limit=3")
    assert len(json.loads(run(*search).stdout)["data"]) == 3
    lines = run(*search, "--output=lines")
    assert len(lines.stdout.splitlines()) == 3
    assert "--all" in lines.stderr
    assert len(run(*search, "--short").stdout) < len(run(*search).stdout) / 5
    table = run(*search, "--output=table").stdout.splitlines()
    assert table[0].split()[:2] == ["id", "name"]
    assert len(table) == 4
    one = run("--sandbox", "user", "get", "--output=table").stdout
    assert "Mara Lindqvist" in one


def test_without_what_draws_tables_there_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "has_rich", lambda: False)
    result = run("--sandbox", "user", "get", "--output=table")
    assert result.exit_code == 2
    assert 'pip install "agent-connectors[cli]"' in result.stderr
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert showing._usual("json") == "json"


def test_a_table_has_no_sign_that_steers_a_terminal() -> None:
    name = "red\x1b[31m [bold]x[/bold]"
    made = run(
        "--sandbox", "spaces", "create", "--json", json.dumps({"name": name}), "--output=table"
    )
    assert "\x1b" not in made.stdout
    assert "[bold]x[/bold]" in made.stdout


EXPECTED = {
    errors.ConfigurationError: 2, errors.UnexpectedError: 1, errors.InvalidParams: 2,
    errors.UnknownOperation: 2, errors.OperationNotAllowed: 2, errors.ObjectChanged: 2,
    errors.BadRequest: 2, errors.OutcomeUnknown: 3, errors.NotFound: 4, errors.PermissionDenied: 4,
    errors.AuthenticationError: 4, errors.RateLimited: 5, errors.ServerError: 5,
    errors.ConnectionFailed: 5, StoreBusy: 5, errors.CallTimeout: 5, errors.InvalidResponse: 5,
}  # fmt: skip


def test_every_error_has_its_exit_code() -> None:
    def leaves(kind: type[errors.ConnectorError]) -> set[type[errors.ConnectorError]]:
        below = kind.__subclasses__()
        return set().union(*map(leaves, below)) if below else {kind}

    ours = {kind for kind in leaves(errors.ConnectorError) if kind.__module__ == errors.__name__}
    assert ours - {errors.UnknownOption} <= EXPECTED.keys()
    for kind, code in EXPECTED.items():
        assert code_of(kind.__new__(kind)) == code, kind


@pytest.mark.parametrize(
    ("reply", "code", "kind"),
    [
        (Reply({"err": "x", "ECODE": "TIMEENTRY_059"}, status=404), 4, "NotFound"),
        (Reply({"err": "x", "ECODE": "INPUT_005"}, status=400), 2, "BadRequest"),
        (Reply({"err": "x", "ECODE": "APP_001"}, status=500), 3, "OutcomeUnknown"),
    ],
)
def test_what_is_wrong_is_told_as_json(
    loopback: Loopback, real: dict[str, str], reply: Reply, code: int, kind: str
) -> None:
    loopback.script = [reply] * 9
    result = run("spaces", "create", "--team-id=1", "--name=x", "--json-errors", env=real)
    assert result.exit_code == code
    told = json.loads(result.stderr)["error"]
    assert (told["type"], told["exit_code"], told["operation"]) == (kind, code, "spaces.create")
    assert result.stdout == ""


def test_a_mistake_on_the_line_is_told_as_json_too() -> None:
    result = run("--sandbox", "spaces", "create", "name", "--json-errors")
    assert result.exit_code == 2
    assert "NAME=VALUE" in json.loads(result.stderr)["error"]["message"]


def complete(line: str) -> list[str]:
    environment = os.environ | {
        "_AGENT_CONNECTORS_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split()) - (0 if line.endswith(" ") else 1)),
    }
    done = subprocess.run([COMMAND], env=environment, capture_output=True, text=True, check=False)
    return [one.partition(",")[2] for one in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("agent-connectors call task", {"tasks"}),
        ("agent-connectors call tasks cre", {"create", "create_many"}),
        ("agent-connectors call tasks create pri", {"--priority"}),
        ("agent-connectors call tasks create list_i", {"--list-id"}),
        ("agent-connectors call tasks create ", {"--list-id", "--name"}),
        ("agent-connectors call tasks list --list", {"--list-id"}),
        ("agent-connectors call tasks list --order-by c", {"created"}),
    ],
)
def test_tab_completes_what_an_operation_takes(line: str, offered: set[str]) -> None:
    assert offered <= set(complete(line))


def on_a_terminal(*args: str) -> bytes:
    """What `call` prints where its output is a terminal."""
    pty = pytest.importorskip("pty", reason="Windows has none")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, "call", "--sandbox", *args],
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE,
        env=os.environ | {"COLUMNS": "100"},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # it has ended
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait(60) == 0
    assert process.stderr is not None
    process.stderr.close()
    return shown


def test_on_a_terminal_a_list_is_a_table() -> None:
    shown = on_a_terminal("spaces", "list")
    assert b"Engineering" in shown
    assert b'"data"' not in shown


WRITE = f"{COMMAND} call --sandbox spaces create name=x"
READ = f"{COMMAND} call --sandbox tasks search --all --fields id --output lines"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"{WRITE} >&-", 6),
        (f"{WRITE} | true; exit ${{PIPESTATUS[0]}}", 6),
        (f"{WRITE} >/dev/full", 6),
        (f"{READ} | head -1 >/dev/null; exit ${{PIPESTATUS[0]}}", 0),
        (f"{READ} >/dev/full", 6),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
@SIGNALS
def test_a_result_that_nobody_reads(line: str, code: int, as_json: bool) -> None:
    if as_json:
        line = line.replace(" call ", " call --json-errors ")
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert ("the call was carried out" in done.stderr) is bool(code)
    if as_json and code:
        assert json.loads(done.stderr)["error"]["exit_code"] == code


def test_what_was_written_is_never_told_as_a_wrong_call() -> None:
    result = run("--sandbox", "spaces", "create", "--name=x", "--fields=nmae")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["data"]["name"] == "x"
    assert "Did you mean `name`" in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("tasks", "search", "--limti=3"),
        ("tasks",),
        (),
        ("tasks", "search", "--output=xml"),
        ("tasks", "search", "--timeout=abc"),
        ("tasks", "search", "--files=/nonexistent"),
        ("spaces", "create", "--name=x", "--journal=/nonexistent/j.db"),
        ("tasks", "search", "--timezone=Mars/X"),
        ("tasks", "list", "--list-id=1", '--tags=["a"]', "--tags=c"),
        ("tasks", "search", "--short", "--output=table"),
        ("user", "get", "--all"),
    ],
)
def test_every_mistake_is_json_alone(args: tuple[str, ...]) -> None:
    result = run("--sandbox", "--json-errors", *args)
    assert result.exit_code == 2
    told = json.loads(result.stderr)["error"]
    assert told["exit_code"] == 2
    assert "execute" not in told["message"]
    assert result.stdout == ""


def test_a_field_of_what_is_not_set_is_no_mistake() -> None:
    made = run("--sandbox", "tasks", "create", "--list-id=Bug Triage", "--name=x",
               "--fields=name,assignees.username,parent.id,priority.priority")  # fmt: skip
    assert made.exit_code == 0
    assert made.stderr == ""
    assert json.loads(made.stdout)["data"]["assignees.username"] == []


def test_json_on_a_terminal_steers_nothing() -> None:
    params = json.dumps({"name": "a\x9b31m\u202eb\U0001f680"})
    shown = on_a_terminal("spaces", "create", "--output=json", "--json", params)
    assert json.loads(shown)["data"]["name"] == "a\x9b31m\u202eb\U0001f680"
    assert "\x9b" not in shown.decode()
    assert "\u202e" not in shown.decode()


@pytest.mark.parametrize(
    ("line", "kind", "code"),
    [
        ("store status", "InvalidParams", 2),
        ("store sync a.db --also=x", "ConfigurationError", 2),
        ("store sync nowhere/a.db --sandbox", "StoreError", 1),
        ("store sql a.db SELECT --limit=x", "InvalidParams", 2),
        ("journal list nowhere.db", "InvalidParams", 2),
        ("journal undo thesis.txt 7", "JournalDamaged", 1),
        ("journal show new.db 99", "NotInJournal", 4),
        ("journal undo new.db --run=x", "NotInJournal", 4),
        ("call --sandbox --read-only spaces create name=x", "OperationNotAllowed", 2),
        ("call --sandbox spaces delete space_id=1", "OperationNotAllowed", 2),
        ("login --profile=../x", "ConfigurationError", 2),
        ("logout --prfile=x", "InvalidParams", 2),
        ("profile add ../x", "ConfigurationError", 2),
        ("nonsense", "InvalidParams", 2),
        ("operations tusks", "InvalidParams", 2),
    ],
)
def test_other_commands_tell_it_as_json_too(
    line: str, kind: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLICKUP_API_KEY", "pk_1")
    Path("new.db").touch()
    Path("thesis.txt").write_text("my thesis " * 100)
    result = CliRunner().invoke(cli, [*line.split(), "--json-errors"])
    assert result.exit_code == code, result.output
    told = json.loads(result.stderr)["error"]
    assert (told["exit_code"], told["type"]) == (code, kind)
    assert result.stdout == ""
