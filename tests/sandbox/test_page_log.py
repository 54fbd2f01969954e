"""The requests that the page shows, with what each changed."""

import json
from typing import Any

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.page.log import Log
from agent_connectors.clickup.sandbox.page.markup import tree
from tests.sandbox.client import Api


@pytest.fixture
def log(sandbox: Sandbox) -> Log:
    made = Log(sandbox.workspace)
    sandbox.listeners.append(made.note)
    return made


def last(log: Log) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(log.after(0)[-1].json)
    return told


async def test_a_write_is_told_with_before_and_after(api: Api, log: Log) -> None:
    task = next(task for task in api.workspace.tasks.values() if task.priority == 3)
    before = task.name
    await api.put(f"/task/{task.id}", {"name": "Ship it", "priority": 1})
    entry = last(log)
    assert (entry["method"], entry["status"], entry["does"]) == ("PUT", 200, "update task")
    assert entry["template"] == "/api/v2/task/{task_id}"
    assert entry["about"] == "Ship it"
    (change,) = entry["changes"]
    assert (change["what"], change["kind"], change["task"]) == ("changed", "task", task.id)
    assert change["place"] == task.home.name
    assert change["fields"] == [
        {"name": "name", "before": {"text": before}, "after": {"text": "Ship it"}},
        {"name": "priority", "before": {"text": "normal"}, "after": {"text": "urgent"}},
    ]


async def test_reads_refusals_and_faults_are_told(api: Api, log: Log) -> None:
    await api.get("/user")
    assert last(log) | {"at": 0, "number": 0} == {
        "number": 0,
        "at": 0,
        "method": "GET",
        "path": "/api/v2/user",
        "query": "",
        "status": 200,
        "fault": None,
        "template": "/api/v2/user",
        "does": "get user",
        "about": None,
    }
    await api.get("/nothing", status=404)
    assert "does" not in last(log)
    api.sandbox.fail(503)
    await api.get("/user", status=503)
    assert (last(log)["status"], last(log)["fault"]) == (503, 503)
    api.sandbox.fail("garbage")
    await api.send("GET", "/user")
    assert (last(log)["status"], last(log)["fault"]) == (200, "garbage")


async def test_what_hangs_on_a_task_leads_to_it(api: Api, log: Log) -> None:
    task = next(iter(api.workspace.tasks.values()))
    comment = await api.post(f"/task/{task.id}/comment", {"comment_text": "Hello"})
    await api.post(f"/comment/{comment['id']}/reply", {"comment_text": "Hello yourself"})
    box = (await api.post(f"/task/{task.id}/checklist", {"name": "Steps"}))["checklist"]["id"]
    await api.post(f"/checklist/{box}/checklist_item", {"name": "One"})
    told = [json.loads(entry.json) for entry in log.after(0)]
    assert [entry["changes"][0]["task"] for entry in told] == [task.id] * 4
    assert [entry["changes"][0]["kind"] for entry in told] == [
        "comment",
        "comment",
        "checklist",
        "checklist",
    ]
    assert told[3]["changes"][0]["fields"][0]["after"] == {"text": "\N{BALLOT BOX} One"}
    assert len(log.about(task.id)) == 4
    await api.delete(f"/task/{task.id}", status=204)
    assert last(log)["about"] == task.name
    assert last(log)["changes"][0]["task"] is None


async def test_custom_fields_are_told_by_name(api: Api, log: Log) -> None:
    workspace = api.workspace
    told = set()
    for field in workspace.fields.values():
        owner = next((task for task in workspace.tasks.values() if field.id in task.values), None)
        if owner is None:
            continue
        await api.delete(f"/task/{owner.id}/field/{field.id}")
        ((change,), told_of) = last(log)["changes"], field.type
        assert [row["name"] for row in change["fields"]] == [field.name]
        value = change["fields"][0]["before"]
        assert "time" in value if field.type == "date" else value["text"]
        assert change["fields"][0]["after"] is None
        told.add(told_of)
    assert len(told) >= 15


