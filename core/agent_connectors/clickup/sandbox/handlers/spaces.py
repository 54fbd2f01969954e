"""Spaces."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import make_private, seen
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import check_team, space_at
from agent_connectors.clickup.sandbox.payloads.places import space_payload
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.deletion import remove_space
from agent_connectors.clickup.sandbox.state.people import CREATE, MEMBER
from agent_connectors.clickup.sandbox.state.places import Space, Status
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_DEFAULT_WORKFLOW = (
    ("to do", "#87909e", "open"),
    ("complete", "#008844", "closed"),
)


@route("GET", "/api/v2/team/{team_id}/space")
def get_spaces(workspace: Workspace, request: Request, team_id: str) -> Any:
    """The Spaces of the Workspace: the archived ones, or the others."""
    check_team(workspace, team_id)
    archived = bool(request.query.flag("archived"))
    spaces = [space for space in workspace.spaces.values() if space.archived is archived]
    spaces = seen(workspace, spaces)
    return {"spaces": [space_payload(space) for space in spaces]}


@route("POST", "/api/v2/team/{team_id}/space", role=MEMBER)
def create_space(workspace: Workspace, request: Request, team_id: str) -> Any:
    """A new Space, with the two statuses that ClickUp gives one made here."""
    check_team(workspace, team_id)
    name = request.fields.text("name")
    if not name:
        raise errors.invalid("Space name is required")
    space_id = workspace.ids.space()
    statuses = [
        Status(
            f"p{space_id}_{workspace.ids.suffix('status')}",
            label,
            color,
            n,
            kind,
            f"proj_{space_id}",
        )
        for n, (label, color, kind) in enumerate(_DEFAULT_WORKFLOW)
    ]
    space = Space(space_id, name, None, statuses, admin_can_manage=None)
    _apply(workspace, space, request.fields)
    workspace.spaces[space_id] = space
    return space_payload(space)


@route("GET", "/api/v2/space/{space_id}")
def get_space(workspace: Workspace, _request: Request, space_id: str) -> Any:
    """One Space."""
    return space_payload(space_at(workspace, space_id))


@route("PUT", "/api/v2/space/{space_id}")
def update_space(workspace: Workspace, request: Request, space_id: str) -> Any:
    """Another name, colour or set of features. Statuses cannot be changed here."""
    space = space_at(workspace, space_id)
    _apply(workspace, space, request.fields)
    return space_payload(space)


@route("DELETE", "/api/v2/space/{space_id}", level=CREATE)
def delete_space(workspace: Workspace, _request: Request, space_id: str) -> Any:
    """Remove a Space with all that is in it."""
    remove_space(workspace, space_at(workspace, space_id))
    return {}


def _apply(workspace: Workspace, space: Space, fields: Fields) -> None:
    space.name = fields.text("name") or space.name
    space.color = fields.text("color") or space.color
    for name in ("private", "admin_can_manage", "multiple_assignees"):
        flag = fields.flag(name)
        if flag is not None:
            setattr(space, name, flag)
    if fields.flag("private") is not None:
        make_private(workspace, "space", space.id, private=space.private)
    # One author found that `statuses` are ignored here, another relies on them: unresolved.
    features = fields.get("features")
    if isinstance(features, dict):
        space.features = {**space.features, **features}
