"""Writes that are made once for a key, and what became of those whose answers got lost."""

import asyncio
import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import (
    BadRequest,
    ClickupApiConnector,
    ConnectionFailed,
    InvalidCall,
    OutcomeUnknown,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.journal import verifying
from agent_connectors.engine.journal.errors import NoJournal
from agent_connectors.engine.journal.file import now as present
from agent_connectors.engine.ledger import SqliteLedger
from agent_connectors.engine.running.once import Once, once
from tests.clickup.operations.changing import changing

Clickup = ClickupApiConnector
Task = dict[str, Any]


def writes(sandbox: Sandbox) -> int:
    return sum(one.method != "GET" for one in sandbox.requests)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day has gone by since whatever was written, and nobody waits between two looks."""
    monkeypatch.setattr(verifying, "now", lambda: present() + 90_000_000)
    monkeypatch.setattr(verifying, "_PAUSE", 0)


async def test_a_repeated_call_gives_the_first_result(
    clickup: Clickup, sandbox: Sandbox, path: Path, task: Task
) -> None:
    new = {"list_id": task["list"]["id"], "name": "New"}
    first = await clickup.execute("tasks", "create", new, idempotency_key="order-7")
    second = await clickup.execute("tasks", "create", new, idempotency_key="order-7")
    assert second.data == first.data
    assert any("before, under the same key" in said for said in second.meta.warnings)
    another = ClickupApiConnector.sandbox(sandbox, journal=path)
    third = await another.execute("tasks", "create", new, idempotency_key="order-7")
    assert third.data["id"] == first.data["id"]
    assert writes(sandbox) == 1
    other = await clickup.execute("tasks", "create", new, idempotency_key="order-8")
    assert other.data["id"] != first.data["id"]


async def test_a_key_belongs_to_one_call(clickup: Clickup, sandbox: Sandbox, task: Task) -> None:
    new = {"list_id": task["list"]["id"], "name": "New"}
    await clickup.execute("tasks", "create", new, idempotency_key="order-7")
    for entity, action, params in (
        ("tasks", "create", {**new, "name": "Newer"}),
        ("tasks", "update", {"task_id": task["id"], "name": "New"}),
    ):
        with pytest.raises(InvalidCall, match="another call is noted"):
            await clickup.execute(entity, action, params, idempotency_key="order-7")
    assert writes(sandbox) == 1


@pytest.mark.parametrize("key", ["", " ", 7, True, "k" * 201, b"k"])
async def test_what_is_no_key_is_refused(clickup: Clickup, task: Task, key: Any) -> None:
    params = {"task_id": task["id"], "name": "New"}
    with pytest.raises(InvalidCall, match="idempotency_key"):
        await clickup.execute("tasks", "update", params, idempotency_key=key)


async def test_a_key_needs_a_journal_and_a_write(clickup: Clickup, sandbox: Sandbox) -> None:
    with pytest.raises(InvalidCall, match="only reads"):
        await clickup.execute("user", "get", idempotency_key="k")
    without = ClickupApiConnector.sandbox(sandbox)
    with pytest.raises(NoJournal):
        await without.execute("spaces", "create", {"name": "New"}, idempotency_key="k")


async def test_a_refused_call_may_be_tried_again(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    params = {"task_id": task["id"], "name": "New"}
    sandbox.fail(400, method="PUT")
    with pytest.raises(BadRequest):
        await clickup.execute("tasks", "update", params, idempotency_key="k")
    done = await clickup.execute("tasks", "update", params, idempotency_key="k")
    assert done.data["name"] == "New"
    assert not done.meta.warnings


async def test_a_lost_answer_to_a_change_is_looked_into(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    params = {"task_id": task["id"], "name": "New", "priority": "low"}
    sandbox.fail("drop", method="PUT", after=True)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "update", params, idempotency_key="k")
    before = writes(sandbox)
    again = await clickup.execute("tasks", "update", params, idempotency_key="k")
    assert again.data["name"] == "New"
    assert any("its answer got lost" in said for said in again.meta.warnings)
    assert writes(sandbox) == before


async def test_a_change_that_was_not_made_is_made(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    params = {"task_id": task["id"], "name": "New"}
    sandbox.fail("drop", method="PUT")
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "update", params, idempotency_key="k")
    assert sandbox.workspace.tasks[task["id"]].name != "New"
    again = await clickup.execute("tasks", "update", params, idempotency_key="k")
    assert again.data["name"] == "New"
    assert sandbox.workspace.tasks[task["id"]].name == "New"


async def test_what_cannot_be_told_is_not_sent_again(
    clickup: Clickup, sandbox: Sandbox, task: Task
) -> None:
    params = {"task_id": task["id"], "name": "New"}
    sandbox.fail("drop", method="PUT", after=True)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "update", params, idempotency_key="k")
    sandbox.workspace.tasks[task["id"]].name = "By somebody else"
    sandbox.workspace.touch(sandbox.workspace.tasks[task["id"]])
    before = writes(sandbox)
    with pytest.raises(OutcomeUnknown, match="neither as it was nor as asked for"):
        await clickup.execute("tasks", "update", params, idempotency_key="k")
    assert writes(sandbox) == before


@pytest.mark.parametrize("carried_out", [True, False])
async def test_nothing_is_made_twice_while_it_may_be_under_way(
    clickup: Clickup, sandbox: Sandbox, task: Task, carried_out: bool
) -> None:
    params = {"list_id": task["list"]["id"], "name": "New"}
    sandbox.fail("drop", method="POST", after=carried_out)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "create", params, idempotency_key="k")
    with pytest.raises(OutcomeUnknown, match="under way still"):
        await clickup.execute("tasks", "create", params, idempotency_key="k")
    assert writes(sandbox) == 1


async def test_what_was_made_is_not_made_again_later(
    clickup: Clickup, sandbox: Sandbox, task: Task, later: None
) -> None:
    params = {"list_id": task["list"]["id"], "name": "New"}
    sandbox.fail("drop", method="POST", after=True)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "create", params, idempotency_key="k")
    with pytest.raises(OutcomeUnknown, match="may be it"):
        await clickup.execute("tasks", "create", params, idempotency_key="k")
    assert writes(sandbox) == 1


async def test_what_was_not_made_is_made_later(
    clickup: Clickup, sandbox: Sandbox, task: Task, later: None
) -> None:
    params = {"list_id": task["list"]["id"], "name": "New"}
    sandbox.fail("drop", method="POST")
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "create", params, idempotency_key="k")
    made = await clickup.execute("tasks", "create", params, idempotency_key="k")
    names = [one.name for one in sandbox.workspace.tasks.values()]
    assert names.count("New") == 1
    assert made.data["name"] == "New"


async def test_two_at_once_write_once(clickup: Clickup, sandbox: Sandbox, path: Path) -> None:
    others = ClickupApiConnector.sandbox(sandbox, journal=path)
    home = next(iter(sandbox.workspace.lists))
    calls = [
        one.execute("tasks", "create", {"list_id": home, "name": "New"}, idempotency_key="the same")
        for one in (clickup, others) * 5
    ]
    ended = await asyncio.gather(*calls, return_exceptions=True)
    assert writes(sandbox) == 1
    refused = [one for one in ended if isinstance(one, BaseException)]
    assert all(isinstance(one, OutcomeUnknown) for one in refused), refused
    assert len(refused) < len(ended)


async def test_a_key_within_a_ledger_notes_both(
    clickup: Clickup, tmp_path: Path, task: Task
) -> None:
    ledger = SqliteLedger(tmp_path / "ledger.db")
    params = {"task_id": task["id"], "name": "New"}
    with once(Once(ledger, "run-1", "call")):
        await clickup.execute("tasks", "update", params, idempotency_key="k")
    assert await ledger.look("run-1") is not None
    assert clickup.journal.look("k") is not None


async def test_a_journal_that_cannot_be_read_lets_nothing_through(
    clickup: Clickup, sandbox: Sandbox, path: Path, task: Task
) -> None:
    path.write_bytes(b"no database " * 100)
    params = {"task_id": task["id"], "name": "New"}
    with pytest.raises(ConnectionFailed, match=r"is not known.*Nothing was sent"):
        await clickup.execute("tasks", "update", params, idempotency_key="k")
    assert writes(sandbox) == 0


def _killed(path: Path, ready: Any, after: Any) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    clickup = ClickupApiConnector.sandbox(sandbox, journal=path)
    task = clickup.execute_sync("tasks", "search", {"priority": 3}).data[0]["id"]
    sandbox.fail("hang", method="PUT", after=after)

    async def run() -> None:
        params = {"task_id": task, "name": "New"}
        call = clickup.execute("tasks", "update", params, idempotency_key="k")
        waiting = asyncio.ensure_future(call)
        while not any(one.method == "PUT" for one in sandbox.requests):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        ready.set()
        await waiting

    asyncio.run(run())


def test_after_a_crash_the_key_is_looked_into(
    clickup: Clickup, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process had a ClickUp of its own, so here nothing was carried out."""
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Event()
    process = spawn.Process(target=_killed, args=(path, ready, True))
    process.start()
    assert ready.wait(60)
    process.kill()
    process.join()
    (entry,) = clickup.journal.entries()
    assert (entry.outcome, entry.key) == ("started", "k")
    verdict = clickup.run(clickup.verify(entry.id))
    assert verdict.outcome == "unknown", "the other process may be alive"
    monkeypatch.setattr(verifying, "now", lambda: entry.until + 1)
    verdict = clickup.run(clickup.verify(entry.id))
    assert verdict.outcome == "not done"
    assert clickup.journal.entry(entry.id).outcome == "refused"


async def test_verify_settles_what_is_known(
    clickup: Clickup, sandbox: Sandbox, task: Task, later: None
) -> None:
    sandbox.fail("drop", method="PUT", after=True)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "update", {"task_id": task["id"], "name": "New"})
    found = await clickup.verify(1)
    assert (found.outcome, clickup.journal.entry(1).outcome) == ("done", "done")
    sandbox.fail("drop", method="DELETE", after=True)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "delete", {"task_id": task["id"]})
    assert (await clickup.verify(2)).outcome == "done"
    sandbox.fail("drop", method="POST", after=True)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("docs", "create", {"name": "Handbook"})
    found = await clickup.verify(3)
    assert (found.outcome, clickup.journal.entry(3).outcome) == ("unknown", "unknown")


