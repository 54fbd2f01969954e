"""The people of a Workspace as the endpoints that manage them show them."""

from collections.abc import Callable
from typing import Any

from agent_connectors.clickup.sandbox.payloads.people import teammate_payload, user_payload
from agent_connectors.clickup.sandbox.payloads.places import (
    folder_payload,
    list_in_folder_payload,
)
from agent_connectors.clickup.sandbox.payloads.tasks import task_payload
from agent_connectors.clickup.sandbox.state.people import ROLE_KEYS, Role, User
from agent_connectors.clickup.sandbox.state.workspace import Workspace

GUEST_PERMISSIONS = (
    "can_see_time_spent",
    "can_see_time_estimated",
    "can_edit_tags",
    "can_create_views",
    "can_see_points_estimated",
)
"""What a guest may do, unless it was changed."""


def member_of_team_payload(user: User, workspace: Workspace) -> dict[str, Any]:
    """A member or guest, with who invited them and what a guest may do."""
    payload = teammate_payload(user)
    if "invited_by" not in payload:
        payload["invited_by"] = user_payload(workspace.owner)
    if ROLE_KEYS[user.role] == "guest":
        payload |= {name: user.permissions.get(name, True) for name in GUEST_PERMISSIONS}
    return payload


def shared_payload(user: User, workspace: Workspace) -> dict[str, list[Any]]:
    """What somebody was given access to, one by one."""
    show: dict[str, tuple[str, dict[str, Any], Callable[[Any], dict[str, Any]]]] = {
        "task": ("tasks", workspace.tasks, lambda task: task_payload(task, workspace)),
        "list": ("lists", workspace.lists, list_in_folder_payload),
        "folder": ("folders", workspace.folders, folder_payload),
    }
    found: dict[str, list[Any]] = {"tasks": [], "lists": [], "folders": []}
    for (kind, identifier), level in user.shared.items():
        key, known, payload = show[kind]
        # What was deleted since is no longer shared.
        if identifier in known:
            row = {**payload(known[identifier]), "permission_level": level}
            found[key].append(row)
    return found


def team_payload(workspace: Workspace, *, roles: bool = True) -> dict[str, Any]:
    """The Workspace with its people.

    Args:
        workspace: The Workspace.
        roles: Whether to add the roles there are.
    """
    team: dict[str, Any] = {
        "id": workspace.id,
        "name": workspace.name,
        "color": workspace.color,
        "avatar": None,
        "members": [member_of_team_payload(u, workspace) for u in workspace.users.values()],
    }
    if roles:
        usual = [
            {"id": number, "name": name, "custom": False} for number, name in ROLE_KEYS.items()
        ]
        custom = [
            {"id": role.id, "name": role.name, "inherited_role": role.inherited, "custom": True}
            for role in workspace.roles.values()
        ]
        team["roles"] = usual + custom
    return {"team": team}


def role_payload(role: Role, workspace: Workspace, *, members: bool) -> dict[str, Any]:
    """A custom role.

    Args:
        role: The role.
        workspace: Where it is.
        members: Whether to add the ids of those who have it.
    """
    payload: dict[str, Any] = {
        "id": role.id,
        "team_id": workspace.id,
        "name": role.name,
        "inherited_role": role.inherited,
        "date_created": str(role.created),
    }
    if members:
        having = (user.id for user in workspace.users.values() if user.custom_role is role)
        payload["members"] = list(having)
    return payload
