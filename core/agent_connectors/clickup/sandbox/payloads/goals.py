"""Goals and their key results."""

from typing import Any

from agent_connectors.clickup.sandbox.payloads.people import user_payload
from agent_connectors.clickup.sandbox.payloads.places import put_before
from agent_connectors.clickup.sandbox.payloads.times import shown_time
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.plans import Goal, GoalFolder, KeyResult
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace


def _followed(result: KeyResult, workspace: Workspace) -> list[Task]:
    tasks = [workspace.tasks[t] for t in result.task_ids if t in workspace.tasks]
    for list_id in result.list_ids:
        if list_id in workspace.lists:
            tasks += workspace.lists[list_id].tasks.values()
    return tasks


def share_reached(result: KeyResult, workspace: Workspace) -> float:
    """How much of a key result is reached, from 0 to 1; an automatic one follows its tasks."""
    if result.type == "automatic":
        tasks = _followed(result, workspace)
        finished = sum(task.status.type in {"done", "closed"} for task in tasks)
        return finished / len(tasks) if tasks else 0.0
    if result.last == result.first:
        return float(result.current >= result.last)
    share = (result.current - result.first) / (result.last - result.first)
    return min(1.0, max(0.0, share))


def percent_reached(goal: Goal, workspace: Workspace) -> int:
    """How much of a goal is reached, in percent: the mean of its key results."""
    shares = [share_reached(result, workspace) for result in goal.key_results]
    return round(100 * sum(shares) / len(shares)) if shares else 0


def _member(user: User, goal: Goal) -> dict[str, Any]:
    is_creator = user is goal.creator
    return {**user_payload(user), "permission_level": "edit", "isCreator": is_creator}


def _goal_facts(goal: Goal, workspace: Workspace) -> dict[str, Any]:
    return {
        "id": goal.id,
        "pretty_id": str(goal.pretty_id),
        "name": goal.name,
        "team_id": workspace.id,
        "creator": goal.creator.id,
        "color": goal.color,
        "date_created": str(goal.created),
        "start_date": shown_time(goal.start),
        "due_date": shown_time(goal.due),
        "description": goal.description,
        "private": False,
        "archived": goal.archived,
        "multiple_owners": goal.multiple_owners,
        "editor_token": f"goal:{goal.id}:sandbox:sandbox",
        "date_updated": str(goal.updated),
        "folder_id": None if goal.folder is None else goal.folder.id,
        "role_subtype": 0,
        "members": [_member(user, goal) for user in goal.owners],
        "group_members": [],
        "owners": [user_payload(user) for user in goal.owners],
        "key_result_count": len(goal.key_results),
        "percent_completed": percent_reached(goal, workspace),
    }


def goal_row_payload(goal: Goal, workspace: Workspace) -> dict[str, Any]:
    """A goal among others."""
    row = put_before("color", _goal_facts(goal, workspace), owner=None)
    row = put_before("folder_id", row, last_update=str(goal.updated))
    owners = {key: row.pop(key) for key in ("owners", "key_result_count")}
    return put_before("members", row, pinned=False, **owners)


def goal_payload(goal: Goal, workspace: Workspace) -> dict[str, Any]:
    """A goal on its own, with its key results."""
    results = [
        {
            **key_result_payload(result, workspace),
            # `null` in recorded answers to a change; what a goal shows was never recorded.
            "percent_completed": round(100 * share_reached(result, workspace)),
        }
        for result in goal.key_results
    ]
    folder = None if goal.folder is None else goal.folder.name
    facts = put_before("role_subtype", _goal_facts(goal, workspace), folder_name=folder)
    return {
        **put_before("key_result_count", facts, key_results=results),
        "history": [],
        "pretty_url": f"https://app.clickup.com/{workspace.id}/goals/{goal.pretty_id}",
    }


def goal_folder_payload(
    folder: GoalFolder, goals: list[Goal], workspace: Workspace
) -> dict[str, Any]:
    """A goal folder with its goals."""
    member = {
        **user_payload(folder.creator),
        "permission_level": "edit",
        "date_added": folder.created,
        "added_by": folder.creator.id,
    }
    rows = [{**goal_row_payload(goal, workspace), "folder_access": True} for goal in goals]
    return {
        "id": folder.id,
        "name": folder.name,
        "team_id": workspace.id,
        "private": folder.private,
        "date_created": str(folder.created),
        "creator": folder.creator.id,
        "goal_count": len(goals),
        "members": [member],
        "goals": rows,
    }


def key_result_payload(result: KeyResult, workspace: Workspace) -> dict[str, Any]:
    """A key result that was made or changed; its progress is then still `null`."""
    action = put_before("userid", result.action, key_result_id=result.id)
    return {
        "id": result.id,
        "goal_id": result.goal.id,
        "name": result.name,
        "creator": result.creator.id,
        "type": result.type,
        "date_created": str(result.created),
        "unit": result.unit,
        "workspace_id": workspace.id,
        "goal_pretty_id": str(result.goal.pretty_id),
        "percent_completed": None,
        "completed": share_reached(result, workspace) >= 1,
        "task_ids": result.task_ids,
        "subcategory_ids": result.list_ids,
        "owners": [user_payload(user) for user in result.owners],
        "last_action": {**action, "workspace_id": workspace.id},
    }
