"""User groups, which the app calls Teams."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Request
from agent_connectors.clickup.sandbox.lookup import check_team, group_at
from agent_connectors.clickup.sandbox.payloads.people import group_payload
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.people import MEMBER, UserGroup
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("GET", "/api/v2/group")
def get_groups(workspace: Workspace, request: Request) -> Any:
    """The user groups, all or those the query names."""
    query = request.query
    team_id = query.text("team_id")
    if team_id is None:
        raise errors.invalid("team_id is required")
    check_team(workspace, team_id)
    wanted = query.array("group_ids")
    text = query.text("group_ids")
    if wanted is None and text is not None:
        wanted = text.split(",")
    groups = workspace.groups.values() if wanted is None else workspace.groups_with(wanted)
    return {"groups": [group_payload(group, workspace.id) for group in groups]}


@route("POST", "/api/v2/team/{team_id}/group", role=MEMBER)
def create_group(workspace: Workspace, request: Request, team_id: str) -> Any:
    """A new user group."""
    check_team(workspace, team_id)
    fields = request.fields
    name = (fields.text("name") or "").strip()
    if not name:
        raise errors.invalid("Group name is required")
    handle = fields.text("handle") or "".join(c for c in name.lower() if c.isalnum())
    _check_handle(workspace, handle)
    group = UserGroup(
        workspace.ids.uuid("group"),
        name,
        handle,
        workspace.caller,
        workspace.now(),
        workspace.people(fields.integers("members")),
    )
    workspace.groups[group.id] = group
    return group_payload(group, workspace.id)


@route("PUT", "/api/v2/group/{group_id}", role=MEMBER)
def update_group(workspace: Workspace, request: Request, group_id: str) -> Any:
    """Another name or handle, or other members."""
    group, fields = group_at(workspace, group_id), request.fields
    handle = fields.text("handle")
    if handle and handle != group.handle:
        _check_handle(workspace, handle)
        group.handle = handle
    group.name = (fields.text("name") or "").strip() or group.name
    change = fields.section("members")
    removed = workspace.people(change.integers("rem"))
    both = dict.fromkeys((*group.members, *workspace.people(change.integers("add"))))
    group.members = tuple(user for user in both if user not in removed)
    # Tasks show the names of their groups.
    workspace.changed()
    return group_payload(group, workspace.id)


@route("DELETE", "/api/v2/group/{group_id}", role=MEMBER)
def delete_group(workspace: Workspace, _request: Request, group_id: str) -> Any:
    """Remove a user group, also from its tasks and comments."""
    group = group_at(workspace, group_id)
    del workspace.groups[group_id]
    for task in workspace.tasks.values():
        if group in task.groups:
            task.groups = tuple(other for other in task.groups if other is not group)
    for comment in workspace.comments.values():
        if comment.group is group:
            comment.group = None
    workspace.changed()
    return {}


def _check_handle(workspace: Workspace, handle: str) -> None:
    if any(group.handle.lower() == handle.lower() for group in workspace.groups.values()):
        raise errors.invalid("Group handle is taken")
