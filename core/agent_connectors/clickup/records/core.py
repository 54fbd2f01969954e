"""The shapes of ClickUp's records, for editors and type checkers.

A key that is not marked `NotRequired` was in every answer that was recorded; where none was, it is
in all that ClickUp describes. Others are in most answers, or where it is said. ClickUp sends more,
and all of it is passed on. Times are milliseconds since 1970, as text in v2 and as numbers in v3.
"""

from typing import Any, NotRequired, TypedDict

__all__ = [
    "Attachment", "Comment", "CreatedComment", "Doc", "Folder", "Goal", "Member", "Priority",
    "Space", "Status", "Task", "TaskList", "TimeEntry", "User", "View", "Workspace",
]  # fmt: skip

_Objects = list[dict[str, Any]]


class User(TypedDict):
    """A person."""

    id: int
    username: str | None
    email: str
    color: str | None
    initials: NotRequired[str]
    profilePicture: str | None
    timezone: NotRequired[str]


class Member(User):
    """A person with access to a task or list."""

    profileInfo: dict[str, Any]


class Status(TypedDict):
    """A step that tasks go through."""

    id: str
    status: str
    type: str
    """`open`, `custom`, `done` or `closed`."""
    orderindex: int
    color: str


class Priority(TypedDict):
    """How urgent a task is."""

    id: str
    """`1` urgent, `2` high, `3` normal, `4` low."""
    priority: str
    orderindex: str
    color: str


class Workspace(TypedDict):
    """A workspace, which ClickUp's API calls a team."""

    id: str
    name: str
    color: str
    avatar: str | None
    members: list[dict[str, Any]]


class Space(TypedDict):
    """A space of a workspace."""

    id: str
    name: str
    private: bool
    archived: bool
    statuses: list[Status]
    multiple_assignees: bool
    features: dict[str, Any]


class Folder(TypedDict):
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


class TaskList(TypedDict):
    """A list of tasks."""

    id: str
    name: str
    orderindex: int
    content: NotRequired[str]
    status: NotRequired[dict[str, Any] | None]
    priority: dict[str, Any] | None
    assignee: User | None
    task_count: int | None
    due_date: str | None
    start_date: str | None
    folder: NotRequired[dict[str, Any]]
    space: NotRequired[dict[str, Any]]
    archived: bool
    override_statuses: bool
    statuses: NotRequired[list[Status]]
    """Only from `lists.get`."""


class Task(TypedDict):
    """A task."""

    id: str
    custom_id: str | None
    custom_item_id: int
    name: str
    text_content: str
    description: str
    markdown_description: NotRequired[str]
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
    time_spent: NotRequired[int]
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
    subtasks: NotRequired["list[Task]"]
    """Only with `include_subtasks`."""
    attachments: NotRequired[_Objects]
    """Only from `tasks.get`."""


class Comment(TypedDict):
    """A comment, or a reply to one."""

    id: str
    comment: list[dict[str, Any]]
    comment_text: str
    user: User
    resolved: NotRequired[bool]
    """Only where the comment is assigned."""
    assignee: User | None
    assigned_by: NotRequired[User]
    group_assignee: dict[str, Any] | None
    reactions: list[dict[str, Any]]
    date: str
    reply_count: int


class CreatedComment(TypedDict):
    """What ClickUp says of a comment that was just made."""

    id: int
    hist_id: str
    date: int


class Goal(TypedDict):
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
    key_results: NotRequired[list[dict[str, Any]]]
    """Only from `goals.get`."""


class View(TypedDict):
    """A saved way of looking at tasks or a page."""

    id: str
    name: str
    type: str
    parent: dict[str, Any]
    grouping: NotRequired[dict[str, Any]]
    sorting: NotRequired[dict[str, Any]]
    filters: NotRequired[dict[str, Any]]
    columns: NotRequired[dict[str, Any]]
    settings: NotRequired[dict[str, Any]]


class TimeEntry(TypedDict):
    """Time that somebody has tracked. A negative duration means that the timer is running.

    Times are numbers in answers to writes and while a timer runs, else text.
    """

    id: str
    task: NotRequired[dict[str, Any] | None]
    wid: str
    user: User
    billable: bool
    start: str | int
    end: NotRequired[str | int]
    duration: str | int
    """Milliseconds."""
    description: str
    tags: list[dict[str, Any]]
    at: str | int


class Doc(TypedDict):
    """A document. Its text is in its pages."""

    id: str
    name: str
    type: int
    parent: dict[str, Any]
    workspace_id: int
    creator: int
    date_created: int
    date_updated: NotRequired[int]
    public: bool
    deleted: NotRequired[bool]
    archived: NotRequired[bool]


class Attachment(TypedDict):
    """A file that was just attached to a task, as version 2 of ClickUp's API has it."""

    id: str
    date: int | str
    title: str
    extension: str
    url: str
