"""The workspace: everything there is, and the ways to change it that keep the indexes right.

Handlers read the objects freely and set plain attributes themselves. What an index or a rendered
task depends on goes through the methods here, or is followed by `touch`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from agent_connectors.clickup.sandbox.ids import Ids
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.places import Folder, Space, Status, Tag, TaskList
from agent_connectors.clickup.sandbox.state.plans import (
    CustomField,
    Doc,
    Goal,
    GoalFolder,
    KeyResult,
    Page,
    View,
)
from agent_connectors.clickup.sandbox.state.rendered import RenderedTasks
from agent_connectors.clickup.sandbox.state.work import Checklist, Comment, Task, TimeEntry

_TAG_COLOR = "#622aea"


class Workspace:
    """One ClickUp Workspace. All times are in milliseconds since the epoch.

    Args:
        workspace_id: Digits.
        name: As people see it.
        owner: Whose token every request carries.
        ids: Where new ids come from.
        clock: Tells the time in Unix seconds.

    Attributes:
        users: By id.
        spaces: By id.
        folders: By id, hidden ones included.
        lists: By id.
        tasks: By id, oldest first.
        custom_ids: Tasks by custom id.
        subtasks: Tasks by the id of the task above them.
        fields: Custom field definitions by id.
        task_types: Names of custom task types by number.
        comments: By id, replies included.
        threads: Comments by what they are on (its kind and id), oldest first.
        checklists: By id.
        time_entries: By id.
        timers: Running time entries by the id of their user.
        goals: By id.
        goal_folders: By id.
        key_results: By id.
        views: By id.
        docs: By id.
        pages: By id.
        deleted_tasks: Ids of tasks that are gone.
        deleted_lists: Ids of Lists that are gone.
        version: Goes up with every change to a task or its surroundings.
        in_order: Whether the tasks were made in the order of their creation dates.
        related: Whether a task shows others in a custom field, and so changes when they do.
        foreign_id: A Workspace that exists, but that the token may not enter.
        foreign_task: The id of a task in that Workspace.
    """

    def __init__(
        self, workspace_id: str, name: str, owner: User, ids: Ids, clock: Callable[[], float]
    ) -> None:
        self.id = workspace_id
        self.name = name
        self.color = "#40BC86"
        self.owner = owner
        self.ids = ids
        self.users: dict[int, User] = {owner.id: owner}
        self.spaces: dict[str, Space] = {}
        self.folders: dict[str, Folder] = {}
        self.lists: dict[str, TaskList] = {}
        self.tasks: dict[str, Task] = {}
        self.custom_ids: dict[str, Task] = {}
        self.subtasks: dict[str, list[Task]] = {}
        self.fields: dict[str, CustomField] = {}
        self.task_types: dict[int, str] = {}
        self.comments: dict[int, Comment] = {}
        self.threads: dict[tuple[str, str], list[Comment]] = {}
        self.checklists: dict[str, Checklist] = {}
        self.time_entries: dict[str, TimeEntry] = {}
        self.timers: dict[int, TimeEntry] = {}
        self.goals: dict[str, Goal] = {}
        self.goal_folders: dict[str, GoalFolder] = {}
        self.key_results: dict[str, KeyResult] = {}
        self.views: dict[str, View] = {}
        self.docs: dict[str, Doc] = {}
        self.pages: dict[str, Page] = {}
        self.deleted_tasks: set[str] = set()
        self.deleted_lists: set[str] = set()
        self.version = 0
        self.in_order = True
        self.related = False
        self.foreign_id = str(int(workspace_id) + 101)
        self.foreign_task = "86zzzzzz9"
        self.rendered = RenderedTasks()
        self.selections: dict[Any, Any] = {}
        self._clock = clock
        self._fields_of: dict[str, list[CustomField]] = {}
        self._tasks_made = 0
        self._latest = 0

    def __repr__(self) -> str:
        return f"Workspace({self.name!r}, {len(self.lists)} Lists, {len(self.tasks)} tasks)"

    def now(self) -> int:
        """The time."""
        return int(self._clock() * 1000)

    # Changes

    def changed(self) -> None:
        """Note a change that many tasks show, such as a List's new name."""
        self.version += 1
        self.rendered.clear()
        self._fields_of.clear()

    def touch(self, task: Task, *, stamp: bool = True) -> None:
        """Note that a task has changed.

        Args:
            task: The task.
            stamp: Whether its update time changes too.
        """
        self.version += 1
        if stamp:
            task.updated = self.now()
        # Which tasks show this one is not known, so all are rendered anew.
        if self.related:
            self.rendered.clear()
        above: Task | None = task
        while above is not None:
            # Progress fields of the tasks above follow their subtasks.
            self.rendered.drop(above.id)
            above = above.parent

    def next_order(self) -> int:
        """The place of the next task among all."""
        self._tasks_made += 1
        return self._tasks_made - 1

    def add_task(self, task: Task) -> None:
        """Take in a new task."""
        self.in_order = self.in_order and task.created >= self._latest
        self._latest = max(self._latest, task.created)
        self.tasks[task.id] = task
        task.home.tasks[task.id] = task
        if task.custom_id is not None:
            self.custom_ids[task.custom_id] = task
        if task.parent is not None:
            self.subtasks.setdefault(task.parent.id, []).append(task)
            self.rendered.drop(task.parent.id)
        self.version += 1

    def move_under(self, task: Task, parent: Task) -> None:
        """Make a task a subtask of another one."""
        if task.parent is not None:
            self.subtasks[task.parent.id].remove(task)
            self.rendered.drop(task.parent.id)
        task.parent = parent
        self.subtasks.setdefault(parent.id, []).append(task)

    def set_status(self, task: Task, status: Status) -> None:
        """Move a task to another step of its workflow."""
        if status is task.status:
            return
        now = self.now()
        history = task.history or ((task.status, task.created),)
        task.history = (*history, (status, now))
        task.status = status
        finished = status.type in {"done", "closed"}
        task.done = (task.done or now) if finished else None
        task.closed = (task.closed or now) if status.type == "closed" else None

    def delete_task(self, task: Task) -> None:
        """Remove a task, its subtasks, and its part in relations."""
        for child in list(self.subtasks.pop(task.id, ())):
            self.delete_task(child)
        if task.parent is not None and task.parent.id in self.subtasks:
            self.subtasks[task.parent.id].remove(task)
        for dependency in task.dependencies:
            other = dependency.blocking if dependency.waiting is task else dependency.waiting
            other.dependencies = tuple(d for d in other.dependencies if d is not dependency)
            self.rendered.drop(other.id)
        for link in task.links:
            other = link.other if link.one is task else link.one
            other.links = tuple(k for k in other.links if k is not link)
            self.rendered.drop(other.id)
        for checklist in task.checklists:
            del self.checklists[checklist.id]
        for place in (task.home.tasks, *(x.visitors for x in task.locations), self.tasks):
            place.pop(task.id, None)
        self.custom_ids.pop(task.custom_id or "", None)
        self.deleted_tasks.add(task.id)
        self._delete_thread("task", task.id)
        self.touch(task, stamp=False)

    def delete_list(self, home: TaskList) -> None:
        """Remove a List and its tasks."""
        # A parent's deletion takes its subtasks, so some are gone when their turn comes.
        for task in list(home.tasks.values()):
            if task.id in self.tasks:
                self.delete_task(task)
        for task in home.visitors.values():
            task.locations = tuple(x for x in task.locations if x is not home)
        del home.folder.lists[home.id]
        del self.lists[home.id]
        # It stood in for the lack of a Folder, and has no List left to do that for.
        if home.folder.hidden:
            self._forget_folder(home.folder)
        self.deleted_lists.add(home.id)
        self._delete_thread("list", home.id)
        self._delete_views(home.id)
        self.changed()

    def delete_folder(self, folder: Folder) -> None:
        """Remove a Folder and its Lists."""
        for home in list(folder.lists.values()):
            self.delete_list(home)
        self._forget_folder(folder)
        self._delete_views(folder.id)

    def delete_space(self, space: Space) -> None:
        """Remove a Space and its Folders."""
        for folder in list(space.folders.values()):
            self.delete_folder(folder)
        del self.spaces[space.id]
        self._delete_views(space.id)

    def _forget_folder(self, folder: Folder) -> None:
        folder.space.folders.pop(folder.id, None)
        self.folders.pop(folder.id, None)

    def _delete_views(self, place: str) -> None:
        for view in [v for v in self.views.values() if v.parent == place]:
            self.delete_view(view)

    def delete_view(self, view: View) -> None:
        """Remove a view and its comments."""
        del self.views[view.id]
        self._delete_thread("view", view.id)

    def add_comment(self, comment: Comment) -> None:
        """Take in a new comment or reply."""
        self.comments[comment.id] = comment
        kind, parent = comment.parent
        if kind == "comment":
            self.comments[int(parent)].replies.append(comment)
        else:
            self.threads.setdefault(comment.parent, []).append(comment)

    def delete_comment(self, comment: Comment) -> None:
        """Remove a comment and its replies."""
        kind, parent = comment.parent
        if kind == "comment":
            self.comments[int(parent)].replies.remove(comment)
        else:
            self.threads[comment.parent].remove(comment)
        for gone in (comment, *comment.replies):
            del self.comments[gone.id]

    def _delete_thread(self, kind: str, parent: str) -> None:
        for comment in self.threads.pop((kind, parent), ()):
            for gone in (comment, *comment.replies):
                del self.comments[gone.id]

    def tag(self, space: Space, name: str) -> Tag:
        """A Space's tag, made if it has none of that name yet."""
        name = name.strip().lower()
        return space.tags.setdefault(name, Tag(name, _TAG_COLOR, _TAG_COLOR, self.owner.id))

    # Questions

    def fields_of(self, home: TaskList) -> list[CustomField]:
        """The custom fields of a List's tasks: its own, and those of the places above it."""
        found = self._fields_of.get(home.id)
        # Asked for every task that is rendered; definitions never change after the seeding.
        if found is None:
            places = {self.id, home.space.id, home.folder.id, home.id}
            found = [f for f in self.fields.values() if f.place in places]
            self._fields_of[home.id] = found
        return found

    def people(self, numbers: Iterable[int]) -> tuple[User, ...]:
        """The users with these ids; unknown ids are passed over, as ClickUp does."""
        found = (self.users.get(n) for n in dict.fromkeys(numbers))
        return tuple(user for user in found if user is not None)
