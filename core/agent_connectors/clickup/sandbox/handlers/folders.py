"""Folders."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import level, seen
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import folder_at, folder_ever, space_at
from agent_connectors.clickup.sandbox.payloads.places import (
    Seen,
    folder_payload,
    folder_row_payload,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.deletion import remove_folder
from agent_connectors.clickup.sandbox.state.people import CREATE
from agent_connectors.clickup.sandbox.state.places import Folder, Space
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("GET", "/api/v2/space/{space_id}/folder")
def get_folders(workspace: Workspace, request: Request, space_id: str) -> Any:
    """The Folders of a Space: the archived ones, or the others. Hidden ones never show."""
    space = space_at(workspace, space_id)
    archived = bool(request.query.flag("archived"))
    folders = [f for f in space.folders.values() if f.archived is archived and not f.hidden]
    return {
        "folders": [
            folder_row_payload(folder, _shown(workspace)) for folder in seen(workspace, folders)
        ]
    }


@route("POST", "/api/v2/space/{space_id}/folder", level=CREATE)
def create_folder(workspace: Workspace, request: Request, space_id: str) -> Any:
    """A new Folder."""
    space = space_at(workspace, space_id)
    name = request.fields.text("name")
    if not name:
        raise errors.invalid("Folder name is required")
    parent = parent_of_new(workspace, space, request.fields)
    return folder_payload(add_folder(workspace, space, name, parent=parent))


@route("GET", "/api/v2/folder/{folder_id}")
def get_folder(workspace: Workspace, request: Request, folder_id: str) -> Any:
    """One Folder, and the ids of those in it where the query asks for them."""
    folder = folder_ever(workspace, folder_id)
    payload = folder_payload(folder, _shown(workspace))
    if request.query.flag("include_subfolders"):
        inside = (other for other in folder.space.folders.values() if other.parent is folder)
        payload["folders"] = [{"id": other.id} for other in seen(workspace, inside)]
    return payload


@route("PUT", "/api/v2/folder/{folder_id}")
def update_folder(workspace: Workspace, request: Request, folder_id: str) -> Any:
    """Another name."""
    folder = folder_ever(workspace, folder_id)
    folder.name = request.fields.text("name") or folder.name
    # Its tasks show its name.
    workspace.changed()
    return folder_payload(folder, _shown(workspace))


@route("DELETE", "/api/v2/folder/{folder_id}", level=CREATE)
def delete_folder(workspace: Workspace, _request: Request, folder_id: str) -> Any:
    """Remove a Folder with all that is in it."""
    remove_folder(workspace, folder_at(workspace, folder_id))
    return {}


def _shown(workspace: Workspace) -> Seen:
    return lambda home: level(workspace, home) > 0


def parent_of_new(workspace: Workspace, space: Space, fields: Fields) -> Folder | None:
    """The Folder that a request wants a new one to be in; it must be of the same Space."""
    value = fields.get("parent_folder_id")
    if value is None:
        return None
    parent = folder_at(workspace, str(value))
    if parent.space is not space or parent.hidden:
        raise errors.invalid("The parent Folder must belong to the Space")
    return parent


def add_folder(
    workspace: Workspace,
    space: Space,
    name: str,
    *,
    hidden: bool = False,
    parent: Folder | None = None,
) -> Folder:
    """Make a Folder at the end of a Space."""
    visible = sum(not folder.hidden for folder in space.folders.values())
    folder = Folder(workspace.ids.folder(), name, space, 0 if hidden else visible, hidden)
    folder.parent = parent
    space.folders[folder.id] = workspace.folders[folder.id] = folder
    return folder
