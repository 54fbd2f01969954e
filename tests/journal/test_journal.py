"""What a journal keeps of writes, and what it does when something is wrong."""

import asyncio
import multiprocessing
import os
import random
import sqlite3
import string
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import (
    BadRequest,
    ClickupApiConnector,
    ConfigurationError,
    ConnectionFailed,
    InvalidCall,
    OperationNotAllowed,
    OutcomeUnknown,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.journal.errors import (
    JournalDamaged,
    JournalError,
    NoJournal,
    UndoRefused,
    WrongJournal,
)
from agent_connectors.engine.journal.file import Journal

Clickup = ClickupApiConnector
Task = dict[str, Any]


def writes(sandbox: Sandbox) -> int:
    return sum(one.method != "GET" for one in sandbox.requests)


def test_a_write_is_kept_with_the_object_before_and_after(clickup: Clickup, task: Task) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    (entry,) = clickup.journal.entries()
    assert (entry.operation, entry.effect, entry.outcome) == ("tasks.update", "write", "done")
    assert entry.who == "Mara Lindqvist"
    assert entry.request == f"PUT /api/v2/task/{task['id']}"
    assert entry.sent == {"task_id": task["id"], "name": "Ship it"}
    assert entry.before["name"] == task["name"]
    assert entry.after["name"] == "Ship it"
    assert ("name", task["name"], "Ship it") in [
        (one.field, one.before, one.after) for one in entry.changes
    ]
    assert entry.reads == 1
    assert str(entry).endswith(f"tasks.update {task['name']!r} ({task['id']}): done")


def test_no_field_changed_that_an_answer_does_not_show(clickup: Clickup, task: Task) -> None:
    """Before a write, the description is read as Markdown too; its answer has none of that."""
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "priority": "low"})
    (entry,) = clickup.journal.entries()
    assert "markdown_description" in entry.before
    assert {one.field.partition(".")[0] for one in entry.changes} <= {"priority", "date_updated"}


def test_reads_are_not_kept(clickup: Clickup, path: Path) -> None:
    clickup.execute_sync("workspaces", "tree")
    assert clickup.journal.entries() == []
    assert clickup.journal.runs() == []
    assert not path.exists()


def test_a_refused_write_is_kept_as_refused(clickup: Clickup, sandbox: Sandbox, task: Task) -> None:
    sandbox.fail(400, method="PUT")
    with pytest.raises(BadRequest) as refused:
        clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    (entry,) = clickup.journal.entries()
    assert (entry.outcome, entry.error) == ("refused", str(refused.value))
    assert not clickup.run(clickup.plan_undo(entry.id)).steps


def test_a_lost_answer_is_kept_as_unknown(clickup: Clickup, sandbox: Sandbox, task: Task) -> None:
    sandbox.fail("drop", method="POST", after=True)
    with pytest.raises(OutcomeUnknown):
        clickup.execute_sync("comments", "create", {"task_id": task["id"], "comment_text": "Hi"})
    (entry,) = clickup.journal.entries(outcome="unknown")
    plan = clickup.run(clickup.plan_undo(entry.id))
    assert "not known" in plan.steps[0].problem
    with pytest.raises(UndoRefused):
        clickup.run(plan.carry_out())


def test_a_call_of_many_writes_is_kept_one_by_one(clickup: Clickup, task: Task) -> None:
    made = [{"name": "One"}, {"name": "Two"}]
    clickup.execute_sync("tasks", "create_many", {"list_id": task["list"]["id"], "tasks": made})
    assert sorted(one.sent["name"] for one in clickup.journal.entries()) == ["One", "Two"]


def test_runs(path: Path, sandbox: Sandbox, task: Task) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, journal=Journal(path, who="bot", run="first"))
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "One"})
    with clickup.journal.during("second", who="another"):
        clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Two"})
    second, first = clickup.journal.runs()
    assert (first.name, first.who, first.writes) == ("first", "bot", 1)
    assert (second.name, second.who, second.writes) == ("second", "another", 1)
    assert [one.sent["name"] for one in clickup.journal.entries(run="second")] == ["Two"]
    with pytest.raises(JournalError, match=r"no run `third`.*`second`"):
        clickup.journal.whole_run("third")


