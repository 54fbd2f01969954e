"""What surrounds the tasks: custom field definitions, goals, views and Docs."""

from dataclasses import dataclass, field
from typing import Any

from agent_connectors.clickup.sandbox.state.people import User


@dataclass(slots=True, eq=False, repr=False)
class CustomField:
    """A custom field's definition.

    Attributes:
        id: A UUID.
        name: As people see it.
        type: Such as `drop_down` or `short_text`.
        config: Its options and limits, as ClickUp shows them.
        created: When it was made, in milliseconds.
        place: The id of the Workspace, Space, Folder or List it belongs to.
        types: The custom task types it applies to; empty for all.
        required: Whether the UI insists on a value.
        further_lists: Ids of Lists it was brought to by tasks that moved there.
    """

    id: str
    name: str
    type: str
    config: dict[str, Any]
    created: int
    place: str
    types: tuple[int, ...] = ()
    required: bool = False
    further_lists: tuple[str, ...] = ()


@dataclass(slots=True, eq=False, repr=False)
class KeyResult:
    """A target of a goal.

    Attributes:
        id: A UUID.
        goal: The goal it belongs to.
        name: As people see it.
        type: `number`, `currency`, `boolean`, `percentage` or `automatic`.
        creator: Who made it.
        created: When, in milliseconds.
        unit: What is counted.
        first: The value at the start.
        last: The value to reach.
        current: The value now.
        owners: Who is responsible.
        task_ids: The tasks an automatic one follows.
        list_ids: The Lists an automatic one follows.
        action: The last change: its id, note, time, and the values before and after.
    """

    id: str
    goal: "Goal"
    name: str
    type: str
    creator: User
    created: int
    unit: str = ""
    first: float = 0
    last: float = 100
    current: float = 0
    owners: tuple[User, ...] = ()
    task_ids: list[str] = field(default_factory=list)
    list_ids: list[str] = field(default_factory=list)
    action: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False, repr=False)
class GoalFolder:
    """A group of goals, which ClickUp lists apart from the goals outside any."""

    id: str
    name: str
    creator: User
    created: int
    private: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Goal:
    """A goal of the workspace; `pretty_id` is its number in links."""

    id: str
    pretty_id: int
    name: str
    creator: User
    created: int
    updated: int
    due: int | None = None
    start: int | None = None
    description: str = ""
    color: str = "#32a852"
    multiple_owners: bool = False
    owners: tuple[User, ...] = ()
    folder: GoalFolder | None = None
    archived: bool = False
    key_results: list[KeyResult] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class View:
    """A way to look at the tasks of a place.

    Attributes:
        id: A prefix and a number.
        name: As people see it.
        type: `list`, `board`, `calendar`, `conversation` and so on.
        parent: The id of the place it shows.
        parent_type: What that place is: 4 a Space, 5 a Folder, 6 a List, 7 the Workspace.
        settings: Its sections (`grouping`, `filters` and so on), as they are sent and shown.
    """

    id: str
    name: str
    type: str
    parent: str
    parent_type: int
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False, repr=False)
class Page:
    """A page of a Doc, with the pages below it."""

    id: str
    name: str
    creator: User
    created: int
    updated: int
    content: str = ""
    sub_title: str | None = None
    parent: "Page | None" = None
    pages: "list[Page]" = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Doc:
    """A Doc.

    Attributes:
        id: A prefix and a number.
        name: As people see it.
        creator: Who made it.
        created: When, in milliseconds.
        updated: When it was last changed, in milliseconds.
        parent: The id of the place it is in.
        parent_type: What that place is: 4 a Space, 5 a Folder, 6 a List, 7 everything, 12 the
            Workspace.
        public: Whether everybody in the workspace sees it.
        archived: Whether it is put away.
        pages: The top-level ones.
    """

    id: str
    name: str
    creator: User
    created: int
    updated: int
    parent: str
    parent_type: int
    public: bool = True
    archived: bool = False
    pages: list[Page] = field(default_factory=list)
