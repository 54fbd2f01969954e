"""What the commands for a context store read, and what they refuse."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from agent_connectors.cli.commands import cli
from agent_connectors.clickup.sandbox import Sandbox
from tests.cli.test_mcp_options import made
from tests.serving import served

__all__ = ["made"]  # a fixture


@pytest.fixture(scope="module")
def clickup() -> Iterator[str]:
    with served(Sandbox(tasks=40, rate_limit=None)) as url:
        yield url


@pytest.fixture(autouse=True)
def an_account(clickup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLICKUP_API_KEY", "pk_1_OFNOBODY")
    monkeypatch.setenv("CLICKUP_BASE_URL", clickup)


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def count(path: Path, table: str) -> int:
    asked = run("store", "sql", str(path), f"SELECT count(*) AS n FROM {table}")  # noqa: S608
    assert asked.exit_code == 0, asked.output
    return int(json.loads(asked.stdout)[0]["n"])


def test_a_sync_reads_what_is_asked_for_and_leaves_out_what_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    chosen = ("--also", "status_history", "--without=comments", "--without", "replies")
    done = run("store", "sync", str(path), *chosen)
    assert done.exit_code == 0, done.output
    assert count(path, "status_history") > 0
    assert count(path, "comments") == 0
    # The next sync reads as it is told, whatever was told before.
    assert run("store", "sync", str(path)).exit_code == 0
    assert count(path, "comments") > 0
    without = tmp_path / "b.db"
    assert run("store", "sync", str(without), "--without=comments").exit_code == 0
    assert count(without, "status_history") == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--also=status_histry"], "for --also of the name `status_histry`. Did you mean"),
        (["--without=coments"], "for --without of the name `coments`. Did you mean `comments`?"),
        (["--also=status_history", "--without=status_history"], "both asked for and left out"),
        (["--also="], "no feed for --also"),
    ],
)
def test_what_a_store_cannot_read_is_refused(tmp_path: Path, args: list[str], said: str) -> None:
    path = tmp_path / "a.db"
    done = run("store", "sync", str(path), *args)
    assert done.exit_code == 2
    assert said in done.output
    assert not path.exists()


def test_the_tools_of_mcp_have_the_store_that_is_told(made: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    given = ("--store", str(path), "--store-also=status_history", "--store-without=comments")
    done = run("mcp", *given, "--store-without", "replies")
    assert done.exit_code == 0, done.output
    store = made["connector"].store
    assert store.name == str(path)
    read = {feed.name for feed in store._feeds}
    assert "status_history" in read
    assert read.isdisjoint({"comments", "replies", "folder_views"})
    assert not path.exists()  # nothing is read before it is asked for


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--store-also=status_history"], "--store-also is for one with a store: add `--store"),
        (["--store-without=comments"], "--store-without is for one with a store"),
        (["--store=a.db", "--store-also=status_histry"], "for --store-also of the name"),
        (["--store=a.db", "--store-without=coments"], "Did you mean `comments`?"),
        (["--http", "--store=a.db"], "callers over HTTP would share"),
        (["--http", "--store-also=status_history"], "--store-also is for one with a store"),
    ],
)
def test_a_store_that_cannot_be_is_refused(
    made: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("mcp", *args)
    assert done.exit_code == 2
    assert said in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["status", "sync", "sql", "search"])
def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path: Path, command: str) -> None:
    path = tmp_path / "thesis.db"
    path.write_text("my thesis")
    more = {"sql": ["SELECT 1"], "search": ["tasks"]}.get(command, [])
    done = run("store", command, str(path), *more)
    assert done.exit_code == 2
    assert "--rebuild" not in done.output
    assert path.read_text() == "my thesis"
    if command == "sync":
        beside = sorted(tmp_path.iterdir())
        forced = run("store", "sync", "--rebuild", str(path))
        assert forced.exit_code == 2
        assert "remove it yourself" in forced.output
        assert path.read_text() == "my thesis"
        assert sorted(tmp_path.iterdir()) == beside
    away = run("store", command, str(tmp_path / "nowhere" / "a.db"), *more)
    if command != "status":
        assert away.exit_code == (1 if command == "sync" else 2)
        assert "nowhere" in away.output


@pytest.mark.parametrize(
    "command", [["status"], ["sql", "SELECT 1"], ["search", "tasks"], ["export"], ["describe"]]
)
def test_what_reads_makes_no_file(tmp_path: Path, command: list[str]) -> None:
    path, target = tmp_path / "nope.db", tmp_path / "out.csv"
    more = [str(target), "tasks"] if command == ["export"] else []
    done = run("store", command[0], str(path), *command[1:], *more)
    assert list(tmp_path.iterdir()) == []
    if command[0] in {"sql", "search", "export"}:
        assert done.exit_code == 2
        assert "store sync" in done.output
    else:
        assert done.exit_code == 0, done.output
