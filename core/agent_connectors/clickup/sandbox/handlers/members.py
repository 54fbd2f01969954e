"""Who can see a task or a List."""

from typing import Any

from agent_connectors.clickup.sandbox.access import level
from agent_connectors.clickup.sandbox.http import Request
from agent_connectors.clickup.sandbox.lookup import list_at, task_with_id
from agent_connectors.clickup.sandbox.payloads.people import member_payload
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("GET", "/api/v2/task/{task_id}/member")
def get_task_members(workspace: Workspace, _request: Request, task_id: str) -> Any:
    """The people a task was given to or who watch it, not all who could open it."""
    task = task_with_id(workspace, task_id)
    # Recorded: for a task that nobody has or watches, the list is empty.
    guests = (user for user in workspace.users.values() if ("task", task.id) in user.shared)
    people = dict.fromkeys((*task.assignees, *task.watchers, *guests))
    return {"members": [member_payload(user) for user in people]}


@route("GET", "/api/v2/list/{list_id}/member")
def get_list_members(workspace: Workspace, _request: Request, list_id: str) -> Any:
    """Those who can open a List: members who have joined, and guests it is shared with."""
    home = list_at(workspace, list_id)
    joined = (user for user in workspace.users.values() if user.joined is not None)
    able = [user for user in joined if level(workspace, home, user)]
    return {"members": [member_payload(user) for user in able]}
