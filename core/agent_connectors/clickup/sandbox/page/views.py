"""What the page shows of a workspace: its places, a List, a task."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from agent_connectors.clickup.sandbox.page.markup import tree
from agent_connectors.clickup.sandbox.page.values import field_value
from agent_connectors.clickup.sandbox.payloads.places import PRIORITIES
from agent_connectors.clickup.sandbox.payloads.tasks import description
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.places import Folder, TaskList
from agent_connectors.clickup.sandbox.state.work import Checklist, Comment, Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["SORTS", "list_view", "places", "task_view"]

_LAST: Final = 2**63

SORTS: Final[dict[str, Callable[[Task], Any]]] = {
    "name": lambda task: task.name.casefold(),
    "status": lambda task: (task.status.orderindex, task.status.name),
    "assignees": lambda task: [_name(user) for user in task.assignees] or ["\U0010ffff"],
    "priority": lambda task: task.priority or 9,
    "due": lambda task: task.due or _LAST,
    "updated": lambda task: task.updated,
    "created": lambda task: -task.order,
}
"""How the tasks of a List can be sorted."""


def places(workspace: Workspace) -> list[dict[str, Any]]:
    """The Spaces, with the Folders and Lists in them."""
    return [
        {
            "id": space.id,
            "name": space.name,
            "color": space.color,
            "private": space.private,
            "folders": [_folder(one) for one in space.folders.values() if not one.hidden],
            "lists": [
                _list(home)
                for one in space.folders.values()
                if one.hidden
                for home in one.lists.values()
            ],
        }
        for space in workspace.spaces.values()
    ]


def _folder(folder: Folder) -> dict[str, Any]:
    return {
        "id": folder.id,
        "name": folder.name,
        "lists": [_list(home) for home in folder.lists.values()],
    }


def _list(home: TaskList) -> dict[str, Any]:
    return {
        "id": home.id,
        "name": home.name,
        "tasks": len(home.tasks) + len(home.visitors),
        "archived": home.archived,
    }


def list_view(
    workspace: Workspace, home: TaskList, sort: str, *, backwards: bool, most: int
) -> dict[str, Any]:
    """A List and its tasks.

    Args:
        workspace: Where it is.
        home: The List.
        sort: By what, of `SORTS`.
        backwards: Whether the other way round.
        most: How many tasks of a status are shown on a board, and how many rows in a table.
    """
    tasks = [*home.tasks.values(), *home.visitors.values()]
    tasks.sort(key=SORTS[sort], reverse=backwards)
    # A task of another List can be in a status that this one does not have.
    statuses = {status.name.lower(): status for task in tasks for status in (task.status,)}
    statuses = {status.name.lower(): status for status in home.statuses} | {
        name: status for name, status in statuses.items() if home.status_named(name) is None
    }
    columns = []
    for name, status in statuses.items():
        within = [task for task in tasks if task.status.name.lower() == name]
        columns.append(
            {
                "name": status.name,
                "color": status.color,
                "type": status.type,
                "count": len(within),
                "tasks": [_row(workspace, task) for task in within[:most]],
            }
        )
    return {
        "id": home.id,
        "name": home.name,
        "path": _path(home),
        "content": home.content[:2000],
        "count": len(tasks),
        "columns": columns,
        "rows": [_row(workspace, task) for task in tasks[:most]],
    }


def _path(home: TaskList) -> list[str]:
    folder = home.folder
    return [folder.space.name, *([] if folder.hidden else [folder.name])]


def _row(workspace: Workspace, task: Task) -> dict[str, Any]:
    items = [item for checklist in task.checklists for item in checklist.items]
    tags = task.home.space.tags
    return {
        "id": task.id,
        "custom_id": task.custom_id,
        "name": task.name,
        "status": {"name": task.status.name, "color": task.status.color, "type": task.status.type},
        "priority": PRIORITIES[task.priority]["priority"] if task.priority else None,
        "due": task.due,
        "due_time": task.due_time,
        "assignees": [_person(user) for user in task.assignees],
        "tags": [
            {"name": name, "color": tags[name].background} for name in task.tags if name in tags
        ],
        "above": None if task.parent is None else task.parent.name,
        "below": len(workspace.subtasks.get(task.id, ())),
        "comments": len(workspace.threads.get(("task", task.id), ())),
        "items": [sum(item.resolved for item in items), len(items)],
        "updated": task.updated,
        "closed": task.status.type in {"done", "closed"},
    }


def task_view(workspace: Workspace, task: Task) -> dict[str, Any]:
    """A task, with what hangs on it."""
    return {
        **_row(workspace, task),
        "list": {"id": task.home.id, "name": task.home.name, "path": _path(task.home)},
        "further": [{"id": one.id, "name": one.name} for one in task.locations],
        "parent": None if task.parent is None else _reference(task.parent),
        "subtasks": [_reference(one) for one in workspace.subtasks.get(task.id, ())],
        "description": tree(task.markdown) if task.markdown else _plain(description(task)),
        "creator": _person(task.creator),
        "created": task.created,
        "start": task.start,
        "start_time": task.start_time,
        "points": task.points,
        "estimate": task.estimate,
        "spent": task.spent,
        "type": workspace.task_types.get(task.type) if task.type else None,
        "archived": task.archived,
        "watchers": [_person(user) for user in task.watchers],
        "groups": [group.name for group in task.groups],
        "fields": _fields(workspace, task),
        "checklists": [_checklist(checklist) for checklist in task.checklists],
        "waits": [_reference(d.blocking) for d in task.dependencies if d.waiting is task],
        "blocks": [_reference(d.waiting) for d in task.dependencies if d.blocking is task],
        "links": [_reference(x.other if x.one is task else x.one) for x in task.links],
        "files": [file.title for file in workspace.files.of("tasks", task.id)],
        "thread": _thread(workspace.threads.get(("task", task.id), ())),
        "history": [{"status": status.name, "at": at} for status, at in task.history],
    }


def _plain(text: str) -> list[Any]:
    return [["p", [text]]] if text else []


def _reference(task: Task) -> dict[str, Any]:
    done = task.status.type in {"done", "closed"}
    return {"id": task.id, "name": task.name, "status": task.status.name, "closed": done}


def _name(user: User) -> str:
    return user.username or user.email


def _person(user: User) -> dict[str, Any]:
    return {"name": _name(user), "initials": user.initials, "color": user.color}


def _fields(workspace: Workspace, task: Task) -> list[dict[str, Any]]:
    return [
        {
            "name": field.name,
            "type": field.type.replace("_", " "),
            "value": field_value(field, task.values.get(field.id), workspace),
        }
        for field in workspace.fields_of(task.home)
        if not field.types or task.type in field.types
    ]


def _checklist(checklist: Checklist) -> dict[str, Any]:
    def depth(item: Any) -> int:
        return 0 if item.parent is None else 1 + depth(item.parent)

    return {
        "id": checklist.id,
        "name": checklist.name,
        "items": [
            {
                "id": item.id,
                "name": item.name,
                "done": item.resolved,
                "who": None if item.assignee is None else _name(item.assignee),
                "depth": depth(item),
            }
            for item in checklist.items
        ],
    }


def _thread(comments: Iterable[Comment]) -> list[dict[str, Any]]:
    return [
        {
            "id": comment.id,
            "who": _person(comment.user),
            "at": comment.date,
            "text": comment.text,
            "assignee": None if comment.assignee is None else _name(comment.assignee),
            "resolved": comment.resolved,
            "reactions": [one.name for one in comment.reactions],
            "replies": _thread(comment.replies),
        }
        for comment in comments
    ]
