"""Time entries, whose numbers change their type from one verb to the next."""

from typing import Any

from agent_connectors.clickup.sandbox.payloads.people import user_payload
from agent_connectors.clickup.sandbox.payloads.places import status_in_row, tag_payload
from agent_connectors.clickup.sandbox.state.work import Task, TimeEntry
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_NOWHERE = {"list_id": None, "folder_id": None, "space_id": None}


def duration(entry: TimeEntry, now: int) -> int:
    """In milliseconds; negative while the timer runs."""
    if entry.end is None:
        return -max(1, now - entry.start)
    return entry.end - entry.start


def _facts(
    entry: TimeEntry, workspace: Workspace, task: dict[str, Any] | None, **times: Any
) -> dict[str, Any]:
    """What every answer tells, in its order; only `times` differ, in types and in number."""
    source = {} if "source" not in times else {"source": times.pop("source")}
    at = times.pop("at")
    return {
        "id": entry.id,
        # Recorded: without a task there is no such key.
        **({} if task is None else {"task": task}),
        "wid": workspace.id,
        "user": user_payload(entry.user),
        "billable": entry.billable,
        **times,
        "description": entry.description,
        "tags": entry.tags,
        **source,
        "at": at,
        "is_locked": False,
    }


def _task(entry: TimeEntry) -> dict[str, Any] | None:
    if entry.task is None:
        return None
    return {
        "id": entry.task.id,
        "name": entry.task.name,
        "status": status_in_row(entry.task.status),
    }


def _task_as_stopped(entry: TimeEntry) -> dict[str, Any] | None:
    if entry.task is None:
        return None
    # Recorded: unlike starting, stopping and deleting show no status id, but a task type.
    status = status_in_row(entry.task.status)
    del status["id"]
    return {
        "id": entry.task.id,
        "name": entry.task.name,
        "status": status,
        "custom_type": str(entry.task.type) if entry.task.type else None,
    }


def made_payload(entry: TimeEntry, workspace: Workspace) -> dict[str, Any]:
    """A time entry that was just made."""
    payload = _facts(
        entry,
        workspace,
        _task(entry),
        start=entry.start,
        end=str(entry.end),
        duration=duration(entry, workspace.now()),
        at=entry.at,
    )
    # Recorded: only this answer tells the user's time zone.
    payload["user"]["timezone"] = entry.user.timezone
    return {**payload, "task_location": {}}


def started_payload(entry: TimeEntry, workspace: Workspace) -> dict[str, Any]:
    """A timer that was just started."""
    length = duration(entry, workspace.now())
    times = {"start": entry.start, "duration": length, "at": entry.at}
    return {**_facts(entry, workspace, _task(entry), **times), "task_location": {}}


def stopped_payload(entry: TimeEntry, workspace: Workspace) -> dict[str, Any]:
    """A timer that was just stopped."""
    payload = _facts(
        entry,
        workspace,
        _task_as_stopped(entry),
        start=str(entry.start),
        end=entry.end,
        duration=duration(entry, workspace.now()),
        source=entry.source,
        at=entry.at,
    )
    return {**payload, "approval_id": None, "task_location": {}}


def running_payload(entry: TimeEntry, workspace: Workspace) -> dict[str, Any]:
    """The timer that runs now."""
    payload = _facts(
        entry,
        workspace,
        _task(entry),
        start=str(entry.start),
        duration=duration(entry, workspace.now()),
        source=entry.source,
        at=str(entry.at),
    )
    return {**payload, "task_location": {}}


def deleted_payload(
    entry: TimeEntry, workspace: Workspace, *, names: bool = False
) -> dict[str, Any]:
    """A time entry with all its numbers as strings, as a deletion answers with it."""
    payload = _facts(
        entry,
        workspace,
        _task_as_stopped(entry),
        start=str(entry.start),
        **({} if entry.end is None else {"end": str(entry.end)}),
        duration=str(duration(entry, workspace.now())),
        source=entry.source,
        at=str(entry.at),
    )
    location = _NOWHERE if entry.task is None else _location(entry.task, names=names)
    return {**payload, "approval_id": None, "task_location": location}


def changed_payload(entry: TimeEntry, workspace: Workspace) -> dict[str, Any]:
    """A time entry that was just changed."""
    payload = deleted_payload(entry, workspace)
    # Recorded: here the task is told as on starting, and no address of it.
    task = _task(entry)
    return payload if task is None else {**payload, "task": task}


def entry_payload(
    entry: TimeEntry, workspace: Workspace, *, tags: bool = False, names: bool = False
) -> dict[str, Any]:
    """A time entry that was asked for.

    Args:
        entry: The entry.
        workspace: Where it is.
        tags: Whether to add its task's tags.
        names: Whether to add the names of the task's List, Folder and Space.
    """
    payload = deleted_payload(entry, workspace, names=names)
    payload["task_url"] = "https://app.clickup.com/t/null"
    if entry.task is not None:
        if entry.task.custom_id is not None:
            payload["task"]["custom_id"] = entry.task.custom_id
        payload["task_url"] = f"https://app.clickup.com/t/{entry.task.id}"
        if tags:
            known = entry.task.home.space.tags
            payload["task_tags"] = [tag_payload(known[n]) for n in entry.task.tags if n in known]
    return payload


def _location(task: Task, *, names: bool) -> dict[str, str]:
    home = task.home
    location = {"list_id": home.id, "folder_id": home.folder.id, "space_id": home.space.id}
    if names:
        location |= {
            "list_name": home.name,
            "folder_name": home.folder.name,
            "space_name": home.space.name,
        }
    return location
