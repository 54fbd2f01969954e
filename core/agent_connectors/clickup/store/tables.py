"""The tables of a workspace's replica."""

from collections.abc import Callable, Iterator
from typing import Any

from agent_connectors.clickup.store.field_values import field_values
from agent_connectors.clickup.store.views import VIEWS
from agent_connectors.engine.store.tables import Column, Row, Schema, Table

__all__ = ["SCHEMA"]


def _people(task: Row) -> Iterator[dict[str, Any]]:
    for person in _items(task, "assignees"):
        yield {"task_id": task["id"], "person_id": person.get("id"), "name": person.get("username")}


def _tags(task: Row) -> Iterator[dict[str, Any]]:
    for tag in _items(task, "tags"):
        yield {"task_id": task["id"], "tag": tag.get("name")}


def _checklist_items(task: Row) -> Iterator[dict[str, Any]]:
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


def _relations(task: Row) -> Iterator[dict[str, Any]]:
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


def _status_history(told: Row) -> Iterator[dict[str, Any]]:
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


def _statuses(space: Row) -> Iterator[dict[str, Any]]:
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


def _folder(key: str) -> Callable[[Row], Any]:
    """Reads a key of a task's folder; lists in no folder have one that is hidden."""

    def read(task: Row) -> Any:
        folder = task.get("folder") or {}
        return None if folder.get("hidden") else folder.get(key)

    return read


_TYPES = ("open", "custom", "done", "closed")

_PRIORITIES = ("urgent", "high", "normal", "low")

