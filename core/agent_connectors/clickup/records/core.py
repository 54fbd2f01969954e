"""The shapes of ClickUp's records, for editors and type checkers.

Only what is always there, or there in most answers, is named; ClickUp sends more, and all of
it is passed on. Times are milliseconds since 1970, as text in v2 and as numbers in v3.
"""

from typing import Any, TypedDict

__all__ = [
    "Attachment", "Comment", "CreatedComment", "Doc", "Folder", "Goal", "Member", "Priority",
    "Space", "Status", "Task", "TaskList", "TimeEntry", "User", "View", "Workspace",
]  # fmt: skip


class User(TypedDict, total=False):
    """A person."""

    id: int
    username: str | None
    email: str
    color: str | None
    initials: str
    profilePicture: str | None
    timezone: str


class Member(User, total=False):
    """A person with access to a task or list."""

    profileInfo: dict[str, Any]


class Status(TypedDict, total=False):
    """A step that tasks go through."""

    id: str
    status: str
    type: str
    """`open`, `custom`, `done` or `closed`."""
    orderindex: int
    color: str


class Priority(TypedDict, total=False):
    """How urgent a task is."""

    id: str
    """`1` urgent, `2` high, `3` normal, `4` low."""
    priority: str
    orderindex: str
    color: str


class Workspace(TypedDict, total=False):
    """A workspace, which ClickUp's API calls a team."""

    id: str
    name: str
    color: str
    avatar: str | None
    members: list[dict[str, Any]]


class Space(TypedDict, total=False):
    """A space of a workspace."""

    id: str
    name: str
    private: bool
    archived: bool
    statuses: list[Status]
    multiple_assignees: bool
    features: dict[str, Any]


class Folder(TypedDict, total=False):
    """A folder of a space."""

    id: str
    name: str
    orderindex: int
    override_statuses: bool
    hidden: bool
    space: dict[str, Any]
    task_count: str
    archived: bool
    statuses: list[Status]
    lists: list["TaskList"]


class TaskList(TypedDict, total=False):
    """A list of tasks."""

    id: str
    name: str
    orderindex: int
    content: str
    status: dict[str, Any] | None
    priority: dict[str, Any] | None
    assignee: User | None
    task_count: int | None
    due_date: str | None
    start_date: str | None
    folder: dict[str, Any]
    space: dict[str, Any]
    archived: bool
    override_statuses: bool
    statuses: list[Status]
    """Only from `lists.get`."""


class Task(TypedDict, total=False):
    """A task."""

    id: str
    custom_id: str | None
    custom_item_id: int
    name: str
    text_content: str
    description: str
    markdown_description: str
    """Only with `include_markdown_description`."""
    status: Status
    orderindex: str
    date_created: str
    date_updated: str
    date_closed: str | None
    date_done: str | None
    archived: bool
    creator: User
    assignees: list[User]
    group_assignees: list[dict[str, Any]]
    watchers: list[User]
    checklists: list[dict[str, Any]]
    tags: list[dict[str, Any]]
    parent: str | None
    top_level_parent: str | None
    priority: Priority | None
    due_date: str | None
    start_date: str | None
    points: float | None
    time_estimate: int | None
    """Milliseconds."""
    time_spent: int
    """Milliseconds."""
    custom_fields: list[dict[str, Any]]
    dependencies: list[dict[str, Any]]
    linked_tasks: list[dict[str, Any]]
    locations: list[dict[str, Any]]
    team_id: str
    url: str
    list: dict[str, Any]
    folder: dict[str, Any]
    space: dict[str, Any]
    subtasks: "list[Task]"
    """Only with `include_subtasks`."""
    attachments: "list[dict[str, Any]]"
    """Only from `tasks.get`."""


class Comment(TypedDict, total=False):
    """A comment, or a reply to one."""

    id: str
    comment: list[dict[str, Any]]
    comment_text: str
    user: User
    resolved: bool
    """Only where the comment is assigned."""
    assignee: User | None
    assigned_by: User
    group_assignee: dict[str, Any] | None
    reactions: list[dict[str, Any]]
    date: str
    reply_count: int


class CreatedComment(TypedDict, total=False):
    """What ClickUp says of a comment that was just made."""

    id: int
    hist_id: str
    date: int


class Goal(TypedDict, total=False):
    """A goal."""

    id: str
    pretty_id: str
    name: str
    team_id: str
    creator: int
    owners: list[User]
    date_created: str
    start_date: str | None
    due_date: str | None
    description: str
    private: bool
    archived: bool
    percent_completed: float
    key_results: list[dict[str, Any]]
    """Only from `goals.get`."""


class View(TypedDict, total=False):
    """A saved way of looking at tasks or a page."""

    id: str
    name: str
    type: str
    parent: dict[str, Any]
    grouping: dict[str, Any]
    sorting: dict[str, Any]
    filters: dict[str, Any]
    columns: dict[str, Any]
    settings: dict[str, Any]


class TimeEntry(TypedDict, total=False):
    """Time that somebody has tracked. A negative duration means that the timer is running.

    Times are numbers in answers to writes and while a timer runs, else text.
    """

    id: str
    task: dict[str, Any] | None
    wid: str
    user: User
    billable: bool
    start: str | int
    end: str | int
    duration: str | int
    """Milliseconds."""
    description: str
    tags: list[dict[str, Any]]
    at: str | int


class Doc(TypedDict, total=False):
    """A document. Its text is in its pages."""

    id: str
    name: str
    type: int
    parent: dict[str, Any]
    workspace_id: int
    creator: int
    date_created: int
    date_updated: int
    public: bool
    deleted: bool
    archived: bool


class Attachment(TypedDict, total=False):
    """A file attached to a task."""

    id: str
    date: int | str
    title: str
    extension: str
    url: str
    size: int
