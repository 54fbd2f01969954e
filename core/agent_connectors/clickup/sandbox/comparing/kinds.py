"""Of what kinds objects are, and under what names their values are told."""

from collections.abc import Callable, Mapping
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

__all__ = ["KINDS", "WITHIN", "WITH_DEFAULTS", "Kind"]


class Kind(NamedTuple):
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

KINDS: Final[Mapping[type, Kind]] = {
    User: Kind(
        "person",
        name=lambda one: one.username or one.email,
        without=_without("last_active", "color", "initials"),
    ),
    UserGroup: Kind("user_group", renamed=_TIMES, without=_without()),
    Role: Kind("role", renamed=_TIMES, without=_without()),
    Space: Kind("space", without=_without("folders", "numbered")),
    Folder: Kind(
        "folder", place=lambda one: one.space, without=_without("lists", "deleted", "hidden")
    ),
    TaskList: Kind(
        "list",
        place=lambda one: one.space if one.folder.hidden else one.folder,
        renamed={"own_statuses": "statuses"},
        without=_without("tasks", "visitors"),
    ),
    Task: Kind(
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
    CustomField: Kind("custom_field", renamed=_TIMES, without=_without("further_lists")),
    Comment: Kind(
        "comment",
        place=lambda one: one.parent,
        name=_text("text"),
        renamed={"blocks": "comment"},
        without=_without("replies", "parent"),
    ),
    Checklist: Kind(
        "checklist", place=lambda one: one.task, renamed=_TIMES, without=_without("task")
    ),
    TimeEntry: Kind(
        "time_entry",
        place=lambda one: one.task,
        name=lambda one: one.description or one.task or one.user,
        without=_without("at", "changes"),
    ),
    TimeTag: Kind("time_entry_tag", without=_without()),
    Goal: Kind("goal", renamed=_TIMES, without=_without("updated", "key_results", "pretty_id")),
    GoalFolder: Kind("goal_folder", renamed=_TIMES, without=_without()),
    KeyResult: Kind(
        "key_result",
        place=lambda one: one.goal,
        renamed={**_TIMES, "first": "steps_start", "last": "steps_end", "current": "steps_current"},
        without=_without("goal", "action"),
    ),
    View: Kind("view", without=_without()),
    Doc: Kind("doc", renamed=_TIMES, without=_without("updated", "pages")),
    Page: Kind("doc_page", renamed=_TIMES, without=_without("updated", "pages")),
    Channel: Kind("chat_channel", renamed=_TIMES, without=_without("updated", "messages")),
    Message: Kind(
        "chat_message",
        place=lambda one: one.parent or one.channel,
        name=_text("content"),
        without=_without("updated", "replies"),
    ),
    Attachment: Kind("attachment", name=_text("title"), without=_without()),
    Webhook: Kind(
        "webhook", name=_text("endpoint"), without=_without("secret", "client", "fail_count")
    ),
    Access: Kind("access", name=lambda _: "access", without=_without()),
}


WITHIN: Final[Mapping[type, Callable[[Any], Any]]] = {
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


WITH_DEFAULTS: Final[Mapping[type, Callable[[Any], dict[str, Any]]]] = {
    Space: lambda one: {"features": features_of(one)},
    View: lambda one: {"settings": {name: view_section(one, name) for name in SECTIONS}},
    User: lambda one: {"permissions": {n: one.permissions.get(n, True) for n in GUEST_PERMISSIONS}},
}
"""What is told as ClickUp shows it: to set what is usual anyway changes nothing."""
