"""Dependencies and links between tasks."""

from typing import Any

from agent_connectors.clickup.sandbox.http import Request
from agent_connectors.clickup.sandbox.lookup import task_at, task_with_id
from agent_connectors.clickup.sandbox.payloads.tasks import task_on_its_own
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.work import Dependency, Link, Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("POST", "/api/v2/task/{task_id}/dependency")
def add_dependency(workspace: Workspace, request: Request, task_id: str) -> Any:
    """Make a task wait for another (`depends_on`) or another wait for it (`dependency_of`).

    A body with neither, misspelled for instance, is answered like any other and does nothing.
    """
    task, fields = task_at(workspace, request, task_id), request.fields
    blocking, waiting = fields.text("depends_on"), fields.text("dependency_of")
    if blocking is not None:
        _depend(workspace, task, task_with_id(workspace, blocking))
    if waiting is not None:
        _depend(workspace, task_with_id(workspace, waiting), task)
    return {}


@route("DELETE", "/api/v2/task/{task_id}/dependency")
def delete_dependency(workspace: Workspace, request: Request, task_id: str) -> Any:
    """Undo a dependency; the other task is named in the query."""
    task, query = task_at(workspace, request, task_id), request.query
    blocking, waiting = query.text("depends_on"), query.text("dependency_of")
    for dependency in task.dependencies:
        pair = (dependency.waiting.id, dependency.blocking.id)
        if pair in {(task.id, blocking), (waiting, task.id)}:
            for end in (dependency.waiting, dependency.blocking):
                end.dependencies = tuple(d for d in end.dependencies if d is not dependency)
                workspace.touch(end)
    return {}


@route("POST", "/api/v2/task/{task_id}/link/{links_to}")
def add_link(workspace: Workspace, request: Request, task_id: str, links_to: str) -> Any:
    """Link two tasks."""
    task, other = task_at(workspace, request, task_id), task_with_id(workspace, links_to)
    link_tasks(workspace, task, other)
    return {"task": task_on_its_own(task, workspace)}


@route("DELETE", "/api/v2/task/{task_id}/link/{links_to}")
def delete_link(workspace: Workspace, request: Request, task_id: str, links_to: str) -> Any:
    """Unlink two tasks."""
    task, other = task_at(workspace, request, task_id), task_with_id(workspace, links_to)
    for end in (task, other):
        end.links = tuple(k for k in end.links if {k.one, k.other} != {task, other})
        workspace.touch(end)
    return {"task": task_on_its_own(task, workspace)}


def link_tasks(workspace: Workspace, one: Task, other: Task) -> None:
    """Link two tasks, once."""
    if one is other or any({k.one, k.other} == {one, other} for k in one.links):
        return
    link = Link(one, other, workspace.now(), workspace.caller)
    for end in (one, other):
        end.links = (*end.links, link)
        workspace.touch(end)


def _depend(workspace: Workspace, waiting: Task, blocking: Task) -> None:
    known = any(d.waiting is waiting and d.blocking is blocking for d in waiting.dependencies)
    if waiting is blocking or known:
        return
    dependency = Dependency(waiting, blocking, workspace.now(), workspace.caller)
    for end in (waiting, blocking):
        end.dependencies = (*end.dependencies, dependency)
        workspace.touch(end)
