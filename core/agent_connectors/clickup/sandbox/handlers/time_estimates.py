"""Time estimates by assignee (API v3)."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import check_team, task_with_any_id
from agent_connectors.clickup.sandbox.plans import BUSINESS
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_ESTIMATES = "/api/v3/workspaces/{workspace_id}/tasks/{task_id}/time_estimates_by_user"
_MOST = 10
_NOBODY = "unassigned"


@route("PUT", _ESTIMATES, plan=BUSINESS)
def replace_estimates(
    workspace: Workspace, request: Request, workspace_id: str, task_id: str
) -> Any:
    """Set all estimates of a task; those that are not named are gone."""
    check_team(workspace, workspace_id)
    task = task_with_any_id(workspace, task_id)
    estimates = _estimates(request, task)
    total = _store(workspace, task, estimates)
    return {"data": {"total_time_estimate": total, "assignee_estimates": estimates}}


@route("PATCH", _ESTIMATES, plan=BUSINESS)
def update_estimates(
    workspace: Workspace, request: Request, workspace_id: str, task_id: str
) -> Any:
    """Set some estimates of a task; the others stay."""
    check_team(workspace, workspace_id)
    task = task_with_any_id(workspace, task_id)
    estimates = _estimates(request, task)
    total = _store(workspace, task, {**(task.estimates or {}), **estimates})
    return {"data": {"total_time_estimate": total, "updated_estimates": estimates}}


def _store(workspace: Workspace, task: Task, estimates: dict[str, int]) -> int:
    task.estimates = estimates
    task.estimate = sum(estimates.values())
    workspace.touch(task)
    return task.estimate


def _estimates(request: Request, task: Task) -> dict[str, int]:
    """The estimates of a request, by assignee."""
    rows = request.json()
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST:
        raise errors.invalid(f"Body must be an array of 1 to {_MOST} estimates")
    assigned = {str(user.id) for user in task.assignees} | {_NOBODY}
    found: dict[str, int] = {}
    for row in rows:
        fields = Fields(row if isinstance(row, dict) else {})
        assignee, time = str(fields.get("assignee")), fields.integer("time")
        if assignee not in assigned:
            raise errors.invalid("assignee must be assigned to the task, or unassigned")
        if time is None or time < 0:
            raise errors.invalid("time must be a non-negative integer")
        found[assignee] = time
    return found
