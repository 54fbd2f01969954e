"""What of a record becomes rows of other tables."""

from collections.abc import Callable, Iterator
from typing import Any

from agent_connectors.engine.store.tables import Row

__all__ = [
    "checklist_items",
    "folder",
    "people",
    "relations",
    "status_history",
    "statuses",
    "tags",
]


def people(task: Row) -> Iterator[dict[str, Any]]:
    """Who a task is assigned to.

    Args:
        task: The record.
    """
    for person in _items(task, "assignees"):
        yield {"task_id": task["id"], "person_id": person.get("id"), "name": person.get("username")}


def tags(task: Row) -> Iterator[dict[str, Any]]:
    """Its tags.

    Args:
        task: The record.
    """
    for tag in _items(task, "tags"):
        yield {"task_id": task["id"], "tag": tag.get("name")}


def checklist_items(task: Row) -> Iterator[dict[str, Any]]:
    """The items of its checklists.

    Args:
        task: The record.
    """
    for checklist in _items(task, "checklists"):
        for item in _items(checklist, "items"):
            yield {
                "task_id": task["id"],
                "checklist": checklist.get("name"),
                "checklist_id": checklist.get("id"),
                "id": item.get("id"),
                "name": item.get("name"),
                "resolved": item.get("resolved"),
                "assignee": (item.get("assignee") or {}).get("username"),
            }


def relations(task: Row) -> Iterator[dict[str, Any]]:
    """What it waits for, blocks and is linked to.

    Args:
        task: The record.
    """
    own = task["id"]
    for one in _items(task, "dependencies"):
        # Both ends show the same: `task_id` waits for `depends_on`.
        waits = one.get("task_id") == own
        other = one.get("depends_on") if waits else one.get("task_id")
        kind = "waits for" if waits else "blocks"
        yield {"task_id": own, "kind": kind, "other_id": other, "since": one.get("date_created")}
    for one in _items(task, "linked_tasks"):
        ends = {one.get("task_id"), one.get("link_id")} - {own, None}
        for other in ends:
            since = one.get("date_created")
            yield {"task_id": own, "kind": "is linked to", "other_id": other, "since": since}


def status_history(told: Row) -> Iterator[dict[str, Any]]:
    """How long a task has been in each status.

    Args:
        told: The record.
    """
    current = (told.get("current_status") or {}).get("status")
    for status in _items(told, "status_history"):
        spent = status.get("total_time") or {}
        yield {
            "task_id": told["id"],
            "status": status.get("status"),
            "type": status.get("type"),
            "since": spent.get("since"),
            "minutes": spent.get("by_minute"),
            "is_current": status.get("status") == current,
        }


def statuses(space: Row) -> Iterator[dict[str, Any]]:
    """The statuses of a space.

    Args:
        space: The record.
    """
    for status in _items(space, "statuses"):
        yield {
            "space_id": space["id"],
            "status": status.get("status"),
            "type": status.get("type"),
            "position": status.get("orderindex"),
        }


def _items(record: Row, key: str) -> list[Any]:
    found = record.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def folder(key: str) -> Callable[[Row], Any]:
    """Reads a key of a task's folder; lists in no folder have one that is hidden.

    Args:
        key: The key.
    """

    def read(task: Row) -> Any:
        found = task.get("folder") or {}
        return None if found.get("hidden") else found.get(key)

    return read