SCHEMA = Schema(
    tables=(
        Table(
            "workspaces",
            "teams",
            (Column("id"), Column("name")),
            "What ClickUp's API calls a team.",
        ),
        Table(
            "people",
            "members",
            (
                Column("id"),
                Column("name", path="username"),
                Column("email", rare=True),
                Column("role", path="role_key", about="owner, admin, member or guest", rare=True),
            ),
            "Who is in the workspace.",
            aliases=("user", "users"),
        ),
        Table(
            "spaces",
            "spaces",
            (
                Column("id"),
                Column("name"),
                Column("workspace_id", path="_of.workspace_id", rare=True),
                Column("private", "boolean", rare=True),
                Column("archived", "boolean", rare=True),
            ),
            "The top level of places.",
        ),
        Table(
            "statuses",
            "spaces",
            (
                Column("space_id"),
                Column("status"),
                Column("type", values=_TYPES, rare=True),
                Column("position", "integer", rare=True),
            ),
            "The statuses of a space.",
            rows=_statuses,
        ),
        Table(
            "folders",
            "folders",
            (
                Column("id"),
                Column("name"),
                Column("space_id", path="_of.space_id"),
                Column("archived", "boolean", rare=True),
            ),
            "Groups of lists.",
        ),
        Table(
            "lists",
            "lists",
            (
                Column("id"),
                Column("name"),
                Column("folder_id", path="_of.folder_id", about="NULL where it is in no folder"),
                Column("space_id", path="_of.space_id"),
                Column("due_date", "time", rare=True),
                Column("archived", "boolean", rare=True),
            ),
            "What tasks are in.",
        ),
        Table(
            "tasks",
            "tasks",
            (
                Column("id"),
                Column("custom_id", rare=True),
                Column("name"),
                Column("status", path="status.status"),
                Column("status_type", path="status.type", values=_TYPES),
                Column("priority", path="priority.priority", values=_PRIORITIES),
                Column("assignees", "list", "assignees[].username"),
                Column("tags", "list", "tags[].name"),
                Column("list", path="list.name", names=("lists", "list_id")),
                Column("list_id", path="list.id"),
                Column("folder", read=_folder("name"), names=("folders", "folder_id")),
                Column(
                    "folder_id",
                    read=_folder("id"),
                    about="NULL where the list is in none",
                    rare=True,
                ),
                Column("space", path="space.name", names=("spaces", "space_id")),
                Column("space_id", path="space.id", rare=True),
                Column("workspace_id", path="team_id", rare=True),
                Column("parent_id", path="parent", about="of a subtask"),
                Column("creator", path="creator.username"),
                Column("due_date", "time"),
                Column("start_date", "time"),
                Column("date_created", "time"),
                Column("date_updated", "time"),
                Column("date_done", "time"),
                Column("date_closed", "time", rare=True),
                Column("time_estimate_ms", "integer", "time_estimate"),
                Column("points", "real"),
                Column("type_id", "integer", "custom_item_id", rare=True),
                Column("archived", "boolean"),
                Column("url", rare=True),
                Column("description", path="text_content"),
            ),
            "Tasks and subtasks, closed and archived ones too.",
            words=("name", "description"),
            narrow=(
                *("name", "status", "status_type", "priority", "assignees", "tags", "list"),
                *("list_id", "folder", "space", "parent_id", "due_date", "due_date_ms"),
                *("date_created", "date_created_ms", "date_updated", "date_updated_ms"),
                *("date_done", "date_done_ms", "time_estimate_ms", "points", "archived"),
            ),
        ),
        Table(
            "task_people",
            "tasks",
            (Column("task_id"), Column("person_id"), Column("name")),
            "Who a task is assigned to.",
            rows=_people,
            narrow=("person_id", "name"),
        ),
        Table(
            "task_tags",
            "tasks",
            (Column("task_id"), Column("tag")),
            "Its tags.",
            rows=_tags,
            narrow=("tag",),
        ),
        Table(
            "custom_field_values",
            "tasks",
            (
                Column("task_id"),
                Column("field_id", rare=True),
                Column("field"),
                Column("type", rare=True),
                Column("value", about="as people read it"),
                Column("number", "real"),
                Column("date", "time"),
            ),
            "The custom fields that are set.",
            rows=field_values,
        ),
        Table(
            "checklist_items",
            "tasks",
            (
                Column("task_id"),
                Column("checklist"),
                Column("checklist_id", rare=True),
                Column("id", rare=True),
                Column("name"),
                Column("resolved", "boolean"),
                Column("assignee"),
            ),
            "The items of its checklists.",
            rows=_checklist_items,
        ),
        Table(
            "relations",
            "tasks",
            (
                Column("task_id"),
                Column("kind", values=("waits for", "blocks", "is linked to")),
                Column("other_id"),
                Column("since", "time"),
            ),
            "How tasks hang together.",
            rows=_relations,
        ),
        Table(
            "status_history",
            "time_in_status",
            (
                Column("task_id"),
                Column("status"),
                Column("type", values=_TYPES, rare=True),
                Column("since", "time", about="when it was first in it"),
                Column("minutes", "integer", about="in all, when it was read"),
                Column("is_current", "boolean", rare=True),
            ),
            "How long each task has been in each status.",
            rows=_status_history,
        ),
        Table(
            "comments",
            "comments",
            (
                Column("id"),
                Column("task_id", path="_of.task_id"),
                Column("reply_to", path="_of.comment_id", about="of a reply"),
                Column("author", path="user.username"),
                Column("date", "time"),
                Column("resolved", "boolean"),
                Column("assignee", path="assignee.username"),
                Column("reply_count", "integer", rare=True),
                Column("text", path="comment_text"),
            ),
            "Comments on tasks, and replies to them.",
            words=("text",),
        ),
        Table(
            "time_entries",
            "time_tracking",
            (
                Column("id", rare=True),
                Column("task", path="task.name", names=("tasks", "task_id")),
                Column("task_id", path="task.id"),
                Column("person_id", path="user.id", rare=True),
                Column("person", path="user.username"),
                Column("started", "time", "start"),
                Column("ended", "time", "end"),
                Column("duration_ms", "integer", "duration", about="negative while it runs"),
                Column("billable", "boolean"),
                Column("description", rare=True),
            ),
            "Time that was tracked.",
        ),
        Table(
            "goals",
            "goals",
            (
                Column("id"),
                Column("name"),
                Column("owners", "list", "owners[].username"),
                Column("percent_completed", "real"),
                Column("due_date", "time"),
                Column("date_updated", "time", rare=True),
                Column("description", rare=True),
            ),
            "Goals.",
            words=("name", "description"),
        ),
        Table(
            "key_results",
            "key_results",
            (
                Column("id", rare=True),
                Column("goal_id"),
                Column("name"),
                Column("type", rare=True),
                Column("unit", rare=True),
                Column("percent_completed", "real"),
                Column("completed", "boolean", rare=True),
            ),
            "What measures a goal.",
        ),
        Table(
            "docs",
            "docs",
            (
                Column("id"),
                Column("name"),
                Column("workspace_id", rare=True),
                Column("parent_id", path="parent.id", rare=True),
                Column("creator_id", path="creator", rare=True),
                Column("date_created", "time", rare=True),
                Column("date_updated", "time"),
            ),
            "Documents; their text is in their pages.",
        ),
        Table(
            "doc_pages",
            "doc_pages",
            (
                Column("id", rare=True),
                Column("doc_id"),
                Column("parent_page_id", rare=True),
                Column("name"),
                Column("content"),
            ),
            "Pages of documents.",
            words=("name", "content"),
        ),
        Table(
            "views",
            "views",
            (
                Column("id", rare=True),
                Column("name"),
                Column("type", rare=True),
                Column("parent_id", path="parent.id"),
                Column("filters", about="what it shows, as ClickUp's JSON"),
            ),
            "Saved views of places.",
        ),
    ),
    views=VIEWS,
    indexes=(
        ("tasks", ("status_type", "due_date")),
        ("tasks", ("list_id",)),
        ("tasks", ("parent_id",)),
        ("tasks", ("date_done",)),
        ("task_people", ("name",)),
        ("custom_field_values", ("field", "value")),
        ("comments", ("task_id",)),
        ("time_entries", ("started",)),
        ("time_entries", ("task_id",)),
    ),
    hangs=(
        ("folders", "space_id", "spaces"),
        ("lists", "space_id", "spaces"),
        ("lists", "folder_id", "folders"),
        ("tasks", "list_id", "lists"),
        ("tasks", "parent_id", "tasks"),
        ("relations", "other_id", "tasks"),
        ("views", "parent_id", "spaces"),
        ("views", "parent_id", "folders"),
        ("views", "parent_id", "lists"),
        ("comments", "reply_to", "comments"),
    ),
)
"""What a replica of ClickUp holds."""
