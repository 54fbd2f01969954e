"""A copy without the names, addresses and texts of the workspace."""

import re
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.copying import copy_workspace
from agent_connectors.clickup.copying.anonymous import Anonymous
from agent_connectors.clickup.sandbox import Sandbox
from tests.copying.conftest import source_of
from tests.sandbox.client import Clock


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    async with ClickupApiConnector.sandbox(source_of(tasks=120)) as connector:
        await copy_workspace(connector, tmp_path / "copy.jsonl", anonymize=True, clock=Clock())
    return tmp_path / "copy.jsonl"


def names_of(sandbox: Sandbox) -> set[str]:
    """All that somebody gave a name or a text to, of two words at least."""
    w = sandbox.workspace
    named: list[Any] = [
        *w.spaces.values(),
        *w.lists.values(),
        *w.tasks.values(),
        *w.fields.values(),
    ]
    named += [*w.goals.values(), *w.docs.values(), *w.pages.values(), *w.groups.values()]
    found = {one.name for one in named} | {comment.text for comment in w.comments.values()}
    found |= {user.username or "" for user in w.users.values()}
    found |= {user.email for user in w.users.values()} | {w.name}
    found |= {m.content for m in w.messages.values()} | {t.markdown for t in w.tasks.values()}
    return {name for name in found if len(re.findall(r"\w{2,}", name)) > 1}


async def test_no_name_or_text_is_left(path: Path) -> None:
    source, text = source_of(tasks=120), path.read_text()
    left = [name for name in names_of(source) if name.strip() and name in text]
    assert len(names_of(source)) > 300
    assert left == []


async def test_what_an_agent_needs_is_as_it_was(path: Path) -> None:
    was, now = source_of(tasks=120).workspace, Sandbox.load(path, clock=Clock()).workspace
    assert [*was.tasks] == [*now.tasks]
    for key, task in was.tasks.items():
        other = now.tasks[key]
        assert other.status.name == task.status.name
        assert (other.due, other.priority, other.created) == (task.due, task.priority, task.created)
        assert [u.id for u in other.assignees] == [u.id for u in task.assignees]
        assert len(other.tags) == len(task.tags)
        assert other.values.keys() == {k for k in task.values if k in other.values}
        assert abs(len(other.name) - len(task.name)) <= 6
    for key, field in was.fields.items():
        assert now.fields[key].type == field.type
        options = field.config.get("options", [])
        assert [o["id"] for o in now.fields[key].config.get("options", [])] == [
            o["id"] for o in options
        ]


async def test_names_that_differ_still_differ_and_are_the_same_everywhere(path: Path) -> None:
    was, now = source_of(tasks=120).workspace, Sandbox.load(path, clock=Clock()).workspace
    for kind in ("users", "lists", "spaces"):
        names = [
            getattr(one, "name", None) or getattr(one, "username", "")
            for one in getattr(now, kind).values()
        ]
        before = [
            getattr(one, "name", None) or getattr(one, "username", "")
            for one in getattr(was, kind).values()
        ]
        assert len({*names}) == len({*before})
    mentions = [
        (block["text"], block["user"]["id"])
        for comment in now.comments.values()
        for block in comment.blocks
        if block.get("type") == "tag" and "user" in block
    ]
    assert mentions
    for text, key in mentions:
        assert text == f"@{now.users[key].username or now.users[key].email}"


def test_words() -> None:
    one = Anonymous({"86c7k2000", "901"}, {"in progress"}, key=b"k")
    name = one.text("Mara Lindqvist")
    assert one.text("Ask **Mara Lindqvist**, MARA or mara@larkfield.com.") == (
        f"{one.text('Ask')} **{name}**, {name.split()[0].upper()} {one.text('or')} "
        f"{name.split()[0].lower()}@{one.text('larkfield')}.example."
    )
    link = one.text("https://app.clickup.com/t/86c7k2000 and https://git.larkfield.com/x")
    assert link.startswith("https://app.clickup.com/t/86c7k2000 ")
    assert "larkfield" not in link
    assert one.record({"name": "41"})["name"] != one.record({"name": "42"})["name"]
    assert one.record({"values": ["in progress", "901"], "status": "done"}) == {
        "values": ["in progress", "901"],
        "status": "done",
    }
    unknown = one.record({"brand_new_property": "Mara", "deep": [{"odd": ["Mara"]}]})
    assert unknown == {"brand_new_property": name.split()[0], "deep": [{"odd": [name.split()[0]]}]}


def test_no_two_words_become_one() -> None:
    one = Anonymous((), (), key=b"k")
    words = [f"{a}{b}" for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrstuvwxyz"]
    words += [str(number) for number in range(10, 1000)]
    assert len({one.text(word) for word in words}) == len(words)
