"""Changes of many tasks: what an answer denies, or does not show, is not called done."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.reports.every_field import Ground

Alter = Callable[[Any], Any]

DENYING: dict[str, Alter] = {
    "called otherwise": lambda task: {**task, "name": "Old"},
    "of another priority": lambda task: {**task, "priority": None},
    "an id alone": lambda task: {"id": task["id"]},
    "without its name": lambda task: {k: v for k, v in task.items() if k != "name"},
    "deleted": lambda task: {**task, "deleted": True},
    "in a deleted list": lambda task: {**task, "list": {**task["list"], "deleted": True}},
}
"""Answers to a change that do not say that it was made."""


def changed(ground: Ground, answer: Alter, *, reads: bool) -> tuple[Any, list[str]]:
    """What becomes of one change, and the requests that it took.

    Args:
        ground: Has the task.
        answer: What the answer to the change is made into.
        reads: Whether the task is shown so as well when it is read.
    """

    def alter(method: str, path: str, body: Any) -> Any:
        mine = path.endswith(f"/task/{ground.task}")
        return answer(body) if mine and (reads or method == "PUT") else body

    update = {"task_id": ground.task, "name": "New", "priority": 2}
    ground.between.sent.clear()
    ground.between.answer = alter
    try:
        result = ground.execute("tasks", "update_many", {"updates": [update]})
    finally:
        ground.between.answer = None
    return result, [f"{s.method} {s.path}" for s in ground.between.sent if "/task/" in s.path]


@pytest.mark.parametrize("answer", DENYING.values(), ids=DENYING)
def test_a_change_that_the_task_shows_is_updated_after_a_look(
    ground: Ground, answer: Alter
) -> None:
    result, sent = changed(ground, answer, reads=False)
    assert result.meta.extra == {"updated": 1}
    assert result.data[0]["looked_up"] is True
    assert "warnings" not in result.data[0]
    assert [each.split()[0] for each in sent] == ["PUT", "GET"]


@pytest.mark.parametrize("answer", DENYING.values(), ids=DENYING)
def test_a_change_that_the_task_does_not_show_is_unknown_and_told(
    ground: Ground, answer: Alter
) -> None:
    result, sent = changed(ground, answer, reads=True)
    (told,) = result.data
    assert (result.meta.extra, told["id"]) == ({"unknown": 1}, ground.task)
    assert "deleted" in told["error"] or "`name`" in told["error"] or "`priority`" in told["error"]
    assert "unknown whether they were written" in result.meta.warnings[0]
    assert result.meta.next is None
    assert [each.split()[0] for each in sent] == ["PUT", "GET"]


def test_what_is_answered_as_it_was_asked_is_not_looked_at(ground: Ground) -> None:
    result, sent = changed(ground, lambda task: task, reads=True)
    assert (result.meta.extra, result.meta.warnings) == ({"updated": 1}, ())
    assert [each.split()[0] for each in sent] == ["PUT"]


@pytest.mark.parametrize("answer", [DENYING["deleted"], DENYING["in a deleted list"]])
def test_a_task_that_is_deleted_when_it_is_made_is_told(ground: Ground, answer: Alter) -> None:
    ground.between.answer = lambda method, _, body: answer(body) if method == "POST" else body
    try:
        tasks = [{"name": "Made"}]
        result = ground.execute("tasks", "create_many", {"list_id": ground.list_id, "tasks": tasks})
    finally:
        ground.between.answer = None
    (told,) = result.data
    assert told["outcome"] == "unknown"
    assert "is deleted" in told["error"]
    assert told["candidates"]
