"""The workspace: everything there is, and the ways to change it that keep the indexes right.

Handlers read the objects freely and set plain attributes themselves. What an index or a rendered
task depends on goes through the methods here, or is followed by `touch`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from agent_connectors.clickup.sandbox.ids import Ids
from agent_connectors.clickup.sandbox.plans import ANY, Plan
from agent_connectors.clickup.sandbox.state.audit import AuditLog
from agent_connectors.clickup.sandbox.state.chat import Channel, Message
from agent_connectors.clickup.sandbox.state.files import Files
from agent_connectors.clickup.sandbox.state.people import READ, Access, OAuth, Role, User, UserGroup
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
from agent_connectors.clickup.sandbox.state.templates import Template
from agent_connectors.clickup.sandbox.state.webhooks import Webhook
from agent_connectors.clickup.sandbox.state.work import (
    Checklist,
    Comment,
    Task,
    TimeEntry,
    TimeTag,
)

_TAG_COLOR = "#622aea"


class Workspace:
    """One ClickUp Workspace. All times are in milliseconds since the epoch.

    Args:
        workspace_id: Digits.
        name: As people see it.
        owner: Who it belongs to.
        ids: Where new ids come from.
        clock: Tells the time in Unix seconds.

    Attributes:
        users: By id.
        caller: Whose token the present request carries.
        needed: The level of rights that the present request needs.
        plan: What the Workspace pays for.
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
        deleted_lists: Lists that are gone, by id.
        deleted_folders: Folders that are gone, by id.
        version: Goes up with every change to a task or its surroundings.
        in_order: Whether the tasks were made in the order of their creation dates.
        related: Whether a task shows others in a custom field, and so changes when they do.
        groups: User groups by id.
        roles: Custom roles by number.
        channels: Chat channels by id.
        messages: Chat messages and replies by id.
        files: Attachments.
        webhooks: By id.
        templates: By id.
        time_tags: Labels of time entries, by name.
        access: Who may see what, by kind and id, where it was set.
        audit: What happened, newest last.
        oauth: The OAuth apps and codes that were seen.
        foreign_id: A Workspace that exists, but that the token may not enter.
        foreign_task: The id of a task in that Workspace.
    """

    needed: int = READ
    plan: Plan = ANY

    # Here rather than where they are set: a file that is loaded is checked against them.
    id: str
    name: str
    color: str
    owner: User
    ids: Ids
    users: dict[int, User]
    spaces: dict[str, Space]
    folders: dict[str, Folder]
    lists: dict[str, TaskList]
    tasks: dict[str, Task]
    custom_ids: dict[str, Task]
    subtasks: dict[str, list[Task]]
    fields: dict[str, CustomField]
    task_types: dict[int, str]
    comments: dict[int, Comment]
    threads: dict[tuple[str, str], list[Comment]]
    checklists: dict[str, Checklist]
    time_entries: dict[str, TimeEntry]
    timers: dict[int, TimeEntry]
    goals: dict[str, Goal]
    goal_folders: dict[str, GoalFolder]
    key_results: dict[str, KeyResult]
    views: dict[str, View]
    docs: dict[str, Doc]
    pages: dict[str, Page]
    groups: dict[str, UserGroup]
    roles: dict[int, Role]
    channels: dict[str, Channel]
    messages: dict[str, Message]
    webhooks: dict[str, Webhook]
    templates: dict[str, Template]
    time_tags: dict[str, TimeTag]
    access: dict[tuple[str, str], Access]
    deleted_tasks: set[str]
    deleted_lists: dict[str, TaskList]
    deleted_folders: dict[str, Folder]
    selections: dict[Any, Any]
    _fields_of: dict[str, list[CustomField]]
    files: Files
    audit: AuditLog
    oauth: OAuth
    version: int
    in_order: bool
    related: bool
    foreign_id: str
    foreign_task: str
    _tasks_made: int
    _latest: int

    def __init__(
        self, workspace_id: str, name: str, owner: User, ids: Ids, clock: Callable[[], float]
    ) -> None:
        self.id = workspace_id
        self.name = name
        self.color = "#40BC86"
        self.owner = self.caller = owner
        self.ids = ids
        self.users = {owner.id: owner}
        self.spaces = {}
        self.folders = {}
        self.lists = {}
        self.tasks = {}
        self.custom_ids = {}
        self.subtasks = {}
        self.fields = {}
        self.task_types = {}
        self.comments = {}
        self.threads = {}
        self.checklists = {}
        self.time_entries = {}
        self.timers = {}
        self.goals = {}
        self.goal_folders = {}
        self.key_results = {}
        self.views = {}
        self.docs = {}
        self.pages = {}
        self.groups = {}
        self.roles = {}
        self.channels = {}
        self.messages = {}
        self.files = Files()
        self.webhooks = {}
        self.templates = {}
        self.time_tags = {}
        self.access = {}
        self.audit = AuditLog()
        self.deleted_tasks = set()
        self.deleted_lists = {}
        self.deleted_folders = {}
        self.oauth = OAuth()
        self.version = 0
        self.in_order = True
        self.related = False
        self.foreign_id = str(int(workspace_id) + 101)
        self.foreign_task = "86zzzzzz9"
        self.rendered = RenderedTasks()
        self.selections = {}
        self._clock = clock
        self._fields_of = {}
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

    def note(self, event: str, identifier: str) -> None:
        """Write into the audit log what the token's user just did.

        Args:
            event: Its type.
            identifier: The id of what it was done to.
        """
        self.audit.note(event, self.now(), self.caller.id, identifier)

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

    def put_in_order(self) -> None:
        """Put the tasks into the order of their creation dates, where they came in another."""
        self.tasks = dict(sorted(self.tasks.items(), key=lambda item: item[1].created))
        for order, task in enumerate(self.tasks.values()):
            task.order = order
        for home in self.lists.values():
            home.tasks = dict(sorted(home.tasks.items(), key=lambda item: item[1].order))
        self.in_order = True
        self.rendered.clear()

    def move_under(self, task: Task, parent: Task) -> None:
        """Make a task a subtask of another one."""
        if task.parent is not None:
            self.subtasks[task.parent.id].remove(task)
            self.rendered.drop(task.parent.id)
        task.parent = parent
        self.subtasks.setdefault(parent.id, []).append(task)

    def move_to(self, task: Task, home: TaskList) -> None:
        """Make another List the home of a task and its subtasks."""
        del task.home.tasks[task.id]
        if home in task.locations:
            task.locations = tuple(place for place in task.locations if place is not home)
            del home.visitors[task.id]
        task.home = home
        home.tasks[task.id] = task
        # A List's tasks are kept in the order they were made.
        home.tasks = dict(sorted(home.tasks.items(), key=lambda item: item[1].order))
        for child in self.subtasks.get(task.id, ()):
            self.move_to(child, home)

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

    def add_comment(self, comment: Comment) -> None:
        """Take in a new comment or reply."""
        self.comments[comment.id] = comment
        kind, parent = comment.parent
        if kind == "comment":
            self.comments[int(parent)].replies.append(comment)
        else:
            self.threads.setdefault(comment.parent, []).append(comment)

    def tag(self, space: Space, name: str) -> Tag:
        """A Space's tag, made if it has none of that name yet."""
        tag = space.tag_named(name)
        if tag is None:
            name = name.strip().lower()
            tag = space.tags[name] = Tag(name, _TAG_COLOR, _TAG_COLOR, self.caller.id)
        return tag

    # Questions

    def fields_of(self, home: TaskList) -> list[CustomField]:
        """The custom fields of a List's tasks: its own, and those of the places above it."""
        found = self._fields_of.get(home.id)
        # Asked for every task that is rendered.
        if found is None:
            places = {self.id, home.space.id, home.folder.id, home.id}
            found = [
                f for f in self.fields.values() if f.place in places or home.id in f.further_lists
            ]
            self._fields_of[home.id] = found
        return found

    def groups_with(self, identifiers: Iterable[str]) -> tuple[UserGroup, ...]:
        """The user groups with these ids; unknown ids are passed over."""
        found = (self.groups.get(x) for x in dict.fromkeys(identifiers))
        return tuple(group for group in found if group is not None)

    def people(self, numbers: Iterable[int]) -> tuple[User, ...]:
        """The users with these ids; unknown ids are passed over, as ClickUp does."""
        found = (self.users.get(n) for n in dict.fromkeys(numbers))
        return tuple(user for user in found if user is not None)