def test_a_run_is_undone_from_its_end(clickup: Clickup, sandbox: Sandbox, task: Task) -> None:
    since = sandbox.checkpoint()
    with clickup.journal.during("triage"):
        new = {"task_id": task["id"], "name": "Ship it", "priority": "urgent"}
        clickup.execute_sync("tasks", "update", new)
        clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it now"})
        made = clickup.execute_sync(
            "tasks", "create", {"list_id": task["list"]["id"], "name": "Follow up"}
        )
        clickup.execute_sync(
            "comments", "create", {"task_id": made.data["id"], "comment_text": "A"}
        )
        clickup.execute_sync("tasks", "update", {"task_id": made.data["id"], "priority": "low"})
    plan = clickup.run(clickup.plan_undo(run="triage"))
    ids = [step.entry.id for step in plan.steps]
    assert ids == sorted(ids, reverse=True)
    assert len(plan.possible) == 5
    assert not plan.changed, plan
    undone = clickup.run(plan.carry_out())
    assert len(undone.done) == 5
    assert not sandbox.changes(since)
    again = clickup.run(clickup.plan_undo(run="triage"))
    assert not again.possible
    assert all("has undone it" in step.problem for step in again.steps)


def test_what_others_have_changed_is_not_undone_unless_told(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    other = ClickupApiConnector.sandbox(sandbox)
    other.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Theirs"})
    before = writes(sandbox)
    plan = clickup.run(clickup.plan_undo(1))
    assert [one.field for one in plan.steps[0].changed] == ["name"]
    assert '"Ship it" and is "Theirs"' in str(plan)
    with pytest.raises(UndoRefused, match="Others have changed"):
        clickup.run(plan.carry_out())
    assert writes(sandbox) == before
    clickup.run(plan.carry_out(changed=True))
    assert sandbox.workspace.tasks[task["id"]].name == task["name"]


def test_what_others_have_changed_beside_it_stays(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    other = ClickupApiConnector.sandbox(sandbox)
    other.execute_sync("tasks", "update", {"task_id": task["id"], "priority": "urgent"})
    clickup.run(clickup.run(clickup.plan_undo(1)).carry_out())
    there = sandbox.workspace.tasks[task["id"]]
    assert (there.name, there.priority) == (task["name"], 1)


def test_a_task_that_others_have_worked_on_is_not_removed(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    made = clickup.execute_sync("tasks", "create", {"list_id": task["list"]["id"], "name": "New"})
    other = ClickupApiConnector.sandbox(sandbox)
    other.execute_sync("tasks", "update", {"task_id": made.data["id"], "description": "Theirs"})
    plan = clickup.run(clickup.plan_undo(1))
    assert plan.changed
    with pytest.raises(UndoRefused):
        clickup.run(plan.carry_out())
    assert made.data["id"] in sandbox.workspace.tasks


def test_what_is_gone_is_not_undone(clickup: Clickup, sandbox: Sandbox, task: Task) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    other = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    other.execute_sync("tasks", "delete", {"task_id": task["id"]})
    (step,) = clickup.run(clickup.plan_undo(1)).steps
    assert step.problem.startswith("It is gone")


def test_what_was_deleted_is_made_again_and_then_changed_back(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    """Later steps of a plan know the new id."""
    with clickup.journal.during("run"):
        clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
        clickup.execute_sync("tasks", "delete", {"task_id": task["id"]})
    plan = clickup.run(clickup.plan_undo(run="run"))
    assert len(plan.possible) == 2, plan
    undone = clickup.run(plan.carry_out())
    assert undone.new_ids is not None
    new = undone.new_ids[task["id"]]
    assert sandbox.workspace.tasks[new].name == task["name"]
    assert f"{task['id']} is {new} now." in str(undone)


def test_a_part_of_a_run_is_undone_where_that_is_asked_for(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    with clickup.journal.during("run"):
        clickup.execute_sync("docs", "create", {"name": "Handbook"})
        clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    plan = clickup.run(clickup.plan_undo(run="run"))
    with pytest.raises(UndoRefused, match="deletes no docs"):
        clickup.run(plan.carry_out())
    assert sandbox.workspace.tasks[task["id"]].name == "Ship it"
    undone = clickup.run(plan.carry_out(partly=True))
    assert len(undone.done) == len(undone.left) == 1
    assert sandbox.workspace.tasks[task["id"]].name == task["name"]


def test_nothing_is_undone_where_a_step_is_not_allowed(sandbox: Sandbox, path: Path) -> None:
    """Undoing a creation deletes, which has to be switched on."""
    clickup = ClickupApiConnector.sandbox(sandbox, journal=path)
    task = clickup.execute_sync("tasks", "search", {"priority": 3}).data[0]
    with clickup.journal.during("run"):
        clickup.execute_sync("tasks", "create", {"list_id": task["list"]["id"], "name": "New"})
        clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    before = writes(sandbox)
    with pytest.raises(OperationNotAllowed):
        clickup.run(clickup.run(clickup.plan_undo(run="run")).carry_out())
    assert writes(sandbox) == before


def test_undoing_stops_where_it_fails_and_says_what_is_left(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    with clickup.journal.during("run"):
        for name in ("One", "Two", "Three"):
            clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": name})
    plan = clickup.run(clickup.plan_undo(run="run"))
    sandbox.fail(403, method="PUT")
    undone = clickup.run(plan.carry_out())
    assert not undone.done
    assert [entry.id for entry, _ in undone.left] == [3, 2, 1]
    assert "What comes before it was not undone." in str(undone)


def test_an_undo_is_undone(clickup: Clickup, sandbox: Sandbox, task: Task) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    clickup.run(clickup.run(clickup.plan_undo(1)).carry_out())
    assert clickup.journal.entry(2).undoes == 1
    clickup.run(clickup.run(clickup.plan_undo(2)).carry_out())
    assert sandbox.workspace.tasks[task["id"]].name == "Ship it"


@pytest.mark.parametrize("given", [{}, {"entry": 1, "run": "run"}])
async def test_plan_undo_takes_an_entry_or_a_run(clickup: Clickup, given: Any) -> None:
    with pytest.raises(InvalidCall):
        await clickup.plan_undo(**given)


async def test_an_entry_that_there_is_not(clickup: Clickup) -> None:
    with pytest.raises(JournalError, match="no entry 7"):
        await clickup.plan_undo(7)


def test_a_connector_without_a_journal(sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox)
    with pytest.raises(NoJournal, match="`journal=`"):
        _ = clickup.journal
    assert not hasattr(clickup, "journal")
    assert "journal" not in dir(clickup)


@pytest.mark.parametrize("wrong", [True, 1, "", b"journal.db", object()])
def test_a_journal_is_a_path_or_a_journal(sandbox: Sandbox, wrong: Any) -> None:
    with pytest.raises(ConfigurationError, match="`journal`"):
        ClickupApiConnector.sandbox(sandbox, journal=wrong)


def test_no_secret_is_in_the_file(sandbox: Sandbox, path: Path) -> None:
    token = "pk_10482917_SECRETSECRETSECRETSECRET"
    clickup = ClickupApiConnector(token, journal=path)
    clickup._app = sandbox
    hook = {"endpoint": "https://example.com/hook", "events": ["taskCreated"]}
    clickup.execute_sync("webhooks", "create", hook)
    task = clickup.execute_sync("tasks", "search", {"priority": 3}).data[0]["id"]
    clickup.execute_sync("comments", "create", {"task_id": task, "comment_text": f"{token}"})
    secret = next(iter(sandbox.workspace.webhooks.values())).secret
    entries = clickup.journal.entries()
    assert len(entries) == 2
    assert "SECRETSECRET" not in repr(entries)
    assert secret not in repr(entries)
    assert path.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"


def test_entries_of_long_ago_are_forgotten(clickup: Clickup, task: Task) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "One"})
    assert clickup.journal.forget(timedelta(days=1)) == 0
    assert clickup.journal.forget(timedelta(0) - timedelta(seconds=1)) == 1
    assert clickup.journal.entries() == []


# What can be wrong with the file


def test_a_write_that_cannot_be_noted_is_not_sent(sandbox: Sandbox, tmp_path: Path) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, journal=tmp_path / "nowhere" / "journal.db")
    task = clickup.execute_sync("tasks", "search", {"priority": 3}).data[0]["id"]
    before = writes(sandbox)
    with pytest.raises(ConnectionFailed, match=r"could not be noted.*Nothing was sent"):
        clickup.execute_sync("tasks", "update", {"task_id": task, "name": "Ship it"})
    assert writes(sandbox) == before


def damage_garbage(path: Path) -> None:
    path.write_bytes(b"This is no database at all. " * 100)


def damage_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def damage_middle(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[4096:] = os.urandom(len(whole) - 4096)
    path.write_bytes(whole)


def damage_other(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE songs (name TEXT)")


@pytest.mark.parametrize("damage", [damage_garbage, damage_cut, damage_middle, damage_other])
def test_a_damaged_file_is_said_so_and_left_as_it_is(
    clickup: Clickup, sandbox: Sandbox, path: Path, task: Task, damage: Any
) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "One"})
    damage(path)
    held = path.read_bytes()
    with pytest.raises(JournalDamaged):
        clickup.journal.entries()
    before = writes(sandbox)
    with pytest.raises(ConnectionFailed):
        clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Two"})
    assert writes(sandbox) == before
    assert path.read_bytes() == held


def test_an_empty_file_becomes_a_journal(clickup: Clickup, path: Path, task: Task) -> None:
    path.touch()
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "One"})
    assert len(clickup.journal.entries()) == 1


def test_a_journal_of_a_newer_version_is_left_alone(
    clickup: Clickup, path: Path, task: Task
) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "One"})
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(WrongJournal, match="newer version"):
        clickup.journal.entries()


