"""Tracked time of a task, the way it was before there were time entries.

It is the same time: what is tracked here is a time entry too.
"""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.handlers.time_entries import count
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import task_at
from agent_connectors.clickup.sandbox.payloads.people import user_payload
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.work import Task, TimeEntry
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("GET", "/api/v2/task/{task_id}/time")
def get_tracked_time(workspace: Workspace, request: Request, task_id: str) -> Any:
    """The time that was tracked for a task, by user."""
    task = task_at(workspace, request, task_id)
    entries = [entry for entry in workspace.time_entries.values() if entry.task is task]
    people = {entry.user.id: entry.user for entry in entries}
    rows = []
    for user in people.values():
        intervals = [
            _interval(entry) for entry in entries if entry.user is user and entry.end is not None
        ]
        total = sum(int(interval["time"]) for interval in intervals)
        rows.append({"user": user_payload(user), "time": total, "intervals": intervals})
    return {"data": rows}


@route("POST", "/api/v2/task/{task_id}/time")
def track_time(workspace: Workspace, request: Request, task_id: str) -> Any:
    """Track time for a task."""
    task = task_at(workspace, request, task_id)
    start, end = _period(workspace, request.fields)
    identifier = workspace.ids.time_entry()
    entry = TimeEntry(identifier, workspace.caller, start, end, workspace.now(), task)
    entry.source = "api"
    workspace.time_entries[identifier] = entry
    count(workspace, entry, end - start)
    return {"id": identifier}


@route("PUT", "/api/v2/task/{task_id}/time/{interval_id}")
def edit_time(workspace: Workspace, request: Request, task_id: str, interval_id: str) -> Any:
    """Another period."""
    entry = _entry(workspace, task_at(workspace, request, task_id), interval_id)
    start, end = _period(workspace, request.fields)
    count(workspace, entry, (end - start) - _length(entry))
    now = workspace.now()
    entry.changes = (
        *entry.changes,
        ("start", entry.start, start, now),
        ("end", entry.end, end, now),
    )
    entry.start, entry.end, entry.at = start, end, now
    return {}


@route("DELETE", "/api/v2/task/{task_id}/time/{interval_id}")
def delete_time(workspace: Workspace, request: Request, task_id: str, interval_id: str) -> Any:
    """Remove a period."""
    entry = _entry(workspace, task_at(workspace, request, task_id), interval_id)
    del workspace.time_entries[interval_id]
    count(workspace, entry, -_length(entry))
    return {}


def _interval(entry: TimeEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "start": str(entry.start),
        "end": str(entry.end),
        "time": str(_length(entry)),
        "source": entry.source,
        "date_added": str(entry.at),
    }


def _length(entry: TimeEntry) -> int:
    return 0 if entry.end is None else entry.end - entry.start


def _entry(workspace: Workspace, task: Task, interval_id: str) -> TimeEntry:
    entry = workspace.time_entries.get(interval_id)
    if entry is None or entry.task is not task or entry.end is None:
        raise errors.not_found("Interval")
    return entry


def _period(workspace: Workspace, fields: Fields) -> tuple[int, int]:
    """Start and end of a request: two of start, end and time say it all, and so does time alone."""
    start, end, time = (fields.integer(name) for name in ("start", "end", "time"))
    if start is None and time is not None:
        start = (workspace.now() if end is None else end) - time
    if start is None or (end is None and time is None):
        raise errors.invalid("start, end and time are required")
    # Where all three are given and disagree, the time that was worked wins.
    end = end if time is None else start + time
    if end is None or end < start:
        raise errors.invalid("end must not be before start")
    return start, end
