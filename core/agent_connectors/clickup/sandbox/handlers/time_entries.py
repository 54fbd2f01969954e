"""Time entries and timers."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import seen
from agent_connectors.clickup.sandbox.handlers.time_tags import keep_tags
from agent_connectors.clickup.sandbox.http import Fields, Query, Request, whole_number
from agent_connectors.clickup.sandbox.lookup import check_team, task_at, task_with_id, time_entry_at
from agent_connectors.clickup.sandbox.payloads.time_entries import (
    changed_payload,
    deleted_payload,
    entry_payload,
    made_payload,
    running_payload,
    started_payload,
    stopped_payload,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.people import ADMIN, User
from agent_connectors.clickup.sandbox.state.work import Task, TimeEntry
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_THIRTY_DAYS = 30 * 24 * 3600 * 1000
_PLACES = ("space_id", "folder_id", "list_id", "task_id")


@route("GET", "/api/v2/team/{team_id}/time_entries")
def get_time_entries(workspace: Workspace, request: Request, team_id: str) -> Any:
    """Time entries that started in a period: the last 30 days, and the token's user, by default."""
    check_team(workspace, team_id)
    query = request.query
    places = {name: query.text(name) for name in _PLACES if query.text(name) is not None}
    if len(places) > 1:
        raise errors.invalid(f"Only one of {', '.join(_PLACES)} is allowed")
    task = task_at(workspace, request, places["task_id"] or "") if "task_id" in places else None
    first, last = query.integer("start_date"), query.integer("end_date")
    last = workspace.now() if last is None else last
    first = workspace.now() - _THIRTY_DAYS if first is None else first
    people = _people(workspace, query)
    billable = query.flag("is_billable")
    found = [
        entry
        for entry in seen(workspace, workspace.time_entries.values())
        if first <= entry.start <= last
        and entry.user.id in people
        and (billable is None or entry.billable is billable)
        and (task is None or entry.task is task)
        and (task is not None or _is_at(entry.task, places))
    ]
    found.sort(key=lambda entry: entry.start)
    return {"data": [_row(entry, workspace, query) for entry in found]}


@route("POST", "/api/v2/team/{team_id}/time_entries")
def create_time_entry(workspace: Workspace, request: Request, team_id: str) -> Any:
    """Tracked time: its start, and how long it took or when it ended."""
    check_team(workspace, team_id)
    fields = request.fields
    start, end = fields.integer("start"), fields.integer("end")
    # Both names are documented.
    end = fields.integer("stop") if end is None else end
    duration = fields.integer("duration")
    if start is None or (end is None and duration is None):
        raise errors.invalid("start and duration are required")
    end = start + (duration or 0) if end is None else end
    if end < start:
        raise errors.invalid("end must not be before start")
    user = workspace.users.get(fields.integer("assignee") or 0, workspace.caller)
    # Documented: members can only track their own time.
    if user is not workspace.caller and workspace.caller.role > ADMIN:
        raise errors.role_too_low()
    entry = _new(workspace, fields, _task(workspace, request), user, start)
    entry.end = end
    count(workspace, entry, end - start)
    return {"data": made_payload(entry, workspace)}


@route("POST", "/api/v2/team/{team_id}/time_entries/start")
def start_timer(workspace: Workspace, request: Request, team_id: str) -> Any:
    """Start a timer; one that was running is stopped."""
    check_team(workspace, team_id)
    task = _task(workspace, request)
    # A user has one timer: starting another stops it.
    _stop(workspace)
    entry = _new(workspace, request.fields, task, workspace.caller, workspace.now())
    entry.source = "api_automatic"
    workspace.timers[workspace.caller.id] = entry
    return {"data": started_payload(entry, workspace)}


