"""What a view is made of, as it is sent. What is left out is ClickUp's to decide."""

from collections.abc import Sequence
from typing import Any, Literal

from typing_extensions import TypedDict

from agent_connectors.clickup.ids import PersonId, ViewParentId

__all__ = [
    "ViewColumns", "ViewDivide", "ViewFilters", "ViewGrouping", "ViewParent", "ViewSettings",
    "ViewSidebar", "ViewSorting", "ViewType",
]  # fmt: skip

ViewType = Literal[
    "list", "board", "calendar", "table", "timeline", "workload", "activity", "map",
    "conversation", "gantt",
]  # fmt: skip


class ViewParent(TypedDict):
    """Where a view is: 7 workspace, 4 space, 5 folder, 6 list."""

    id: ViewParentId
    type: Literal[4, 5, 6, 7]


class ViewGrouping(TypedDict, total=False):
    """What tasks are grouped by; `dir` is 1, or -1 for the opposite order."""

    field: str
    dir: Literal[1, -1]
    collapsed: Sequence[str]
    ignore: bool


class ViewDivide(TypedDict, total=False):
    """What groups are divided by once more."""

    field: str
    dir: Literal[1, -1]
    collapsed: Sequence[str]


class ViewSorting(TypedDict, total=False):
    """What tasks are sorted by, the first field first."""

    fields: Sequence[dict[str, Any]]


class ViewFilters(TypedDict, total=False):
    """Which tasks are shown."""

    op: Literal["AND", "OR"]
    fields: Sequence[dict[str, Any]]
    search: str
    show_closed: bool


class ViewColumns(TypedDict, total=False):
    """Which columns are shown."""

    fields: Sequence[dict[str, Any]]


class ViewSidebar(TypedDict, total=False):
    """Whose tasks are shown."""

    assignees: Sequence[PersonId]
    assigned_comments: bool
    unassigned_tasks: bool


class ViewSettings(TypedDict, total=False):
    """How tasks are shown; `show_subtasks` is 1 separate, 2 expanded, 3 collapsed."""

    show_task_locations: bool
    show_subtasks: Literal[1, 2, 3]
    show_subtask_parent_names: bool
    show_closed_subtasks: bool
    show_assignees: bool
    show_images: bool
    collapse_empty_columns: str
    me_comments: bool
    me_subtasks: bool
    me_checklists: bool
