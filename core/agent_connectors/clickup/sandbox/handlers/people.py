"""Inviting, changing and removing members and guests, and the roles there are."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import check_team, guest_at, user_at
from agent_connectors.clickup.sandbox.payloads.team import (
    GUEST_PERMISSIONS,
    member_of_team_payload,
    role_payload,
    shared_payload,
    team_payload,
)
from agent_connectors.clickup.sandbox.plans import ENTERPRISE
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.people import ADMIN, GUEST, MEMBER, Role, User
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("POST", "/api/v2/team/{team_id}/user", plan=ENTERPRISE, role=ADMIN)
def invite_user(workspace: Workspace, request: Request, team_id: str) -> Any:
    """Invite somebody as a member or an admin."""
    check_team(workspace, team_id)
    fields = request.fields
    _invite(workspace, fields, ADMIN if fields.flag("admin") else MEMBER)
    return team_payload(workspace)


@route("GET", "/api/v2/team/{team_id}/user/{user_id}", plan=ENTERPRISE, role=MEMBER)
def get_member(workspace: Workspace, request: Request, team_id: str, user_id: str) -> Any:
    """One member."""
    check_team(workspace, team_id)
    user = user_at(workspace, user_id)
    return {"member": described(workspace, request, user)}


@route("PUT", "/api/v2/team/{team_id}/user/{user_id}", plan=ENTERPRISE, role=ADMIN)
def edit_user(workspace: Workspace, request: Request, team_id: str, user_id: str) -> Any:
    """Another name or role."""
    check_team(workspace, team_id)
    user, fields = user_at(workspace, user_id), request.fields
    role = _custom_role(workspace, fields)
    admin = fields.flag("admin")
    if admin is not None and user is not workspace.owner:
        user.role = ADMIN if admin else MEMBER
        workspace.note("CHANGE_USER_ROLE", str(user.id))
    user.username = fields.text("username") or user.username
    user.custom_role = user.custom_role if "custom_role_id" not in fields else role
    # Tasks show people's names.
    workspace.changed()
    return {"member": described(workspace, request, user)}


@route("DELETE", "/api/v2/team/{team_id}/user/{user_id}", plan=ENTERPRISE, role=ADMIN)
def remove_user(workspace: Workspace, _request: Request, team_id: str, user_id: str) -> Any:
    """Remove a member; their tasks keep their name."""
    check_team(workspace, team_id)
    _remove(workspace, user_at(workspace, user_id))
    return team_payload(workspace, roles=False)


@route("POST", "/api/v2/team/{team_id}/guest", plan=ENTERPRISE, role=ADMIN)
def invite_guest(workspace: Workspace, request: Request, team_id: str) -> Any:
    """Invite a guest, who sees nothing until something is shared with them."""
    check_team(workspace, team_id)
    _permit(_invite(workspace, request.fields, GUEST), request.fields)
    return team_payload(workspace)


@route("GET", "/api/v2/team/{team_id}/guest/{guest_id}", plan=ENTERPRISE, role=MEMBER)
def get_guest(workspace: Workspace, request: Request, team_id: str, guest_id: str) -> Any:
    """One guest, with what is shared with them."""
    check_team(workspace, team_id)
    return {"guest": described(workspace, request, guest_at(workspace, guest_id))}


@route("PUT", "/api/v2/team/{team_id}/guest/{guest_id}", plan=ENTERPRISE, role=ADMIN)
def edit_guest(workspace: Workspace, request: Request, team_id: str, guest_id: str) -> Any:
    """Other permissions, or another custom role."""
    check_team(workspace, team_id)
    guest, fields = guest_at(workspace, guest_id), request.fields
    role = _custom_role(workspace, fields)
    guest.custom_role = guest.custom_role if "custom_role_id" not in fields else role
    _permit(guest, fields)
    return {"guest": described(workspace, request, guest)}


@route("DELETE", "/api/v2/team/{team_id}/guest/{guest_id}", plan=ENTERPRISE, role=ADMIN)
def remove_guest(workspace: Workspace, _request: Request, team_id: str, guest_id: str) -> Any:
    """Remove a guest."""
    check_team(workspace, team_id)
    _remove(workspace, guest_at(workspace, guest_id))
    return team_payload(workspace, roles=False)


@route("GET", "/api/v2/team/{team_id}/customroles", plan=ENTERPRISE, role=MEMBER)
def get_custom_roles(workspace: Workspace, request: Request, team_id: str) -> Any:
    """The custom roles."""
    check_team(workspace, team_id)
    members = bool(request.query.flag("include_members"))
    roles = workspace.roles.values()
    return {"custom_roles": [role_payload(role, workspace, members=members) for role in roles]}


def described(workspace: Workspace, request: Request, user: User) -> dict[str, Any]:
    """Somebody, with what was shared with them unless the query leaves it out."""
    payload = member_of_team_payload(user, workspace)
    if request.query.flag("include_shared") is not False:
        payload["shared"] = shared_payload(user, workspace)
    return payload


def _invite(workspace: Workspace, fields: Fields, role: int) -> User:
    email = (fields.text("email") or "").strip()
    if "@" not in email:
        raise errors.invalid("Email is not valid")
    if any(user.email.lower() == email.lower() for user in workspace.users.values()):
        raise errors.invalid("User is already in the team")
    custom_role = _custom_role(workspace, fields)
    user = User(
        workspace.ids.user(),
        None,
        email,
        None,
        email[0].upper(),
        role,
        "UTC",
        invited=workspace.now(),
        invited_by=workspace.caller,
        custom_role=custom_role,
    )
    workspace.users[user.id] = user
    workspace.note("INVITE_TO_WORKSPACE", str(user.id))
    return user


def _remove(workspace: Workspace, user: User) -> None:
    if user is workspace.owner:
        raise errors.invalid("The owner cannot be removed")
    del workspace.users[user.id]
    for group in workspace.groups.values():
        group.members = tuple(member for member in group.members if member is not user)
    for channel in workspace.channels.values():
        channel.members = [member for member in channel.members if member is not user]
        channel.followers = [member for member in channel.followers if member is not user]
    # People fields show only those who are there.
    workspace.changed()
    workspace.note("REMOVE_FROM_WORKSPACE", str(user.id))


def _custom_role(workspace: Workspace, fields: Fields) -> Role | None:
    number = fields.integer("custom_role_id")
    if number and number not in workspace.roles:
        raise errors.not_found("Custom role")
    return workspace.roles.get(number or 0)


def _permit(guest: User, fields: Fields) -> None:
    for name in GUEST_PERMISSIONS:
        flag = fields.flag(name)
        if flag is not None:
            guest.permissions[name] = flag
