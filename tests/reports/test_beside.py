"""What is there beside what was asked for is noted; what ClickUp does by itself always is not."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.reports.every_field import Ground

PERSON = {"id": 183, "username": "Ada Lovelace", "email": "ada@example.com"}

BESIDE: dict[str, tuple[Any, str]] = {
    "assignees": ([PERSON], "assignees: ['Ada Lovelace']"),
    "priority": ({"id": "2", "priority": "high"}, "priority: 'high'"),
    "parent": ("86c7zzzz1", "parent: '86c7zzzz1'"),
    "status": ({"status": "complete", "type": "closed"}, "status: 'complete'"),
    "tags": ([{"name": "auto"}], "tags: ['auto']"),
    "due_date": ("1796126400000", "due_date: '1796126400000'"),
    "start_date": ("1796126400000", "start_date: '1796126400000'"),
    "time_estimate": (3_600_000, "time_estimate: 3600000"),
    "points": (5, "points: 5"),
    "archived": (True, "archived: True"),
    "description": ("Steps to reproduce", "description: 'Steps to reproduce'"),
}

Answer = Callable[[str, str, Any], Any]


def made(ground: Ground, answer: Answer, entity: str = "tasks", **more: Any) -> tuple[str, ...]:
    """The warnings of something that was made."""
    ground.between.answer = answer
    try:
        params = {"name": "n", **more}
        return tuple(ground.execute(entity, "create", params).meta.warnings)
    finally:
        ground.between.answer = None


@pytest.mark.parametrize("name", BESIDE)
def test_what_a_task_has_beside_what_was_asked_for_is_noted(ground: Ground, name: str) -> None:
    value, note = BESIDE[name]

    def answer(method: str, _: str, body: Any) -> Any:
        return {**body, name: value} if method == "POST" else body

    (said,) = made(ground, answer, list_id=ground.list_id)
    assert said.startswith(f"ClickUp also set {note}. ")
    assert "an automation, a template or a default" in said


def test_a_custom_field_that_was_not_asked_for_is_noted(ground: Ground) -> None:
    def answer(method: str, _: str, body: Any) -> Any:
        fields = [
            {**field, "value": "7"} if field["name"] == "number" else field
            for field in body.get("custom_fields", ())
        ]
        return {**body, "custom_fields": fields} if method == "POST" else body

    (said,) = made(ground, answer, list_id=ground.list_id, custom_fields={"text": "kept"})
    assert said.startswith("ClickUp also set custom_fields: number: '7'")


def test_more_in_a_list_and_in_an_item_is_noted(ground: Ground) -> None:
    def more(method: str, _: str, body: Any) -> Any:
        return {**body, "assignee": PERSON} if method == "POST" else body

    space = ground.execute("spaces", "list").data[0]["id"]
    (said,) = made(ground, more, "lists", space_id=space)
    assert said.startswith("ClickUp also set assignee: 'Ada Lovelace'")
    params = {"task_id": ground.task, "name": "c"}
    checklist = ground.execute("checklists", "create", params).data["id"]

    def ticked(method: str, _: str, body: Any) -> Any:
        items = [{**item, "resolved": True} for item in body["checklist"]["items"]]
        return {"checklist": {**body["checklist"], "items": items}}

    (said,) = made(ground, ticked, "checklist_items", checklist_id=checklist)
    assert said.startswith("ClickUp also set resolved: True")


def test_what_many_hold_beside_is_told_with_them(ground: Ground) -> None:
    def answer(method: str, _: str, body: Any) -> Any:
        auto = {"priority": {"id": "2", "priority": "high"}}
        return {**body, **auto} if method == "POST" and body["name"] == "b" else body

    ground.between.answer = answer
    try:
        params = {"list_id": ground.list_id, "tasks": [{"name": "a"}, {"name": "b"}]}
        done = ground.execute("tasks", "create_many", params)
    finally:
        ground.between.answer = None
    assert "items 1" in " ".join(done.meta.warnings)
    assert [bool(one.get("warnings")) for one in done.data] == [False, True]
