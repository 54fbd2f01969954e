"""The file of a replica: damaged, older, newer, another's, in use, cut off."""

import asyncio
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.clickup.store.tables import SCHEMA
from agent_connectors.engine.errors import (
    ApiError,
    ConfigurationError,
    ConnectorError,
    InvalidCall,
    InvalidParams,
    UnknownOperation,
)
from agent_connectors.engine.store import store as store_module
from agent_connectors.engine.store.database import Database
from agent_connectors.engine.store.errors import (
    NoStore,
    StoreBusy,
    StoreDamaged,
    StoreError,
    WrongStore,
)
from agent_connectors.engine.store.feeds import Each, Walk
from agent_connectors.engine.store.lock import SyncLock
from agent_connectors.engine.store.sync import Progress
from agent_connectors.engine.store.tables import Column, Schema, Table
from tests.serving import served
from tests.store.replica_checks import expected, held

QUICK = ["comments", "replies", "doc_pages", "time", "goals", "docs", "key_results"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clickup.db"


async def filled(path: Path, sandbox: Sandbox | None = None, **options: Any) -> Sandbox:
    sandbox = sandbox or Sandbox(rate_limit=None)
    async with (
        ClickupApiConnector.sandbox(sandbox) as clickup,
        ContextStore(clickup, path, without=QUICK, **options) as store,
    ):
        await store.sync()
    return sandbox


def text(path: Path) -> None:
    path.write_text("no database at all, but some text that is long enough to be looked at" * 100)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def zeros(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\0" * 40_000)


def header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"SQLite format 9\0")


def another(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE precious (a)")
        connection.execute("INSERT INTO precious VALUES (1)")
    connection.close()


def journal(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 0x41434A4C")
    connection.close()


def head_of_zeros(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\0" * 4096)


@pytest.mark.parametrize("harm", [text, head_of_zeros, another, journal])
async def test_what_is_no_store_is_never_removed(harm: Callable[[Path], None], path: Path) -> None:
    sandbox = await filled(path)
    harm(path)
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path)
        with pytest.raises(NoStore, match="remove it yourself"):
            store.rebuild()
        with pytest.raises(NoStore, match="remove it yourself"):
            store._database.remove()
        assert sorted(path.parent.iterdir()) == beside
        with pytest.raises(NoStore) as refused:
            await store.sync()
        assert "rebuild" not in str(refused.value)
        store.close()
    assert path.read_bytes() == before


async def test_a_folder_or_a_pipe_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for found in list(tmp_path.iterdir()):
        with pytest.raises(NoStore):
            Database(found, SCHEMA).remove()
        assert os.path.lexists(found)


async def test_a_store_whose_pages_are_still_beside_it_is_removed(tmp_path: Path) -> None:
    path, copy = tmp_path / "clickup.db", tmp_path / "copy.db"
    database = Database(path, SCHEMA)
    with database.writing():
        for suffix in ("", "-wal"):
            Path(f"{copy}{suffix}").write_bytes(Path(f"{path}{suffix}").read_bytes())
    database.close()
    assert copy.read_bytes()[68:72] == bytes(4), "the mark is not in the file itself"
    Database(copy, SCHEMA).remove()
    assert not copy.exists()
    empty = tmp_path / "empty.db"
    empty.touch()
    Database(empty, SCHEMA).remove()
    assert not empty.exists()


@pytest.mark.parametrize("harm", [cut, zeros, header])
async def test_a_damaged_file_is_said_to_be_and_left_as_it_is(
    harm: Callable[[Path], None], path: Path
) -> None:
    sandbox = await filled(path)
    harm(path)
    before = path.read_bytes()
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK)

        async def use() -> None:
            await store.sync(whole=True)
            await store.sql("SELECT count(*), max(name), max(description) FROM tasks")

        with pytest.raises(StoreDamaged):
            await use()
        store.close()
        assert path.read_bytes()[:4096] == before[:4096]
        store.rebuild()
        await store.sync()
        assert (await store.sql("SELECT count(*) AS n FROM tasks")).data == [
            {"n": len(expected(sandbox)["tasks"])}
        ]
        store.close()


async def test_a_folder_that_is_not_there_is_no_damage(tmp_path: Path) -> None:
    async with ClickupApiConnector.sandbox() as clickup:
        for wrong in (tmp_path / "nowhere" / "clickup.db", tmp_path):
            with pytest.raises(StoreError) as refused:
                await ContextStore(clickup, wrong).sync()
            assert not isinstance(refused.value, StoreDamaged)


async def test_the_file_of_another_user_is_refused_and_that_of_another_token_is_not(
    path: Path,
) -> None:
    sandbox = await filled(path)
    async with ClickupApiConnector.sandbox(sandbox, as_user="Priya Raman") as priya:
        store = ContextStore(priya, path)
        with pytest.raises(WrongStore, match="another account"):
            await store.sql("SELECT * FROM tasks")
        with pytest.raises(WrongStore, match="another account"):
            await store.sync()
    app: Any = sandbox
    async with ClickupApiConnector.sandbox(app, as_user=sandbox.workspace.owner.id) as again:
        store = ContextStore(again, path)
        assert (await store.sql("SELECT count(*) AS n FROM tasks")).data[0]["n"] > 200
        store.close()


async def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    sandbox = await filled(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        with pytest.raises(WrongStore, match="newer version"):
            await ContextStore(clickup, path).sql("SELECT 1")


async def test_an_older_file_is_brought_up_to_date_from_what_it_holds(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an earlier version would have made it: other columns, fewer tables, no index of words."""
    older = Schema(
        (
            *(table for table in SCHEMA.tables if table.name not in {"tasks", "task_tags"}),
            Table("tasks", "tasks", (Column("id"), Column("called", path="name")), "Tasks."),
            Table("forgotten", "tasks", (Column("id"),), "Gone since."),
        )
    )
    monkeypatch.setattr("agent_connectors.clickup.store.store.SCHEMA", older)
    monkeypatch.setattr(
        "agent_connectors.engine.store.sync.follow_names", lambda *_: None
    )  # the older tables have no such names
    sandbox = await filled(path, Sandbox(rate_limit=None))
    monkeypatch.undo()
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path)
        rows = await store.sql("SELECT name FROM tasks WHERE rowid IN (SELECT rowid FROM "
                               "tasks_words WHERE tasks_words MATCH 'invoice')")  # fmt: skip
        assert rows.data
        assert (await held_of(store)) == {task.name for task in sandbox.workspace.tasks.values()}
        with pytest.raises(InvalidParams, match="no table"):
            await store.sql("SELECT * FROM forgotten")
        store.close()


async def held_of(store: ContextStore) -> set[str]:
    return {row["name"] for row in (await store.sql("SELECT name FROM tasks", limit=9999)).data}


async def test_one_process_syncs_a_file_and_the_other_asks_it(path: Path) -> None:
    sandbox = await filled(path)
    async with ClickupApiConnector.sandbox(sandbox, store=path) as clickup:
        code = (
            "import sys, time\nfrom pathlib import Path\n"
            "from agent_connectors.engine.store.lock import SyncLock\n"
            f"with SyncLock(Path({str(path)!r})):\n"
            "    print('held', flush=True)\n    time.sleep(99)"
        )
        other = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, "-c", code], stdout=subprocess.PIPE
        )
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(StoreBusy, match="being synced already"):
            await clickup.store.sync()
        given = {"sql": "SELECT count(*) AS n FROM tasks", "max_age": 0}
        result = await clickup.execute("tasks", "context_store_sql_query", given, timeout=0.5)
        assert result.data[0]["n"] > 200
        assert any("another process" in text for text in result.meta.warnings)
        other.kill()
        other.wait()
        other.stdout.close()
        await clickup.store.sync()


async def test_two_syncs_in_one_process_do_not_mix(path: Path) -> None:
    with SyncLock(path), pytest.raises(StoreBusy), SyncLock(path):
        pass
    with SyncLock(path):
        pass


@pytest.mark.parametrize("after", [1, 3, 17, 25])
async def test_a_process_that_is_killed_is_gone_on_with(after: int, path: Path) -> None:
    sandbox = Sandbox(tasks=800, rate_limit=None)
    with served(sandbox) as url:
        code = f"""
import asyncio, os, signal
from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.store import ContextStore

def kill(progress):
    if progress.requests >= {after}:
        os._exit(9)  # at once, as if it were killed

async def main():
    async with ClickupApiConnector("pk_sandbox", base_url={url!r}) as clickup:
        await ContextStore(clickup, {str(path)!r}, without={QUICK!r}).sync(progress=kill)

asyncio.run(main())
"""
        done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: ASYNC221
        assert done.returncode == 9
        async with ClickupApiConnector("pk_sandbox", base_url=url) as clickup:
            store = ContextStore(clickup, path, without=QUICK)
            assert not all(age.complete for age in (await store.status()).values()) or after > 17
            report = await store.sync()
            whole = ContextStore(clickup, path.with_name("b.db"), without=QUICK)
            fresh = await whole.sync()
            assert report.requests <= fresh.requests + 3
            one, two = await held(store), await held(whole)
            assert one == two
            store.close()
            whole.close()


async def test_what_cannot_be_read_ends_the_sync_and_the_next_goes_on(path: Path) -> None:
    sandbox = Sandbox(tasks=400, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK)

        def fail(progress: Progress) -> None:
            if progress.feed == "tasks":
                sandbox.fail(400, times=1)

        with pytest.raises(ApiError):
            await store.sync(progress=fail)
        await store.sync()
        wanted = expected(sandbox)
        there = await held(store)
        assert there["tasks"] == wanted["tasks"]
        store.close()


async def test_the_file_is_for_its_owner_and_holds_no_token(path: Path) -> None:
    sandbox = Sandbox(rate_limit=None)
    token = sandbox.token_for("Priya Raman")
    async with ClickupApiConnector.sandbox(sandbox, as_user="Priya Raman") as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        await store.sync()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        for file in path.parent.iterdir():
            assert token.encode() not in file.read_bytes()
        store.close()


async def test_an_empty_file_becomes_its_owners_alone(path: Path) -> None:
    path.touch(0o644)
    async with ClickupApiConnector.sandbox() as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        await store.status()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        store.close()
        with pytest.raises(StoreError, match="no file"):
            await ContextStore(clickup, "/dev/null").status()


async def test_a_disk_that_is_full_from_the_beginning_is_said_to_be(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: object, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 2")
        connection.execute("CREATE TABLE a (b)")
        connection.execute("INSERT INTO a VALUES (hex(randomblob(100000)))")

    async with ClickupApiConnector.sandbox() as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        with monkeypatch.context() as full:
            full.setattr(Database, "_create", no_room)
            with pytest.raises(StoreError, match="full"):
                await store.sync()
        await store.sync()
        store.close()


async def test_a_full_disk_keeps_what_was_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = await filled(path)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        before = await held_of(store)
        for task in list(sandbox.workspace.tasks.values()):
            task.name += " changed" * 200
        sandbox.workspace.changed()
        database: Any = store._database
        with database.writing() as connection:
            connection.execute("PRAGMA max_page_count")
        pages = database._connection.execute("PRAGMA page_count").fetchone()[0]
        database._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="full") as refused:
            await store.sync(whole=True)
        assert not isinstance(refused.value, StoreDamaged)
        assert {name.split(" changed")[0] for name in await held_of(store)} == before
        store.close()
        await store.sync(whole=True)
        assert all(" changed" in name for name in await held_of(store))
        store.close()


async def test_a_store_that_was_never_synced_says_so(path: Path) -> None:
    async with ClickupApiConnector.sandbox(store=path) as clickup:
        for given in ({"sql": "SELECT 1"}, {}):
            action = "context_store_sql_query" if given else "context_store_search"
            with pytest.raises(StoreError, match=r"empty.*sync"):
                await clickup.execute("tasks", action, given)


async def test_the_actions_are_those_of_execute(path: Path) -> None:
    async with ClickupApiConnector.sandbox(store=path) as clickup:
        search = "context_store_search"
        first = await clickup.execute("tasks", search, {"limit": 2, "max_age": 60})
        assert len(first.data) == 2
        assert first.meta.next
        then = await clickup.execute("tasks", search, first.meta.next)
        assert not {t["id"] for t in then.data} & {t["id"] for t in first.data}
        assert set(first.meta.extra["synced"]) >= {"tasks", "comments"}
        asked = {"query": '{"filter": {"eq": {"priority": "urgent"}}}', "fields": ["name"]}
        assert (await clickup.execute("tasks", search, asked)).data
        for entity, action, given, error, said in (
            ("task", search, {}, InvalidParams, "`tasks`"),
            ("tasks", search, {"querry": {}}, InvalidParams, "`query`"),
            ("tasks", "context_store_serach", {}, UnknownOperation, "context_store_search"),
            ("tasks", "context_store_sql_query", {}, InvalidParams, "`sql` is missing"),
            ("tasks", "context_store_sql_query", {"sql": "DROP TABLE tasks"}, InvalidParams, "SEL"),
            ("tasks", search, {"max_age": "new"}, InvalidParams, "seconds"),
        ):
            with pytest.raises(error, match=said):
                await clickup.execute(entity, action, given)
        rows = await clickup.execute(
            "comments", "context_store_sql_query", {"sql": "SELECT id FROM comments", "limit": 3}
        )
        assert rows.meta.has_more
        assert any("more rows" in text for text in rows.meta.warnings)
    async with ClickupApiConnector.sandbox() as clickup:
        with pytest.raises(InvalidCall, match=r"keeps no context store.*store="):
            await clickup.execute("tasks", search)


async def test_options_are_checked(path: Path) -> None:
    async with ClickupApiConnector.sandbox() as clickup:
        with pytest.raises(InvalidParams, match="`comments`"):
            ContextStore(clickup, path, without=["coments"])
    for wrong in (5, "", b"x"):
        with pytest.raises(ConfigurationError, match="`store` must be a path"):
            ClickupApiConnector.sandbox(store=wrong)  # type: ignore[arg-type]


async def test_a_cancelled_question_stops(path: Path) -> None:
    sandbox = await filled(path)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path)
        slow = (
            "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT max(x) FROM a"
        )
        task = asyncio.create_task(store.sql(slow, timeout=50))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        store.close()


def test_every_feed_and_table_is_used_and_described() -> None:
    from agent_connectors.clickup.store.feeds import FEEDS

    page = (Path(__file__).parents[2] / "docs" / "store.md").read_text()
    for table in SCHEMA.tables:
        assert f"`{table.name}`" in page
        assert table.about.endswith(".")
    for view in SCHEMA.views:
        assert f"`{view.name}`" in page
    for feed in FEEDS:
        assert isinstance(feed, Walk | Each)
        below = feed.under if isinstance(feed, Walk) else feed.of
        assert not below or below in SCHEMA.by_name


def test_the_commands_sync_and_ask(path: Path) -> None:
    command = [sys.executable, "-m", "agent_connectors.cli", "store"]
    if not (Path(store_module.__file__).parents[2] / "cli" / "__main__.py").exists():
        command = [str(Path(sys.executable).with_name("agent-connectors")), "store"]

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *args, "--sandbox"], capture_output=True, text=True, check=False
        )

    done = run("sync", str(path))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["requests"] > 10
    rows = json.loads(run("sql", str(path), "SELECT name FROM overdue LIMIT 3").stdout)
    assert len(rows) == 3
    assert json.loads(run("status", str(path)).stdout)["tasks"]["complete"] is True
    assert "due_date time" in run("describe", str(path), "tasks").stdout
    wrong = run("sql", str(path), "SELECT nmae FROM tasks")
    assert wrong.returncode == 2
    assert "`name`" in wrong.stderr


async def test_errors_of_the_store_are_the_connectors(path: Path) -> None:
    assert issubclass(StoreError, ConnectorError)
