"""What there is in a workspace, as plain values under the names that ClickUp has for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from agent_connectors.clickup.sandbox.payloads.places import features_of
from agent_connectors.clickup.sandbox.payloads.team import GUEST_PERMISSIONS
from agent_connectors.clickup.sandbox.payloads.views import SECTIONS, view_section
from agent_connectors.clickup.sandbox.state.chat import Channel, Message, Reaction
from agent_connectors.clickup.sandbox.state.files import Attachment
from agent_connectors.clickup.sandbox.state.people import Access, Role, User, UserGroup
from agent_connectors.clickup.sandbox.state.places import Folder, Space, Status, Tag, TaskList
from agent_connectors.clickup.sandbox.state.plans import (
    CustomField,
    Doc,
    Goal,
    GoalFolder,
    KeyResult,
    Page,
    View,
)
from agent_connectors.clickup.sandbox.state.webhooks import Webhook
from agent_connectors.clickup.sandbox.state.work import (
    Checklist,
    ChecklistItem,
    Comment,
    Dependency,
    Link,
    Task,
    TimeEntry,
    TimeTag,
)
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Fact", "Facts", "Named", "facts_of"]


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


Facts = Mapping[tuple[str, str], Fact]
"""Objects by kind and id."""


class _Kind(NamedTuple):
    """How the objects of a class are told.

    Attributes:
        called: What they are.
        place: What one is in.
        name: What it is called.
        renamed: Fields with other names than ClickUp's.
        without: Fields that follow from others, or that are objects of their own.
    """

    called: str
    place: Callable[[Any], Any] = lambda _: None
    name: Callable[[Any], Any] = lambda one: one.name
    renamed: Mapping[str, str] = MappingProxyType({})
    without: frozenset[str] = frozenset()


def _without(*names: str) -> frozenset[str]:
    return frozenset({"id", *names})


def _text(of: str) -> Callable[[Any], str]:
    return lambda one: str(getattr(one, of))[:80]


_TIMES: Final = {
    "created": "date_created",
    "due": "due_date",
    "due_time": "due_date_time",
    "start": "start_date",
    "start_time": "start_date_time",
}

_KINDS: Final[Mapping[type, _Kind]] = {
    User: _Kind(
        "person",
        name=lambda one: one.username or one.email,
        without=_without("last_active", "color", "initials"),
    ),
    UserGroup: _Kind("user_group", renamed=_TIMES, without=_without()),
    Role: _Kind("role", renamed=_TIMES, without=_without()),
    Space: _Kind("space", without=_without("folders", "numbered")),
    Folder: _Kind(
        "folder", place=lambda one: one.space, without=_without("lists", "deleted", "hidden")
    ),
    TaskList: _Kind(
        "list",
        place=lambda one: one.space if one.folder.hidden else one.folder,
        renamed={"own_statuses": "statuses"},
        without=_without("tasks", "visitors"),
    ),
    Task: _Kind(
        "task",
        place=lambda one: one.home,
        renamed={
            **_TIMES,
            "home": "list",
            "markdown": "description",
            "type": "custom_item_id",
            "estimate": "time_estimate",
            "estimates": "time_estimates_by_user",
            "spent": "time_spent",
            "values": "custom_fields",
            "groups": "group_assignees",
            "links": "linked_tasks",
        },
        without=_without("order", "updated", "closed", "done", "history", "checklists", "plain"),
    ),
    CustomField: _Kind("custom_field", renamed=_TIMES, without=_without("further_lists")),
    Comment: _Kind(
        "comment",
        place=lambda one: one.parent,
        name=_text("text"),
        renamed={"blocks": "comment"},
        without=_without("replies", "parent"),
    ),
    Checklist: _Kind(
        "checklist", place=lambda one: one.task, renamed=_TIMES, without=_without("task")
    ),
    TimeEntry: _Kind(
        "time_entry",
        place=lambda one: one.task,
        name=lambda one: one.description or one.task or one.user,
        without=_without("at", "changes"),
    ),
    TimeTag: _Kind("time_entry_tag", without=_without()),
    Goal: _Kind("goal", renamed=_TIMES, without=_without("updated", "key_results", "pretty_id")),
    GoalFolder: _Kind("goal_folder", renamed=_TIMES, without=_without()),
    KeyResult: _Kind(
        "key_result",
        place=lambda one: one.goal,
        renamed={**_TIMES, "first": "steps_start", "last": "steps_end", "current": "steps_current"},
        without=_without("goal", "action"),
    ),
    View: _Kind("view", without=_without()),
    Doc: _Kind("doc", renamed=_TIMES, without=_without("updated", "pages")),
    Page: _Kind("doc_page", renamed=_TIMES, without=_without("updated", "pages")),
    Channel: _Kind("chat_channel", renamed=_TIMES, without=_without("updated", "messages")),
    Message: _Kind(
        "chat_message",
        place=lambda one: one.parent or one.channel,
        name=_text("content"),
        without=_without("updated", "replies"),
    ),
    Attachment: _Kind("attachment", name=_text("title"), without=_without()),
    Webhook: _Kind(
        "webhook", name=_text("endpoint"), without=_without("secret", "client", "fail_count")
    ),
    Access: _Kind("access", name=lambda _: "access", without=_without()),
}


_WITHIN: Final[Mapping[type, Callable[[Any], Any]]] = {
    Status: lambda one: one.name,
    Tag: lambda one: [one.name, one.foreground, one.background],
    ChecklistItem: lambda one: {
        "id": one.id,
        "name": one.name,
        "resolved": one.resolved,
        "assignee": one.assignee,
        "parent": None if one.parent is None else one.parent.name,
    },
    Dependency: lambda one: {"waiting": one.waiting, "blocking": one.blocking},
    Link: lambda one: sorted([one.one.id, one.other.id]),
    Reaction: lambda one: [one.name, one.user],
    bytes: lambda one: f"{len(one)} bytes",
}
"""How what has no kind of its own is told, where it is a value of something else."""


_WITH_DEFAULTS: Final[Mapping[type, Callable[[Any], dict[str, Any]]]] = {
    Space: lambda one: {"features": features_of(one)},
    View: lambda one: {"settings": {name: view_section(one, name) for name in SECTIONS}},
    User: lambda one: {"permissions": {n: one.permissions.get(n, True) for n in GUEST_PERMISSIONS}},
}
"""What is told as ClickUp shows it: to set what is usual anyway changes nothing."""


def facts_of(workspace: Workspace) -> Facts:
    """All objects of a workspace that somebody can make, change or delete."""
    return dict(_each(workspace))


def _each(workspace: Workspace) -> Iterator[tuple[tuple[str, str], Fact]]:
    for key, one in _objects(workspace):
        kind = _KINDS[type(one)]
        nothing = isinstance(one, Access) and not (one.private or one.levels)
        if nothing or (isinstance(one, Folder) and one.hidden):
            continue  # such a folder only stands for the lack of one
        told = {
            kind.renamed.get(f.name, f.name): _plain(getattr(one, f.name), workspace)
            for f in fields(one)
            if f.name not in kind.without
        }
        told |= _WITH_DEFAULTS.get(type(one), lambda _: {})(one)
        if isinstance(one, Comment) and one.parent[0] == "comment":
            told["in_reply_to"] = one.parent[1]
        name, place = str(_plain(kind.name(one), workspace)), _place(kind.place(one), workspace)
        yield (kind.called, key), Fact(name, place, told)


def _objects(workspace: Workspace) -> Iterator[tuple[str, Any]]:
    tables: Iterable[Mapping[Any, Any]] = (
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
    for table in tables:
        for key, one in table.items():
            yield ("/".join(key) if isinstance(key, tuple) else str(key)), one


def _place(value: Any, workspace: Workspace) -> str:
    if isinstance(value, tuple):
        kind, key = value
        if kind == "comment":
            return _place(workspace.comments[int(key)].parent, workspace)
        places: Mapping[str, Mapping[str, Any]] = {
            "task": workspace.tasks,
            "list": workspace.lists,
            "view": workspace.views,
        }
        value = places[kind].get(key)
    return "" if value is None else str(_plain(value, workspace))


def _plain(value: Any, workspace: Workspace) -> Any:
    """A value without objects of ours: instead of one, what people call it."""
    if isinstance(value, dict):
        return {
            "/".join(map(str, key)) if isinstance(key, tuple) else key: _plain(one, workspace)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(one, workspace) for one in value]
    told = _WITHIN.get(type(value))
    if told is not None:
        return _plain(told(value), workspace)
    kind = _KINDS.get(type(value))
    if kind is None:
        return value
    name = str(_plain(kind.name(value), workspace))
    return Named.of(name, str(getattr(value, "id", name)))
