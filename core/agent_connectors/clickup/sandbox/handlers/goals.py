"""Goals and key results."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import level, seen
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import check_team, goal_at, key_result_at
from agent_connectors.clickup.sandbox.payloads.goals import (
    goal_folder_payload,
    goal_payload,
    goal_row_payload,
    key_result_payload,
    percent_reached,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.plans import Goal, KeyResult
from agent_connectors.clickup.sandbox.state.workspace import Workspace

KEY_RESULT_TYPES = ("number", "currency", "boolean", "percentage", "automatic")


@route("GET", "/api/v2/team/{team_id}/goal")
def get_goals(workspace: Workspace, request: Request, team_id: str) -> Any:
    """The goals outside any goal folder, and the goal folders with theirs."""
    check_team(workspace, team_id)
    # Left out of the query, completed goals are shown.
    everything = request.query.flag("include_completed") is not False
    goals = [
        g
        for g in seen(workspace, workspace.goals.values())
        if everything or percent_reached(g, workspace) < 100
    ]
    folders = [
        goal_folder_payload(folder, [goal for goal in goals if goal.folder is folder], workspace)
        for folder in workspace.goal_folders.values()
    ]
    rows = [goal_row_payload(goal, workspace) for goal in goals if goal.folder is None]
    return {"goals": rows, "folders": folders}


@route("POST", "/api/v2/team/{team_id}/goal")
def create_goal(workspace: Workspace, request: Request, team_id: str) -> Any:
    """A new goal."""
    check_team(workspace, team_id)
    fields = request.fields
    name = fields.text("name")
    if not name:
        raise errors.invalid("Goal name is required")
    now = workspace.now()
    number = 1 + max((goal.pretty_id for goal in workspace.goals.values()), default=0)
    goal = Goal(workspace.ids.uuid("goal"), number, name, workspace.caller, now, now)
    goal.multiple_owners = bool(fields.flag("multiple_owners"))
    goal.owners = workspace.people(fields.integers("owners"))
    _apply(goal, fields)
    workspace.goals[goal.id] = goal
    return {"goal": goal_payload(goal, workspace)}


@route("GET", "/api/v2/goal/{goal_id}")
def get_goal(workspace: Workspace, _request: Request, goal_id: str) -> Any:
    """One goal, with its key results."""
    return {"goal": goal_payload(goal_at(workspace, goal_id), workspace)}


@route("PUT", "/api/v2/goal/{goal_id}")
def update_goal(workspace: Workspace, request: Request, goal_id: str) -> Any:
    """Other facts about a goal."""
    goal, fields = goal_at(workspace, goal_id), request.fields
    removed = workspace.people(fields.integers("rem_owners"))
    both = dict.fromkeys((*goal.owners, *workspace.people(fields.integers("add_owners"))))
    goal.owners = tuple(user for user in both if user not in removed)
    goal.name = fields.text("name") or goal.name
    _apply(goal, fields)
    goal.updated = workspace.now()
    return {"goal": goal_payload(goal, workspace)}


@route("DELETE", "/api/v2/goal/{goal_id}")
def delete_goal(workspace: Workspace, _request: Request, goal_id: str) -> Any:
    """Remove a goal and its key results."""
    goal = goal_at(workspace, goal_id)
    for result in goal.key_results:
        del workspace.key_results[result.id]
    del workspace.goals[goal_id]
    return {}


@route("POST", "/api/v2/goal/{goal_id}/key_result")
def create_key_result(workspace: Workspace, request: Request, goal_id: str) -> Any:
    """A new key result."""
    goal, fields = goal_at(workspace, goal_id), request.fields
    kind = fields.text("type") or ""
    if kind not in KEY_RESULT_TYPES:
        raise errors.invalid("Key result type is not valid")
    tasks, lists = fields.texts("task_ids"), fields.texts("list_ids")
    for known, wanted in ((workspace.tasks, tasks), (workspace.lists, lists)):
        for identifier in wanted:
            if identifier in known and not level(workspace, known[identifier]):
                raise errors.object_forbidden()
    identifier, now = workspace.ids.uuid("key result"), workspace.now()
    name = fields.text("name") or ""
    result = KeyResult(identifier, goal, name, kind, workspace.caller, now)
    result.unit = fields.text("unit") or ""
    result.first = result.current = fields.number("steps_start") or 0
    last = fields.number("steps_end")
    result.last = (1 if kind == "boolean" else 100) if last is None else last
    result.owners = workspace.people(fields.integers("owners"))
    result.task_ids, result.list_ids = tasks, lists
    result.action = action(workspace, "Created Key Result", workspace.caller.id)
    goal.key_results.append(result)
    goal.updated = now
    workspace.key_results[identifier] = result
    return {"key_result": key_result_payload(result, workspace)}


@route("PUT", "/api/v2/key_result/{key_result_id}")
def update_key_result(workspace: Workspace, request: Request, key_result_id: str) -> Any:
    """Progress."""
    result, fields = key_result_at(workspace, key_result_id), request.fields
    before = result.current
    current = fields.number("steps_current")
    # A boolean key result is moved by `true`.
    if current is None and fields.flag("steps_current") is not None:
        current = float(bool(fields.flag("steps_current")))
    result.current = before if current is None else current
    result.action = {
        **action(workspace, fields.text("note") or "", workspace.caller.id),
        "steps_before_float": before,
        "steps_taken_float": result.current - before,
    }
    result.goal.updated = workspace.now()
    return {"key_result": key_result_payload(result, workspace)}


@route("DELETE", "/api/v2/key_result/{key_result_id}")
def delete_key_result(workspace: Workspace, _request: Request, key_result_id: str) -> Any:
    """Remove a key result."""
    result = key_result_at(workspace, key_result_id)
    result.goal.key_results.remove(result)
    del workspace.key_results[key_result_id]
    return {}


def action(workspace: Workspace, note: str, user_id: int) -> dict[str, Any]:
    """What happened to a key result just now; its whole steps stay empty, as recorded."""
    return {
        "id": workspace.ids.uuid("action"),
        "userid": user_id,
        "note": note,
        "date_modified": str(workspace.now()),
        "steps_before": None,
        "steps_taken": None,
        "steps_current": None,
        "steps_before_float": None,
        "steps_taken_float": None,
    }


def _apply(goal: Goal, fields: Fields) -> None:
    description = fields.text("description")
    goal.description = goal.description if description is None else description
    goal.color = fields.text("color") or goal.color
    if "due_date" in fields:
        goal.due = fields.integer("due_date")
