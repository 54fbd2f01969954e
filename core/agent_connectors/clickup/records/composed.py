"""The shapes of what one operation puts together from several answers of ClickUp."""

from typing import Literal, NotRequired, TypedDict

from agent_connectors.clickup.records.core import Comment, Task

__all__ = [
    "AnsweredComment", "BulkItem", "CommentCount", "Download", "FolderInTree",
    "FoundItem", "ListInTree", "SpaceInTree", "TaskWithComments",
]  # fmt: skip


class BulkItem(TypedDict):
    """What became of one of many tasks."""

    index: int
    """Its place among those that were given, from 0."""
    outcome: Literal["created", "updated", "failed", "unknown", "not_sent"]
    id: NotRequired[str]
    """Of the task; only where it was created or updated."""
    name: NotRequired[str | None]
    error: NotRequired[str]
    """Why it was neither."""
    error_type: NotRequired[str]
    """The type of that error, such as `NotFound`; where `outcome` is `failed` or `not_sent`."""
    candidates: NotRequired[list[str]]
    """Ids of tasks that it may be; only where `outcome` is `unknown`."""
    warnings: NotRequired[list[str]]
    looked_up: NotRequired[bool]
    """Whether its answer got lost, and looking has shown what became of it."""


class AnsweredComment(Comment):
    """A comment, with the replies to it if there are any."""

    replies: NotRequired[list[Comment]]


class TaskWithComments(Task):
    """A task, with the comments on it."""

    comments: list[AnsweredComment]


class CommentCount(TypedDict):
    """How many comments a task has."""

    id: str
    name: str
    comments: int


class Download(TypedDict):
    """A file that was fetched."""

    path: str
    bytes: int
    content_type: str | None
    resumed_at: NotRequired[int]
    """The byte at which it went on, where it had broken off."""


class ListInTree(TypedDict):
    """A list, where it is in a workspace."""

    id: str
    name: str
    task_count: int | None


class FolderInTree(TypedDict):
    """A folder with its lists."""

    id: str
    name: str
    lists: list[ListInTree]


class SpaceInTree(TypedDict):
    """A space with its folders, and its lists that are in none."""

    id: str
    name: str
    folders: list[FolderInTree]
    lists: list[ListInTree]


_Where = TypedDict("_Where", {"in": NotRequired[str]})


class FoundItem(_Where):
    """Something that has the name that was looked for, or one that is close to it.

    `in` says where it is: a path of a list or folder, a space, or the list of a task.
    """

    kind: Literal["space", "folder", "list", "person", "tag", "status", "custom_field", "task"]
    id: NotRequired[str | int]
    """Tags and statuses have none."""
    name: str | None
    email: NotRequired[str | None]
    """Of a person."""
    type: NotRequired[str]
    """Of a custom field or a status."""
    status: NotRequired[str]
    """Of a task."""
