"""Typed methods from synchronous code: in a script, in threads, and where a loop is running."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, assert_type

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidCall, records
from agent_connectors.clickup.resources.tasks import Tasks
from agent_connectors.engine.lists.iteration import Iteration
from agent_connectors.engine.result import ExecuteResult, Records


@pytest.fixture
def clickup() -> Iterator[ClickupApiConnector]:
    with ClickupApiConnector.sandbox(tasks=150, rate_limit=None) as connector:
        yield connector


def test_a_method_and_its_walk_have_the_types_of_the_method(clickup: ClickupApiConnector) -> None:
    teams = clickup.run(clickup.teams.list())
    assert_type(teams, ExecuteResult[list[records.Workspace]])
    walk = clickup.each(clickup.tasks.search, teams.data[0]["id"], subtasks=True)
    assert_type(walk, Iteration[records.Task])
    statuses = {task["status"]["status"] for task in walk}
    everything = {"team_id": teams.data[0]["id"], "subtasks": True}
    assert statuses == {
        t["status"]["status"] for t in clickup.iterate("tasks", "search", everything)
    }


async def test_they_work_where_a_loop_is_running(clickup: ClickupApiConnector) -> None:
    person = clickup.run(clickup.user.get()).data
    assert [task["id"] for task in clickup.each(clickup.tasks.search, limit=3)]
    assert (await clickup.user.get()).data == person
    found = [
        task["id"] async for task in clickup.each(clickup.tasks.search, subtasks=True, limit=120)
    ]
    assert len(set(found)) == 120
    assert (await asyncio.to_thread(lambda: clickup.run(clickup.user.get()))).data == person


def test_they_work_in_threads(clickup: ClickupApiConnector) -> None:
    found: list[int] = []

    def walk() -> None:
        found.append(len([*clickup.each(clickup.tasks.search, subtasks=True, limit=110)]))
        found.append(clickup.run(clickup.user.get()).data["id"])

    threads = [threading.Thread(target=walk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found)[:4] == [110] * 4
    assert len(found) == 8


def test_they_work_in_a_script_that_closes_nothing() -> None:
    code = """
from agent_connectors.clickup import ClickupApiConnector
clickup = ClickupApiConnector.sandbox(tasks=5)
for task in clickup.each(clickup.tasks.search, limit=2):
    print(task["id"], clickup.run(clickup.tasks.get(task["id"])).data["name"] == task["name"])
"""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.count("True") == 2


def test_several_calls_in_one(clickup: ClickupApiConnector) -> None:
    async def both() -> tuple[str, int]:
        team, person = await asyncio.gather(clickup.teams.list(), clickup.user.get())
        return team.data[0]["id"], person.data["id"]

    assert clickup.run(both()) == clickup.run(both())


def test_errors_are_those_of_the_call(clickup: ClickupApiConnector) -> None:
    wrong: Any = {"prioritty": 1}
    with pytest.raises(InvalidCall, match="Did you mean `priority`"):
        clickup.run(clickup.tasks.search(**wrong))
    with pytest.raises(InvalidCall, match="Did you mean `priority`"):
        next(iter(clickup.each(clickup.tasks.search, **wrong)))
    with pytest.raises(InvalidCall, match="is given twice"):
        clickup.each(clickup.tasks.search, "1", team_id="1")  # type: ignore[misc]


def test_what_is_no_call_is_refused(clickup: ClickupApiConnector) -> None:
    run: Any = clickup.run
    for wrong in (clickup.user.get, None, "user"):
        with pytest.raises(InvalidCall, match="`run` takes a call"):
            run(wrong)


async def test_what_is_no_method_of_a_list_is_refused(clickup: ClickupApiConnector) -> None:
    each: Any = clickup.each
    other = ClickupApiConnector.sandbox(tasks=0)
    with pytest.raises(InvalidCall, match="takes a method of this connector"):
        clickup.each(other.tasks.search)
    for wrong in (None, "tasks", print, ClickupApiConnector.tasks.search, clickup.check):
        with pytest.raises(InvalidCall):
            each(wrong)
    with pytest.raises(InvalidCall, match="gives one object, not a list"):
        await anext(each(clickup.user.get))


def test_a_synchronous_call_within_one_is_refused(clickup: ClickupApiConnector) -> None:
    async def inner() -> Any:
        return clickup.run(clickup.user.get())

    with pytest.raises(InvalidCall, match="Await the asynchronous method"):
        clickup.run(inner())


class _MyTasks(Tasks):
    async def search(self, *args: Any, **params: Any) -> Records[records.Task]:
        return await super().search(*args, **{"priority": 1, **params})


class _Mine(ClickupApiConnector):
    tasks = _MyTasks()


def test_a_method_that_is_overridden_is_walked_as_it_is() -> None:
    mine = _Mine.sandbox(tasks=150, rate_limit=None)
    urgent = {task["priority"] and task["priority"]["id"] for task in mine.each(mine.tasks.search)}
    assert urgent == {"1"}
