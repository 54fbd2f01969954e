"""A command whose extra is missing is told so, and ends as a wrong call does."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import agent_connectors
from agent_connectors.cli import keyring, main, showing
from agent_connectors.cli.commands import cli
from agent_connectors.engine import extras

FOLDER = Path(showing.__file__).parent


def caught() -> Iterator[tuple[str, str]]:
    """What each file does where an import fails."""
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            kind = node.type if isinstance(node, ast.ExceptHandler) else None
            if kind and {"ModuleNotFoundError", "ImportError"} & {*ast.unparse(kind).split()}:
                yield path.name, ast.unparse(node).rpartition("\n")[2].strip()


def test_all_end_in_the_same_way() -> None:
    found = dict(caught())
    assert found.pop("__init__.py") == "sys.exit(2)"
    assert len(found) == 5
    assert {said.partition("(")[0] for said in found.values()} == {"raise MissingExtra"}


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        ("agent_connectors.mcp", "mcp --sandbox"),
        ("agent_connectors.clickup.sandbox.server", "sandbox"),
        ("agent_connectors.postgres_store", "store status postgresql://127.0.0.1/x"),
        ("agent_connectors.hosted.admin", "serve"),
        ("parquet", "store export a.db tasks.parquet tasks --sandbox"),
        ("rich", "call --sandbox user get --output table"),
        ("keyring", "login --no-check --stdin"),
    ],
)
def test_each_command_says_so_with_2(
    missing: str, line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delattr(agent_connectors, missing.rpartition(".")[2], raising=False)
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    monkeypatch.setattr(keyring, "find_spec", lambda _: None)
    monkeypatch.setattr(showing, "has_rich", lambda: False)
    done = CliRunner().invoke(cli, line.split(), input="pk_1_SECRET\n")
    assert done.exit_code == 2, done.output
    assert "pip install" in done.output or f"import of {missing} halted" in done.output
    assert "Usage:" not in done.output


def test_without_click_there_is_no_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "agent-connectors[cli]" in capsys.readouterr().err