def test_a_journal_of_another_workspace_is_refused(
    clickup: Clickup, sandbox: Sandbox, path: Path, task: Task
) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "One"})
    with sqlite3.connect(path) as database:
        database.execute("UPDATE facts SET value = '[\"123\"]' WHERE name = 'places'")
    other = ClickupApiConnector.sandbox(sandbox, journal=path)
    before = writes(sandbox)
    with pytest.raises(WrongJournal, match="another workspace"):
        other.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Two"})
    assert writes(sandbox) == before


def exhaust(clickup: Clickup, calls: list[dict[str, Any]]) -> None:
    for params in calls:
        clickup.execute_sync("tasks", "update", params)


async def until_sent(sandbox: Sandbox, method: str) -> None:
    while not any(one.method == method for one in sandbox.requests):  # noqa: ASYNC110
        await asyncio.sleep(0.01)


def test_a_full_disk(clickup: Clickup, sandbox: Sandbox, path: Path, task: Task) -> None:
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "One"})
    held = len(clickup.journal.entries())
    keep = clickup.keeper
    assert keep is not None
    journal = clickup.journal
    opened = journal._prepare

    def small(database: sqlite3.Connection) -> None:
        opened(database)
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages}")

    journal._prepare = small  # type: ignore[method-assign]
    before = writes(sandbox)
    long = "".join(random.Random(1).choices(string.ascii_letters, k=30_000))
    many = [{"task_id": task["id"], "description": f"{long}{number}"} for number in range(50)]
    with pytest.raises(ConnectionFailed, match="full"):
        exhaust(clickup, many)
    done = writes(sandbox) - before
    journal._prepare = opened  # type: ignore[method-assign]
    entries = journal.entries()
    assert len(entries) == held + done
    assert entries[0].outcome in {"done", "started"}


