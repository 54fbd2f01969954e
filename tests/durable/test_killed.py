"""A process is killed in a write, or after it: whoever goes on makes no second one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.durable.killed import LIST, Killing, finish, killing, named, start
from tests.hosted.services import fresh_database

pytest.importorskip("dbos")
pytest.importorskip("langgraph.checkpoint.sqlite")
pytest.importorskip("langgraph.checkpoint.postgres")

pytestmark = pytest.mark.timeout(300)

UNKNOWN = "was begun before"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=2, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> Iterator[tuple[Killing, str]]:
    with killing(sandbox) as served:
        yield served


def killed(program: str, app: Killing, **environment: str) -> None:
    """Runs a program that is killed in the middle of its write."""
    app.at = "answer"
    process = start(program, **environment)
    app.victim = process.pid
    done = process.finish(100)
    assert done.returncode == -9, done.stderr


DBOS: list[dict[str, str]] = [{}, {"LEDGER": "yes"}, {"TOOLS": "single"}, {"AGENT": "wrapped"}]


def environment(way: dict[str, str], url: str, folder: Path) -> dict[str, str]:
    """What the program with DBOS is told."""
    given = way | {"URL": url, "LIST": LIST, "DATABASE": f"sqlite:///{folder}/dbos.sqlite"}
    if "LEDGER" in way:
        given["LEDGER"] = f"{folder}/calls.sqlite"
    return given


@pytest.mark.parametrize("way", DBOS, ids=str)
def test_dbos_in_the_write(
    sandbox: Sandbox, clickup: tuple[Killing, str], tmp_path: Path, way: dict[str, str]
) -> None:
    app, url = clickup
    given = environment(way, url, tmp_path)
    killed("with_dbos", app, **given)
    assert named(sandbox, "Once 0") == 1
    told = finish(start("with_dbos", **given))
    read, written = told["said"]
    assert "Larkfield Labs" in read
    assert UNKNOWN in written
    assert "`tasks.list`" in written
    assert named(sandbox, "Once 0") == app.writes == 1
    assert told["steps"].count("clickup_execute") == 2


@pytest.mark.parametrize("way", DBOS, ids=str)
def test_dbos_after_the_write(
    sandbox: Sandbox, clickup: tuple[Killing, str], tmp_path: Path, way: dict[str, str]
) -> None:
    app, url = clickup
    given = environment(way, url, tmp_path)
    dead = start("with_dbos", DIE="after", **given)
    assert dead.finish(100).returncode == -9
    _, written = finish(start("with_dbos", **given))["said"]
    assert '"name":"Once 0"' in written
    assert named(sandbox, "Once 0") == app.writes == 1


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"{tmp_path}/checkpoints.sqlite"
        return
    with fresh_database() as url:
        yield url


def test_langgraph_in_the_write(
    sandbox: Sandbox, clickup: tuple[Killing, str], database: str
) -> None:
    app, url = clickup
    given = {"URL": url, "LIST": LIST, "DATABASE": database}
    killed("with_langgraph", app, **given)
    assert named(sandbox, "Once 0") == 1
    told: dict[str, Any] = finish(start("with_langgraph", **given))
    assert told["again"]
    read, written = told["said"]
    assert "Larkfield Labs" in read
    assert UNKNOWN in written
    assert named(sandbox, "Once 0") == app.writes == 1


def test_langgraph_after_the_write(
    sandbox: Sandbox, clickup: tuple[Killing, str], database: str
) -> None:
    app, url = clickup
    given = {"URL": url, "LIST": LIST, "DATABASE": database}
    dead = start("with_langgraph", DIE="after", **given)
    assert dead.finish(100).returncode == -9
    told = finish(start("with_langgraph", **given))
    assert told["again"]
    assert '"name":"Once 0"' in told["said"][1]
    assert named(sandbox, "Once 0") == app.writes == 1


def test_langgraph_that_may_forget_the_call_makes_no_write(
    sandbox: Sandbox, clickup: tuple[Killing, str], tmp_path: Path
) -> None:
    app, url = clickup
    given = {"URL": url, "LIST": LIST, "DATABASE": f"{tmp_path}/c.sqlite", "KEPT": "async"}
    said = finish(start("with_langgraph", **given))["said"]
    assert all("durability" in text for text in said)
    assert app.writes == 0


def check_several(sandbox: Sandbox, app: Killing, said: list[str]) -> None:
    """Each write was made once, or is unknown, and each call has what is its own."""
    assert len(said) == SEVERAL
    for n, text in enumerate(said):
        assert f"Once {n}" in text
        assert UNKNOWN in text or f'"name":"Once {n}"' in text
        assert named(sandbox, f"Once {n}") in ((0, 1) if UNKNOWN in text else (1,))
    assert sum(UNKNOWN in text for text in said) >= 1
    assert app.writes <= SEVERAL


SEVERAL = 8


@pytest.mark.parametrize("which", [1, 4, 8])
@pytest.mark.parametrize("program", ["with_dbos", "with_langgraph"])
def test_several_writes_at_once(
    sandbox: Sandbox, clickup: tuple[Killing, str], tmp_path: Path, program: str, which: int
) -> None:
    app, url = clickup
    path = f"{tmp_path}/kept.sqlite"
    database = f"sqlite:///{path}" if program == "with_dbos" else path
    given = {"URL": url, "LIST": LIST, "DATABASE": database, "COUNT": f"{SEVERAL}"}
    app.which = which
    killed(program, app, **given)
    assert app.writes >= which
    check_several(sandbox, app, finish(start(program, **given))["said"][1:])
