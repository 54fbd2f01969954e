"""Sharing tasks, Lists and Folders with guests, and who may see what (API v3)."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import check, make_private
from agent_connectors.clickup.sandbox.handlers.people import described
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import (
    check_team,
    folder_at,
    guest_at,
    list_at,
    task_at,
)
from agent_connectors.clickup.sandbox.plans import ENTERPRISE
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.people import MEMBER, Access
from agent_connectors.clickup.sandbox.state.plans import CustomField, GoalFolder
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_PERMISSION_LEVELS = ("read", "comment", "edit", "create")


@route("POST", "/api/v2/task/{task_id}/guest/{guest_id}", plan=ENTERPRISE, role=MEMBER)
def share_task(workspace: Workspace, request: Request, task_id: str, guest_id: str) -> Any:
    """Share a task with a guest."""
    task = task_at(workspace, request, task_id)
    return _share(workspace, request, guest_id, ("task", task.id))


@route("DELETE", "/api/v2/task/{task_id}/guest/{guest_id}", plan=ENTERPRISE, role=MEMBER)
def unshare_task(workspace: Workspace, request: Request, task_id: str, guest_id: str) -> Any:
    """No longer share a task with a guest."""
    task = task_at(workspace, request, task_id)
    return _unshare(workspace, request, guest_id, ("task", task.id))


@route("POST", "/api/v2/list/{list_id}/guest/{guest_id}", plan=ENTERPRISE, role=MEMBER)
def share_list(workspace: Workspace, request: Request, list_id: str, guest_id: str) -> Any:
    """Share a List with a guest."""
    return _share(workspace, request, guest_id, ("list", list_at(workspace, list_id).id))


@route("DELETE", "/api/v2/list/{list_id}/guest/{guest_id}", plan=ENTERPRISE, role=MEMBER)
def unshare_list(workspace: Workspace, request: Request, list_id: str, guest_id: str) -> Any:
    """No longer share a List with a guest."""
    return _unshare(workspace, request, guest_id, ("list", list_at(workspace, list_id).id))


@route("POST", "/api/v2/folder/{folder_id}/guest/{guest_id}", plan=ENTERPRISE, role=MEMBER)
def share_folder(workspace: Workspace, request: Request, folder_id: str, guest_id: str) -> Any:
    """Share a Folder with a guest."""
    return _share(workspace, request, guest_id, ("folder", folder_at(workspace, folder_id).id))


@route("DELETE", "/api/v2/folder/{folder_id}/guest/{guest_id}", plan=ENTERPRISE, role=MEMBER)
def unshare_folder(workspace: Workspace, request: Request, folder_id: str, guest_id: str) -> Any:
    """No longer share a Folder with a guest."""
    return _unshare(workspace, request, guest_id, ("folder", folder_at(workspace, folder_id).id))


@route("PATCH", "/api/v3/workspaces/{workspace_id}/{object_type}/{object_id}/acls", role=MEMBER)
def set_access(
    workspace: Workspace, request: Request, workspace_id: str, object_type: str, object_id: str
) -> Any:
    """Make something private or not, and say who may see it; what it answers is not described."""
    check_team(workspace, workspace_id)
    _check_object(workspace, object_type, object_id)
    fields = request.fields
    levels = _levels(workspace, fields)
    access = workspace.access.setdefault((object_type, object_id), Access())
    private = fields.flag("private")
    if private is not None:
        make_private(workspace, object_type, object_id, private=private)
        if object_type == "space":
            workspace.spaces[object_id].private = private
        elif object_type == "doc":
            workspace.docs[object_id].public = not private
    for key, level in levels.items():
        if level is None:
            access.levels.pop(key, None)
        else:
            access.levels[key] = level
    # Who finds what hangs on it.
    workspace.changed()
    return {}


def _share(workspace: Workspace, request: Request, guest_id: str, place: tuple[str, str]) -> Any:
    guest, level = guest_at(workspace, guest_id), request.fields.text("permission_level")
    if level not in _PERMISSION_LEVELS:
        raise errors.invalid(f"permission_level must be one of {', '.join(_PERMISSION_LEVELS)}")
    guest.shared[place] = level
    workspace.changed()
    return {"guest": described(workspace, request, guest)}


def _unshare(workspace: Workspace, request: Request, guest_id: str, place: tuple[str, str]) -> Any:
    guest = guest_at(workspace, guest_id)
    guest.shared.pop(place, None)
    workspace.changed()
    return {"guest": described(workspace, request, guest)}


def _check_object(workspace: Workspace, kind: str, identifier: str) -> None:
    known: dict[str, dict[str, Any]] = {
        "customField": workspace.fields,
        "doc": workspace.docs,
        "folder": workspace.folders,
        "goal": workspace.goals,
        "goalFolder": workspace.goal_folders,
        "list": workspace.lists,
        "space": workspace.spaces,
        "task": workspace.tasks,
        "view": workspace.views,
    }
    found = known.get(kind, {}).get(identifier)
    if found is None:
        raise errors.not_found("Object")
    if not isinstance(found, CustomField | GoalFolder):
        check(workspace, found)


def _levels(workspace: Workspace, fields: Fields) -> dict[tuple[str, str], int | None]:
    """The permission levels of a request; `None` takes access away."""
    levels: dict[tuple[str, str], int | None] = {}
    entries = fields.get("entries")
    for entry in entries if isinstance(entries, list) else []:
        facts = Fields(entry if isinstance(entry, dict) else {})
        kind, identifier = facts.text("kind"), facts.get("id")
        people = {str(number) for number in workspace.users}
        known = {"user": people, "group": set(workspace.groups)}.get(kind or "", set())
        if kind is None or str(identifier) not in known:
            raise errors.invalid("entries must name users or groups of the Workspace")
        level = facts.integer("permission_level")
        if level not in {None, 1, 3, 4, 5}:
            raise errors.invalid("permission_level must be 1, 3, 4 or 5")
        levels[kind, str(identifier)] = level
    return levels