@route("POST", "/api/v2/team/{team_id}/time_entries/stop")
def stop_timer(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """Stop the running timer."""
    check_team(workspace, team_id)
    entry = _stop(workspace)
    if entry is None:
        raise errors.not_found("Running time entry")
    return {"data": stopped_payload(entry, workspace)}


@route("GET", "/api/v2/team/{team_id}/time_entries/current")
def get_current(workspace: Workspace, request: Request, team_id: str) -> Any:
    """The running timer, of the token's user or another one."""
    check_team(workspace, team_id)
    number = request.query.integer("assignee")
    entry = workspace.timers.get(workspace.caller.id if number is None else number)
    return {"data": None if entry is None else running_payload(entry, workspace)}


@route("GET", "/api/v2/team/{team_id}/time_entries/{timer_id}")
def get_time_entry(workspace: Workspace, request: Request, team_id: str, timer_id: str) -> Any:
    """One time entry."""
    return {"data": _row(time_entry_at(workspace, team_id, timer_id), workspace, request.query)}


@route("PUT", "/api/v2/team/{team_id}/time_entries/{timer_id}")
def update_time_entry(workspace: Workspace, request: Request, team_id: str, timer_id: str) -> Any:
    """Other facts about a time entry. `start` and `end` go together."""
    entry, fields = time_entry_at(workspace, team_id, timer_id), request.fields
    before = 0 if entry.end is None else entry.end - entry.start
    start, end, duration = (fields.integer(name) for name in ("start", "end", "duration"))
    if (start is None) is not (end is None) or (
        start is not None and end is not None and end < start
    ):
        raise errors.invalid("start and end must be given together")
    task, told = _task(workspace, request) or entry.task, _told(entry)
    # Taken off the old task here, and counted on the new one when all is changed.
    count(workspace, entry, -before)
    if start is not None:
        entry.start, entry.end = start, end
        _not_running(workspace, entry)
    elif duration is not None and duration >= 0:
        entry.end = entry.start + duration
        _not_running(workspace, entry)
    entry.task = task
    entry.description = fields.text("description") or entry.description
    billable = fields.flag("billable")
    entry.billable = entry.billable if billable is None else billable
    entry.tags = _tags(entry.tags, fields)
    keep_tags(workspace, entry.tags)
    entry.at = workspace.now()
    now_told = _told(entry)
    changed = [(name, told[name], now_told[name], entry.at) for name in told]
    entry.changes = (*entry.changes, *(change for change in changed if change[1] != change[2]))
    count(workspace, entry, 0 if entry.end is None else entry.end - entry.start)
    # Recorded: a list of the one entry, as where several are deleted.
    return {"data": [changed_payload(entry, workspace)]}


@route("DELETE", "/api/v2/team/{team_id}/time_entries/{timer_id}")
def delete_time_entry(workspace: Workspace, _request: Request, team_id: str, timer_id: str) -> Any:
    """Remove a time entry."""
    entry = time_entry_at(workspace, team_id, timer_id)
    del workspace.time_entries[timer_id]
    _not_running(workspace, entry)
    count(workspace, entry, 0 if entry.end is None else entry.start - entry.end)
    return {"data": [deleted_payload(entry, workspace)]}


def _row(entry: TimeEntry, workspace: Workspace, query: Query) -> dict[str, Any]:
    tags, names = query.flag("include_task_tags"), query.flag("include_location_names")
    return entry_payload(entry, workspace, tags=bool(tags), names=bool(names))


def _people(workspace: Workspace, query: Query) -> set[int]:
    """The users asked for: here, unlike anywhere else, they are separated by commas."""
    text = query.text("assignee")
    if text is None:
        return {workspace.caller.id}
    # Documented: only owners and admins may ask for others.
    if workspace.caller.role > ADMIN and text.strip() != str(workspace.caller.id):
        raise errors.role_too_low()
    numbers = (whole_number(number.strip()) for number in text.split(","))
    return {number for number in numbers if number is not None}


def _is_at(task: Task | None, places: dict[str, str | None]) -> bool:
    if not places:
        return True
    if task is None:
        return False
    home = task.home
    found = {"space_id": home.space.id, "folder_id": home.folder.id, "list_id": home.id}
    return all(found[name] == wanted for name, wanted in places.items())


def _task(workspace: Workspace, request: Request) -> Task | None:
    task_id = request.fields.text("tid")
    if not task_id:
        return None
    if request.query.flag("custom_task_ids"):
        return task_at(workspace, request, task_id)
    return task_with_id(workspace, task_id)


def _new(
    workspace: Workspace, fields: Fields, task: Task | None, user: User, start: int
) -> TimeEntry:
    entry = TimeEntry(workspace.ids.time_entry(), user, start, None, workspace.now(), task)
    entry.description = fields.text("description") or ""
    entry.billable = bool(fields.flag("billable"))
    entry.tags = _tags([], fields)
    keep_tags(workspace, entry.tags)
    entry.source = "api"
    workspace.time_entries[entry.id] = entry
    return entry


def _tags(before: list[dict[str, Any]], fields: Fields) -> list[dict[str, Any]]:
    sent = fields.get("tags")
    if not isinstance(sent, list):
        return before
    named = [tag for tag in sent if isinstance(tag, dict) and isinstance(tag.get("name"), str)]
    tags = {tag["name"]: tag for tag in named}
    action = fields.text("tag_action") or "replace"
    if action == "remove":
        return [tag for tag in before if tag["name"] not in tags]
    kept = {tag["name"]: tag for tag in before} if action == "add" else {}
    return list((kept | tags).values())


def _told(entry: TimeEntry) -> dict[str, Any]:
    """What the history of an entry tells of."""
    return {
        "start": entry.start,
        "end": entry.end,
        "task": None if entry.task is None else entry.task.id,
        "description": entry.description,
        "billable": entry.billable,
        "tags": [tag["name"] for tag in entry.tags],
    }


def _stop(workspace: Workspace) -> TimeEntry | None:
    entry = workspace.timers.pop(workspace.caller.id, None)
    if entry is not None:
        entry.end = entry.at = max(entry.start, workspace.now())
        count(workspace, entry, entry.end - entry.start)
    return entry


def _not_running(workspace: Workspace, entry: TimeEntry) -> None:
    if workspace.timers.get(entry.user.id) is entry:
        del workspace.timers[entry.user.id]


def count(workspace: Workspace, entry: TimeEntry, milliseconds: int) -> None:
    """Keep a task's tracked time in step."""
    if entry.task is not None and milliseconds:
        entry.task.spent += milliseconds
        workspace.touch(entry.task)
