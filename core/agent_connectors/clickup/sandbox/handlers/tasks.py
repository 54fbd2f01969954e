"""Single tasks: reading, making, changing and removing them."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import able, seen
from agent_connectors.clickup.sandbox.days import rounded
from agent_connectors.clickup.sandbox.handlers.custom_fields import set_values
from agent_connectors.clickup.sandbox.handlers.relations import link_tasks
from agent_connectors.clickup.sandbox.http import NO_CONTENT, Fields, Request, Response
from agent_connectors.clickup.sandbox.lookup import list_at, task_at, task_with_id
from agent_connectors.clickup.sandbox.payloads.places import features_of
from agent_connectors.clickup.sandbox.payloads.tasks import task_on_its_own
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.deletion import remove_task
from agent_connectors.clickup.sandbox.state.people import CREATE, User, UserGroup
from agent_connectors.clickup.sandbox.state.places import Status, TaskList
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_LONGEST_NAME = 2048
_EVENTS = (
    "TASK_STATUS_CHANGED",
    "TASK_PRIORITY_CHANGED",
    "TASK_ASSIGNEES_CHANGED",
    "TASK_ARCHIVED",
)


@route("GET", "/api/v2/task/{task_id}")
def get_task(workspace: Workspace, request: Request, task_id: str) -> Any:
    """One task."""
    task = task_at(workspace, request, task_id)
    query = request.query
    markdown = bool(query.flag("include_markdown_description"))
    payload = task_on_its_own(task, workspace, markdown=markdown, origin=request.origin)
    if query.flag("include_subtasks"):
        payload["subtasks"] = [
            task_on_its_own(below, workspace, attachments=False)
            for below in seen(workspace, _below(task, workspace))
        ]
    return payload


@route("POST", "/api/v2/list/{list_id}/task", level=CREATE)
def create_task(workspace: Workspace, request: Request, list_id: str) -> Any:
    """A new task."""
    home, fields = list_at(workspace, list_id), request.fields
    name, status = _name(fields), _status(fields, home) or home.statuses[0]
    if not name:
        raise errors.task_name_invalid()
    _check_type(fields, workspace)
    _check_points(fields, home)
    parent = _parent(workspace, fields, home)
    linked = fields.text("links_to")
    linked_task = None if linked is None else task_with_id(workspace, linked)
    now = workspace.now()
    task = Task(
        workspace.ids.task(), workspace.next_order(), name, home, status, workspace.caller, now, now
    )
    task.parent = parent
    # Everything that can be refused is checked before the task joins the workspace.
    _describe(task, fields, new=True)
    _plan(task, fields, workspace.caller.timezone)
    set_values(workspace, task, fields.get("custom_fields"))
    # Recorded: an unknown assignee is passed over in silence.
    task.assignees = able(workspace, workspace.people(fields.integers("assignees")), task)
    # Recorded: whoever makes a task watches it.
    task.watchers = tuple(dict.fromkeys((workspace.caller, *task.assignees)))
    if "group_assignees" in fields:
        task.groups = workspace.groups_with(fields.texts("group_assignees"))
    task.tags = tuple(workspace.tag(home.space, tag).name for tag in fields.texts("tags"))
    task.custom_id = home.space.next_custom_id()
    if status.type in {"done", "closed"}:
        task.done = now
        task.closed = now if status.type == "closed" else None
    workspace.add_task(task)
    workspace.note("TASK_CREATED", task.id)
    if linked_task is not None:
        link_tasks(workspace, task, linked_task)
    return task_on_its_own(task, workspace, attachments=False)


@route("PUT", "/api/v2/task/{task_id}")
def update_task(workspace: Workspace, request: Request, task_id: str) -> Any:
    """Other facts about a task. Tags and custom fields have endpoints of their own."""
    task, fields = task_at(workspace, request, task_id), request.fields
    # Everything that can be refused comes first, so that a refusal changes nothing.
    name, status = _name(fields) or task.name, _status(fields, task.home) or task.status
    _check_type(fields, workspace)
    _check_points(fields, task.home)
    parent = _parent(workspace, fields, task.home)
    if parent is not None and (parent is task or task in _ancestors(parent)):
        raise errors.parent_elsewhere()
    if parent is not None:
        workspace.move_under(task, parent)
    before = _audited(task)
    task.name = name
    _describe(task, fields, new=False)
    _plan(task, fields, workspace.caller.timezone)
    task.assignees = _changed(workspace, task, task.assignees, fields.section("assignees"))
    task.watchers = _changed(workspace, task, task.watchers, fields.section("watchers"))
    if "group_assignees" in fields:
        task.groups = _groups(workspace, task, fields.section("group_assignees"))
    workspace.set_status(task, status)
    workspace.touch(task)
    _note(workspace, task, before)
    return task_on_its_own(task, workspace, origin=request.origin)


@route("DELETE", "/api/v2/task/{task_id}", level=CREATE)
def delete_task(workspace: Workspace, request: Request, task_id: str) -> Response:
    """Remove a task and its subtasks."""
    task = task_at(workspace, request, task_id)
    remove_task(workspace, task)
    workspace.note("TASK_DELETED", task.id)
    return NO_CONTENT


@route("GET", "/api/v2/task/{task_id}/time_in_status")
def get_time_in_status(workspace: Workspace, request: Request, task_id: str) -> Any:
    """How long a task was in each status it went through."""
    return _time_in_status(task_at(workspace, request, task_id), workspace.now())


@route("GET", "/api/v2/task/bulk_time_in_status/task_ids")
def get_bulk_time_in_status(workspace: Workspace, request: Request) -> Any:
    """The same for several tasks, by id."""
    query = request.query
    wanted = query.array("task_ids") or [query.text("task_ids") or ""]
    tasks = [task_at(workspace, request, task_id) for task_id in wanted]
    return {task.id: _time_in_status(task, workspace.now()) for task in tasks}


def _below(task: Task, workspace: Workspace) -> list[Task]:
    found = []
    for child in workspace.subtasks.get(task.id, ()):
        found += [child, *_below(child, workspace)]
    return found


def _ancestors(task: Task) -> list[Task]:
    return [] if task.parent is None else [task.parent, *_ancestors(task.parent)]


def _parent(workspace: Workspace, fields: Fields, home: TaskList) -> Task | None:
    """The task the body names as parent; `null` cannot turn a subtask into a task."""
    parent_id = fields.text("parent")
    if not parent_id:
        return None
    parent = task_with_id(workspace, parent_id)
    if parent.home is not home:
        raise errors.parent_elsewhere()
    return parent


def _describe(task: Task, fields: Fields, *, new: bool) -> None:
    markdown, plain = fields.text("markdown_content"), fields.text("description")
    text = markdown if markdown is not None else plain
    # An empty text is ignored; a single space is how a description is cleared.
    if text is None or (not text and not new):
        return
    task.markdown = text if text.strip() else ""
    task.plain = None if markdown is not None else task.markdown


def _name(fields: Fields) -> str:
    name = (fields.text("name") or "").strip()
    # Measured: a longer name is refused, not cut off.
    if len(name) > _LONGEST_NAME:
        raise errors.task_name_invalid()
    return name


def _status(fields: Fields, home: TaskList) -> Status | None:
    name = fields.text("status")
    if not name:
        return None
    status = home.status_named(name)
    if status is None:
        raise errors.status_unknown()
    return status


def _check_type(fields: Fields, workspace: Workspace) -> None:
    number = fields.integer("custom_item_id")
    if number and number not in workspace.task_types:
        raise errors.task_type_refused()


def _check_points(fields: Fields, home: TaskList) -> None:
    points = features_of(home.space).get("points")
    if fields.number("points") is not None and not (
        isinstance(points, dict) and points.get("enabled")
    ):
        raise errors.points_off()


def _plan(task: Task, fields: Fields, zone: str) -> None:
    if "priority" in fields:
        priority = fields.integer("priority")
        # Anything else is ignored rather than refused.
        if priority in {1, 2, 3, 4} or fields.is_null("priority"):
            task.priority = priority
    if fields.integer("due_date") is not None or fields.is_null("due_date"):
        task.due, task.due_time = _date(fields, "due_date", zone)
    if fields.integer("start_date") is not None or fields.is_null("start_date"):
        task.start, task.start_time = _date(fields, "start_date", zone)
    if fields.integer("time_estimate") is not None or fields.is_null("time_estimate"):
        task.estimate, task.estimates = fields.integer("time_estimate"), None
    if fields.number("points") is not None or fields.is_null("points"):
        task.points = fields.number("points")
    archived = fields.flag("archived")
    task.archived = task.archived if archived is None else archived
    if "custom_item_id" in fields:
        task.type = fields.integer("custom_item_id") or 0


def _date(fields: Fields, name: str, zone: str) -> tuple[int | None, bool]:
    """A date, and whether its time of day counts; where not, it loses it (measured)."""
    moment, timed = fields.integer(name), bool(fields.flag(f"{name}_time"))
    return (moment if timed or moment is None else rounded(moment, zone)), timed


def _changed(
    workspace: Workspace, task: Task, users: tuple[User, ...], change: Fields
) -> tuple[User, ...]:
    removed = workspace.people(change.integers("rem"))
    added = able(workspace, workspace.people(change.integers("add")), task)
    both = dict.fromkeys((*users, *added))
    return tuple(user for user in both if user not in removed)


def _groups(workspace: Workspace, task: Task, change: Fields) -> tuple[UserGroup, ...]:
    removed = workspace.groups_with(change.texts("rem"))
    both = dict.fromkeys((*task.groups, *workspace.groups_with(change.texts("add"))))
    return tuple(group for group in both if group not in removed)


def _audited(task: Task) -> tuple[Any, ...]:
    """What the audit log tells of, in the order of `_EVENTS`."""
    return task.status, task.priority, task.assignees, task.archived


def _note(workspace: Workspace, task: Task, before: tuple[Any, ...]) -> None:
    after = _audited(task)
    if after == before:
        return
    for event, one, other in zip(_EVENTS, before, after, strict=True):
        if one != other:
            is_back = event == "TASK_ARCHIVED" and not task.archived
            workspace.note("TASK_UNARCHIVED" if is_back else event, task.id)


def _time_in_status(task: Task, now: int) -> dict[str, Any]:
    history = task.history or ((task.status, task.created),)
    ends = [*(since for _, since in history[1:]), now]
    rows = [
        {
            "status": status.name,
            "color": status.color,
            "type": status.type,
            "total_time": {"by_minute": max(0, end - since) // 60_000, "since": str(since)},
            "orderindex": status.orderindex,
        }
        for (status, since), end in zip(history, ends, strict=True)
    ]
    current = {key: rows[-1][key] for key in ("status", "color", "total_time")}
    return {"current_status": current, "status_history": rows}
