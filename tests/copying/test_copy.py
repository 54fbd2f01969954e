"""A workspace is copied through the connector, and answers as the real one."""

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from agent_connectors.clickup import ClickupApiConnector, NotFound
from agent_connectors.clickup.copying import copy_workspace
from agent_connectors.clickup.copying.copy import _KINDS
from agent_connectors.clickup.sandbox import Changes, Sandbox
from agent_connectors.clickup.sandbox.comparing.changes import compare
from agent_connectors.clickup.sandbox.comparing.facts import facts_of
from tests.copying.conftest import TOKEN, Copied
from tests.copying.sweep import Difference, differences, reads_of
from tests.sandbox.client import Clock

KNOWN: dict[Difference, str] = {
    ("goals.list", ".folders[].goals[].percent_completed"): "targets of numbers",
    ("goals.get", ".goal.percent_completed"): "targets of numbers",
    ("guests.get", ".guest.shared.lists[].permission_level"): "rights of guests",
}
"""Where the copy answers otherwise, and the line of `docs/testing.md` that says so."""

NOT_SHOWN = {
    ("task", "due_date_time"),
    ("task", "custom_fields"),
    ("person", "timezone"),
    ("person", "shared"),
    ("key_result", "steps_end"),
    ("key_result", "steps_current"),
    ("attachment", "content"),
    ("attachment", "elsewhere"),
    ("chat_channel", "members"),
}
"""What ClickUp's answers do not tell, or not exactly, as kinds and fields of `changes()`."""


def loaded(copied: Copied) -> Sandbox:
    return Sandbox.load(copied.path, clock=Clock(), rate_limit=None)


async def test_every_read_answers_alike_but_for_what_is_known(copied: Copied) -> None:
    sent, found = await differences(copied.source, loaded(copied))
    print(f"{sent} reads were sent to both")
    assert sent > 4_000
    unknown = {where: example for where, example in found.items() if where not in KNOWN}
    assert not unknown, unknown
    assert {*found} == {*KNOWN}, "what no longer differs is to be taken out of KNOWN, and of docs"


def test_every_read_operation_is_swept(copied: Copied) -> None:
    """Those of several requests are made of others; `audit_logs.query` is a POST."""
    reads = [one for one in ClickupApiConnector.operations if one.effect == "read"]
    single = {one.name for one in reads if one.endpoints}
    assert {name for name, _, _ in reads_of(copied.source)} == single - {"audit_logs.query"}


def between(copied: Copied) -> Changes:
    source, copy = copied.source.workspace, loaded(copied).workspace
    return compare(facts_of(source), facts_of(copy))


def test_nothing_is_missing_or_made_up(copied: Copied) -> None:
    found = between(copied)
    assert not found.created
    assert not found.deleted
    assert {(one.kind, name) for one in found for name in one.before} == NOT_SHOWN


def test_only_reads_were_sent_and_nothing_changed(copied: Copied) -> None:
    assert {request.method for request in copied.requests} == {"GET"}
    assert {request.status for request in copied.requests} == {200}
    assert not copied.source.changes()


def test_the_report(copied: Copied) -> None:
    report = copied.report
    assert report.path == copied.path
    assert report.left_out == []
    assert [*report.counts] == [*_KINDS]
    assert report.counts["tasks"] == len(copied.source.workspace.tasks)
    # Three more for the workspaces and for whose token it is.
    assert len(copied.requests) == report.requests + 3
    assert report.requests < 1_010


def test_the_file(copied: Copied) -> None:
    assert stat.S_IMODE(copied.path.stat().st_mode) == 0o600
    assert [one.name for one in copied.path.parent.iterdir()] == [copied.path.name]
    text = copied.path.read_text()
    assert TOKEN not in text
    assert "SECRET" not in text
    head = json.loads(text.splitlines()[0])
    assert head["workspace"] == {"id": "9015482310", "name": "Larkfield Labs"}
    assert (head["version"], head["holds"], head["left_out"]) == (1, "answers", [])


def test_what_is_written_to_a_copy_gets_ids_that_nothing_has(copied: Copied) -> None:
    """The source gives ids from the same counters, so the first one would be taken."""
    sandbox = loaded(copied)
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    home = next(iter(sandbox.workspace.lists))
    for number in range(3):
        task = {"list_id": home, "name": f"New {number}", "assignees": []}
        key = clickup.execute_sync("tasks", "create", task).data["id"]
        clickup.execute_sync("comments", "create", {"task_id": key, "comment_text": "Hi"})
        clickup.execute_sync("checklists", "create", {"task_id": key, "name": "List"})
    clickup.execute_sync("spaces", "create", {"name": "New"})
    made = sandbox.changes()
    assert len(made.created) == len(made) == 10
    assert not {one.id for one in made} & {str(k) for k in copied.source.workspace.tasks}


def test_a_copy_is_saved_and_loaded_like_any_sandbox(copied: Copied) -> None:
    sandbox = loaded(copied)
    path = copied.path.with_name("saved.jsonl")
    sandbox.save(path)
    again = Sandbox.load(path)
    path.unlink()
    assert not compare(facts_of(sandbox.workspace), facts_of(again.workspace))
    assert again.workspace.ids._taken == sandbox.workspace.ids._taken


async def test_a_copy_of_a_copy_is_the_copy(copied: Copied) -> None:
    first = loaded(copied)
    path = copied.path.with_name("second.jsonl")
    async with ClickupApiConnector.sandbox(first) as connector:
        await copy_workspace(connector, path, clock=Clock())
    second = Sandbox.load(path, clock=Clock())
    path.unlink()
    found = compare(facts_of(first.workspace), facts_of(second.workspace))
    assert {(one.kind, name) for one in found for name in one.before} <= {
        ("key_result", "steps_end")
    }


def test_attachments_are_there_without_their_bytes(copied: Copied, tmp_path: Path) -> None:
    clickup = ClickupApiConnector.sandbox(loaded(copied), files=tmp_path)
    file = next(iter(copied.source.workspace.files.by_id.values()))
    found = clickup.execute_sync("attachments", "list", {"task_id": file.parent}).data
    assert file.size in [one["size"] for one in found]
    with pytest.raises(NotFound, match="There is no such file"):
        clickup.execute_sync("attachments", "download", {"url": found[0]["url"], "to": "file"})


def test_the_day_of_a_copy_is_that_of_its_data(copied: Copied) -> None:
    """A loaded sandbox lays nothing out around a day."""
    with pytest.raises(TypeError, match="`today` is for a workspace that is made up"):
        Sandbox.load(copied.path, today=date(2026, 1, 1))
