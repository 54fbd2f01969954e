"""Moving a task to another List, and merging tasks."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import check
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import check_team, task_with_any_id, task_with_id
from agent_connectors.clickup.sandbox.merging import merge
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.places import Status, TaskList
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("PUT", "/api/v3/workspaces/{workspace_id}/tasks/{task_id}/home_list/{list_id}")
def move_task(
    workspace: Workspace, request: Request, workspace_id: str, task_id: str, list_id: str
) -> Any:
    """Make another List the home of a task and its subtasks; further Lists stay."""
    check_team(workspace, workspace_id)
    task, home = task_with_any_id(workspace, task_id), workspace.lists.get(list_id)
    if home is None:
        raise errors.not_found("List")
    check(workspace, home)
    fields = request.fields
    moving = [task, *_below(workspace, task)]
    # Worked out for all before any is moved, so that a refusal changes nothing.
    statuses = [_status(one, home, fields) for one in moving]
    if fields.flag("move_custom_fields"):
        _bring_fields(workspace, task, home, fields)
    if task.parent is not None and task.parent.home is not home:
        # Subtasks live where their parent does; alone in another List, it is a task of its own.
        workspace.subtasks[task.parent.id].remove(task)
        workspace.rendered.drop(task.parent.id)
        task.parent = None
    if task.home is not home:
        workspace.move_to(task, home)
    for one, status in zip(moving, statuses, strict=True):
        # Another Space has tags of its own, and gets those that it lacks.
        one.tags = tuple(workspace.tag(home.space, name).name for name in one.tags)
        workspace.set_status(one, status)
        workspace.touch(one)
    return {"data": {"task_id": task.id, "new_list_id": home.id}}


@route("POST", "/api/v2/task/{task_id}/merge")
def merge_tasks(workspace: Workspace, request: Request, task_id: str) -> Any:
    """Merge other tasks into one; they are gone afterwards. Custom task ids are not taken."""
    target = task_with_id(workspace, task_id)
    wanted = dict.fromkeys(request.fields.texts("source_task_ids"))
    sources = [task_with_id(workspace, source) for source in wanted]
    if not sources or target in sources:
        raise errors.invalid("source_task_ids must name other tasks")
    if any(source in _ancestors(target) for source in sources):
        raise errors.invalid("A task cannot be merged into its own subtask")
    for source in sources:
        # A source may have been a subtask of one that was merged before it, and moved with it.
        merge(workspace, source, target)
        workspace.note("TASK_DELETED", source.id)
    return {}


def _below(workspace: Workspace, task: Task) -> list[Task]:
    found: list[Task] = []
    for child in workspace.subtasks.get(task.id, ()):
        found += [child, *_below(workspace, child)]
    return found


def _ancestors(task: Task) -> list[Task]:
    return [] if task.parent is None else [task.parent, *_ancestors(task.parent)]


def _status(task: Task, home: TaskList, fields: Fields) -> Status:
    """The status a task gets in another List: a mapped one, or that of the same name."""
    known = {status.id: status for status in home.statuses}
    if task.status.id in known:
        return task.status
    mappings = fields.get("status_mappings")
    for mapping in mappings if isinstance(mappings, list) else []:
        facts = Fields(mapping if isinstance(mapping, dict) else {})
        # The description has `_id` at the end, the guide has not.
        source = facts.text("source_status_id") or facts.text("source_status")
        target = facts.text("destination_status_id") or facts.text("destination_status")
        if source == task.status.id:
            if target not in known:
                raise errors.invalid("The destination status does not exist in the new List")
            return known[target]
    found = home.status_named(task.status.name)
    if found is None:
        raise errors.invalid("The task's status needs a mapping to a status of the new List")
    return found


def _bring_fields(workspace: Workspace, task: Task, home: TaskList, fields: Fields) -> None:
    wanted = fields.texts("custom_fields_to_move")
    there = workspace.fields_of(home)
    for field in workspace.fields_of(task.home):
        if field not in there and (field.id in wanted or not wanted):
            field.further_lists = (*field.further_lists, home.id)
    workspace.changed()
