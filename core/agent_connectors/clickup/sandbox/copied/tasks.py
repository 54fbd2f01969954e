"""The tasks of a copy, with what hangs on them."""

from typing import Any

from agent_connectors.clickup.sandbox.copied.answers import Answer, Answers, fields_in
from agent_connectors.clickup.sandbox.copied.fields import set_values
from agent_connectors.clickup.sandbox.copied.files import add_file
from agent_connectors.clickup.sandbox.copied.people import People
from agent_connectors.clickup.sandbox.copied.places import home_of, status_of
from agent_connectors.clickup.sandbox.http import Fields
from agent_connectors.clickup.sandbox.markdown import plain_text
from agent_connectors.clickup.sandbox.state.places import Status
from agent_connectors.clickup.sandbox.state.work import (
    Checklist,
    ChecklistItem,
    Dependency,
    Link,
    Task,
)
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["add_tasks"]


def add_tasks(workspace: Workspace, answers: Answers, people: People) -> None:
    """Make the tasks, in the order in which they were made."""
    told = {answer.id: answer for answer in answers.of("tasks")}
    oldest_first = sorted(told.values(), key=lambda a: (a.integer("date_created") or 0, a.id))
    tasks = {answer.id: _task(workspace, answer, people) for answer in oldest_first}
    for key, task in tasks.items():
        task.parent = tasks.get(str(told[key].get("parent")))
        workspace.add_task(task)
    for answer in answers.of("time_in_status"):
        if answer.id in tasks:
            _set_history(tasks[answer.id], answer)
    relations: dict[tuple[str, ...], Any] = {}
    for key, task in tasks.items():
        _set_values(workspace, task, told[key], people)
        _relate(workspace, task, told[key], people, relations)
    _number(workspace)


def _task(workspace: Workspace, told: Answer, people: People) -> Task:
    home = home_of(workspace, told)
    created = told.integer("date_created") or 0
    task = Task(
        told.id,
        workspace.next_order(),
        told.text("name") or "",
        home,
        status_of(home, told.section("status")),
        people.known(told.get("creator")),
        created,
        told.integer("date_updated") or created,
    )
    task.closed, task.done = told.integer("date_closed"), told.integer("date_done")
    text, markdown = told.text("description") or "", told.text("markdown_description")
    task.markdown = text if markdown is None else markdown
    task.plain = None if plain_text(task.markdown) == text else text
    task.custom_id = told.text("custom_id")
    task.type = told.integer("custom_item_id") or 0
    task.priority = told.section("priority").integer("id")
    task.due, task.start = told.integer("due_date"), told.integer("start_date")
    task.points, task.estimate = told.number("points"), told.integer("time_estimate")
    task.spent = told.integer("time_spent") or 0
    task.archived = bool(told.flag("archived"))
    task.assignees = people.all_in(told.get("assignees"))
    task.watchers = people.all_in(told.get("watchers"))
    task.groups = people.groups_in(told.get("group_assignees"))
    names = (tag.text("name") for tag in told.items("tags"))
    task.tags = tuple(name for name in names if name is not None)
    return task


def _set_values(workspace: Workspace, task: Task, told: Answer, people: People) -> None:
    set_values(workspace, task, told, people)
    for place in told.items("locations"):
        home = workspace.lists.get(str(place.get("id")))
        if home is not None and home is not task.home:
            task.locations = (*task.locations, home)
            home.visitors[task.id] = task
    for checklist in told.items("checklists"):
        made = _checklist(task, checklist, people)
        workspace.checklists[made.id] = made
        task.checklists = (*task.checklists, made)
    # The oldest comes first in the workspace; which was first, only its date tells.
    for file in sorted(told.items("attachments"), key=lambda f: f.integer("date") or 0):
        add_file(workspace, file, ("tasks", task.id), people)


def _checklist(task: Task, told: Fields, people: People) -> Checklist:
    made = Checklist(
        str(told.get("id")),
        told.text("name") or "",
        task,
        people.known(told.integer("creator")),
        told.integer("date_created") or 0,
        told.integer("orderindex") or 0,
    )
    items = fields_in(told.get("items"))
    by_id = {str(item.get("id")): _item(item, people) for item in items}
    for item in items:
        by_id[str(item.get("id"))].parent = by_id.get(str(item.get("parent")))
    made.items = list(by_id.values())
    return made


def _item(told: Fields, people: People) -> ChecklistItem:
    return ChecklistItem(
        str(told.get("id")),
        told.text("name") or "",
        told.integer("date_created") or 0,
        people.or_none(told.get("assignee")),
        bool(told.flag("resolved")),
    )


def _relate(
    workspace: Workspace,
    task: Task,
    told: Answer,
    people: People,
    made: dict[tuple[str, ...], Any],
) -> None:
    """What a task waits for, and has to do with: the same object on both sides."""
    for row in told.items("dependencies"):
        pair = str(row.get("task_id")), str(row.get("depends_on"))
        waiting, blocking = map(workspace.tasks.get, pair)
        if waiting is not None and blocking is not None and task in {waiting, blocking}:
            new = Dependency(waiting, blocking, *_when(row, people))
            task.dependencies = (*task.dependencies, made.setdefault(("waits", *pair), new))
    for row in told.items("linked_tasks"):
        other = workspace.tasks.get(str(row.get("link_id")))
        if other is not None and other is not task:
            link = Link(task, other, *_when(row, people))
            key = ("link", *sorted((task.id, other.id)))
            task.links = (*task.links, made.setdefault(key, link))


def _when(row: Fields, people: People) -> tuple[int, Any]:
    return row.integer("date_created") or 0, people.known(row.get("userid"))


def _set_history(task: Task, told: Answer) -> None:
    steps: list[tuple[Status, int]] = []
    for row in told.items("status_history"):
        since = row.section("total_time").integer("since")
        if since is not None:
            steps.append((status_of(task.home, row), since))
    steps.sort(key=lambda step: step[1])
    # Who never left the first status has no history; the last step is the present status.
    if steps and steps != [(task.status, task.created)]:
        task.history = (*steps[:-1], (task.status, steps[-1][1]))


def _number(workspace: Workspace) -> None:
    """Goes on with the custom ids of each Space where its tasks end."""
    for task in workspace.tasks.values():
        prefix, dash, number = (task.custom_id or "").rpartition("-")
        space = task.home.space
        if dash and number.isdecimal() and len(number) < 10 and space.prefix in {"", prefix}:
            space.prefix, space.numbered = prefix, max(space.numbered, int(number))
