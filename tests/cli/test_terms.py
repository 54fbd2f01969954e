"""Errors that are met in a shell speak its terms, and not Python's."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent_connectors.cli.commands import cli
from agent_connectors.cli.terms import in_a_shell
from agent_connectors.engine.errors import ConnectorError

ROOT = Path(__file__).parents[2]


def run(*args: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli, args, env=env)


UNREACHED = {
    "Pass `airbyte_config=AirbyteAuthConfig(...)`.",
    'Write `ClickupApiAuthConfig("pk_...")`.',
    'Write `ClickupApiConnector("pk_...")`.',
}
"""Advice to who writes a program, which no command can lead to."""

HOSTED = {"AIRBYTE_CLIENT_ID": "a", "AIRBYTE_CLIENT_SECRET": "b"}


@pytest.mark.parametrize(
    ("env", "args", "said"),
    [
        ({}, ("attachments", "upload", "task_id=1", "file=a.txt"), "add `--files FOLDER`"),
        ({"CLICKUP_API_KEY": "pk_ 1"}, ("user", "get"), "Copy it again"),
        ({"CLICKUP_API_KEY": "Bearer 1_a"}, ("user", "get"), "takes a personal API token"),
        ({"CLICKUP_BASE_URL": "nowhere"}, ("user", "get"), "CLICKUP_BASE_URL must be like"),
        ({"CLICKUP_BASE_URL": "http://127.0.0.1:9"}, ("user", "get"), "and CLICKUP_BASE_URL."),
        ({"CLICKUP_API_KEY": "", "AIRBYTE_CLIENT_ID": "a"}, ("user", "get"), "Set AIRBYTE_CLIENT"),
        (
            {"CLICKUP_API_KEY": "", **HOSTED, "AIRBYTE_API_URL": "http://127.0.0.1:9"},
            ("user", "get"),
            "and AIRBYTE_API_URL.",
        ),
        (
            {"CLICKUP_API_KEY": "", **HOSTED, "AIRBYTE_API_URL": "nowhere"},
            ("user", "get"),
            "AIRBYTE_API_URL must be like",
        ),
    ],
)
def test_first_use_17_errors_speak_the_terms_of_a_shell(
    env: dict[str, str], args: tuple[str, ...], said: str
) -> None:
    result = run("call", *args, env={"CLICKUP_API_KEY": "pk_1", **env})
    assert result.exit_code in {1, 2, 5}
    assert said in result.output
    for python in ("Connector(", "Config(", "=True", "`base_url`", "`timeout`", "`files`"):
        assert python not in result.output


def test_first_use_17_a_shell_can_upload_and_download(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    task = json.loads(run("call", "--sandbox", "tasks", "search", "limit=1").output)["data"][0]
    done = run(
        *("call", "--sandbox", "--files", str(tmp_path), "attachments", "upload"),
        *(f"task_id={task['id']}", "file=notes.txt"),
    )
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["data"]["title"] == "notes.txt"


def test_first_use_17_a_shell_says_its_time_zone() -> None:
    args = ("call", "--sandbox", "--timezone", "Mars/Base", "user", "get")
    assert "There is no time zone 'Mars/Base'" in run(*args).output


def python_in_advice() -> Iterator[str]:
    """Advice in the core's texts that names something of Python."""
    notation = re.compile(
        r"`[^`]*(?:ApiConnector\(|AuthConfig\(|=True|=False)[^`]*`"
        r"|on the connector|`(?:base_url|timeout)`"
    )
    for folder in ("engine", "clickup"):
        for path in sorted((ROOT / "core/agent_connectors" / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                for text in () if "sandbox" in path.parts else _advice(node):
                    if notation.search(text):
                        yield text


def _advice(node: ast.AST) -> Iterator[str]:
    """The hints of errors and the texts that are kept for them."""
    if isinstance(node, ast.keyword) and node.arg == "hint":
        node = node.value
    elif not isinstance(node, ast.Assign | ast.AnnAssign) or "HINT" not in ast.unparse(node):
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def test_first_use_17_no_advice_names_python() -> None:
    left = {text for text in python_in_advice() if in_a_shell(ConnectorError(text)) == text}
    assert left == UNREACHED


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_first_use_23_a_result_that_cannot_be_written_is_told() -> None:
    command = Path(sys.executable).with_name("agent-connectors")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [command, "call", "--sandbox", "user", "get"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 6
    assert done.stderr.startswith("Error: The result cannot be written (")
    assert done.stderr.endswith("the call was carried out.\n")
    assert len(done.stderr.splitlines()) == 1
