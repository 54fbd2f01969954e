"""What a view shows: the tasks of its place that pass its own filters."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from agent_connectors.clickup.sandbox.payloads.places import PRIORITIES
from agent_connectors.clickup.sandbox.payloads.views import view_section
from agent_connectors.clickup.sandbox.selection import select
from agent_connectors.clickup.sandbox.state.plans import View
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

SPACE, FOLDER, LIST, TEAM = 4, 5, 6, 7

# These show a chat, a document or a form instead.
_WITHOUT_TASKS = {"conversation", "doc", "embed", "form", "whiteboard"}

# 2 and 3 show subtasks in their own right or under their parents; 1 leaves them out.
_SUBTASKS_SHOWN = {2, 3}


def _held(task: Task, field: str) -> set[str]:
    """What a task has in a filtered field, in the forms a filter may name it."""
    if field == "status":
        return {task.status.name}
    if field == "assignee":
        return {str(user.id) for user in task.assignees}
    if field == "priority":
        facts = PRIORITIES.get(task.priority or 0)
        return set() if facts is None else {facts["id"], facts["priority"]}
    return set(task.tags)


def _filter(condition: Any) -> Callable[[Task], bool] | None:
    if not isinstance(condition, dict):
        return None
    field, values = condition.get("field"), condition.get("values")
    if field not in {"status", "assignee", "priority", "tag"} or not values:
        return None
    wanted = {str(value) for value in (values if isinstance(values, list) else [values])}
    negated = str(condition.get("op", "EQ")).upper().startswith("NOT")
    return lambda task: bool(_held(task, field) & wanted) is not negated


def _place(view: View, workspace: Workspace) -> Iterable[Task]:
    """The tasks of the view's place, newest first."""
    if view.parent_type == LIST:
        return reversed(workspace.lists[view.parent].tasks.values())
    tasks = reversed(workspace.tasks.values())
    if view.parent_type == FOLDER:
        return (task for task in tasks if task.home.folder.id == view.parent)
    if view.parent_type == SPACE:
        return (task for task in tasks if task.home.space.id == view.parent)
    return tasks


def tasks_of_view(view: View, workspace: Workspace) -> Iterator[Task]:
    """The tasks a view shows, newest first.

    Of a view's filters, those by status, assignee, priority and tag count, and the search text.
    """
    if view.type in _WITHOUT_TASKS:
        return iter(())
    filters = view_section(view, "filters")
    conditions = [test for test in map(_filter, filters["fields"]) if test is not None]
    quantifier: Callable[[Iterable[bool]], bool] = any if filters["op"] == "OR" else all
    search = str(filters["search"] or "").lower()

    def passes(task: Task) -> bool:
        if search not in task.name.lower():
            return False
        return not conditions or quantifier(test(task) for test in conditions)

    return select(
        _place(view, workspace),
        [passes],
        archived=False,
        closed=bool(filters["show_closed"]),
        subtasks=view_section(view, "settings")["show_subtasks"] in _SUBTASKS_SHOWN,
    )
