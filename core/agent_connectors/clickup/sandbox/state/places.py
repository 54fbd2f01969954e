"""Where work lives: Spaces, Folders and Lists, with their statuses, tags and fields."""

from dataclasses import dataclass, field
from typing import Any

from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.work import Task


@dataclass(slots=True, eq=False, repr=False)
class Status:
    """A step of a workflow.

    Attributes:
        id: Its id, which names the place that defines it.
        name: As people see it.
        color: A hex colour.
        orderindex: Its place in the workflow, from 0.
        type: `open` (the first), `custom`, `done`, or `closed` (the last).
        group: The status group it belongs to, named after the place that defines it.
    """

    id: str
    name: str
    color: str
    orderindex: int
    type: str
    group: str


@dataclass(slots=True, eq=False, repr=False)
class Tag:
    """A tag of a Space; its name identifies it."""

    name: str
    foreground: str
    background: str
    creator: int


@dataclass(slots=True, eq=False, repr=False)
class Space:
    """The top level of the hierarchy.

    Attributes:
        id: Digits.
        name: As people see it.
        color: A hex colour, if it has any.
        statuses: The workflow of its Lists, unless they override it.
        private: Whether only its members see it.
        archived: Whether it is put away.
        multiple_assignees: Whether its tasks may have several.
        admin_can_manage: Whether admins manage it though it is private.
        features: The switches of its ClickApps that differ from the usual.
        tags: By name.
        folders: By id, hidden ones included.
        prefix: In front of its custom task ids, such as `ENG`; empty where it has none.
        numbered: How many custom task ids were given out.
    """

    id: str
    name: str
    color: str | None
    statuses: list[Status]
    private: bool = False
    archived: bool = False
    multiple_assignees: bool = True
    admin_can_manage: bool | None = True
    features: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    folders: "dict[str, Folder]" = field(default_factory=dict)
    prefix: str = ""
    numbered: int = 0

    def tag_named(self, name: str) -> Tag | None:
        """The tag with a name, whatever its capitals: old tags have some, new ones do not."""
        wanted = name.strip().lower()
        found = self.tags.get(wanted)
        return found or next((t for t in self.tags.values() if t.name.lower() == wanted), None)

    def next_custom_id(self) -> str | None:
        """The custom id of the next task; `None` where tasks have none."""
        if not self.prefix:
            return None
        self.numbered += 1
        return f"{self.prefix}-{self.numbered}"


@dataclass(slots=True, eq=False, repr=False)
class Folder:
    """A group of Lists.

    A List without a Folder sits in a hidden one of its own, as in ClickUp.

    Attributes:
        id: Digits.
        name: As people see it; `hidden` for a hidden one.
        space: Where it is.
        orderindex: Its place among the Space's Folders.
        hidden: Whether it only stands in for the lack of one.
        archived: Whether it is put away.
        statuses: Its own workflow, where it overrides the Space's.
        lists: By id.
        parent: The Folder it is in, for a subfolder.
        deleted: Whether it is gone from its Space; its id still answers.
    """

    id: str
    name: str
    space: Space
    orderindex: int = 0
    hidden: bool = False
    archived: bool = False
    statuses: list[Status] | None = None
    lists: "dict[str, TaskList]" = field(default_factory=dict)
    parent: "Folder | None" = None
    deleted: bool = False


@dataclass(slots=True, eq=False, repr=False)
class TaskList:
    """A List: the home of tasks.

    Attributes:
        id: Digits.
        name: As people see it.
        folder: Where it is; hidden for a folderless one.
        orderindex: Its place in its Folder.
        content: Its description.
        color: The named colour shown as its status; `None` for none.
        priority: 1 (urgent) to 4 (low).
        assignee: Who is responsible for it.
        due_date: In milliseconds.
        due_date_time: Whether the time of day counts.
        start_date: In milliseconds.
        archived: Whether it is put away.
        own_statuses: Its own workflow, where it overrides the Folder's or Space's.
        tasks: Those whose home it is, by id, oldest first.
        visitors: Those of other Lists that were added to it, by id.
    """

    id: str
    name: str
    folder: Folder
    orderindex: int = 0
    content: str = ""
    color: str | None = None
    priority: int | None = None
    assignee: User | None = None
    due_date: int | None = None
    due_date_time: bool = False
    start_date: int | None = None
    archived: bool = False
    own_statuses: list[Status] | None = None
    tasks: dict[str, Task] = field(default_factory=dict)
    visitors: dict[str, Task] = field(default_factory=dict)

    @property
    def space(self) -> Space:
        """The Space it is in."""
        return self.folder.space

    @property
    def statuses(self) -> list[Status]:
        """The workflow of its tasks."""
        return self.own_statuses or self.folder.statuses or self.folder.space.statuses

    def status_named(self, name: str) -> Status | None:
        """The status with a name, whatever its capitals."""
        wanted = name.strip().lower()
        return next((s for s in self.statuses if s.name.lower() == wanted), None)
