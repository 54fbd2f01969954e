"""What happened between two moments, as the events that ClickUp's webhooks tell.

Which events go together is documented: each change of a task is told a second time as
`taskUpdated`, and what is made or removed in a Space as `spaceUpdated`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from agent_connectors.clickup.sandbox.access import Place
from agent_connectors.clickup.sandbox.delivery.history import Historian, Item
from agent_connectors.clickup.sandbox.delivery.memory import Kept, Memory, TaskThen, TimeThen
from agent_connectors.clickup.sandbox.state.places import Space
from agent_connectors.clickup.sandbox.state.plans import Goal
from agent_connectors.clickup.sandbox.state.work import Comment, Task, TimeEntry
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["EVENTS", "Event", "happened"]

EVENTS = (
    *(f"task{what}" for what in (
        "Created", "Updated", "Deleted", "PriorityUpdated", "StatusUpdated", "AssigneeUpdated",
        "DueDateUpdated", "TagUpdated", "Moved", "CommentPosted", "CommentUpdated",
        "TimeEstimateUpdated", "TimeTrackedUpdated",
    )),
    *(f"{thing}{what}" for thing in ("list", "folder", "space", "goal", "keyResult")
      for what in ("Created", "Updated", "Deleted")),
)  # fmt: skip
"""What a webhook can ask to hear of."""


class Event(NamedTuple):
    """Something that happened.

    Attributes:
        name: One of `EVENTS`.
        ids: What it happened to, by the names that the ids have.
        at: The task, place or goal.
        items: History items, where there are any.
        data: What else is told.
        left: The place that a task was moved from.
    """

    name: str
    ids: dict[str, str]
    at: Place | Goal
    items: list[Item] = []  # noqa: RUF012 - never changed
    data: dict[str, Any] | None = None
    left: Place | None = None

    def body(self, webhook_id: str) -> dict[str, Any]:
        """What is sent to a webhook, in the documented order."""
        return {
            "event": self.name,
            **({"history_items": self.items} if self.items else {}),
            **self.ids,
            **({} if self.data is None else {"data": self.data}),
            "webhook_id": webhook_id,
        }


def happened(
    before: Memory, after: Memory, workspace: Workspace, first_told: dict[int, str]
) -> list[Event]:
    """The events between two moments, what is further up in the hierarchy first.

    Args:
        before: What was remembered.
        after: What there is.
        workspace: The workspace, with who has done it.
        first_told: The ids of the history items of comments, which are added here.
    """
    historian = Historian(workspace)
    found = [
        *_places(before, after, historian),
        *_tasks(before, after, historian),
        *_comments(before, after, historian, workspace, first_told),
        *_times(before, after, historian, workspace),
        *_goals(before, after),
    ]
    # An event without items says only that something changed, so one is enough.
    told: set[tuple[str, ...]] = set()
    events = []
    for event in found:
        key = (event.name, *event.ids.values())
        if event.items or key not in told:
            events.append(event)
        told.add(key)
    return events


def _changes(
    before: Mapping[Any, Kept], after: Mapping[Any, Kept]
) -> Iterator[tuple[str, Any, Any, Any]]:
    """What became of each object: `Created`, `Updated` or `Deleted`, with it then and now."""
    for key, (thing, now) in after.items():
        was = before.get(key)
        if was is None:
            yield "Created", thing, None, now
        elif was.then != now:
            yield "Updated", thing, was.then, now
    for key, (thing, was) in before.items():
        if key not in after:
            yield "Deleted", thing, was, None


def _space(space: Space) -> Event:
    return Event("spaceUpdated", {"space_id": space.id}, space)


def _places(before: Memory, after: Memory, historian: Historian) -> Iterator[Event]:
    for what, space, _, _ in _changes(before.spaces, after.spaces):
        yield Event(f"space{what}", {"space_id": space.id}, space)
        if what == "Created":
            yield _space(space)
    for what, folder, _, _ in _changes(before.folders, after.folders):
        if folder.space.id not in after.spaces:
            continue  # gone with its Space, of which alone its Lists are told as well
        yield Event(f"folder{what}", {"folder_id": folder.id}, folder)
        if what != "Updated":
            yield _space(folder.space)
    for what, home, was, now in _changes(before.lists, after.lists):
        items = historian.of_list(home, was, now) if what == "Updated" else []
        yield Event(f"list{what}", {"list_id": home.id}, home, items)
        if what == "Created":
            yield _space(home.space)


def _tasks(before: Memory, after: Memory, historian: Historian) -> Iterator[Event]:
    for what, task, was, now in _changes(before.tasks, after.tasks):
        ids = {"task_id": task.id}
        if what == "Created":
            items = historian.of_new_task(task)
            yield Event("taskCreated", ids, task, items)
            yield Event("taskStatusUpdated", ids, task, items[:1])
        elif what == "Updated":
            yield from _task(task, was, now, historian)
        elif was.home.id in after.lists:
            yield Event("taskDeleted", ids, task)


def _task(task: Task, was: TaskThen, now: TaskThen, historian: Historian) -> Iterator[Event]:
    ids, told = {"task_id": task.id}, historian.of_task(task, was, now)
    left = was.home if "taskMoved" in told else None
    for name, items in told.items():
        if name != "taskUpdated":
            yield Event(name, ids, task, items, left=left)
    every = [item for items in told.values() for item in items]
    if every:
        yield Event("taskUpdated", ids, task, every, left=left)
    if left is not None:
        yield from map(_space, dict.fromkeys((left.space, now.home.space)))


def _comments(
    before: Memory,
    after: Memory,
    historian: Historian,
    workspace: Workspace,
    first_told: dict[int, str],
) -> Iterator[Event]:
    # Of replies, and of comments that are removed, the documentation tells no event.
    for what, comment, _, _ in _changes(before.comments, after.comments):
        one: Comment = comment
        task = workspace.tasks.get(one.parent[1])
        if what == "Deleted" or task is None:
            continue
        item = historian.of_comment(one, task, first_told.get(one.id))
        first_told[one.id] = item["id"]
        name = "taskCommentPosted" if what == "Created" else "taskCommentUpdated"
        for event in (name, "taskUpdated"):
            yield Event(event, {"task_id": task.id}, task, [item])


def _times(
    before: Memory, after: Memory, historian: Historian, workspace: Workspace
) -> Iterator[Event]:
    for what, entry, was, now in _changes(before.times, after.times):
        tasks = dict.fromkeys(then.task for then in (was, now) if then is not None)
        for task in tasks:
            if task is not None and task.id in workspace.tasks:
                yield from _time(what, entry, task, (was, now), historian)


def _time(
    what: str,
    entry: TimeEntry,
    task: Task,
    then: tuple[TimeThen | None, TimeThen | None],
    historian: Historian,
) -> Iterator[Event]:
    item = historian.of_time(entry, task, *then)
    data = {"description": f"Time Tracking {what}", "interval_id": entry.id}
    for name in ("taskTimeTrackedUpdated", "taskUpdated"):
        yield Event(name, {"task_id": task.id}, task, [item], data)


def _goals(before: Memory, after: Memory) -> Iterator[Event]:
    for what, goal, _, _ in _changes(before.goals, after.goals):
        yield Event(f"goal{what}", {"goal_id": goal.id}, goal)
    for what, target, _, _ in _changes(before.targets, after.targets):
        # A goal takes its targets along.
        if target.goal.id in after.goals:
            ids = {"goal_id": target.goal.id, "key_result_id": target.id}
            yield Event(f"keyResult{what}", ids, target.goal)
