"""Lists, and the further Lists a task may be added to."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import seen
from agent_connectors.clickup.sandbox.handlers.folders import add_folder
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import (
    folder_at,
    folder_ever,
    list_at,
    list_ever,
    space_at,
    task_with_id,
)
from agent_connectors.clickup.sandbox.payloads.places import (
    LIST_COLORS,
    list_payload,
    list_row_payload,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.deletion import remove_list
from agent_connectors.clickup.sandbox.state.people import CREATE
from agent_connectors.clickup.sandbox.state.places import Folder, TaskList
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("GET", "/api/v2/folder/{folder_id}/list")
def get_lists(workspace: Workspace, request: Request, folder_id: str) -> Any:
    """The Lists of a Folder: the archived ones, or the others."""
    folder = folder_at(workspace, folder_id)
    archived = bool(request.query.flag("archived"))
    lists = [home for home in folder.lists.values() if home.archived is archived]
    return {"lists": [list_row_payload(home) for home in seen(workspace, lists)]}


@route("GET", "/api/v2/space/{space_id}/list")
def get_folderless_lists(workspace: Workspace, request: Request, space_id: str) -> Any:
    """The Lists of a Space that are in no Folder: the archived ones, or the others."""
    space = space_at(workspace, space_id)
    archived = bool(request.query.flag("archived"))
    hidden = [folder for folder in space.folders.values() if folder.hidden]
    lists = [home for f in hidden for home in f.lists.values() if home.archived is archived]
    return {"lists": [list_row_payload(home) for home in seen(workspace, lists)]}


@route("POST", "/api/v2/folder/{folder_id}/list", level=CREATE)
def create_list(workspace: Workspace, request: Request, folder_id: str) -> Any:
    """A new List in a Folder."""
    # Recorded: a deleted Folder takes a new List without a word.
    folder = folder_ever(workspace, folder_id)
    _check(request.fields, new=True)
    return _create(workspace, request, folder)


@route("POST", "/api/v2/space/{space_id}/list", level=CREATE)
def create_folderless_list(workspace: Workspace, request: Request, space_id: str) -> Any:
    """A new List in no Folder."""
    space = space_at(workspace, space_id)
    _check(request.fields, new=True)
    return _create(workspace, request, add_folder(workspace, space, "hidden", hidden=True))


@route("GET", "/api/v2/list/{list_id}")
def get_list(workspace: Workspace, _request: Request, list_id: str) -> Any:
    """One List, with its statuses."""
    return list_payload(list_ever(workspace, list_id), workspace)


@route("PUT", "/api/v2/list/{list_id}")
def update_list(workspace: Workspace, request: Request, list_id: str) -> Any:
    """Other facts about a List. A List cannot be moved."""
    home = list_ever(workspace, list_id)
    _check(request.fields, new=False)
    _apply(workspace, home, request.fields)
    return list_payload(home, workspace)


@route("DELETE", "/api/v2/list/{list_id}", level=CREATE)
def delete_list(workspace: Workspace, _request: Request, list_id: str) -> Any:
    """Remove a List and its tasks."""
    remove_list(workspace, list_at(workspace, list_id))
    return {}


@route("POST", "/api/v2/list/{list_id}/task/{task_id}")
def add_task_to_list(workspace: Workspace, _request: Request, list_id: str, task_id: str) -> Any:
    """Show a task in one more List."""
    home, task = list_at(workspace, list_id), task_with_id(workspace, task_id)
    if home is not task.home and home not in task.locations:
        task.locations = (*task.locations, home)
        home.visitors[task.id] = task
        workspace.touch(task)
    return {}


@route("DELETE", "/api/v2/list/{list_id}/task/{task_id}")
def remove_task_from_list(
    workspace: Workspace, _request: Request, list_id: str, task_id: str
) -> Any:
    """No longer show a task in a further List."""
    home, task = list_at(workspace, list_id), task_with_id(workspace, task_id)
    if home in task.locations:
        task.locations = tuple(place for place in task.locations if place is not home)
        del home.visitors[task.id]
        workspace.touch(task)
    return {}


def _create(workspace: Workspace, request: Request, folder: Folder) -> Any:
    name = request.fields.text("name") or ""
    home = TaskList(workspace.ids.list(), name, folder, len(folder.lists))
    folder.lists[home.id] = workspace.lists[home.id] = home
    _apply(workspace, home, request.fields)
    return list_payload(home, workspace)


def _check(fields: Fields, *, new: bool) -> None:
    if new and not fields.text("name"):
        raise errors.invalid("List name is required")
    # A List's "status" is a colour, and only a named one is taken.
    color = fields.text("status")
    if color is not None and color not in LIST_COLORS:
        raise errors.color_unknown()


def _apply(workspace: Workspace, home: TaskList, fields: Fields) -> None:
    home.name = fields.text("name") or home.name
    content = fields.text("markdown_content")
    content = fields.text("content") if content is None else content
    home.content = home.content if content is None else content
    home.color = fields.text("status") or home.color
    if fields.flag("unset_status"):
        home.color = None
    if "priority" in fields:
        priority = fields.integer("priority")
        home.priority = priority if priority in {1, 2, 3, 4} else None
    if "due_date" in fields:
        home.due_date = fields.integer("due_date")
    home.due_date_time = bool(fields.flag("due_date_time"))
    assignee = fields.integer("assignee")
    if assignee is not None:
        home.assignee = workspace.users.get(assignee, home.assignee)
    elif fields.text("assignee") == "none" or fields.is_null("assignee"):
        home.assignee = None
    workspace.changed()
