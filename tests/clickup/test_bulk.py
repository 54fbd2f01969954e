"""Many tasks at once: none lost, none doubled."""

from collections import Counter
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, rate_limit=None, latency=0.02)


@pytest.fixture
def connector(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox)


@pytest.fixture
async def list_id(connector: ClickupApiConnector) -> str:
    space = (await connector.execute("spaces", "list")).data[0]
    lists = (await connector.execute("lists", "list", {"space_id": space["id"]})).data
    return str(lists[0]["id"])


async def names_in(connector: ClickupApiConnector, list_id: str) -> Counter[str]:
    params = {"list_id": list_id, "include_closed": True, "subtasks": True}
    return Counter([task["name"] async for task in connector.iterate("tasks", "list", params)])


def items(count: int) -> list[dict[str, Any]]:
    return [{"name": f"Bulk {number:04}"} for number in range(count)]


async def test_a_thousand_tasks_with_faults(
    connector: ClickupApiConnector, sandbox: Sandbox, list_id: str, execution: str
) -> None:
    path = f"/api/v2/list/{list_id}/task"
    sandbox.fail(429, method="POST", path=path, times=2)
    sandbox.fail("drop", method="POST", path=path, after=True, probability=0.001)
    sandbox.fail(502, method="POST", path=path, probability=0.001)
    before = len(sandbox.requests)
    tasks: Any = items(1000)
    result = await connector.execute("tasks", "create_many", {"list_id": list_id, "tasks": tasks})
    assert len(result.data) == 1000
    assert [outcome["index"] for outcome in result.data] == list(range(1000))
    sandbox.faults.clear()
    requests = len(sandbox.requests) - before
    made = await names_in(connector, list_id)
    for outcome, task in zip(result.data, tasks, strict=True):
        assert (made[task["name"]] == 1) is (outcome["outcome"] == "created"), outcome
    assert any(outcome.get("looked_up") for outcome in result.data), "no answer got lost"
    assert result.meta.next is None, "what is unknown is for the caller to decide"
    unknown = [o["index"] for o in result.data if o["outcome"] == "unknown"]
    assert unknown, "nothing went wrong"
    assert "look again" in result.meta.warnings[0]
    rest = {"list_id": list_id, "tasks": [tasks[index] for index in unknown]}
    before = len(sandbox.requests)
    again = await connector.execute("tasks", "create_many", rest)
    assert {outcome["outcome"] for outcome in again.data} == {"created"}
    requests += len(sandbox.requests) - before
    made = await names_in(connector, list_id)
    assert {name: made[name] for name in made if name.startswith("Bulk")} == {
        task["name"]: 1 for task in tasks
    }
    print(f"1,000 tasks in {requests} requests")
    # Through a server, answers take longer, and more tasks fall into the moments to look at.
    assert requests <= (1010 if execution == "direct" else 1020)


async def test_nothing_is_sent_if_one_is_wrong(
    connector: ClickupApiConnector, sandbox: Sandbox, list_id: str
) -> None:
    before = len(sandbox.requests)
    tasks = [{"name": "Good"}, {"nam": "Wrong"}, {"name": "Good", "priority": 9}]
    with pytest.raises(InvalidParams, match=r"Item 1: .*`nam`.*Item 2: `priority`"):
        await connector.execute("tasks", "create_many", {"list_id": list_id, "tasks": tasks})
    assert len(sandbox.requests) == before


async def test_each_failure_is_told(connector: ClickupApiConnector, list_id: str) -> None:
    tasks = [{"name": "A"}, {"name": "B", "status": "nowhere"}, {"name": "C"}]
    result = await connector.execute("tasks", "create_many", {"list_id": list_id, "tasks": tasks})
    assert [o["outcome"] for o in result.data] == ["created", "failed", "created"]
    assert "no status `nowhere`" in result.data[1]["error"]
    assert result.meta.extra == {"created": 2, "failed": 1}
    assert result.meta.next is None


async def test_when_the_time_is_over_the_rest_is_given_back(sandbox: Sandbox, list_id: str) -> None:
    small = Sandbox(tasks=5, rate_limit=20)
    limited = ClickupApiConnector.sandbox(small, timeout=3)
    setup = ClickupApiConnector.sandbox(small)
    space = (await setup.execute("spaces", "list")).data[0]
    lists = (await setup.execute("lists", "list", {"space_id": space["id"]})).data
    params = {"list_id": lists[0]["id"], "tasks": items(40)}
    result = await limited.execute("tasks", "create_many", params)
    counts = result.meta.extra
    assert counts["created"] + counts["not_sent"] == 40
    assert result.meta.next is not None
    assert len(result.meta.next["tasks"]) == counts["not_sent"] > 0


async def test_update_many(connector: ClickupApiConnector, sandbox: Sandbox, list_id: str) -> None:
    made = await connector.execute("tasks", "create_many", {"list_id": list_id, "tasks": items(20)})
    ids = [outcome["id"] for outcome in made.data]
    sandbox.fail("drop", method="PUT", after=True)
    sandbox.fail(502, method="PUT")
    updates = [{"task_id": task, "priority": "high"} for task in ids]
    result = await connector.execute("tasks", "update_many", {"updates": updates})
    assert result.meta.extra == {"updated": 19, "unknown": 1}
    assert result.meta.next is None
    (unknown,) = (o["index"] for o in result.data if o["outcome"] == "unknown")
    again = await connector.execute("tasks", "update_many", {"updates": [updates[unknown]]})
    assert again.meta.extra == {"updated": 1}
    for task in ids:
        found = (await connector.execute("tasks", "get", {"task_id": task})).data
        assert found["priority"]["priority"] == "high"


async def test_a_task_with_all_that_belongs_to_it(
    connector: ClickupApiConnector, list_id: str
) -> None:
    task = (await connector.tasks.create(list_id, "Whole")).data
    await connector.tasks.create(list_id, "Part", parent=task["id"])
    await connector.comments.create("First", task_id=task["id"])
    whole = (await connector.tasks.get_with_comments(task["id"])).data
    assert [part["name"] for part in whole["subtasks"]] == ["Part"]
    assert [comment["comment_text"] for comment in whole["comments"]] == ["First"]


async def test_the_most_commented_tasks(connector: ClickupApiConnector, list_id: str) -> None:
    talked = (await connector.tasks.create(list_id, "Talk of the town")).data["id"]
    for number in range(30):
        await connector.comments.create(f"Comment {number}", task_id=talked)
    found = await connector.comments.count(limit=3)
    assert {"id": talked, "name": "Talk of the town", "comments": 30} in found.data
    counts: list[Any] = [task["comments"] for task in found.data]
    assert counts == sorted(counts, reverse=True)
    assert found.meta.scanned == len([t async for t in connector.iterate("tasks", "search")])
    assert found.meta.next is None