async def test_a_call_of_many_that_was_cut_off_is_never_told_as_done(
    clickup: Clickup, sandbox: Sandbox, later: None
) -> None:
    """Its first write is done; of the others nothing is noted."""
    home = next(iter(sandbox.workspace.lists))
    params = {"list_id": home, "tasks": [{"name": f"New {n}"} for n in range(5)], "at_once": 1}
    calling = asyncio.ensure_future(
        clickup.execute("tasks", "create_many", params, idempotency_key="k")
    )
    while not clickup.journal.entries(outcome="done"):  # noqa: ASYNC110
        await asyncio.sleep(0)
    calling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await calling
    before = writes(sandbox)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "create_many", params, idempotency_key="k")
    assert writes(sandbox) == before


async def test_a_change_is_made_once_by_two_at_once(
    clickup: Clickup, sandbox: Sandbox, path: Path, task: Task
) -> None:
    others = ClickupApiConnector.sandbox(sandbox, journal=path)
    sandbox.latency = 0.02
    params = {"task_id": task["id"], "name": "New"}
    calls = [
        one.execute("tasks", "update", params, idempotency_key="the same")
        for one in (clickup, others) * 5
    ]
    ended = await asyncio.gather(*calls, return_exceptions=True)
    assert writes(sandbox) == 1
    assert all(isinstance(one, OutcomeUnknown) for one in ended if isinstance(one, BaseException))


