"""Checkpoints of a sandbox, and what became of it since."""

import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Change, Changes, Sandbox, state
from agent_connectors.clickup.sandbox.comparing import kinds
from agent_connectors.clickup.sandbox.state.chat import Reaction
from agent_connectors.clickup.sandbox.state.people import OAuth
from agent_connectors.clickup.sandbox.state.places import Status, Tag
from agent_connectors.clickup.sandbox.state.work import ChecklistItem, Dependency, Link
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from tests.clickup.operations.changing import changing
from tests.clickup.operations.conftest import NOON

Clickup = ClickupApiConnector

ROUTES = [
    pytest.param(operation, endpoint, id=f"{operation.name}-{number}")
    for operation in ClickupApiConnector.operations
    if operation.effect != "read"
    for number, endpoint in enumerate(operation.endpoints)
]

KEPT_APART = {"authorization.get_token"}
"""What changes nothing that people see."""


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> Clickup:
    return ClickupApiConnector.sandbox(sandbox, allow_destructive=True)


def a_task(clickup: Clickup) -> dict[str, Any]:
    """A task that is not urgent, and has nothing to do with others."""
    for task in clickup.iterate("tasks", "search", {"priority": 3}):
        found: dict[str, Any] = clickup.execute_sync("tasks", "get", {"task_id": task["id"]}).data
        if not (found["linked_tasks"] or found["dependencies"]):
            return found
    raise AssertionError


def test_nothing_changed(sandbox: Sandbox, clickup: Clickup) -> None:
    since = sandbox.checkpoint()
    clickup.execute_sync("workspaces", "tree")
    clickup.execute_sync("tasks", "search")
    assert not sandbox.changes()
    assert sandbox.changes(since) == Changes([])
    assert str(sandbox.changes()) == "nothing changed"


def test_what_was_changed_is_told_with_before_and_after(sandbox: Sandbox, clickup: Clickup) -> None:
    task = a_task(clickup)
    new = {"task_id": task["id"], "name": "Ship it", "priority": "urgent"}
    clickup.execute_sync("tasks", "update", new)
    change = sandbox.changes().one("task")
    assert change.what == "changed"
    assert (change.id, change.name, change.place) == (task["id"], "Ship it", task["list"]["name"])
    assert change.before["name"] == task["name"]
    assert change.after == {"name": "Ship it", "priority": 1}
    assert len(sandbox.changes()) == 1


def test_what_was_made_and_deleted_is_told_whole(sandbox: Sandbox, clickup: Clickup) -> None:
    task = a_task(clickup)
    since = sandbox.checkpoint()
    made = clickup.execute_sync("tasks", "create", {"list_id": task["list"]["id"], "name": "New"})
    clickup.execute_sync("comments", "create", {"task_id": made.data["id"], "comment_text": "Hi"})
    clickup.execute_sync("tasks", "delete", {"task_id": task["id"]})
    changes = sandbox.changes(since)
    created = changes.one("task", "created")
    assert created.after["list"] == task["list"]["name"]
    assert created.before == {}
    comment = changes.one("comment", "created")
    assert comment.place == "New"
    assert comment.after["comment"][0]["text"] == "Hi"
    deleted = changes.deleted.of("task")[0]
    assert (deleted.id, deleted.before["name"], deleted.after) == (task["id"], task["name"], {})
    assert not changes.besides(task["id"], made.data["id"], comment.id).of("task", "list")


def test_of_two_people_of_one_name_the_other_one_is_a_change(sandbox: Sandbox) -> None:
    first, second = [*sandbox.workspace.users.values()][:2]
    second.username = first.username
    task = next(iter(sandbox.workspace.tasks.values()))
    task.assignees = (first,)
    since = sandbox.checkpoint()
    now = sandbox.workspace
    now.tasks[task.id].assignees = (now.users[second.id],)
    change = sandbox.changes(since).one("task")
    assert [*change.before] == ["assignees"]
    assert change.before["assignees"] == change.after["assignees"] == [first.username]
    assert [one.id for one in change.after["assignees"]] == [str(second.id)]


def test_another_name_of_a_list_is_no_change_of_its_tasks(
    sandbox: Sandbox, clickup: Clickup
) -> None:
    home = a_task(clickup)["list"]["id"]
    clickup.execute_sync("lists", "update", {"list_id": home, "name": "Another"})
    assert [one.kind for one in sandbox.changes()] == ["list"]


