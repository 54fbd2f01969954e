"""What goes wrong around a replica: it goes on with the rest, and says what was left."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.errors import (
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreReadOnly,
    WrongStore,
)
from agent_connectors.engine.store.lock import SyncLock
from tests.serving import served
from tests.store.replica_checks import expected, held
from tests.store.test_odd_answers import answering

QUICK = ["comments", "replies", "doc_pages", "time", "goals", "docs", "key_results"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clickup.db"


async def filled(path: Path, sandbox: Sandbox, **options: Any) -> None:
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK, **options)
        await store.sync()
        store.close()


@pytest.mark.parametrize("date", ["1500000000000", "1", "soon", None])
@pytest.mark.parametrize("odd", [None, "text", {}, {"id": None, "date": "1"}], ids=str)
async def test_an_odd_last_comment_ends_no_sync(odd: Any, date: Any, path: Path) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    task = next(iter(sandbox.workspace.tasks))

    def change(asked: str, answer: Any) -> None:
        if asked.endswith(f"/task/{task}/comment"):
            found = answer["comments"] + [{**c, "id": f"9{n}", "date": date} for n, c in enumerate(
                answer["comments"] * 40)]  # fmt: skip
            answer["comments"] = [*found[:24], odd]

    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        await clickup.comments.create("There is one", task_id=task)
    async with ClickupApiConnector.sandbox(answering(sandbox, change)) as clickup:
        store = ContextStore(clickup, path)
        counted = f"SELECT count(*) AS n FROM comments WHERE task_id = '{task}'"  # noqa: S608
        for _ in range(2):
            report = await store.sync(whole=True)
            assert report.warnings
            assert (await store.sql(counted)).data == [{"n": 24}]
        assert all(age.complete for age in (await store.status()).values())
        store.close()


@pytest.mark.parametrize(
    "part", ["*/team/*/space", "*/team/*/task", "*/team/*/goal", "*/docs", "*/space/*/folder",
             "*/space/*/list", "*/view", "*/task/*/comment", "*/list/*/task", "*/time_entries",
             "*/goal/*", "*/docs/*/pages"],
)  # fmt: skip
async def test_what_is_denied_keeps_nothing_else_out(part: str, path: Path) -> None:
    sandbox = Sandbox(tasks=40, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path)
        await store.sync()
        before = await held(store)
        sandbox.fail(403, path=part, method="GET", times=10_000)
        report = await store.sync(whole=True)
        sandbox.faults.clear()
        assert report.warnings
        after = await held(store)
        assert after == before  # what could not be read stays as it was
        await store.sync(whole=True)
        assert (await held(store)) == before
        store.close()


DECOMPOSED = unicodedata.normalize("NFD", "Überprüfung der Größe, Zoë")
COMPOSED = unicodedata.normalize("NFC", DECOMPOSED)


def part(text: str, first: int, last: int) -> str:
    """A part between whole letters, put together as the text is."""
    form: Literal["NFC", "NFD"] = "NFC" if unicodedata.is_normalized("NFC", text) else "NFD"
    return unicodedata.normalize(form, unicodedata.normalize("NFC", text)[first:last])


@pytest.mark.parametrize("asked", [DECOMPOSED, COMPOSED, COMPOSED.upper(), DECOMPOSED.lower()])
@pytest.mark.parametrize("there", [DECOMPOSED, COMPOSED])
async def test_letters_are_the_same_however_they_are_put_together(
    there: str, asked: str, path: Path
) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    task = next(t for t in sandbox.workspace.tasks.values() if t.assignees)
    task.name = there
    person = task.assignees[0]
    person.username = there
    sandbox.workspace.changed()
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        await store.sync()
        for operator, value in (
            ("eq", asked), ("contains", part(asked, 3, 18)), ("startswith", part(asked, 0, 9)),
            ("endswith", part(asked, 18, 27)), ("keyword", part(asked, 0, 11)),
            ("fuzzy", asked), ("like", asked), ("in", [asked]),
        ):  # fmt: skip
            found = await store.search("tasks", {"filter": {operator: {"name": value}}})
            assert task.id in {row["id"] for row in found.data}, operator
        for operator, given in (("array_contains", asked), ("any", [asked])):
            found = await store.search(
                "tasks", {"filter": {operator: {"assignees": given}}}, limit=100
            )
            assert task.id in {row["id"] for row in found.data}, operator
        if asked in {DECOMPOSED, COMPOSED}:
            rows = await store.sql(f"SELECT id FROM tasks WHERE name = '{asked}'")  # noqa: S608
            assert [row["id"] for row in rows.data] == [task.id]
        raw = await store.search("tasks", {"filter": {"eq": {"name": asked}}}, fields=["raw"])
        assert raw.data[0]["raw"]["name"] == there  # as ClickUp has it
        store.close()


async def test_closing_ends_a_sync_at_once_and_the_next_goes_on(path: Path) -> None:
    sandbox = Sandbox(tasks=400, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        reached = asyncio.Event()

        def tell(progress: Any) -> None:
            if progress.feed == "tasks" and progress.done >= 200 and not reached.is_set():
                reached.set()
                sandbox.fail("hang", times=1)

        task = asyncio.create_task(store.sync(progress=tell))
        await reached.wait()
        await asyncio.sleep(0.05)
        began = time.monotonic()
        store.close()
        with pytest.raises(StoreClosed, match="goes on"):
            await asyncio.wait_for(task, 10)
        assert time.monotonic() - began < 10  # not the time-out of the request
        sandbox.faults.clear()
        assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
        report = await store.sync()
        fresh = ContextStore(clickup, path.with_name("b.db"), without=QUICK)
        assert report.requests < (await fresh.sync()).requests
        assert await held(store) == await held(fresh)
        store.close()
        fresh.close()


async def test_closing_from_another_thread_ends_a_sync(path: Path) -> None:
    sandbox = Sandbox(tasks=400, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        closing: list[asyncio.Task[None]] = []

        def tell(progress: Any) -> None:
            if progress.requests == 8:
                closing.append(asyncio.ensure_future(asyncio.to_thread(store.close)))

        with pytest.raises(StoreClosed):
            await store.sync(progress=tell)
        await asyncio.gather(*closing)
        await store.sync()
        assert (await held(store))["tasks"] == expected(sandbox)["tasks"]
        store.close()


READ = """
import asyncio, json, sys
from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.store.errors import StoreReadOnly

