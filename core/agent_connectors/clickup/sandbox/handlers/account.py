"""The token's user and Workspace."""

from typing import Any

from agent_connectors.clickup.sandbox.http import Request
from agent_connectors.clickup.sandbox.lookup import check_team
from agent_connectors.clickup.sandbox.payloads.people import account_payload, teammate_payload
from agent_connectors.clickup.sandbox.payloads.team import shared_payload, team_payload
from agent_connectors.clickup.sandbox.plans import ANY, BUSINESS
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.people import GUEST
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("GET", "/api/v2/user")
def get_user(workspace: Workspace, _request: Request) -> Any:
    """The user the token belongs to."""
    return {"user": account_payload(workspace.caller)}


@route("GET", "/api/v2/team")
def get_teams(workspace: Workspace, _request: Request) -> Any:
    """The Workspaces the token may enter, with their members."""
    team = {
        "id": workspace.id,
        "name": workspace.name,
        "color": workspace.color,
        "avatar": None,
        "members": [teammate_payload(user) for user in workspace.users.values()],
    }
    return {"teams": [team]}


@route("GET", "/api/v2/team/{team_id}")
def get_team(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """One Workspace with its people and roles: in no description, but relied on by many clients."""
    check_team(workspace, team_id)
    return team_payload(workspace)


@route("GET", "/api/v2/team/{team_id}/seats")
def get_seats(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """How many seats are taken."""
    check_team(workspace, team_id)
    guests = sum(user.role == GUEST for user in workspace.users.values())
    seats = max(10, guests)
    members = len(workspace.users) - guests
    return {
        "members": {
            "filled_members_seats": members,
            "total_member_seats": members + 2,
            "empty_member_seats": 2,
        },
        "guests": {
            "filled_guest_seats": guests,
            "total_guest_seats": seats,
            "empty_guest_seats": seats - guests,
        },
    }


@route("GET", "/api/v2/team/{team_id}/plan")
def get_plan(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """The plan, which decides the rate limit."""
    check_team(workspace, team_id)
    plan = workspace.plan
    return {"plan_name": plan.name, "plan_id": BUSINESS.rank if plan is ANY else plan.rank}


@route("GET", "/api/v2/team/{team_id}/custom_item")
def get_task_types(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """The custom task types."""
    check_team(workspace, team_id)
    types = [
        {"id": number, "name": name, "name_plural": f"{name}s", "description": ""}
        for number, name in workspace.task_types.items()
    ]
    return {"custom_items": types}


@route("GET", "/api/v2/team/{team_id}/shared")
def get_shared(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """What others shared with the user one by one; the owner sees everything anyway."""
    check_team(workspace, team_id)
    return {"shared": shared_payload(workspace.caller, workspace)}