@pytest.mark.parametrize(("operation", "endpoint"), ROUTES)
async def test_every_write_is_a_change_and_is_gone_after_going_back(
    sandbox: Sandbox, clickup: Clickup, operation: Operation, endpoint: Endpoint
) -> None:
    params = await changing(clickup, sandbox, operation, endpoint)
    since = sandbox.checkpoint()
    seen = await all_that_shows(clickup)
    await clickup.execute(operation.entity, operation.action, params)
    changes = sandbox.changes(since)
    assert bool(changes) == (operation.name not in KEPT_APART), changes
    sandbox.restore(since)
    assert not sandbox.changes(since)
    fresh = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    assert await all_that_shows(fresh) == seen
    # The same call gives the same objects once more, ids included.
    again = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    await again.execute(operation.entity, operation.action, params)
    assert sandbox.changes(since) == changes


async def all_that_shows(clickup: Clickup) -> Any:
    tree = await clickup.execute("workspaces", "tree")
    tasks = [one async for one in clickup.iterate("tasks", "search", {"include_closed": True})]
    return tree.data, tasks, (await clickup.execute("goals", "list")).data


def test_going_back_any_number_of_times(sandbox: Sandbox, clickup: Clickup) -> None:
    task = a_task(clickup)
    since = sandbox.checkpoint()
    for name in ("One", "Two", "Three"):
        clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": name})
        sandbox.fail(500)
        assert sandbox.changes().one("task").after["name"] == name
        sandbox.restore(since)
        assert not sandbox.changes()
        assert not sandbox.requests
        assert not sandbox.faults


def test_a_checkpoint_of_a_long_chain_of_tasks(sandbox: Sandbox) -> None:
    """Copying by following references would end in a RecursionError."""
    tasks = [*sandbox.workspace.tasks.values()]
    user = sandbox.workspace.owner
    for number in range(5000):
        waiting, blocking = tasks[number % 20], tasks[(number + 1) % 20]
        one = Dependency(waiting, blocking, number, user)
        waiting.dependencies += (one,)
        blocking.dependencies += (one,)
    since = sandbox.checkpoint()
    sandbox.restore(since)
    assert not sandbox.changes(since)


@pytest.mark.parametrize("wrong", [None, "checkpoint", {}, Sandbox(tasks=0)])
def test_what_is_no_checkpoint_is_refused(sandbox: Sandbox, wrong: Any) -> None:
    with pytest.raises(TypeError, match="checkpoint"):
        sandbox.restore(wrong)
    if wrong is not None:
        with pytest.raises(TypeError, match="checkpoint"):
            sandbox.changes(wrong)


def test_one_says_what_there_is_instead(sandbox: Sandbox, clickup: Clickup) -> None:
    with pytest.raises(AssertionError, match="one touched task, and there are 0:\nnothing changed"):
        sandbox.changes().one("task")
    task = a_task(clickup)
    clickup.execute_sync("tasks", "update", {"task_id": task["id"], "name": "Ship it"})
    with pytest.raises(AssertionError, match=r"one created task.*are 0:\nchanged task .*Ship it"):
        sandbox.changes().one("task", "created")


def test_the_text_of_a_change() -> None:
    change = Change("changed", "task", "86a", "New", "Backlog", {"name": "Old"}, {"name": "New"})
    assert str(change) == "changed task 86a 'New' in 'Backlog'\n  name: \"Old\" -> \"New\""
    assert repr(Changes([change])) == f"<Changes: {change}>"


def state_classes() -> Iterator[Any]:
    for module in pkgutil.iter_modules(state.__path__):
        found = import_module(f"{state.__name__}.{module.name}")
        for _, kind in inspect.getmembers(found, inspect.isclass):
            if kind.__module__ == found.__name__ and is_dataclass(kind):
                yield kind


TOLD_WITHIN_OTHERS = {Status, Tag, ChecklistItem, Dependency, Link, Reaction, OAuth}


def test_each_class_of_the_state_is_told() -> None:
    frozen = {kind for kind in state_classes() if kind.__dataclass_params__.frozen}
    assert {*state_classes()} - frozen == set(kinds.KINDS) | TOLD_WITHIN_OTHERS


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_what_is_left_out_or_renamed_exists(kind: type) -> None:
    names = {one.name for one in fields(kind)}
    told = kinds.KINDS[kind]
    assert {*told.without} - {"id"} <= names
    own = told.renamed is not kinds._TIMES and {k for k in told.renamed if k not in kinds._TIMES}
    assert not own or own <= names


@pytest.mark.parametrize("asked", ["of", "without", "one"])
def test_what_is_no_kind_is_refused(asked: str) -> None:
    changes = Sandbox(tasks=1).changes()
    with pytest.raises(ValueError, match="Did you mean `task`"):
        getattr(changes, asked)("tusk")