async def main():
    async with ClickupApiConnector("pk_sandbox", base_url=sys.argv[1]) as clickup:
        store = ContextStore(clickup, sys.argv[2], without=json.loads(sys.argv[3]))
        print((await store.sql("VALUES (1)")).data[0]["column1"])
        print(len((await store.search("tasks", limit=5)).data))
        try:
            await store.sync()
        except StoreReadOnly as error:
            print(error)
        result = await clickup.execute("tasks", "search", {"limit": 1})
        await clickup.execute("tasks", "update", {"task_id": result.data[0]["id"], "name": "New"})
        store.close()

asyncio.run(main())
"""


@pytest.mark.skipif(not shutil.which("setpriv"), reason="folders that may not be written")
@pytest.mark.parametrize("what", ["folder", "file", "both"])
async def test_a_file_that_may_not_be_written_answers_and_says_why_it_is_not_synced(
    what: str, tmp_path: Path
) -> None:
    sandbox = Sandbox(tasks=60, rate_limit=None)
    folder = tmp_path / "shared"
    folder.mkdir()
    path = folder / "clickup.db"
    with served(sandbox) as url:
        async with ClickupApiConnector("pk_sandbox", base_url=url) as clickup:
            store = ContextStore(clickup, path, without=QUICK)
            await store.sync()
            store.close()
        for beside in folder.iterdir():
            if beside != path:
                beside.unlink()
        path.chmod(0o444 if what != "folder" else 0o666)
        folder.chmod(0o555 if what != "file" else 0o777)
        # Who runs the tests may be one who may write everywhere.
        may_not = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        command = [*(may_not if os.geteuid() == 0 else []), sys.executable, "-c", READ]
        done = subprocess.run(  # noqa: ASYNC221
            [*command, url, str(path), json.dumps(QUICK)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    count, found, said = done.stdout.strip().splitlines()
    assert count == "1"
    assert found == "5"
    assert "read-only" in said or "no file can be made" in said


async def test_max_age_syncs_what_is_asked_for_and_no_more(path: Path) -> None:
    clock = [1_795_000_000.0]
    sandbox = Sandbox(tasks=60, rate_limit=None, clock=lambda: clock[0])
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, clock=lambda: clock[0])
        clickup._store, clickup._store_place = store, path
        await store.sync()
        clock[0] += 300
        task = next(iter(sandbox.workspace.tasks.values()))
        task.name, task.updated = "Newer", round(clock[0] * 1000)
        sandbox.workspace.rendered.drop(task.id)
        sandbox.workspace.changed()
        before = len(sandbox.requests)
        sql = {"sql": f"SELECT name FROM tasks WHERE id = '{task.id}'"}  # noqa: S608
        old = await clickup.execute("tasks", "context_store_sql_query", sql)
        assert old.data != [{"name": "Newer"}]
        assert len(sandbox.requests) == before
        new = await clickup.execute("tasks", "context_store_sql_query", {**sql, "max_age": 60})
        assert new.data == [{"name": "Newer"}]
        assert len(sandbox.requests) - before <= 4
        assert not new.meta.warnings
        assert new.meta.extra["synced"]["tasks"] == 0
        assert new.meta.extra["synced"]["goals"] >= 300
        goals = await clickup.execute("goals", "context_store_search", {"max_age": 60})
        assert goals.meta.extra["synced"]["goals"] == 0
        store.close()


async def test_max_age_within_a_time_that_is_too_short_says_what_is_older(path: Path) -> None:
    sandbox = Sandbox(tasks=60, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox, store=path) as clickup:
        given = {"sql": "SELECT count(*) AS n FROM tasks", "max_age": 0}
        sandbox.fail("hang", times=10_000)
        began = time.monotonic()
        with pytest.raises(StoreError, match="empty"):
            await clickup.execute("tasks", "context_store_sql_query", given, timeout=1)
        sandbox.faults.clear()
        await clickup.store.sync()
        sandbox.fail("hang", times=10_000)
        result = await clickup.execute("tasks", "context_store_sql_query", given, timeout=1)
        assert time.monotonic() - began < 30
        sandbox.faults.clear()
        assert result.data[0]["n"] == len(sandbox.workspace.tasks)
        assert any("Older than the 0 s" in said and "no time" in said and "tasks" in said
                   for said in result.meta.warnings)  # fmt: skip


async def test_max_age_waits_for_who_syncs_already(path: Path) -> None:
    sandbox = Sandbox(tasks=60, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox, store=path) as clickup:
        await clickup.store.sync()
        given = {"limit": 1, "max_age": 0}
        lock = SyncLock(path)
        lock.__enter__()
        asking = asyncio.create_task(clickup.execute("tasks", "context_store_search", given))
        await asyncio.sleep(0.3)
        lock.__exit__(None, None, None)
        result = await asking
        assert not any("another process" in said for said in result.meta.warnings)
        await asyncio.sleep(0.2)
        with SyncLock(path):
            with pytest.raises(StoreBusy):
                await clickup.store.sync()
            late = await clickup.execute("tasks", "context_store_search", given, timeout=0.5)
        assert any("another process is syncing it" in said for said in late.meta.warnings)
        for wrong in ("new", -1, True, float("nan"), float("inf"), [1]):
            with pytest.raises(InvalidParams, match="seconds"):
                await clickup.execute("tasks", "context_store_search", {"max_age": wrong})


async def test_a_table_that_is_not_kept_is_said_to_be(path: Path) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=["comments", "replies"])
        clickup._store, clickup._store_place = store, path
        await store.sync()
        for given in ({"sql": "SELECT count(*) FROM commented"}, {"sql": "SELECT * FROM comments"}):
            result = await clickup.execute("tasks", "context_store_sql_query", given)
            assert "Not kept in this store: comments." in result.meta.warnings
        found = await clickup.execute("comments", "context_store_search", {})
        assert "Not kept in this store: comments." in found.meta.warnings
        fine = await clickup.execute("tasks", "context_store_search", {})
        assert not fine.meta.warnings
        store.close()


def page_of(path: Path, table: str) -> int:
    with sqlite3.connect(path) as connection:
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()[0]
    connection.close()
    return int(root)


def garbage(table: str) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        root = page_of(path, table)
        with path.open("r+b") as file:
            file.seek((root - 1) * 4096)
            file.write(os.urandom(4096))

    harm.__name__ = f"garbage_in_{table}"
    return harm


def spoiled(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE store_records SET data = X'00112233' WHERE entity = 'tasks'")
    connection.close()


def shortened(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 5000)


HARMS = [
    *(garbage(table) for table in ("tasks", "tasks_words_data", "store_records", "store_visits")),
    *(garbage(table) for table in ("store_walks", "store_facts", "comments", "sqlite_master")
      if table != "sqlite_master"),
    spoiled,
    shortened,
]  # fmt: skip


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
async def test_damage_anywhere_is_told_or_does_no_harm(
    harm: Callable[[Path], None], path: Path
) -> None:
    sandbox = Sandbox(tasks=60, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path)
        await store.sync()
        wanted = await held(store)
        store.close()
        harm(path)
        told = []

        async def tried(work: Callable[[], Any]) -> None:
            try:
                await work()
            except StoreDamaged as error:
                told.append(error)

        await tried(lambda: store.search("tasks", {"filter": {"contains": {"name": "the"}}}))
        await tried(lambda: store.search("tasks", limit=100, fields=["raw"]))
        await tried(lambda: store.sql("SELECT count(*), max(description) FROM tasks"))
        await tried(store.sync)
        await tried(lambda: store.sync(whole=True))
        if not told:
            assert await held(store) == wanted
        else:
            assert "rebuild" in str(told[0])
        store.close()
        store.rebuild()
        await store.sync()
        assert await held(store) == wanted
        store.close()


async def test_a_file_that_was_emptied_is_an_empty_store(path: Path) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    await filled(path, sandbox)
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    os.truncate(path, 0)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        with pytest.raises(StoreError, match="empty"):
            await store.sql("SELECT * FROM tasks")
        await store.sync()
        assert (await held(store))["tasks"] == expected(sandbox)["tasks"]
        store.close()


FULL = """
import asyncio, json, resource, signal, sys
from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.store.errors import StoreDamaged, StoreError

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))

