"""Kinds of parameters that several of ClickUp's operations share."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NotRequired

from typing_extensions import TypedDict

from agent_connectors.clickup.ids import FieldId, GroupId, UserId
from agent_connectors.clickup.marks import FindsNothing, MayMention
from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.marks import (
    Body,
    Continues,
    Doc,
    Ge,
    Implies,
    Inferred,
    InMarkdown,
    LeavesOut,
    Len,
    MayBeEmpty,
    Named,
    NoChange,
    NotShown,
    Query,
    Requires,
    Since,
    Until,
    WholeDay,
)
from agent_connectors.engine.times.timestamps import PastTime, Timestamp

__all__ = [
    "FORMATTED",
    "Archived",
    "ContentFormat",
    "CreatedAfter",
    "CreatedBefore",
    "Cursor",
    "CustomFieldFilter",
    "CustomFieldFilters",
    "CustomFieldValue",
    "CustomFieldValues",
    "CustomTaskIds",
    "DoneAfter",
    "DoneBefore",
    "DueAfter",
    "DueBefore",
    "DueDateTime",
    "FirstPage",
    "IncludeClosed",
    "IncludeShared",
    "LocalPath",
    "Markdown",
    "MarkdownContent",
    "Members",
    "OneFieldFilter",
    "OrderBy",
    "Page",
    "PageLimit",
    "Priority",
    "StartDateTime",
    "StartId",
    "StatusMapping",
    "Statuses",
    "Subtasks",
    "TagName",
    "Tags",
    "TimeEntryTag",
    "UpdatedAfter",
    "UpdatedBefore",
    "UploadedFile",
    "UserGroups",
    "UserId",
    "ValueOptions",
    "WorkspaceId",
    "WorkspaceOfCustomIds",
]

# ClickUp leaves out what is at the very moment; a range of days has its first and last day in it.
DueAfter = Annotated[Timestamp | None, Since("due_date_lt", strict=True), WholeDay()]
DueBefore = Annotated[Timestamp | None, Until("due_date_gt", strict=True), WholeDay()]
CreatedAfter = Annotated[PastTime | None, Since("date_created_lt", strict=True)]
CreatedBefore = Annotated[PastTime | None, Until("date_created_gt", strict=True)]
UpdatedAfter = Annotated[PastTime | None, Since("date_updated_lt", strict=True)]
UpdatedBefore = Annotated[PastTime | None, Until("date_updated_gt", strict=True)]

Archived = Annotated[
    bool | None,
    LeavesOut("archived ones"),
    Doc("True for archived ones only; unset for those in use."),
]

IncludeClosed = Annotated[bool | None, LeavesOut("closed tasks")]

Subtasks = Annotated[bool | None, LeavesOut("subtasks")]

OfClosed = Implies("include_closed")
"""What asks about tasks that are done, or about a status by its name, asks for closed ones too."""


Statuses = Annotated[Sequence[str] | None, OfClosed, FindsNothing()]
Tags = Annotated[Sequence[str] | None, FindsNothing()]

DoneAfter = Annotated[PastTime | None, Since("date_done_lt", strict=True), OfClosed]
DoneBefore = Annotated[PastTime | None, Until("date_done_gt", strict=True), OfClosed]

# What says whether the hour of a date counts says nothing without the date.
DueDateTime = Annotated[bool | None, Requires("due_date"), NotShown(), NoChange()]
StartDateTime = Annotated[bool | None, Requires("start_date"), NotShown(), NoChange()]

CustomTaskIds = Annotated[
    bool | None,
    Query(),
    Requires("team_id"),
    Doc("True if the task id given is a custom one; set by itself for one like DEV-12."),
]

WorkspaceOfCustomIds = Annotated[
    str | None,
    Named("workspace"),
    Query(),
    Inferred(),
    Doc("The workspace of the custom task id; may be left out if the token sees only one."),
]

WorkspaceId = Annotated[
    str | None,
    Named("workspace"),
    Inferred(),
    Doc("The workspace, by id or name; may be left out if the token sees only one."),
]

Page = Annotated[int | None, Ge(0), Continues(), Doc("Which page, from 0.")]

FirstPage = Annotated[int, Ge(0), Continues(), Doc("Which page, from 0.")]
"""The same, of a list for which ClickUp wants it said."""

Cursor = Annotated[str | None, Continues(), Doc("Where to go on; `meta.next` gives it.")]

PageLimit = Annotated[
    int | None,
    Ge(1),
    Query(),
    Doc("How many records to return in all; pages are gathered as needed. Unset: one page."),
]
"""A limit that ClickUp is told of as well, since it lets the size of a page be chosen."""

ContentFormat = Annotated[
    Literal["text/md", "text/plain"] | None,
    NotShown(),
    NoChange(),
    Doc("Markdown (`text/md`, if unset) or plain text (`text/plain`)."),
]

IncludeShared = Annotated[
    bool | None,
    Query(),
    Doc("False to leave out what is shared with the person; true if unset."),
]

LocalPath = Annotated[Any, Reading({"type": "string"})]
"""Where a file is, or is to be: text inside the folder for files, or a `Path` anywhere."""

UploadedFile = Annotated[Any, Reading({"type": "string"})]
"""A file to send: a path, or from Python its content."""


def _markdown(value: Any) -> Any:
    """Markdown, or the pieces that ClickUp makes a comment of, as they are."""
    if isinstance(value, str) or (
        isinstance(value, list) and value and all(isinstance(piece, dict) for piece in value)
    ):
        return value
    raise ValueError("should be text")


Markdown = Annotated[
    Any,
    Reading({"type": "string"}, _markdown),
    Body("comment"),
    MayMention("markdown"),
    Doc("Markdown instead of plain text; @[Jane Doe] mentions somebody."),
]
"""The text of a comment, with marks."""

MarkdownContent = Annotated[str | None, MayBeEmpty(), InMarkdown(plain=True)]
"""A description with marks; ClickUp shows it as plain text."""

FORMATTED = InMarkdown(unless=("content_format", "text/plain"))
"""Marks a text that is Markdown unless `content_format` says otherwise."""

OrderBy = Literal["id", "created", "updated", "due_date"]

_PRIORITIES = {"urgent": 1, "high": 2, "normal": 3, "low": 4}


def _priority(value: Any) -> Any:
    """The number of a priority."""
    if isinstance(value, str):
        return int(value) if value.isdigit() else _PRIORITIES.get(value.strip().lower(), value)
    return value


Priority = Annotated[
    Literal[1, 2, 3, 4, "urgent", "high", "normal", "low"],
    Reading({"enum": [1, 2, 3, 4, "urgent", "high", "normal", "low"]}, _priority),
]
"""1 urgent, 2 high, 3 normal, 4 low; or those words."""


class CustomFieldFilter(TypedDict):
    """A condition on a custom field."""

    field_id: FieldId
    operator: Literal[
        "=", "==", "<", "<=", ">", ">=", "!=", "!==",
        "IS NULL", "IS NOT NULL", "RANGE", "ANY", "ALL", "NOT ANY", "NOT ALL",
    ]  # fmt: skip
    value: NotRequired[Any]


CustomFieldFilters = Annotated[
    Sequence[CustomFieldFilter] | None, Query(style="json"), FindsNothing()
]
OneFieldFilter = Annotated[CustomFieldFilter | None, Query(style="json"), FindsNothing()]


class ValueOptions(TypedDict, total=False):
    """How the value of a date is taken: `time`, whether its time of day counts."""

    time: bool


class CustomFieldValue(TypedDict):
    """A value for a custom field."""

    id: FieldId
    value: Any
    value_options: NotRequired[ValueOptions]


def _by_name(value: Any) -> Any:
    """Values by the names of their fields, as a list of fields with values."""
    if not isinstance(value, list | tuple):
        return value
    spread: list[Any] = []
    for entry in value:
        # An object without names is no field with a value either: it is refused as one.
        named = isinstance(entry, Mapping) and entry and not {"id", "value"} & entry.keys()
        spread += [{"id": k, "value": v} for k, v in entry.items()] if named else [entry]
    return spread


CustomFieldValues = Annotated[
    Sequence[CustomFieldValue],
    Reading(
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "value": {},
                    "value_options": {
                        "type": "object",
                        "properties": {"time": {"type": "boolean"}},
                    },
                },
            },
        },
        _by_name,
    ),
]
"""Values for custom fields; also as one object of names and values."""


class Members(TypedDict, total=False):
    """People to add and to remove, by user id."""

    add: Sequence[UserId]
    rem: Sequence[UserId]


class UserGroups(TypedDict, total=False):
    """User groups to add and to remove, by id or name."""

    add: Sequence[GroupId]
    rem: Sequence[GroupId]


StartId = Annotated[
    str | None,
    Requires("start"),
    Continues(),
    Doc("Id of the comment to continue after, with `start`; `meta.next` gives both."),
]


class TagName(TypedDict):
    """A tag of time entries, by its name."""

    name: Annotated[str, Len(1)]


class TimeEntryTag(TagName):
    """A tag of time entries, which may be given colours if it is new."""

    tag_fg: NotRequired[str]
    tag_bg: NotRequired[str]


class StatusMapping(TypedDict):
    """Which status of another list takes the place of a status."""

    source_status_id: str
    destination_status_id: str
