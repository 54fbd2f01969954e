"""Calls of every write, with all that it can be given."""

from typing import Any

from pydantic_core import from_json, to_json

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body
from tests.clickup.operations.conftest import NOON

__all__ = ["altered", "further", "without"]

HOUR = 3_600_000
START = int(NOON.timestamp() * 1000)
DAY = 24 * HOUR

_VALUES: dict[str, Any] = {
    "name": "Fresh name: Q3/2027 (EU), Zürich & co.",
    "new_name": "Newer name",
    "description": "As jo@example.com says: see https://a.example.com/p/1?q=2, or `make`.",
    "content": "# Plan\n\n- [ ] one *thing*\n- [x] see [the page](https://a.example.com/x)\n\n"
    "Ask jo@example.com, run `make all`; 12.5 % of 1_000 is https://b.example.com/y.",
    "markdown_content": "# Plan\n\n- [ ] one *thing*\n- [x] it is done\n\n"
    "Ask jo@example.com, run `make all`; 12.5 % of 1_000 is https://b.example.com/y.",
    "topic": "What it is about",
    "comment_text": "In plain words",
    "multiple_assignees": False,
    "private": True,
    "priority": 2,
    "due_date": START + 3 * DAY + HOUR // 2,
    "due_date_time": True,
    "start_date": START + DAY + HOUR // 2,
    "start_date_time": True,
    "time_estimate": 2 * HOUR,
    "points": 3.0,
    "archived": True,
    "custom_item_id": 1,
    "color": "#123456",
    "billable": True,
    "duration": HOUR,
    "start": START - 5 * HOUR,
    "resolved": True,
    "handle": "fresh",
    "note": "Well done",
    "unit": "tests",
    "visibility": "PRIVATE",
    "endpoint": "https://example.com/other",
    "events": ["taskCreated"],
    "can_edit_tags": False,
    "can_see_time_spent": False,
    "can_see_time_estimated": False,
    "can_see_points_estimated": False,
    "can_create_views": False,
    "username": "Fresh Face",
    "sub_title": "Below the title",
    "tag_fg": "#111111",
    "tag_bg": "#222222",
    "fg_color": "#111111",
    "bg_color": "#222222",
    "steps_current": 7,
    "steps_start": 1,
    "steps_end": 9,
    "post_title": "A post",
    "post_subtype_id": "1",
    "grouping": {"field": "priority", "dir": -1},
    "sorting": {"fields": [{"field": "priority", "dir": 1}]},
    "features": {"due_dates": {"enabled": True, "start_date": False}},
}
"""Values by the names of parameters; whoever or whatever is needed is put in by `further`."""

_NOT_WITH: dict[str, set[str]] = {
    "comments.create": {"content"},
    # Both are the description; the test of alterations has the other one.
    "lists.create": {"markdown_content"},
    "lists.update": {"markdown_content"},
    "tasks.create": {"markdown_content"},
    "tasks.update": {"markdown_content"},
    "time_tracking.update": {"duration", "start"},
}
"""What cannot be given together with the rest."""


def further(operation: Operation, given: dict[str, Any], me: int, other: int) -> dict[str, Any]:
    """Parameters beside those that are needed: all that have a value here."""
    more: dict[str, Any] = {}
    for name, parameter in operation.parameters.items():
        if not isinstance(parameter.place, Body) or name in _NOT_WITH.get(operation.name, ()):
            continue
        ours = name not in given or name == "name" or isinstance(_VALUES.get(name), bool)
        if name in _VALUES and ours:
            more[name] = _VALUES[name]
    changes = {"add": [me]}
    if operation.name == "tasks.update":
        more |= {"assignees": changes, "watchers": {"add": [other]}}
    if operation.name == "tasks.create":
        more |= {"assignees": [me], "tags": ["red"]}
    if operation.name == "user_groups.create":
        more |= {"members": [me]}
    if operation.name == "user_groups.update":
        more |= {"members": changes}
    if operation.name == "goals.create":
        more |= {"owners": [me], "multiple_owners": True}
    if operation.name == "goals.update":
        more |= {"add_owners": [me]}
    if operation.name in {"checklist_items.create", "checklist_items.update", "lists.create"}:
        more |= {"assignee": me}
    if operation.entity == "time_entry_tags":
        more.pop("name", None)
    return more


def altered(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 2 * DAY if value > DAY else (value * 7 + 1 if value > 100 else value + 1)
    if isinstance(value, str):
        return f"{value} otherwise"
    if isinstance(value, list):
        return []
    return {key: altered(part) for key, part in value.items()}


def without(body: Any, name: str, *, instead: bool) -> Any:
    """A body without one of its fields, or with another value in its place.

    Args:
        body: What was sent.
        name: The field; dots lead into objects.
        instead: Whether to put another value there.
    """
    changed: Any = from_json(to_json(body))
    *outer, last = name.split(".")
    inner = changed
    for key in outer:
        inner = inner.get(key, {})
    if last in inner:
        value = inner.pop(last)
        if instead:
            inner[last] = altered(value)
    return changed
