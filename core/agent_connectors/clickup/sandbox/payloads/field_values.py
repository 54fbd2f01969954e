"""Custom field values as ClickUp shows them; `custom_fields` has how it takes them."""

from collections.abc import Callable
from typing import Any

from agent_connectors.clickup.sandbox.payloads.files import CLICKUP, attached_payload
from agent_connectors.clickup.sandbox.payloads.people import user_payload
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

Show = Callable[[CustomField, Any, Workspace], Any]


def _text(_field: CustomField, stored: Any, _workspace: Workspace) -> Any:
    return str(stored)


def _position(field: CustomField, stored: Any, _workspace: Workspace) -> Any:
    return next(n for n, option in enumerate(field.config["options"]) if option["id"] == stored)


def _truth(_field: CustomField, stored: Any, _workspace: Workspace) -> Any:
    return "true" if stored else "false"


def _users(_field: CustomField, stored: Any, workspace: Workspace) -> Any:
    return [user_payload(user) for user in workspace.people(stored)]


def _progress(field: CustomField, stored: Any, _workspace: Workspace) -> Any:
    first, last = field.config["start"], field.config["end"]
    share = (stored - first) / (last - first) if last != first else 1
    return {"current": stored, "percent_complete": round(100 * share)}


def _tasks(_field: CustomField, stored: Any, workspace: Workspace) -> Any:
    known = (workspace.tasks[task_id] for task_id in stored if task_id in workspace.tasks)
    return [_related(task, workspace) for task in known]


def _related(task: Task, workspace: Workspace) -> dict[str, Any]:
    return {
        "id": task.id,
        "name": task.name,
        "status": task.status.name,
        "color": task.status.color,
        "custom_type": task.type or None,
        "team_id": workspace.id,
        "deleted": False,
        "url": f"https://app.clickup.com/t/{task.id}",
        "access": True,
    }


def _files(_field: CustomField, stored: Any, workspace: Workspace) -> Any:
    files = workspace.files.by_id
    return [attached_payload(files[name], workspace, CLICKUP) for name in stored if name in files]


_SHOW: dict[str, Show] = {
    "attachment": _files,
    "checkbox": _truth,
    "currency": _text,
    "date": _text,
    "drop_down": _position,
    "manual_progress": _progress,
    "number": _text,
    "list_relationship": _tasks,
    "tasks": _tasks,
    "users": _users,
}


def shown(field: CustomField, task: Task, workspace: Workspace) -> Any:
    """A task's value of a field as a read returns it; `None` where there is none.

    Args:
        field: The field.
        task: The task.
        workspace: Where people and tasks are looked up.
    """
    if field.type == "automatic_progress":
        below = workspace.subtasks.get(task.id, ())
        finished = sum(child.status.type in {"done", "closed"} for child in below)
        return {"percent_complete": round(100 * finished / len(below))} if below else None
    stored = task.values.get(field.id)
    if stored is None or field.type not in _SHOW:
        return stored
    return _SHOW[field.type](field, stored, workspace)
