"""What there is in a workspace, as plain values under the names that ClickUp has for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Final, NamedTuple, Protocol

from agent_connectors.clickup.sandbox.comparing.kinds import KINDS, WITH_DEFAULTS, WITHIN
from agent_connectors.clickup.sandbox.state.people import Access
from agent_connectors.clickup.sandbox.state.places import Folder
from agent_connectors.clickup.sandbox.state.work import Comment
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = [
    "Fact",
    "Facts",
    "Key",
    "Named",
    "Where",
    "facts_among",
    "facts_of",
    "key_of",
    "tables_of",
]


class Named(str):
    """The name of an object that another one refers to.

    Attributes:
        id: The id of the object, by which it is the same one under another name.
    """

    __slots__ = ("id",)
    id: str

    @classmethod
    def of(cls, name: str, identifier: str) -> "Named":
        """A reference."""
        made = cls(name)
        made.id = identifier
        return made


class Fact(NamedTuple):
    """An object.

    Attributes:
        name: What people call it, or the beginning of its text.
        place: What it is in or on: the name of a List, a task, a goal.
        fields: Its values.
    """

    name: str
    place: str
    fields: Mapping[str, Any]


Key = tuple[str, str]

Facts = Mapping[Key, Fact]
"""Objects by kind and id."""


def facts_of(workspace: Workspace) -> Facts:
    """All objects of a workspace that somebody can make, change or delete."""
    return facts_among((one for table in tables_of(workspace) for one in table.items()), workspace)


def facts_among(objects: Iterable[tuple[Any, Any]], where: "Where") -> Facts:
    """Some objects of a workspace.

    Args:
        objects: Each with its key in the table that holds it.
        where: Where those are that they name by their ids.
    """
    return dict(_each(objects, where))


class Where(Protocol):
    """Where objects are looked up that others name by their ids: a workspace has all of it."""

    @property
    def tasks(self) -> Mapping[str, Any]:
        """By id."""

    @property
    def lists(self) -> Mapping[str, Any]:
        """By id."""

    @property
    def views(self) -> Mapping[str, Any]:
        """By id."""

    @property
    def comments(self) -> Mapping[int, Any]:
        """By id."""


# Looking them up for each object takes as long as reading its values.
_NAMES: Final = {
    cls: tuple(
        (field.name, kind.renamed.get(field.name, field.name))
        for field in fields(cls)
        if field.name not in kind.without
    )
    for cls, kind in KINDS.items()
}

_SIMPLE: Final = frozenset({str, int, float, bool, type(None)})


def _each(objects: Iterable[tuple[Any, Any]], where: Where) -> Iterator[tuple[Key, Fact]]:
    for key, one in objects:
        kind = KINDS[type(one)]
        nothing = isinstance(one, Access) and not (one.private or one.levels)
        if nothing or (isinstance(one, Folder) and one.hidden):
            continue  # such a folder only stands for the lack of one
        told = {name: _plain(getattr(one, own)) for own, name in _NAMES[type(one)]}
        told |= WITH_DEFAULTS.get(type(one), lambda _: {})(one)
        if isinstance(one, Comment) and one.parent[0] == "comment":
            told["in_reply_to"] = one.parent[1]
        name, place = str(_plain(kind.name(one))), _place(kind.place(one), where)
        yield key_of(key, one), Fact(name, place, told)


def key_of(key: Any, one: Any) -> Key:
    """The kind and id of an object, from its key in the table that holds it."""
    return KINDS[type(one)].called, "/".join(key) if isinstance(key, tuple) else str(key)


def tables_of(workspace: Workspace) -> tuple[Mapping[Any, Any], ...]:
    """Where a workspace holds its objects, always in the same order."""
    return (
        workspace.users,
        workspace.groups,
        workspace.roles,
        workspace.spaces,
        workspace.folders,
        workspace.lists,
        workspace.tasks,
        workspace.fields,
        workspace.comments,
        workspace.checklists,
        workspace.time_entries,
        workspace.time_tags,
        workspace.goals,
        workspace.goal_folders,
        workspace.key_results,
        workspace.views,
        workspace.docs,
        workspace.pages,
        workspace.channels,
        workspace.messages,
        workspace.files.by_id,
        workspace.webhooks,
        workspace.access,
    )


def _place(value: Any, where: Where) -> str:
    if isinstance(value, tuple):
        kind, key = value
        if kind == "comment":
            return _place(where.comments[int(key)].parent, where)
        places: Mapping[str, Mapping[str, Any]] = {
            "task": where.tasks,
            "list": where.lists,
            "view": where.views,
        }
        value = places[kind].get(key)
    return "" if value is None else str(_plain(value))


def _plain(value: Any) -> Any:
    """A value without objects of ours: instead of one, what people call it."""
    if type(value) in _SIMPLE:
        return value
    if isinstance(value, dict):
        return {
            "/".join(map(str, key)) if isinstance(key, tuple) else key: _plain(one)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    told = WITHIN.get(type(value))
    if told is not None:
        return _plain(told(value))
    kind = KINDS.get(type(value))
    if kind is None:
        return value
    name = str(_plain(kind.name(value)))
    return Named.of(name, str(getattr(value, "id", name)))
