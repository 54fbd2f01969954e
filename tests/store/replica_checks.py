"""What a replica should hold, read from the sandbox's own state."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.payloads.comments import comment_payload
from agent_connectors.clickup.store import ContextStore

__all__ = ["expected", "held"]

_QUESTIONS: Mapping[str, str] = {
    "tasks": (
        "SELECT id, name, status, status_type, priority, list_id, list, space, parent_id, "
        "due_date_ms, time_estimate_ms, points, date_created_ms, creator, archived FROM tasks"
    ),
    "task_people": "SELECT task_id, name FROM task_people",
    "task_tags": "SELECT task_id, tag FROM task_tags",
    "checklist_items": "SELECT task_id, id, name, resolved FROM checklist_items",
    "relations": "SELECT task_id, kind, other_id FROM relations",
    "spaces": "SELECT id, name, archived FROM spaces",
    "folders": "SELECT id, name, space_id, archived FROM folders",
    "lists": "SELECT id, name, folder_id, space_id, archived FROM lists",
    "comments": "SELECT id, task_id, reply_to, author, text, reply_count FROM comments",
    "time_entries": (
        "SELECT id, task_id, person, started_ms, duration_ms FROM time_entries "
        "WHERE duration_ms >= 0"
    ),
    "goals": "SELECT id, name FROM goals",
    "key_results": "SELECT id, goal_id, name FROM key_results",
    "docs": "SELECT id, name FROM docs",
    "doc_pages": "SELECT id, doc_id, name FROM doc_pages",
    "people": "SELECT id, name, email FROM people",
    "views": "SELECT id, name, parent_id FROM views",
}

_PRIORITIES = {1: "urgent", 2: "high", 3: "normal", 4: "low", None: None}


async def held(store: ContextStore) -> dict[str, set[tuple[Any, ...]]]:
    """The rows of the replica.

    Args:
        store: The replica.
    """
    found = {}
    for table, sql in _QUESTIONS.items():
        rows = await store.sql(sql, limit=10_000)
        assert not rows.has_more
        found[table] = {tuple(row.values()) for row in rows.data}
        assert len(found[table]) == len(rows.data), f"{table} has a row twice"
    return found


def expected(sandbox: Sandbox, *, views_of_all: bool = False) -> dict[str, set[tuple[Any, ...]]]:
    """The rows that it should have.

    Args:
        sandbox: What it is a replica of.
        views_of_all: Whether it has the views of folders and lists, too.
    """
    space = sandbox.workspace
    tasks = list(space.tasks.values())
    folders = [folder for folder in space.folders.values() if not folder.hidden]
    comments = {
        row
        for task in tasks
        for one in space.threads.get(("task", task.id), [])
        for row in _thread(one, task.id, None)
    }
    relations = set()
    for task in tasks:
        for one in task.dependencies:
            waits = one.waiting is task
            other = one.blocking if waits else one.waiting
            relations.add((task.id, "waits for" if waits else "blocks", other.id))
        for link in task.links:
            other = link.other if link.one is task else link.one
            relations.add((task.id, "is linked to", other.id))
    return {
        "tasks": {_task(task) for task in tasks},
        "task_people": {(task.id, user.username) for task in tasks for user in task.assignees},
        "task_tags": {(task.id, tag) for task in tasks for tag in task.tags},
        "checklist_items": {
            (task.id, item.id, item.name, int(item.resolved))
            for task in tasks
            for checklist in task.checklists
            for item in checklist.items
            if item.parent is None
        },
        "relations": relations,
        "spaces": {(one.id, one.name, int(one.archived)) for one in space.spaces.values()},
        "folders": {(one.id, one.name, one.space.id, int(one.archived)) for one in folders},
        "lists": {
            (
                *(one.id, one.name, None if one.folder.hidden else one.folder.id),
                *(one.folder.space.id, int(one.archived)),
            )
            for one in space.lists.values()
        },
        "comments": comments,
        "time_entries": {
            (one.id, one.task and one.task.id, one.user.username, one.start, one.end - one.start)
            for one in space.time_entries.values()
            if one.end is not None
        },
        "goals": {(one.id, one.name) for one in space.goals.values()},
        "key_results": {(one.id, one.goal.id, one.name) for one in space.key_results.values()},
        "docs": {(one.id, one.name) for one in space.docs.values() if not one.archived},
        "doc_pages": {
            (page.id, doc.id, page.name)
            for doc in space.docs.values()
            if not doc.archived
            for page in _below(doc)
        },
        "people": {(str(one.id), one.username, one.email) for one in space.users.values()},
        "views": {
            (one.id, one.name, one.parent)
            for one in space.views.values()
            if views_of_all or one.parent in space.spaces or one.parent == space.id
        },
    }


def _below(above: Any) -> Iterator[Any]:
    for page in above.pages:
        yield page
        yield from _below(page)


def _task(task: Any) -> tuple[Any, ...]:
    return (
        task.id,
        task.name,
        task.status.name,
        task.status.type,
        _PRIORITIES[task.priority],
        task.home.id,
        task.home.name,
        task.home.folder.space.name,
        task.parent and task.parent.id,
        task.due,
        task.estimate,
        task.points,
        task.created,
        task.creator.username,
        int(task.archived),
    )


def _thread(one: Any, task_id: str, above: str | None) -> Iterator[tuple[Any, ...]]:
    own = str(one.id)
    yield (own, task_id, above, one.user.username, _said(one), len(one.replies))
    for reply in one.replies:
        yield from _thread(reply, task_id, own)


def _said(comment: Any) -> str:
    return str(comment_payload(comment)["comment_text"])
