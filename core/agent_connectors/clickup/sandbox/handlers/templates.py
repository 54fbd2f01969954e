"""Templates, and making tasks, Lists and Folders from them."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.from_templates import fill_folder, make_list, make_task
from agent_connectors.clickup.sandbox.handlers.folders import add_folder, parent_of_new
from agent_connectors.clickup.sandbox.http import Request
from agent_connectors.clickup.sandbox.lookup import check_team, folder_at, list_at, space_at
from agent_connectors.clickup.sandbox.payloads.places import folder_payload, list_payload
from agent_connectors.clickup.sandbox.payloads.tasks import task_on_its_own
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.people import MEMBER
from agent_connectors.clickup.sandbox.state.places import Folder
from agent_connectors.clickup.sandbox.state.templates import FolderPlan, ListPlan, TaskPlan
from agent_connectors.clickup.sandbox.state.workspace import Workspace

TEMPLATES_A_PAGE = 100


@route("GET", "/api/v2/team/{team_id}/taskTemplate", role=MEMBER)
def get_task_templates(workspace: Workspace, request: Request, team_id: str) -> Any:
    """The task templates, a page at a time."""
    check_team(workspace, team_id)
    page = request.query.integer("page")
    if page is None or page < 0:
        raise errors.invalid("page is required")
    found = _templates(workspace, TaskPlan)
    return {"templates": found[page * TEMPLATES_A_PAGE : (page + 1) * TEMPLATES_A_PAGE]}


@route("GET", "/api/v2/team/{team_id}/list_template", role=MEMBER)
def get_list_templates(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """The List templates."""
    check_team(workspace, team_id)
    return {"templates": _templates(workspace, ListPlan)}


@route("GET", "/api/v2/team/{team_id}/folder_template", role=MEMBER)
def get_folder_templates(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """The Folder templates."""
    check_team(workspace, team_id)
    return {"templates": _templates(workspace, FolderPlan)}


@route("POST", "/api/v2/list/{list_id}/taskTemplate/{template_id}", role=MEMBER)
def create_task(workspace: Workspace, request: Request, list_id: str, template_id: str) -> Any:
    """A new task from a template."""
    home = list_at(workspace, list_id)
    plan = _plan(workspace, template_id)
    name = _name(request)
    if not isinstance(plan, TaskPlan):
        raise errors.not_found("Template")
    task = make_task(workspace, home, plan, name)
    return {"id": task.id, "task": task_on_its_own(task, workspace, attachments=False)}


@route("POST", "/api/v2/folder/{folder_id}/list_template/{template_id}", role=MEMBER)
def create_list(workspace: Workspace, request: Request, folder_id: str, template_id: str) -> Any:
    """A new List in a Folder from a template."""
    folder = folder_at(workspace, folder_id)
    return _create_list(workspace, request, template_id, folder)


@route("POST", "/api/v2/space/{space_id}/list_template/{template_id}", role=MEMBER)
def create_folderless_list(
    workspace: Workspace, request: Request, space_id: str, template_id: str
) -> Any:
    """A new List in no Folder from a template."""
    space = space_at(workspace, space_id)
    # Looked at first, so that no Folder is left behind where the template is refused.
    _list_plan(workspace, template_id)
    _name(request)
    folder = add_folder(workspace, space, "hidden", hidden=True)
    return _create_list(workspace, request, template_id, folder)


@route("POST", "/api/v2/space/{space_id}/folder_template/{template_id}", role=MEMBER)
def create_folder(workspace: Workspace, request: Request, space_id: str, template_id: str) -> Any:
    """A new Folder from a template."""
    space = space_at(workspace, space_id)
    plan = _plan(workspace, template_id)
    name = _name(request)
    if not isinstance(plan, FolderPlan):
        raise errors.not_found("Template")
    parent = parent_of_new(workspace, space, request.fields)
    folder = add_folder(workspace, space, name, parent=parent)
    fill_folder(workspace, folder, plan, request.fields.section("options"))
    # Described as a number here, and as a string inside the Folder.
    return {"id": int(folder.id), "folder": folder_payload(folder)}


def _create_list(workspace: Workspace, request: Request, template_id: str, folder: Folder) -> Any:
    plan, name = _list_plan(workspace, template_id), _name(request)
    # `return_immediately` makes no difference: all is there at once.
    home = make_list(workspace, folder, plan, name, request.fields.section("options"))
    return {"id": home.id, "list": list_payload(home, workspace)}


def _templates(workspace: Workspace, kind: type) -> list[dict[str, str]]:
    found = (t for t in workspace.templates.values() if isinstance(t.plan, kind))
    return [{"id": template.id, "name": template.name} for template in found]


def _plan(workspace: Workspace, template_id: str) -> TaskPlan | ListPlan | FolderPlan:
    template = workspace.templates.get(template_id)
    if template is None:
        raise errors.not_found("Template")
    return template.plan


def _list_plan(workspace: Workspace, template_id: str) -> ListPlan:
    plan = _plan(workspace, template_id)
    if not isinstance(plan, ListPlan):
        raise errors.not_found("Template")
    return plan


def _name(request: Request) -> str:
    name = (request.fields.text("name") or "").strip()
    if not name:
        raise errors.template_name_missing()
    return name