async def test_a_note_that_was_made_anew_meanwhile_is_kept(clickup: Clickup) -> None:
    journal = clickup.journal
    assert journal.begin_call("k", "first")
    since = journal.call_since("k")
    assert since is not None
    journal.release_call("k", since - 1)
    assert not journal.begin_call("k", "second")
    journal.release_call("k", since)
    assert journal.begin_call("k", "second")


@pytest.mark.parametrize(
    ("operation", "text", "words"),
    [
        ("tasks.create", "name", "  Launch  it "),
        ("tasks.create", "name", "\u00c5ngstr\u00f6m *now* [x](https://example.com/a)"),
        ("tasks.create", "name", "\U0001f680"),
        ("tasks.create", "description", "**Bold**, and [a link](https://example.com)\n\n- one"),
        ("tasks.create", "markdown_content", "# Head\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        ("comments.create", "comment_text", "**Bold**, and [a link](https://example.com)"),
        ("comments.create", "comment_text", "Line\n\n\n  and `code` &amp; <b>html</b>"),
        ("tags.create", "name", "  UPPER Case "),
        ("tags.create", "name", "Stra\u00dfe"),
        ("lists.create", "name", "A\u0308 list \u2013 long"),
        ("lists.create", "content", "*star*"),
        ("spaces.create", "name", "A\tB"),
        ("goals.create", "description", "*star* \u2026 [x](https://example.com)"),
        ("chat_messages.create", "content", "**Bold** :rocket:"),
        ("comments.create", "comment_text", "Ship it :rocket:"),
    ],
)
async def test_what_was_made_with_a_text_that_is_shown_otherwise_is_not_made_again(
    clickup: Clickup, sandbox: Sandbox, later: None, operation: str, text: str, words: str
) -> None:
    made = clickup.operations.get(*operation.split("."))
    params = await changing(clickup, sandbox, made, made.endpoints[0])
    params[text] = words
    sandbox.fail("drop", method="POST", after=True)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute(made.entity, made.action, params, idempotency_key="k")
    before = writes(sandbox)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute(made.entity, made.action, params, idempotency_key="k")
    assert writes(sandbox) == before


@pytest.mark.parametrize(
    "more",
    [
        {"start": "40 days ago", "duration": 60_000},
        {"start": "1 hour ago", "duration": 60_000},
    ],
)
async def test_a_time_that_its_list_leaves_out_is_not_made_again(
    clickup: Clickup, sandbox: Sandbox, task: Task, later: None, more: dict[str, Any]
) -> None:
    params = {"task_id": task["id"], "description": "Work", **more}
    sandbox.fail("drop", method="POST", after=True)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("time_tracking", "create", params, idempotency_key="k")
    before = writes(sandbox)
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("time_tracking", "create", params, idempotency_key="k")
    assert writes(sandbox) == before
