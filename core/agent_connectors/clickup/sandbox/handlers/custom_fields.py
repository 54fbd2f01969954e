"""Custom fields: their definitions by place, and the values of tasks."""

from typing import Any

from agent_connectors.clickup.sandbox.custom_fields import accept, field_unknown
from agent_connectors.clickup.sandbox.http import Request
from agent_connectors.clickup.sandbox.lookup import (
    check_team,
    folder_at,
    list_at,
    space_at,
    task_at,
)
from agent_connectors.clickup.sandbox.payloads.tasks import field_payload
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

# The object type that stands for a custom task type.
_TASK_TYPE = 19


@route("GET", "/api/v2/list/{list_id}/field")
def get_list_fields(workspace: Workspace, _request: Request, list_id: str) -> Any:
    """The fields of a List's tasks, wherever they are defined."""
    home = list_at(workspace, list_id)
    return {"fields": [_definition(field) for field in workspace.fields_of(home)]}


@route("GET", "/api/v2/folder/{folder_id}/field")
def get_folder_fields(workspace: Workspace, _request: Request, folder_id: str) -> Any:
    """The fields defined for a Folder or the Workspace."""
    return _fields_of(workspace, folder_at(workspace, folder_id).id)


@route("GET", "/api/v2/space/{space_id}/field")
def get_space_fields(workspace: Workspace, _request: Request, space_id: str) -> Any:
    """The fields defined for a Space or the Workspace."""
    return _fields_of(workspace, space_at(workspace, space_id).id)


@route("GET", "/api/v2/team/{team_id}/field")
def get_team_fields(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """The fields defined for the Workspace."""
    check_team(workspace, team_id)
    return _fields_of(workspace, workspace.id)


@route("POST", "/api/v2/task/{task_id}/field/{field_id}")
def set_value(workspace: Workspace, request: Request, task_id: str, field_id: str) -> Any:
    """Set a task's value; `null` clears it."""
    task = task_at(workspace, request, task_id)
    _set(workspace, task, field_id, request.fields.get("value"))
    workspace.touch(task)
    return {}


@route("DELETE", "/api/v2/task/{task_id}/field/{field_id}")
def remove_value(workspace: Workspace, request: Request, task_id: str, field_id: str) -> Any:
    """Clear a task's value."""
    task = task_at(workspace, request, task_id)
    _set(workspace, task, field_id, None)
    workspace.touch(task)
    return {}


def set_values(workspace: Workspace, task: Task, values: Any) -> None:
    """Set the values a new task comes with; those of People fields are ignored, as ClickUp does."""
    for value in values if isinstance(values, list) else []:
        if not isinstance(value, dict):
            continue
        field = workspace.fields.get(str(value.get("id")))
        # A field of other task types is ignored; one of another place is refused.
        applies = field is None or not field.types or task.type in field.types
        if applies and (field is None or field.type != "users"):
            _set(workspace, task, str(value.get("id")), value.get("value"))


def _set(workspace: Workspace, task: Task, field_id: str, value: Any) -> None:
    field = workspace.fields.get(field_id)
    if field is None or field not in workspace.fields_of(task.home):
        raise field_unknown()
    values = dict(task.values)
    before = values.pop(field_id, None)
    if value is not None:
        values[field_id] = accept(field, value, before, workspace)
    task.values = values
    if field.type in {"list_relationship", "tasks"}:
        # From here on a task may show another one's name, so rendered tasks cannot be kept by id.
        workspace.related = True


def _fields_of(workspace: Workspace, place: str) -> dict[str, Any]:
    places = {workspace.id, place}
    found = [field for field in workspace.fields.values() if field.place in places]
    return {"fields": [_definition(field) for field in found]}


def _definition(field: CustomField) -> dict[str, Any]:
    payload = field_payload(field)
    if field.types:
        applied = [{"object_type": _TASK_TYPE, "object_id": number} for number in field.types]
        payload["applied_objects"] = applied
    return payload