def _write_and_hang(path: Path, ready: Any) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    clickup = ClickupApiConnector.sandbox(sandbox, journal=path)
    task = clickup.execute_sync("tasks", "search", {"priority": 3}).data[0]["id"]
    sandbox.fail("hang", method="PUT", after=True)

    async def run() -> None:
        call = clickup.execute("tasks", "update", {"task_id": task, "name": "Ship it"})
        waiting = asyncio.ensure_future(call)
        await until_sent(sandbox, "PUT")
        ready.set()
        await waiting

    asyncio.run(run())


def test_a_process_that_is_killed_leaves_its_write_behind(clickup: Clickup, path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Event()
    process = spawn.Process(target=_write_and_hang, args=(path, ready))
    process.start()
    assert ready.wait(60)
    process.kill()
    process.join()
    (entry,) = clickup.journal.entries()
    assert entry.outcome == "started"
    assert entry.before["name"] != "Ship it"
    (step,) = clickup.run(clickup.plan_undo(entry.id)).steps
    assert "not known" in step.problem


async def test_many_writes_at_once(sandbox: Sandbox, path: Path) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, journal=path)
    others = ClickupApiConnector.sandbox(sandbox, journal=path)
    home = next(iter(sandbox.workspace.lists))
    made = [
        one.execute("tasks", "create", {"list_id": home, "name": f"Task {number}"})
        for number, one in enumerate((clickup, others) * 20)
    ]
    await asyncio.gather(*made)
    entries = clickup.journal.entries()
    assert len(entries) == 40
    assert {one.outcome for one in entries} == {"done"}
    assert len({one.run for one in entries}) == 2


async def test_a_call_that_is_cancelled(clickup: Clickup, sandbox: Sandbox, task: Task) -> None:
    sandbox.fail("hang", method="PUT")
    call = clickup.execute("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    waiting = asyncio.ensure_future(call)
    await until_sent(sandbox, "PUT")
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    (entry,) = clickup.journal.entries()
    assert entry.outcome == "unknown"
