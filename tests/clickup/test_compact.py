"""Records as a model reads them."""

import json
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.compact import compact
from agent_connectors.clickup.sandbox import Sandbox

PERSON = {"id": 7, "username": "Jane Doe", "email": "jane@example.com", "color": "#fff"}
STATUS = {"id": "s1", "status": "to do", "color": "#fff", "orderindex": 0, "type": "open"}
TASK: dict[str, Any] = {
    "id": "86c",
    "custom_id": None,
    "name": "Calibrate",
    "text_content": "Both floors",
    "description": "Both floors",
    "status": STATUS,
    "orderindex": "1.0",
    "date_created": "1767225600000",
    "due_date": "1767229200000",
    "archived": False,
    "creator": PERSON,
    "assignees": [PERSON],
    "tags": [{"name": "hardware", "tag_fg": "#000", "tag_bg": "#fff", "creator": 7}],
    "priority": {"id": "1", "priority": "urgent", "color": "#f00", "orderindex": "1"},
    "time_estimate": 5_400_000,
    "points": None,
    "custom_fields": [],
    "list": {"id": "901", "name": "Lab", "access": True},
    "project": {"id": "902", "name": "hidden", "hidden": True, "access": True},
    "folder": {"id": "902", "name": "hidden", "hidden": True, "access": True},
    "space": {"id": "903"},
    "sharing": {"public": False, "public_fields": ["assignees"]},
    "permission_level": "create",
}


def test_a_task_in_a_list() -> None:
    assert compact("tasks", TASK, in_list=True) == {
        "id": "86c",
        "name": "Calibrate",
        "status": "to do",
        "priority": "urgent",
        "due_date": "2026-01-01T01:00Z",
        "assignees": ["Jane Doe (7)"],
        "tags": ["hardware"],
        "list": "Lab (901)",
    }
    assert compact("view_tasks", TASK, in_list=True) == compact("tasks", TASK, in_list=True)


def test_a_task_by_itself() -> None:
    whole = compact("tasks", TASK, in_list=False)
    assert whole["description"] == "Both floors"
    assert whole["creator"] == "Jane Doe (7)"
    assert whole["time_estimate"] == "1h30m"
    assert whole["space"] == "903"
    assert not {"text_content", "orderindex", "sharing", "project", "folder", "points"} & set(whole)


@pytest.mark.parametrize(
    ("kind", "config", "value", "shown"),
    [
        ("drop_down", {"options": [{"id": "a", "name": "Low", "orderindex": 0}]}, 0, "Low"),
        ("drop_down", {"options": [{"id": "a", "name": "Low", "orderindex": 0}]}, "a", "Low"),
        ("drop_down", {}, 3, 3),
        ("labels", {"options": [{"id": "a", "label": "Big"}]}, ["a", "b"], ["Big", "b"]),
        ("date", {}, "1767225600000", "2026-01-01T00:00Z"),
        ("checkbox", {}, "true", True),
        ("users", {}, [PERSON], ["Jane Doe (7)"]),
        ("location", {}, {"location": {}, "formatted_address": "Oslo"}, "Oslo"),
        ("automatic_progress", {}, {"percent_complete": 40}, 40),
        ("short_text", {}, "x", "x"),
        ("not known yet", {}, {"a": 1}, {"a": 1}),
    ],
)
def test_custom_fields_by_their_names(kind: str, config: Any, value: Any, shown: Any) -> None:
    field = {"id": "f", "name": "Field", "type": kind, "type_config": config, "value": value}
    task = compact("tasks", {**TASK, "custom_fields": [field]}, in_list=False)
    assert task["custom_fields"] == {"Field": shown}


def test_statuses_are_shown_with_their_kind() -> None:
    space = {
        "id": "1",
        "name": "S",
        "statuses": [STATUS, {**STATUS, "status": "done", "type": "done"}],
    }
    assert compact("spaces", space, in_list=True)["statuses"] == {"to do": "open", "done": "done"}


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [("5400000", "1h30m"), (90_000, "1m30s"), (7_200_000, "2h"), (-5, "running"), (0, None)],
)
def test_durations(milliseconds: Any, shown: Any) -> None:
    entry = compact("time_tracking", {"id": "1", "duration": milliseconds}, in_list=True)
    assert entry.get("duration") == shown


async def test_every_record_of_the_sandbox_is_shorter_and_keeps_its_id() -> None:
    sandbox = Sandbox(rate_limit=None)
    team = sandbox.workspace.id
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        space = (await clickup.spaces.list(team)).data[0]["id"]
        folder = (await clickup.folders.list(space)).data[0]["id"]
        task = (await clickup.tasks.search(team, limit=1)).data[0]["id"]
        results: dict[str, Any] = {
            "teams": await clickup.teams.list(),
            "spaces": await clickup.spaces.list(team),
            "folders": await clickup.folders.list(space),
            "lists": await clickup.lists.list(folder),
            "tasks": await clickup.tasks.search(team),
            "comments": await clickup.comments.list(task),
            "goals": await clickup.goals.list(team),
            "views": await clickup.views.list(team),
            "time_tracking": await clickup.time_tracking.list(team),
            "docs": await clickup.docs.list(team),
        }
    for entity, result in results.items():
        for record in result.data:
            for in_list in (True, False):
                short = compact(entity, record, in_list=in_list)
                assert short["id"] == record["id"]
                assert len(json.dumps(short)) < len(json.dumps(record))


@pytest.mark.parametrize("due", [10**17, "9" * 30, "9" * 5000, -(10**17), 10**400, "²"])
def test_a_time_that_is_none_is_shown_as_it_is(due: Any) -> None:
    assert compact("tasks", {**TASK, "due_date": due}, in_list=True)["due_date"] == due