async def main():
    sandbox = Sandbox(tasks=300, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, sys.argv[1], without=json.loads(sys.argv[3]))
        try:
            await store.sync()
        except StoreDamaged as error:
            print("damaged", error)
        except StoreError as error:
            print("refused", error)
        else:
            print("done")

asyncio.run(main())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of the size of files")
@pytest.mark.parametrize("size", [20_000, 200_000, 500_000, 1_000_000])
async def test_a_disk_without_room_is_said_to_be_and_breaks_nothing(size: int, path: Path) -> None:
    done = subprocess.run(  # noqa: ASYNC221
        [sys.executable, "-c", FULL, str(path), str(size), json.dumps(QUICK)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("refused"), done.stdout
    sandbox = Sandbox(tasks=300, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        await store.sync(whole=True)
        assert (await held(store))["tasks"] == expected(sandbox)["tasks"]
        store.close()


async def test_a_file_of_the_first_layout_is_brought_up_to_date(path: Path) -> None:
    sandbox = Sandbox(tasks=60, rate_limit=None)
    await filled(path, sandbox)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE store_touched")
        connection.execute("ALTER TABLE store_walks DROP COLUMN sweeping")
        connection.execute("UPDATE store_facts SET value = 'older' WHERE name = 'schema'")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=QUICK)
        assert (await held(store))["tasks"] == expected(sandbox)["tasks"]
        own = next(iter(sandbox.workspace.tasks.values()))
        await clickup.tasks.update(own.id, name="Followed")
        rows = await store.sql("SELECT id FROM tasks WHERE name = 'Followed'")
        assert [row["id"] for row in rows.data] == [own.id]
        await store.sync()
        store.close()


async def test_another_users_file_takes_no_write(path: Path) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    await filled(path, sandbox)
    before = path.read_bytes()
    async with ClickupApiConnector.sandbox(sandbox, as_user="Priya Raman", store=path) as priya:
        task = (await priya.execute("tasks", "search", {"limit": 1})).data[0]["id"]
        result = await priya.execute("tasks", "update", {"task_id": task, "name": "Hers"})
        assert result.data["name"] == "Hers"
        with pytest.raises(WrongStore):
            await priya.store.apply({"event": "taskUpdated", "task_id": task})
    async with ClickupApiConnector.sandbox(sandbox, store=path) as clickup:
        rows = await clickup.store.sql("SELECT id FROM tasks WHERE name = 'Hers'")
        assert rows.data == []
    assert len(before) == path.stat().st_size


async def test_only_what_a_sweep_may_take_is_read(path: Path) -> None:
    clock = [1_795_000_000.0]
    sandbox = Sandbox(tasks=900, rate_limit=None, clock=lambda: clock[0])
    without = [*QUICK, "archived_tasks", "archived_lists", "workspace_views", "space_views"]
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, path, without=without, clock=lambda: clock[0])
        await store.sync()
        gone = [t for t in sandbox.workspace.tasks.values() if not t.archived][::90]
        others = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
        for task in gone:
            if task.id in sandbox.workspace.tasks:
                await others.tasks.delete(task.id)
        await others.aclose()
        ids = {t.id for t in gone}
        left, requests = [], []
        for _ in range(60):  # within a day and a few hours of syncs each half an hour
            clock[0] += 1800
            report = await store.sync()
            requests.append(report.requests)
            rows = await store.sql("SELECT id FROM tasks", limit=9999)
            left.append(len(ids & {row["id"] for row in rows.data}))
        assert left[0] == len(ids)  # nothing is looked for before it is time
        assert left[-1] == 0
        assert max(requests) - min(requests) <= 4
        store.close()


async def test_a_store_that_is_read_only_raises_its_own_error() -> None:
    assert issubclass(StoreReadOnly, StoreError)
