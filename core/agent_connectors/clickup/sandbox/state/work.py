"""Tasks, and what hangs on them: checklists, relations, comments, tracked time.

There may be 100,000 tasks, so a task holds tuples that many tasks share; whoever changes one
replaces the tuple rather than changing it.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agent_connectors.clickup.sandbox.state.chat import Reaction
from agent_connectors.clickup.sandbox.state.people import User, UserGroup

if TYPE_CHECKING:
    from agent_connectors.clickup.sandbox.state.places import Status, TaskList

NO_VALUES: dict[str, Any] = {}
"""The custom field values of a task without any; never changed."""


@dataclass(slots=True, eq=False, repr=False)
class Task:
    """A unit of work. All times are in milliseconds since the epoch, all durations in milliseconds.

    Attributes:
        id: Letters and digits.
        order: Its place among all tasks ever made, from 0.
        name: Its title.
        home: The List it lives in.
        status: Its step in the List's workflow.
        creator: Who made it.
        created: When it was made.
        updated: When it was last changed.
        closed: When it reached a closed status.
        done: When it reached a done or closed status.
        markdown: Its description.
        plain: The description as plain text, where it was written as such; else `None`.
        custom_id: Such as `ENG-12`.
        type: The custom task type: 0 for a task, 1 for a milestone.
        parent: The task it is a subtask of.
        priority: 1 (urgent) to 4 (low).
        due: When it is due.
        due_time: Whether the time of day of `due` counts.
        start: When work on it starts.
        start_time: Whether the time of day of `start` counts.
        points: Sprint points.
        estimate: How long it should take.
        estimates: Shares of that by the ids of the assignees, `unassigned` for nobody's.
        spent: How long it took so far.
        archived: Whether it is put away.
        assignees: Who does it.
        groups: The user groups that do it.
        watchers: Who hears about it.
        tags: Names of its Space's tags.
        values: Custom field values by field id, as `custom_fields.accept` stores them.
        locations: Further Lists it was added to.
        checklists: In their order.
        dependencies: Those it takes part in, on either side.
        links: Those it takes part in, on either side.
        history: The statuses it went through, each with when it entered it, the present one last;
            empty where it never left its first one.
    """

    id: str
    order: int
    name: str
    home: "TaskList"
    status: "Status"
    creator: User
    created: int
    updated: int
    closed: int | None = None
    done: int | None = None
    markdown: str = ""
    plain: str | None = None
    custom_id: str | None = None
    type: int = 0
    parent: "Task | None" = None
    priority: int | None = None
    due: int | None = None
    due_time: bool = False
    start: int | None = None
    start_time: bool = False
    points: float | None = None
    estimate: int | None = None
    spent: int = 0
    archived: bool = False
    assignees: tuple[User, ...] = ()
    watchers: tuple[User, ...] = ()
    tags: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=lambda: NO_VALUES)
    locations: "tuple[TaskList, ...]" = ()
    checklists: "tuple[Checklist, ...]" = ()
    dependencies: "tuple[Dependency, ...]" = ()
    links: "tuple[Link, ...]" = ()
    history: "tuple[tuple[Status, int], ...]" = ()
    groups: tuple[UserGroup, ...] = ()
    estimates: dict[str, int] | None = None

    @property
    def top(self) -> "Task":
        """The top-level task above it; itself where it is one."""
        task = self
        while task.parent is not None:
            task = task.parent
        return task


@dataclass(slots=True, eq=False, repr=False)
class Dependency:
    """A task that waits for another.

    Attributes:
        waiting: The task that waits.
        blocking: The task it waits for.
        created: When it was set, in milliseconds.
        user: Who set it.
    """

    waiting: Task
    blocking: Task
    created: int
    user: User


@dataclass(slots=True, eq=False, repr=False)
class Link:
    """Two tasks that have to do with each other, in no direction."""

    one: Task
    other: Task
    created: int
    user: User


@dataclass(slots=True, eq=False, repr=False)
class ChecklistItem:
    """A line of a checklist; `parent` is the item it is nested under."""

    id: str
    name: str
    created: int
    assignee: User | None = None
    resolved: bool = False
    parent: "ChecklistItem | None" = None


@dataclass(slots=True, eq=False, repr=False)
class Checklist:
    """A checklist of a task."""

    id: str
    name: str
    task: Task
    creator: User
    created: int
    orderindex: int
    items: list[ChecklistItem] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Comment:
    """A comment on a task, List or view, or a reply to one.

    Attributes:
        id: A number, though read as a string.
        parent: The kind (`task`, `list`, `view` or `comment`) and id of what it is on.
        blocks: The text in pieces, as ClickUp's rich text.
        user: Who wrote it.
        date: When, in milliseconds.
        assignee: Who is to see to it.
        assigned_by: Who assigned it.
        group: The user group that is to see to it.
        resolved: Whether that is done.
        replies: Oldest first.
        reactions: Emoji under it.
    """

    id: int
    parent: tuple[str, str]
    blocks: list[dict[str, Any]]
    user: User
    date: int
    assignee: User | None = None
    assigned_by: User | None = None
    group: UserGroup | None = None
    resolved: bool = False
    replies: "list[Comment]" = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text: of what is not text, ClickUp shows a name at most, of a table a word."""
        return "".join(
            str(block.get("text", "undefined" if block.get("type") == "table-embed" else ""))
            for block in self.blocks
        )


@dataclass(slots=True, eq=False, repr=False)
class TimeEntry:
    """Tracked time, or a running timer.

    Attributes:
        id: Digits.
        user: Whose time.
        start: In milliseconds.
        end: In milliseconds; `None` while it runs.
        at: When it was last changed, in milliseconds.
        task: What it went into.
        description: A note.
        billable: Whether it is to be billed.
        tags: Time entry tags, as sent.
        source: How it came in.
        changes: What was changed since, oldest first: the field, the values before and after, and
            when.
    """

    id: str
    user: User
    start: int
    end: int | None
    at: int
    task: Task | None = None
    description: str = ""
    billable: bool = False
    tags: list[dict[str, Any]] = field(default_factory=list)
    source: str = "clickup"
    changes: tuple[tuple[str, Any, Any, int], ...] = ()


@dataclass(slots=True, eq=False, repr=False)
class TimeTag:
    """A label of time entries; its name identifies it."""

    name: str
    foreground: str
    background: str
    creator: int
