"""Ids as parameters: each says what it is the id of, and so what may be put in its place."""

from typing import Annotated

from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.marks import Doc, Named

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
SpaceId = Annotated[str, Named("space"), Doc("The space, by id or name.")]
FolderId = Annotated[str, Named("folder"), Doc("The folder.")]
ListId = Annotated[str, Named("list"), Doc("The list.")]
TaskId = Annotated[str, Named("task"), Doc("The task.")]
"""A task: its id, its custom id, or its link."""

UserId = Annotated[int | str, Named("person"), _NUMBER_OR_TEXT]
"""A person: an id, a name, an e-mail address, or `me`."""
PersonId = Annotated[str, Named("person")]
"""The same, where the id travels as text."""
GuestId = Annotated[
    str, Named("person"), Doc("The guest's user id, from the members in `teams.list`.")
]
Estimator = Annotated[int | str, Named("person", words=("unassigned",)), _NUMBER_OR_TEXT]
"""A person whose part of a task is estimated; `unassigned` is what belongs to nobody."""
GroupId = Annotated[str, Named("group"), Doc("The group, from `user_groups.list`.")]
RoleId = Annotated[int | str, Named("role"), _NUMBER_OR_TEXT]

GoalId = Annotated[str, Named("goal"), Doc("The goal, from `goals.list`.")]
DocId = Annotated[str, Named("doc"), Doc("The doc, from `docs.list`.")]
PageId = Annotated[str, Named("page"), Doc("The page, from `doc_pages.list`.")]
ViewId = Annotated[str, Named("view"), Doc("The view, from `views.list`.")]
ChannelId = Annotated[str, Named("channel"), Doc("The channel, from `chat_channels.list`.")]
MessageId = Annotated[str, Named("message"), Doc("The message, from `chat_messages.list`.")]
CommentId = Annotated[str, Named("comment"), Doc("The comment, from `comments.list`.")]

FieldId = Annotated[str, Named("field"), Doc("The custom field, by id or name.")]
"""A custom field of the task or list that the call is about."""
AnyFieldId = Annotated[str, Named("any field"), Doc("The custom field, by id or name.")]
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
