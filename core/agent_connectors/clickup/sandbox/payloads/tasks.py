"""Tasks, and what is shown inside them."""

from collections.abc import Callable
from typing import Any

from pydantic_core import to_json

from agent_connectors.clickup.sandbox.access import permission
from agent_connectors.clickup.sandbox.markdown import plain_text
from agent_connectors.clickup.sandbox.payloads.checklists import checklist_payload
from agent_connectors.clickup.sandbox.payloads.field_values import shown
from agent_connectors.clickup.sandbox.payloads.files import CLICKUP, attached_payload
from agent_connectors.clickup.sandbox.payloads.people import (
    creator_payload,
    group_reference,
    person_on_task,
)
from agent_connectors.clickup.sandbox.payloads.places import (
    PRIORITIES,
    folder_reference,
    put_before,
    status_in_row,
    status_payload,
    tag_payload,
)
from agent_connectors.clickup.sandbox.payloads.times import shown_time
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.work import Dependency, Link, Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

# Where recorded tasks begin to count.
_FIRST_ORDER = 39908000

_SHARING: dict[str, Any] = {
    "public": False,
    "public_share_expires_on": None,
    "public_fields": [
        "assignees",
        "priority",
        "due_date",
        "content",
        "comments",
        "attachments",
        "customFields",
        "subtasks",
        "tags",
        "checklists",
        "coverimage",
    ],
    "token": None,
    "seo_optimized": False,
}


def field_payload(field: CustomField) -> dict[str, Any]:
    """A custom field's definition."""
    return {
        "id": field.id,
        "name": field.name,
        "type": field.type,
        "type_config": field.config,
        "date_created": str(field.created),
        "hide_from_guests": False,
        "required": field.required,
    }


def values_payload(task: Task, workspace: Workspace) -> list[dict[str, Any]]:
    """The custom fields that apply to a task, with its values where it has any."""
    payload = []
    for field in workspace.fields_of(task.home):
        if field.types and task.type not in field.types:
            continue
        # Fields without a value are listed all the same; only `value` is left out.
        row = field_payload(field)
        value = shown(field, task, workspace)
        if value is not None:
            row["value"] = value
        payload.append(row)
    return payload


def _dependency_payload(dependency: Dependency, workspace: Workspace) -> dict[str, Any]:
    return {
        "task_id": dependency.waiting.id,
        "depends_on": dependency.blocking.id,
        "type": 1,
        "date_created": str(dependency.created),
        "userid": str(dependency.user.id),
        "workspace_id": workspace.id,
        "chain_id": None,
    }


def _link_payload(link: Link, task: Task, workspace: Workspace) -> dict[str, Any]:
    other = link.other if link.one is task else link.one
    return {
        "task_id": task.id,
        "link_id": other.id,
        "date_created": str(link.created),
        "userid": str(link.user.id),
        "workspace_id": workspace.id,
    }


def description(task: Task) -> str:
    """A task's description as plain text."""
    return plain_text(task.markdown) if task.plain is None else task.plain


def task_payload(task: Task, workspace: Workspace, *, markdown: bool = False) -> dict[str, Any]:
    """What every endpoint shows of a task.

    Args:
        task: The task.
        workspace: Where it is.
        markdown: Whether to add the description as Markdown.
    """
    home, folder = task.home, folder_reference(task.home.folder)
    text = description(task)
    tags = home.space.tags
    payload: dict[str, Any] = {
        "id": task.id,
        "custom_id": task.custom_id,
        "custom_item_id": task.type,
        "name": task.name,
        "text_content": text,
        "description": text,
        "status": status_payload(task.status),
        "orderindex": f"{_FIRST_ORDER + task.order}.{'0' * 32}",
        "date_created": str(task.created),
        "date_updated": str(task.updated),
        "date_closed": shown_time(task.closed),
        "date_done": shown_time(task.done),
        "archived": task.archived,
        "creator": creator_payload(task.creator),
        "assignees": [person_on_task(user) for user in task.assignees],
        "group_assignees": [group_reference(group) for group in task.groups],
        "watchers": [person_on_task(user) for user in task.watchers],
        "checklists": [checklist_payload(checklist) for checklist in task.checklists],
        # A tag of the Space can be gone while a task still has its name.
        "tags": [tag_payload(tags[name]) for name in task.tags if name in tags],
        "parent": None if task.parent is None else task.parent.id,
        "top_level_parent": None if task.parent is None else task.top.id,
        "priority": PRIORITIES.get(task.priority or 0),
        "due_date": shown_time(task.due),
        "start_date": shown_time(task.start),
        "points": task.points,
        "time_estimate": task.estimate,
        "custom_fields": values_payload(task, workspace),
        "dependencies": [_dependency_payload(d, workspace) for d in task.dependencies],
        "linked_tasks": [_link_payload(link, task, workspace) for link in task.links],
        "locations": [{"id": place.id, "name": place.name} for place in task.locations],
        "team_id": workspace.id,
        "url": f"https://app.clickup.com/t/{task.id}",
        "sharing": _SHARING,
        "permission_level": permission(workspace, task),
        "list": {"id": home.id, "name": home.name, "access": True},
        # The Folder's name in old versions; both are always there.
        "project": folder,
        "folder": folder,
        "space": {"id": home.space.id},
    }
    if markdown:
        return put_before("status", payload, markdown_description=task.markdown)
    return payload


def task_on_its_own(
    task: Task,
    workspace: Workspace,
    *,
    markdown: bool = False,
    attachments: bool = True,
    origin: Callable[[], str] | None = None,
) -> dict[str, Any]:
    """A task that was asked for, made or changed by its id.

    Args:
        task: The task.
        workspace: Where it is.
        markdown: Whether to add the description as Markdown.
        attachments: Whether to add its attachments.
        origin: Tells where those can be downloaded.
    """
    payload = task_payload(task, workspace, markdown=markdown)
    payload = put_before("custom_fields", payload, time_spent=task.spent)
    if attachments:
        files = workspace.files.of("tasks", task.id)
        # Asked for only where it is needed: most tasks have none.
        where = origin() if files and origin is not None else CLICKUP
        payload["attachments"] = [attached_payload(file, workspace, where) for file in files]
    return payload


def tasks_page(
    tasks: list[Task], workspace: Workspace, *, last: bool, markdown: bool, spent: bool
) -> bytes:
    """A page of tasks, as JSON.

    Args:
        tasks: Those on the page.
        workspace: Where they are.
        last: Whether no page follows.
        markdown: Whether to add the descriptions as Markdown.
        spent: Whether to add the tracked time, which only tasks with some then have.
    """

    def render(task: Task) -> bytes:
        payload = task_payload(task, workspace, markdown=markdown)
        payload["status"] = status_in_row(task.status)
        if spent and task.spent:
            payload = put_before("custom_fields", payload, time_spent=task.spent)
        return to_json(payload, inf_nan_mode="null")

    variant = f"{markdown}{spent}{workspace.caller.id}"
    rendered = workspace.rendered
    rows = b",".join([rendered.get(variant, task, render) for task in tasks])
    return b'{"tasks":[%b],"last_page":%b}' % (rows, b"true" if last else b"false")
