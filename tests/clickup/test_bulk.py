"""Many tasks at once: none lost, none doubled."""

from collections import Counter
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.resources.tasks import Tasks
from agent_connectors.clickup.sandbox import Sandbox
from tests.virtual import CLOCK, on_a_virtual_clock


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, rate_limit=None, latency=0.02)


@pytest.fixture
def connector(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox)


async def first_list(connector: ClickupApiConnector) -> str:
    space = (await connector.execute("spaces", "list")).data[0]
    lists = (await connector.execute("lists", "list", {"space_id": space["id"]})).data
    return str(lists[0]["id"])


@pytest.fixture
async def list_id(connector: ClickupApiConnector) -> str:
    return await first_list(connector)


async def names_in(connector: ClickupApiConnector, list_id: str) -> Counter[str]:
    params = {"list_id": list_id, "include_closed": True, "subtasks": True}
    return Counter([task["name"] async for task in connector.iterate("tasks", "list", params)])


def items(count: int) -> list[dict[str, Any]]:
    return [{"name": f"Bulk {number:04}"} for number in range(count)]


@on_a_virtual_clock
async def test_a_thousand_tasks_with_faults() -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None, latency=0.02, clock=CLOCK.time)
    connector = ClickupApiConnector.sandbox(sandbox)
    list_id = await first_list(connector)
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
    assert requests <= 1012


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


@on_a_virtual_clock
async def test_when_the_time_is_over_the_rest_is_given_back() -> None:
    small = Sandbox(tasks=5, rate_limit=20, clock=CLOCK.time)
    limited = ClickupApiConnector.sandbox(small, timeout=3)
    list_id = await first_list(ClickupApiConnector.sandbox(small))
    params = {"list_id": list_id, "tasks": items(40)}
    result = await limited.execute("tasks", "create_many", params)
    counts = result.meta.extra
    # Three requests showed the list, two more what it held before and who asks.
    assert counts == {"created": 15, "not_sent": 25}
    assert result.meta.next is not None
    assert len(result.meta.next["tasks"]) == counts["not_sent"]


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


async def test_one_task_twice_is_refused(
    connector: ClickupApiConnector, sandbox: Sandbox, list_id: str
) -> None:
    task = (await connector.tasks.create(list_id, "n")).data["id"]
    before = len(sandbox.requests)
    for said in (task, f"#{task}", f"https://app.clickup.com/t/{task}"):
        updates = [{"task_id": task, "name": "a"}, {"task_id": said, "name": "b"}]
        with pytest.raises(InvalidParams, match="Item 1 changes the same task as item 0"):
            await connector.execute("tasks", "update_many", {"updates": updates})
    assert len(sandbox.requests) == before


async def test_one_task_by_two_ids_is_looked_at(
    connector: ClickupApiConnector, sandbox: Sandbox
) -> None:
    custom, task = next(iter(sandbox.workspace.custom_ids.items()))
    updates = [{"task_id": task.id, "name": "a"}, {"task_id": custom, "name": "b"}]
    params: dict[str, Any] = {"updates": updates, "at_once": 1}
    result = await connector.execute("tasks", "update_many", params)
    assert [outcome["outcome"] for outcome in result.data] == ["unknown", "updated"]
    assert "the same for several items" in result.data[0]["error"]
    assert (result.data[1]["name"], task.name) == ("b", "b")


@pytest.mark.parametrize("change", [{}, {"clear": []}, {"assignees": {"add": [], "rem": []}}])
async def test_a_change_of_nothing_is_refused(
    connector: ClickupApiConnector, sandbox: Sandbox, list_id: str, change: dict[str, Any]
) -> None:
    task = (await connector.tasks.create(list_id, "n")).data["id"]
    before = len(sandbox.requests)
    with pytest.raises(InvalidParams, match="Item 0: There is nothing to change"):
        await connector.execute("tasks", "update_many", {"updates": [{"task_id": task, **change}]})
    assert len(sandbox.requests) == before


async def test_many_go_through_what_a_subclass_overrides() -> None:
    called = []

    class Signed(Tasks):
        """Tasks that say who made or changed them."""

        async def create(self, list_id: str, name: str, **more: Any) -> Any:
            called.append("create")
            return await super().create(list_id, f"[bot] {name}", **more)

        async def update(self, task_id: str, **more: Any) -> Any:
            called.append("update")
            return await super().update(task_id, **more)

    class Ours(ClickupApiConnector):
        """ClickUp, with such tasks."""

        tasks = Signed()

    ours = Ours.sandbox(rate_limit=1000)
    list_id = await first_list(ours)
    made: Any = await ours.tasks.create_many(list_id, items(2))
    assert made.meta.extra == {"created": 2}
    assert [task["name"] for task in made.data] == ["[bot] Bulk 0000", "[bot] Bulk 0001"]
    updates = [{"task_id": task["id"], "priority": 1} for task in made.data]
    assert (await ours.execute("tasks", "update_many", {"updates": updates})).meta.extra == {
        "updated": 2
    }
    assert called == ["create"] * 2 + ["update"] * 2