async def test_a_log_does_not_grow(api: Api, log: Log) -> None:
    home = next(iter(api.workspace.lists))
    long = {"name": "n" * 500, "markdown_content": "d" * 60_000}
    for _ in range(3):
        await api.post(f"/list/{home}/task", long)
    await api.get("/user")
    for _ in range(600):
        log.say("x" * 10, api.workspace)
        log.note(api.sandbox.requests[-1], api.workspace)
    kept = log.after(0)
    assert len(kept) == 500
    assert log.last == 1204
    assert max(len(entry.json) for entry in kept) < 40_000
    assert log.holds(log.epoch, log.last)
    assert log.holds(log.epoch, log.last - 500)
    assert not log.holds(log.epoch, log.last - 501)
    assert not log.holds(log.epoch, log.last + 1)
    assert not log.holds("other", log.last)


async def test_a_request_that_changes_much_is_told_in_part(api: Api, log: Log) -> None:
    home = max(api.workspace.lists.values(), key=lambda one: len(one.tasks))
    for task in home.tasks.values():
        task.markdown = "d" * 600
    await api.delete(f"/list/{home.id}")
    entry = last(log)
    assert len(entry["changes"]) == 20
    assert entry["further"] > 20
    assert len(log.after(0)[-1].json) < 60_000
    assert any("left_out" in change for change in entry["changes"])


async def test_a_value_says_how_much_of_it_is_left_out(api: Api, log: Log) -> None:
    task = next(iter(api.workspace.tasks.values()))
    await api.put(f"/task/{task.id}", {"markdown_content": "d" * 1000})
    (row,) = (r for r in last(log)["changes"][0]["fields"] if r["name"] == "description")
    assert row["after"] == {"text": "d" * 600, "cut": 400}


async def test_what_cannot_be_shown_breaks_no_request(api: Api, log: Log) -> None:
    field, task = next(
        (field, task)
        for field in api.workspace.fields.values()
        for task in api.workspace.tasks.values()
        if field.type == "drop_down" and field.id in task.values
    )
    field.config = {}
    await api.delete(f"/task/{task.id}/field/{field.id}")
    assert last(log)["untold"] == "KeyError"
    assert last(log)["further"] == 2
    assert len(log.about(task.id)) == 1


async def test_what_another_restored_is_no_change(api: Api, sandbox: Sandbox, log: Log) -> None:
    task = next(iter(api.workspace.tasks.values()))
    await api.put(f"/task/{task.id}", {"name": "Changed"})
    sandbox.reset()
    await api.post("/task/nothing/comment", {"comment_text": "Hello"}, status=401)
    assert "changes" not in last(log)
    await api.put(f"/task/{task.id}", {"name": "Changed"})
    assert len(last(log)["changes"]) == 1


def test_markdown_becomes_a_tree_without_html() -> None:
    text = """# Title <script>alert(1)</script>

A **b** *c* ~~d~~ `e` [f](https://example.com/a) [g](javascript:alert(1)) ![h](https://x.example/i.png)
<img src=x onerror=alert(1)>

- one
  - two

> said

```js
let a = "<b>";
```

| x | y |
|---|---|
| 1 | 2 |
"""
    names = set()

    def walk(nodes: list[Any]) -> None:
        for node in nodes:
            if not isinstance(node, str):
                names.add(node[0])
                walk(node[1])
                assert len(node) == 2 or node[2].startswith("https://example.com/")

    told = tree(text)
    walk(told)
    assert names == {
        *("h4", "p", "strong", "em", "s", "code", "a", "ul", "li", "blockquote", "pre"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert "<script>alert(1)</script>" in json.dumps(told)
    assert "x.example" not in json.dumps(told)


@pytest.mark.parametrize(
    "text", ["> " * 3000, "- " * 3000, "[" * 3000, "*" * 5000, "`" * 5000, "\0"]
)
def test_odd_markdown_ends(text: str) -> None:
    assert json.dumps(tree(text))
