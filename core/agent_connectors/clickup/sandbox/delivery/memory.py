"""What of a workspace shows in events, as it was at a moment.

Much of a task is tuples that are replaced rather than changed, so remembering 100,000 tasks means
remembering what they hold, and copies nothing but the few values that are changed in place.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from agent_connectors.clickup.sandbox.state.people import User, UserGroup
from agent_connectors.clickup.sandbox.state.places import Folder, Space, Status, TaskList
from agent_connectors.clickup.sandbox.state.plans import Goal, KeyResult
from agent_connectors.clickup.sandbox.state.work import Checklist, Comment, Task, TimeEntry
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Kept", "Memory", "TaskThen", "TimeThen", "remember"]

T = TypeVar("T")
S = TypeVar("S")


class TaskThen(NamedTuple):
    """A task as it was; the names are those of `Task`."""

    name: str
    status: Status
    markdown: str
    priority: int | None
    assignees: tuple[User, ...]
    groups: tuple[UserGroup, ...]
    watchers: tuple[User, ...]
    due: int | None
    due_time: bool
    start: int | None
    start_time: bool
    estimate: int | None
    estimates: Mapping[str, int] | None
    points: float | None
    archived: bool
    type: int
    custom_id: str | None
    tags: tuple[str, ...]
    values: Mapping[str, Any]
    home: TaskList
    parent: Task | None
    locations: tuple[TaskList, ...]
    dependencies: tuple[Any, ...]
    links: tuple[Any, ...]
    checklists: tuple[Any, ...]


class TimeThen(NamedTuple):
    """A time entry as it was."""

    task: Task | None
    start: int
    end: int | None
    description: str
    billable: bool
    tags: tuple[str, ...]


class Kept(NamedTuple):
    """An object, and what was kept of it."""

    thing: Any
    then: Any


class Memory(NamedTuple):
    """A workspace as it was: objects of each kind by their ids."""

    spaces: Mapping[Any, Kept]
    folders: Mapping[Any, Kept]
    lists: Mapping[Any, Kept]
    tasks: Mapping[Any, Kept]
    comments: Mapping[Any, Kept]
    times: Mapping[Any, Kept]
    goals: Mapping[Any, Kept]
    targets: Mapping[Any, Kept]


def remember(workspace: Workspace) -> Memory:
    """What events are found by.

    Args:
        workspace: The workspace, as it is.
    """
    folders = {key: one for key, one in workspace.folders.items() if not one.hidden}
    on_tasks = {key: one for key, one in workspace.comments.items() if one.parent[0] == "task"}
    return Memory(
        _kept(workspace.spaces, _space),
        _kept(folders, _folder),
        _kept(workspace.lists, _list),
        _kept(workspace.tasks, _task),
        _kept(on_tasks, _comment),
        _kept(workspace.time_entries, _time),
        _kept(workspace.goals, _goal),
        _kept(workspace.key_results, _target),
    )


def _kept(things: Mapping[Any, T], then: Callable[[T], S]) -> dict[Any, Kept]:
    return {key: Kept(one, then(one)) for key, one in things.items()}


def _statuses(statuses: list[Status] | None) -> Any:
    return statuses and tuple((s.id, s.name, s.color, s.type) for s in statuses)


def _space(one: Space) -> Any:
    return (
        one.name,
        one.color,
        one.private,
        one.archived,
        one.multiple_assignees,
        one.admin_can_manage,
        repr(one.features),
        _statuses(one.statuses),
    )


def _folder(one: Folder) -> Any:
    return one.name, one.archived, _statuses(one.statuses)


def _list(one: TaskList) -> Any:
    return {
        "name": one.name,
        "content": one.content,
        "due_date": one.due_date,
        "start_date": one.start_date,
        "priority": one.priority,
        "assignee": None if one.assignee is None else one.assignee.id,
        "color": one.color,
        "archived": one.archived,
        "statuses": _statuses(one.own_statuses),
    }


def _task(one: Task) -> TaskThen:
    return TaskThen(
        one.name,
        one.status,
        one.markdown,
        one.priority,
        one.assignees,
        one.groups,
        one.watchers,
        one.due,
        one.due_time,
        one.start,
        one.start_time,
        one.estimate,
        one.estimates and dict(one.estimates),
        one.points,
        one.archived,
        one.type,
        one.custom_id,
        one.tags,
        one.values and dict(one.values),
        one.home,
        one.parent,
        one.locations,
        one.dependencies,
        one.links,
        tuple(map(_checklist, one.checklists)) if one.checklists else (),
    )


def _checklist(one: Checklist) -> Any:
    lines = tuple(
        (i.id, i.name, i.resolved, i.assignee and i.assignee.id, i.parent and i.parent.id)
        for i in one.items
    )
    return one.id, one.name, one.orderindex, lines


def _comment(one: Comment) -> Any:
    # An edit replaces the blocks; who is to see to it, and whether that is done, count as well.
    return one.blocks, one.assignee, one.group, one.resolved


def _time(one: TimeEntry) -> TimeThen:
    tags = tuple(str(tag.get("name")) for tag in one.tags)
    return TimeThen(one.task, one.start, one.end, one.description, one.billable, tags)


def _goal(one: Goal) -> Any:
    return (
        one.name,
        one.due,
        one.start,
        one.description,
        one.color,
        one.multiple_owners,
        one.owners,
        one.folder,
        one.archived,
    )


def _target(one: KeyResult) -> Any:
    return (
        one.name,
        one.type,
        one.unit,
        one.first,
        one.last,
        one.current,
        one.owners,
        tuple(one.task_ids),
        tuple(one.list_ids),
    )
