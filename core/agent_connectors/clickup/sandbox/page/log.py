"""The requests that came in, each with what it changed, as the page shows them.

Kept are the last few hundred, each of a bounded size: a sandbox that is left running must not grow.
An entry is JSON from the start, which all readers share.
"""

from collections import deque
from collections.abc import Mapping
from secrets import token_hex
from threading import Lock
from typing import Any, Final, NamedTuple

from pydantic_core import to_json

from agent_connectors.clickup.sandbox.comparing.changes import Change
from agent_connectors.clickup.sandbox.comparing.following import Following, Step
from agent_connectors.clickup.sandbox.handlers import ROUTER
from agent_connectors.clickup.sandbox.page.values import rows
from agent_connectors.clickup.sandbox.records import RequestRecord
from agent_connectors.clickup.sandbox.routing import ROUTES
from agent_connectors.clickup.sandbox.state.places import TaskList
from agent_connectors.clickup.sandbox.state.work import Checklist, Comment, Task, TimeEntry
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Entry", "Log"]

_ENTRIES: Final = 500
_MOST_CHANGES: Final = 20
_MOST_BYTES: Final = 24_000
_LONGEST_PATH: Final = 300
_READS: Final = {"GET", "HEAD", "OPTIONS"}

_TEMPLATES: Final = {(route.method, route.handler): route.path for route in ROUTES}


class Entry(NamedTuple):
    """One line of the log.

    Attributes:
        number: Its place, from 1.
        tasks: The ids of the tasks that it changed something of.
        json: What the page is sent.
    """

    number: int
    tasks: frozenset[str]
    json: bytes


class Log:
    """Follows a workspace from request to request.

    Args:
        workspace: What is followed.

    Attributes:
        epoch: Tells the entries of this log from those of one before a restart.
        last: The number of the last entry.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.epoch = token_hex(4)
        self.last = 0
        self._entries: deque[Entry] = deque(maxlen=_ENTRIES)
        self._following = Following(workspace)
        # Requests in process come from other threads than those of a server.
        self._lock = Lock()

    def note(self, record: RequestRecord, workspace: Workspace) -> None:
        """Take in a request that was carried out; a listener of the sandbox."""
        with self._lock:
            self._at(workspace)
            step = None if record.method in _READS else self._following.step()
            self._add(_told(record, step, workspace), step, workspace)

    def say(self, text: str, workspace: Workspace) -> None:
        """Add a line about something that was no request.

        Args:
            text: What happened.
            workspace: How it is now, perhaps another one.
        """
        with self._lock:
            self._at(workspace)
            self._add({"note": text}, None, workspace)

    def after(self, number: int) -> list[Entry]:
        """The entries that came after one, oldest first."""
        with self._lock:
            return [entry for entry in self._entries if entry.number > number]

    def about(self, task_id: str) -> list[Entry]:
        """The entries that changed something of a task, newest first."""
        with self._lock:
            return [entry for entry in reversed(self._entries) if task_id in entry.tasks]

    def holds(self, epoch: str, number: int) -> bool:
        """Whether nothing is missing between an entry and the last one."""
        first = self._entries[0].number if self._entries else self.last + 1
        return epoch == self.epoch and first - 1 <= number <= self.last

    def _at(self, workspace: Workspace) -> None:
        # Somebody has gone back to a checkpoint since.
        if workspace is not self._following.workspace:
            self._following = Following(workspace)

    def _add(self, told: dict[str, Any], step: Step | None, workspace: Workspace) -> None:
        self.last += 1
        told = {"number": self.last, "at": workspace.now(), **told}
        found = frozenset[str]()
        if step is not None and step.changes:
            told |= _shown(step, workspace)
            touched = [step.objects[change.kind, change.id] for change in step.changes]
            found = frozenset(filter(None, (_task_of(one, workspace) for one in touched)))
        self._entries.append(Entry(self.last, found, to_json(told, inf_nan_mode="null")))


def _told(record: RequestRecord, step: Step | None, workspace: Workspace) -> dict[str, Any]:
    told: dict[str, Any] = {
        "method": record.method,
        "path": record.path[:_LONGEST_PATH],
        "query": record.query[:_LONGEST_PATH],
        "status": record.status,
        "fault": record.fault,
    }
    match = ROUTER.find(record.method, record.path)
    if match is not None and match.handler is not None:
        told["template"] = _TEMPLATES.get((record.method, match.handler), record.path)
        told["does"] = match.handler.__name__.strip("_").replace("_", " ")
        gone = {} if step is None else step.objects
        told["about"] = _about(match.parameters, workspace, gone)
    return told


def _about(
    parameters: Mapping[str, str], workspace: Workspace, gone: Mapping[tuple[str, str], Any]
) -> str | None:
    """The name of what a path leads to."""
    tables: Mapping[str, Mapping[str, Any]] = {
        "task": workspace.tasks,
        "list": workspace.lists,
        "folder": workspace.folders,
        "space": workspace.spaces,
        "checklist": workspace.checklists,
        "goal": workspace.goals,
        "view": workspace.views,
        "doc": workspace.docs,
        "channel": workspace.channels,
    }
    for parameter, value in parameters.items():
        kind = parameter.removesuffix("_id")
        found = (tables[kind].get(value) or gone.get((kind, value))) if kind in tables else None
        if found is not None:
            return str(found.name or "")[:_LONGEST_PATH]
    return None


def _shown(step: Step, workspace: Workspace) -> dict[str, Any]:
    """What a request changed, or that this could not be shown: the page breaks no request."""
    try:
        return _effect(step, workspace)
    except Exception as error:
        return {"changes": [], "further": len(step.changes), "untold": type(error).__name__}


def _effect(step: Step, workspace: Workspace) -> dict[str, Any]:
    """What a request changed, as much of it as there is room for."""
    changes, room = [], _MOST_BYTES
    for change in step.changes[:_MOST_CHANGES]:
        told = _change(change, step, workspace)
        room -= len(to_json(told, inf_nan_mode="null"))
        if room < 0:
            told["fields"], told["left_out"] = [], len(told["fields"])
        changes.append(told)
    return {"changes": changes, "further": len(step.changes) - len(changes)}


def _change(change: Change, step: Step, workspace: Workspace) -> dict[str, Any]:
    names = {**change.before, **change.after}
    lines = [
        row
        for name in names
        for row in rows(name, change.before.get(name), change.after.get(name), workspace)
    ]
    one = step.objects[change.kind, change.id]
    task_id = _task_of(one, workspace)
    return {
        "what": change.what,
        "kind": change.kind.replace("_", " "),
        "id": change.id,
        "name": change.name[:_LONGEST_PATH],
        "place": change.place[:_LONGEST_PATH],
        "fields": lines,
        "task": task_id if task_id in workspace.tasks else None,
        "list": one.id if isinstance(one, TaskList) and one.id in workspace.lists else None,
    }


def _task_of(one: Any, workspace: Workspace) -> str | None:
    """The id of the task that something is, or is on."""
    if isinstance(one, Task):
        return one.id
    if isinstance(one, Checklist | TimeEntry):
        return None if one.task is None else one.task.id
    if isinstance(one, Comment):
        kind, parent = one.parent
        if kind == "comment":
            above = workspace.comments.get(int(parent))
            return None if above is None else _task_of(above, workspace)
        return parent if kind == "task" else None
    return None
