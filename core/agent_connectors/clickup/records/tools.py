"""The shapes of what hangs on tasks and workspaces: checklists, fields, tags, times, webhooks."""

from typing import Any, NotRequired, TypedDict

from agent_connectors.clickup.records.core import User

__all__ = [
    "AttachedFile", "Checklist", "ChecklistItem", "CreatedFromTemplate", "CreatedInterval",
    "CustomField", "KeyResult", "MovedTask", "Tag", "TaskType", "Template", "TimeEntryChange",
    "TimeEstimates", "TimeInStatus", "TrackedTime", "UpdatedTag", "UpdatedTimeEstimates", "Webhook",
]  # fmt: skip


class AttachedFile(TypedDict):
    """A file on a task or in a custom field, as version 3 of ClickUp's API has it."""

    id: str
    title: str
    extension: str
    mime_type: str
    size: int
    """In bytes."""
    url: str
    date_created: int
    date_updated: int
    parent_entity_type: str
    """`tasks` or `custom_fields`."""
    parent_id: str
    user_id: int
    """Of the person who uploaded it."""


class ChecklistItem(TypedDict):
    """An item of a checklist."""

    id: str
    name: str
    orderindex: int | None
    assignee: User | None
    resolved: bool
    parent: str | None
    date_created: str
    children: list[Any]


class Checklist(TypedDict):
    """A checklist of a task."""

    id: str
    task_id: str
    name: str
    orderindex: int
    resolved: int
    unresolved: int
    items: list[ChecklistItem]


class Tag(TypedDict):
    """A tag of tasks, or of time entries."""

    name: str
    tag_fg: str
    tag_bg: str
    creator: int


class UpdatedTag(TypedDict):
    """A tag of tasks that was just changed; its colours have other keys than those of a `Tag`."""

    name: str
    fg_color: str
    bg_color: str


class CustomField(TypedDict):
    """A custom field, as it is defined."""

    id: str
    name: str
    type: str
    type_config: dict[str, Any]
    date_created: str
    hide_from_guests: bool
    required: bool | None
    applied_objects: NotRequired[list[dict[str, Any]]]
    """Only with `include_applied_objects`, and only where it is limited to task types."""


class TaskType(TypedDict):
    """A type of tasks."""

    id: int
    name: str
    name_plural: str
    description: str


class KeyResult(TypedDict):
    """What measures a goal."""

    id: str
    goal_id: str
    name: str
    type: str
    unit: str | None
    creator: int
    owners: list[User]
    date_created: str
    percent_completed: float | None
    completed: bool
    task_ids: list[str]
    subcategory_ids: list[str]
    """Ids of lists."""
    last_action: dict[str, Any]
    """How far it had come before, how far it came, and what was said of it."""


class Template(TypedDict):
    """A template of a task, a list or a folder."""

    id: str
    name: str


class CreatedFromTemplate(TypedDict):
    """What ClickUp says of what was just made from a template."""

    id: str | int
    task: NotRequired[dict[str, Any]]
    list: NotRequired[dict[str, Any]]
    folder: NotRequired[dict[str, Any]]


class Webhook(TypedDict):
    """A call that ClickUp makes when something happens."""

    id: str
    userid: int
    team_id: int
    endpoint: str
    events: list[str]
    task_id: str | None
    list_id: int | str | None
    folder_id: int | str | None
    space_id: int | str | None
    health: dict[str, Any]
    secret: str
    """What the calls are signed with."""


class MovedTask(TypedDict):
    """What ClickUp says of a task that was just moved."""

    task_id: str
    new_list_id: str


class TimeEstimates(TypedDict):
    """Time estimates of a task, in milliseconds."""

    total_time_estimate: int
    assignee_estimates: dict[str, int]
    """By user id, or `unassigned`."""


class UpdatedTimeEstimates(TypedDict):
    """Time estimates of a task that were just changed, in milliseconds."""

    total_time_estimate: int
    """Of all assignees, also those whose estimates stayed as they were."""
    updated_estimates: dict[str, int]
    """Those that were changed: by user id, or `unassigned`."""


class TimeInStatus(TypedDict):
    """How long a task has been in each status."""

    current_status: dict[str, Any]
    status_history: list[dict[str, Any]]


class TimeEntryChange(TypedDict, total=False):
    """A change of a time entry."""

    id: str
    field: str
    before: Any
    after: Any
    date: str
    user: User


class TrackedTime(TypedDict):
    """Time that somebody tracked on a task, as legacy time tracking tells it."""

    user: User
    time: int
    intervals: list[dict[str, Any]]


class CreatedInterval(TypedDict):
    """What legacy time tracking says of time that was just recorded."""

    id: str
