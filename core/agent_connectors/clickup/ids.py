"""Ids as parameters: each says what it is the id of, and so what may be put in its place."""

from typing import Annotated

from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.marks import Named

__all__ = [
    "AccessId",
    "AnyFieldId",
    "ChannelId",
    "CommentId",
    "DocId",
    "DocParentId",
    "Estimator",
    "FieldId",
    "FolderId",
    "FolderTemplateId",
    "GoalId",
    "GroupId",
    "GuestId",
    "ListId",
    "ListTemplateId",
    "LocationId",
    "MessageId",
    "ObjectId",
    "PageId",
    "PersonId",
    "PlainWorkspaceId",
    "RoleId",
    "SpaceId",
    "TaskId",
    "TaskTemplateId",
    "TaskTypeId",
    "TriagedId",
    "UserId",
    "ViewId",
    "ViewParentId",
]

_NUMBER_OR_TEXT = Reading({"type": ["integer", "string"]})

PlainWorkspaceId = Annotated[str, Named("workspace")]
"""A workspace that is one of several choices, and so is not filled in."""
SpaceId = Annotated[str, Named("space")]
FolderId = Annotated[str, Named("folder")]
ListId = Annotated[str, Named("list")]
TaskId = Annotated[str, Named("task")]
"""A task: its id, its custom id, or its link."""

UserId = Annotated[int | str, Named("person"), _NUMBER_OR_TEXT]
"""A person: an id, a name, an e-mail address, or `me`."""
PersonId = Annotated[str, Named("person")]
"""The same, where the id travels as text."""
GuestId = Annotated[str, Named("person")]
Estimator = Annotated[int | str, Named("person", words=("unassigned",)), _NUMBER_OR_TEXT]
"""A person whose part of a task is estimated; `unassigned` is what belongs to nobody."""
GroupId = Annotated[str, Named("group")]
RoleId = Annotated[int | str, Named("role"), _NUMBER_OR_TEXT]

GoalId = Annotated[str, Named("goal")]
DocId = Annotated[str, Named("doc")]
PageId = Annotated[str, Named("page")]
ViewId = Annotated[str, Named("view")]
ChannelId = Annotated[str, Named("channel")]
MessageId = Annotated[str, Named("message")]
CommentId = Annotated[str, Named("comment")]

FieldId = Annotated[str, Named("field")]
"""A custom field of the task or list that the call is about."""
AnyFieldId = Annotated[str, Named("any field")]
"""A custom field of the task that the call is about, or else of the workspace."""

TaskTypeId = Annotated[int | str, Named("task type"), _NUMBER_OR_TEXT]
TaskTemplateId = Annotated[str, Named("task template")]
ListTemplateId = Annotated[str, Named("list template")]
FolderTemplateId = Annotated[str, Named("folder template")]

_PLACES = (("space", "space"), ("folder", "folder"), ("list", "list"))
_NUMBERED = (("4", "space"), ("5", "folder"), ("6", "list"))

LocationId = Annotated[str, Named(by="location_type", kinds=_PLACES)]
DocParentId = Annotated[
    str,
    Named(
        by="parent_type",
        kinds=(
            *_PLACES,
            *_NUMBERED,
            *((kind, "workspace") for kind in ("workspace", "everything", "7", "12")),
        ),
    ),
]
ViewParentId = Annotated[str, Named(by="type", kinds=(*_NUMBERED, ("7", "workspace")))]
ObjectId = Annotated[
    str,
    Named(
        by="object_type",
        kinds=(
            *_PLACES,
            ("task", "task"),
            ("view", "view"),
            ("doc", "doc"),
            ("goal", "goal"),
            ("dashboard", "dashboard"),
            ("customfield", "any field"),
        ),
    ),
]
TriagedId = Annotated[str, Named(by="triaged_object_type", kinds=(("1", "task"),))]
AccessId = Annotated[str, Named(by="kind", kinds=(("user", "person"), ("group", "group")))]
