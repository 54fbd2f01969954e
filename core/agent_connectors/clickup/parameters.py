"""Kinds of parameters that several of ClickUp's operations share."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, NotRequired

from typing_extensions import TypedDict

from agent_connectors.engine.parameters import Doc, Query, Together

__all__ = [
    "Archived",
    "CustomFieldFilter",
    "CustomFieldFilters",
    "CustomFieldValue",
    "CustomTaskIds",
    "Members",
    "OrderBy",
    "Priority",
    "StartId",
    "UserGroups",
    "WorkspaceOfCustomIds",
]

Archived = Annotated[bool | None, Doc("True for archived ones only; unset for those in use.")]

CustomTaskIds = Annotated[
    bool | None,
    Query(),
    Together("team_id"),
    Doc("True if the task id given is a custom one, such as DEV-12; needs `team_id`."),
]

WorkspaceOfCustomIds = Annotated[
    str | None, Query(), Doc("The workspace of the custom task id; only with `custom_task_ids`.")
]

OrderBy = Literal["id", "created", "updated", "due_date"]

Priority = Literal[1, 2, 3, 4]
"""1 urgent, 2 high, 3 normal, 4 low."""


class CustomFieldFilter(TypedDict):
    """A condition on a custom field."""

    field_id: str
    operator: Literal[
        "=", "==", "<", "<=", ">", ">=", "!=", "!==",
        "IS NULL", "IS NOT NULL", "RANGE", "ANY", "ALL", "NOT ANY", "NOT ALL",
    ]  # fmt: skip
    value: NotRequired[Any]


CustomFieldFilters = Annotated[Sequence[CustomFieldFilter] | None, Query(style="json")]


class CustomFieldValue(TypedDict):
    """A value for a custom field."""

    id: str
    value: Any
    value_options: NotRequired[dict[str, Any]]


class Members(TypedDict, total=False):
    """People to add and to remove, by user id."""

    add: Sequence[int]
    rem: Sequence[int]


class UserGroups(TypedDict, total=False):
    """User groups to add and to remove, by id."""

    add: Sequence[str]
    rem: Sequence[str]


StartId = Annotated[
    str | None,
    Together("start"),
    Doc("Id of the comment to continue after, with `start`; `meta.next` gives both."),
]
