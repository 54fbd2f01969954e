"""Views of the Workspace, a Space, a Folder or a List."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import seen
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import (
    check_team,
    folder_at,
    list_at,
    space_at,
    view_at,
)
from agent_connectors.clickup.sandbox.payloads.views import SECTIONS, view_payload, view_section
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.deletion import remove_view
from agent_connectors.clickup.sandbox.state.plans import View
from agent_connectors.clickup.sandbox.state.workspace import Workspace
from agent_connectors.clickup.sandbox.view_tasks import FOLDER, LIST, SPACE, TEAM


@route("GET", "/api/v2/team/{team_id}/view")
def get_team_views(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """The views of everything."""
    check_team(workspace, team_id)
    return _views_of(workspace, team_id)


@route("GET", "/api/v2/space/{space_id}/view")
def get_space_views(workspace: Workspace, _request: Request, space_id: str) -> Any:
    """The views of a Space."""
    return _views_of(workspace, space_at(workspace, space_id).id)


@route("GET", "/api/v2/folder/{folder_id}/view")
def get_folder_views(workspace: Workspace, _request: Request, folder_id: str) -> Any:
    """The views of a Folder."""
    return _views_of(workspace, folder_at(workspace, folder_id).id)


@route("GET", "/api/v2/list/{list_id}/view")
def get_list_views(workspace: Workspace, _request: Request, list_id: str) -> Any:
    """The views of a List."""
    return _views_of(workspace, list_at(workspace, list_id).id)


@route("POST", "/api/v2/team/{team_id}/view")
def create_team_view(workspace: Workspace, request: Request, team_id: str) -> Any:
    """A new view of everything."""
    check_team(workspace, team_id)
    return _create(workspace, request, team_id, TEAM)


@route("POST", "/api/v2/space/{space_id}/view")
def create_space_view(workspace: Workspace, request: Request, space_id: str) -> Any:
    """A new view of a Space."""
    return _create(workspace, request, space_at(workspace, space_id).id, SPACE)


@route("POST", "/api/v2/folder/{folder_id}/view")
def create_folder_view(workspace: Workspace, request: Request, folder_id: str) -> Any:
    """A new view of a Folder."""
    return _create(workspace, request, folder_at(workspace, folder_id).id, FOLDER)


@route("POST", "/api/v2/list/{list_id}/view")
def create_list_view(workspace: Workspace, request: Request, list_id: str) -> Any:
    """A new view of a List."""
    return _create(workspace, request, list_at(workspace, list_id).id, LIST)


@route("GET", "/api/v2/view/{view_id}")
def get_view(workspace: Workspace, _request: Request, view_id: str) -> Any:
    """One view."""
    return {"view": view_payload(view_at(workspace, view_id))}


@route("PUT", "/api/v2/view/{view_id}")
def update_view(workspace: Workspace, request: Request, view_id: str) -> Any:
    """Another name, type or settings. A view cannot be moved."""
    view, fields = view_at(workspace, view_id), request.fields
    view.name = fields.text("name") or view.name
    view.type = fields.text("type") or view.type
    _apply(workspace, view, fields)
    return {"view": view_payload(view)}


@route("DELETE", "/api/v2/view/{view_id}")
def delete_view(workspace: Workspace, _request: Request, view_id: str) -> Any:
    """Remove a view."""
    remove_view(workspace, view_at(workspace, view_id))
    return {}


def _views_of(workspace: Workspace, place: str) -> dict[str, Any]:
    views = seen(workspace, (v for v in workspace.views.values() if v.parent == place))
    return {"views": [view_payload(view) for view in views]}


def _create(workspace: Workspace, request: Request, place: str, place_type: int) -> dict[str, Any]:
    name, kind = request.fields.text("name"), request.fields.text("type")
    if not name or not kind:
        raise errors.invalid("View name and type are required")
    # Described as required, every section; the usual ones stand in for what is missing.
    view = View(workspace.ids.document(), name, kind, place, place_type)
    _apply(workspace, view, request.fields)
    workspace.views[view.id] = view
    return {"view": view_payload(view)}


def _apply(workspace: Workspace, view: View, fields: Fields) -> None:
    for name in SECTIONS:
        section = fields.get(name)
        if isinstance(section, dict):
            view.settings[name] = {**view_section(view, name), **section}
    # What a view shows hangs on its filters, so pages under way start over.
    workspace.version += 1
