"""Checklists and their items."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import checklist_at, task_at
from agent_connectors.clickup.sandbox.payloads.checklists import (
    checklist_payload,
    new_checklist_payload,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.work import Checklist, ChecklistItem
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("POST", "/api/v2/task/{task_id}/checklist")
def create_checklist(workspace: Workspace, request: Request, task_id: str) -> Any:
    """A new checklist on a task."""
    task = task_at(workspace, request, task_id)
    name = request.fields.text("name") or "Checklist"
    # Recorded: the first checklist of a task is number 1.
    place = 1 + max((other.orderindex for other in task.checklists), default=0)
    identifier = workspace.ids.uuid("checklist")
    checklist = Checklist(identifier, name, task, workspace.caller, workspace.now(), place)
    task.checklists = (*task.checklists, checklist)
    workspace.checklists[identifier] = checklist
    workspace.touch(task)
    return {"checklist": new_checklist_payload(checklist)}


@route("PUT", "/api/v2/checklist/{checklist_id}")
def update_checklist(workspace: Workspace, request: Request, checklist_id: str) -> Any:
    """Another name or position."""
    checklist = checklist_at(workspace, checklist_id)
    checklist.name = request.fields.text("name") or checklist.name
    position = request.fields.integer("position")
    if position is not None:
        others = [other for other in checklist.task.checklists if other is not checklist]
        others.insert(max(0, position), checklist)
        for place, other in enumerate(others):
            other.orderindex = place
        checklist.task.checklists = tuple(others)
    return _answer(workspace, checklist)


@route("DELETE", "/api/v2/checklist/{checklist_id}")
def delete_checklist(workspace: Workspace, _request: Request, checklist_id: str) -> Any:
    """Remove a checklist."""
    checklist = checklist_at(workspace, checklist_id)
    task = checklist.task
    task.checklists = tuple(other for other in task.checklists if other is not checklist)
    del workspace.checklists[checklist_id]
    workspace.touch(task)
    return {}


@route("POST", "/api/v2/checklist/{checklist_id}/checklist_item")
def create_item(workspace: Workspace, request: Request, checklist_id: str) -> Any:
    """A new line."""
    checklist, fields = checklist_at(workspace, checklist_id), request.fields
    assignee = _assignee(workspace, fields)
    identifier = workspace.ids.uuid("checklist item")
    item = ChecklistItem(identifier, fields.text("name") or "", workspace.now(), assignee)
    checklist.items.append(item)
    return _answer(workspace, checklist)


@route("PUT", "/api/v2/checklist/{checklist_id}/checklist_item/{checklist_item_id}")
def update_item(
    workspace: Workspace, request: Request, checklist_id: str, checklist_item_id: str
) -> Any:
    """Tick, rename, assign or nest a line."""
    checklist, fields = checklist_at(workspace, checklist_id), request.fields
    item = _item(checklist, checklist_item_id)
    if "assignee" in fields:
        item.assignee = _assignee(workspace, fields)
    if "parent" in fields:
        parent_id = fields.text("parent")
        item.parent = None if parent_id is None else _item(checklist, parent_id)
    item.name = fields.text("name") or item.name
    resolved = fields.flag("resolved")
    item.resolved = item.resolved if resolved is None else resolved
    return _answer(workspace, checklist)


@route("DELETE", "/api/v2/checklist/{checklist_id}/checklist_item/{checklist_item_id}")
def delete_item(
    workspace: Workspace, _request: Request, checklist_id: str, checklist_item_id: str
) -> Any:
    """Remove a line; those nested under it move up to the top."""
    checklist = checklist_at(workspace, checklist_id)
    item = _item(checklist, checklist_item_id)
    checklist.items.remove(item)
    for other in checklist.items:
        if other.parent is item:
            other.parent = None
    workspace.touch(checklist.task)
    return {}


def _answer(workspace: Workspace, checklist: Checklist) -> dict[str, Any]:
    workspace.touch(checklist.task)
    return {"checklist": checklist_payload(checklist)}


def _item(checklist: Checklist, item_id: str) -> ChecklistItem:
    item = next((item for item in checklist.items if item.id == item_id), None)
    if item is None:
        raise errors.not_found("Checklist item")
    return item


def _assignee(workspace: Workspace, fields: Fields) -> User | None:
    number = fields.integer("assignee")
    if number is None:
        return None
    user = workspace.users.get(number)
    if user is None:
        raise errors.checklist_assignee()
    return user
