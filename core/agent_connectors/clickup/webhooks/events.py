"""The events that ClickUp's webhooks tell of, one type for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from agent_connectors.clickup.webhooks.history import Comment, CommentItem, HistoryItem, Person

__all__ = ["KINDS", "UnknownEvent", "WebhookEvent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """What ClickUp has told.

    Attributes:
        name: The event, such as `taskCreated`.
        webhook_id: The webhook that heard of it.
        key: Identifies the delivery; the same when it comes again. Use it in the `idempotency_key`
            of what you write because of it.
        history: What changed. An event that has none says only that something did.
        raw: The event as it came.
    """

    subject: ClassVar[tuple[str, ...]] = ()
    """The names of the ids that say what it is about."""

    name: str
    webhook_id: str
    key: str = ""
    history: tuple[HistoryItem, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def by(self) -> Person | None:
        """Who has done it, where it is told."""
        return self.history[0].by if self.history else None

    @property
    def at(self) -> datetime | None:
        """When it happened, where it is told; of an edited comment, when that was written."""
        return max((item.at for item in self.history if item.at is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEvent(WebhookEvent):
    """An event of a kind that is not known here; `raw` has all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEvent(WebhookEvent):
    """Something happened to a task."""

    subject: ClassVar[tuple[str, ...]] = ("task_id",)
    task_id: str


class TaskCreated(TaskEvent):
    """A task was made."""


class TaskUpdated(TaskEvent):
    """Something of a task changed; comes along with the event that says what."""


class TaskDeleted(TaskEvent):
    """A task was deleted."""


class TaskPriorityUpdated(TaskEvent):
    """A task has another priority."""


class TaskStatusUpdated(TaskEvent):
    """A task has another status, or its first one."""


class TaskAssigneeUpdated(TaskEvent):
    """Somebody was assigned, or no longer is."""


class TaskDueDateUpdated(TaskEvent):
    """A task has another due date."""


class TaskTagUpdated(TaskEvent):
    """A tag was added or taken off."""


class TaskMoved(TaskEvent):
    """A task is in another List."""


class _OfComment(TaskEvent):
    """A comment on a task."""

    __slots__ = ()

    @property
    def comment(self) -> Comment | None:
        """The comment as it is now."""
        items = (item for item in self.history if isinstance(item, CommentItem))
        return next((item.comment for item in items), None)


class TaskCommentPosted(_OfComment):
    """A comment was written on a task."""


class TaskCommentUpdated(_OfComment):
    """A comment on a task was edited."""


class TaskTimeEstimateUpdated(TaskEvent):
    """A task has another time estimate."""


class TaskTimeTrackedUpdated(TaskEvent):
    """Time of a task was tracked, changed or deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEvent(WebhookEvent):
    """Something happened to a List."""

    subject: ClassVar[tuple[str, ...]] = ("list_id",)
    list_id: str


class ListCreated(ListEvent):
    """A List was made."""


class ListUpdated(ListEvent):
    """A List changed."""


class ListDeleted(ListEvent):
    """A List was deleted, and its tasks with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderEvent(WebhookEvent):
    """Something happened to a Folder."""

    subject: ClassVar[tuple[str, ...]] = ("folder_id",)
    folder_id: str


class FolderCreated(FolderEvent):
    """A Folder was made."""


class FolderUpdated(FolderEvent):
    """A Folder changed."""


class FolderDeleted(FolderEvent):
    """A Folder was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceEvent(WebhookEvent):
    """Something happened to a Space."""

    subject: ClassVar[tuple[str, ...]] = ("space_id",)
    space_id: str


class SpaceCreated(SpaceEvent):
    """A Space was made."""


class SpaceUpdated(SpaceEvent):
    """A Space changed, or what is in it."""


class SpaceDeleted(SpaceEvent):
    """A Space was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEvent(WebhookEvent):
    """Something happened to a goal."""

    subject: ClassVar[tuple[str, ...]] = ("goal_id",)
    goal_id: str


class GoalCreated(GoalEvent):
    """A goal was made."""


class GoalUpdated(GoalEvent):
    """A goal changed."""


class GoalDeleted(GoalEvent):
    """A goal was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultEvent(WebhookEvent):
    """Something happened to a target of a goal."""

    subject: ClassVar[tuple[str, ...]] = ("goal_id", "key_result_id")
    goal_id: str
    key_result_id: str


class KeyResultCreated(KeyResultEvent):
    """A target was made."""


class KeyResultUpdated(KeyResultEvent):
    """A target changed."""


class KeyResultDeleted(KeyResultEvent):
    """A target was deleted."""


_ALL: tuple[type[WebhookEvent], ...] = (
    TaskCreated, TaskUpdated, TaskDeleted, TaskPriorityUpdated, TaskStatusUpdated,
    TaskAssigneeUpdated, TaskDueDateUpdated, TaskTagUpdated, TaskMoved, TaskCommentPosted,
    TaskCommentUpdated, TaskTimeEstimateUpdated, TaskTimeTrackedUpdated,
    ListCreated, ListUpdated, ListDeleted, FolderCreated, FolderUpdated, FolderDeleted,
    SpaceCreated, SpaceUpdated, SpaceDeleted, GoalCreated, GoalUpdated, GoalDeleted,
    KeyResultCreated, KeyResultUpdated, KeyResultDeleted,
)  # fmt: skip

KINDS: Mapping[str, type[WebhookEvent]] = {
    kind.__name__[0].lower() + kind.__name__[1:]: kind for kind in _ALL
}
"""The types by the names of the events."""
