"""Templates of tasks, Lists and Folders."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """A task that a template makes.

    Attributes:
        name: Its title, unless the request gives another.
        text: Its description.
        priority: 1 (urgent) to 4 (low).
        tags: Names of tags.
        checklist: Lines of a checklist; none without one.
        subtasks: Names of its subtasks.
    """

    name: str
    text: str = ""
    priority: int | None = None
    tags: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    subtasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A List that a template makes."""

    name: str
    text: str
    tasks: tuple[TaskPlan, ...]


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """A Folder that a template makes."""

    lists: tuple[ListPlan, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """Something to make more of.

    Attributes:
        id: `t-` and digits.
        name: As people see it.
        plan: What it makes.
    """

    id: str
    name: str
    plan: TaskPlan | ListPlan | FolderPlan
