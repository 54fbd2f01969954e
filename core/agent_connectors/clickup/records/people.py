"""The shapes of records about people: members, guests, groups, roles, and what they pay for."""

from typing import Any, NotRequired, TypedDict

from agent_connectors.clickup.records.core import TaskList, User

__all__ = [
    "AccessToken", "Guest", "Plan", "Role", "Seats", "Shared", "UserGroup", "WorkspaceMember",
]  # fmt: skip


class Plan(TypedDict):
    """What a workspace pays for."""

    plan_name: str
    plan_id: int


class Seats(TypedDict):
    """How many people a workspace has room for."""

    members: dict[str, int]
    guests: dict[str, int]


class Shared(TypedDict):
    """What was shared with somebody one by one."""

    tasks: list[dict[str, Any]]
    lists: list[TaskList]
    folders: list[dict[str, Any]]


class WorkspaceMember(TypedDict):
    """A member of a workspace."""

    user: User
    invited_by: User
    shared: NotRequired[Shared]
    """Not with `include_shared=false`."""


class Guest(TypedDict):
    """Somebody from outside, and what is shared with them."""

    user: User
    invited_by: User
    can_see_time_spent: bool
    can_see_time_estimated: bool
    can_see_points_estimated: NotRequired[bool]
    can_edit_tags: bool
    can_create_views: NotRequired[bool]
    shared: NotRequired[Shared]
    """Not with `include_shared=false`."""


class UserGroup(TypedDict):
    """A group of people."""

    id: str
    team_id: str
    userid: int
    name: str
    handle: str
    date_created: str
    initials: str
    members: list[User]
    avatar: dict[str, Any]


class Role(TypedDict):
    """A custom role. It builds on an inherited one: 2 admin, 3 member, 4 guest."""

    id: int
    team_id: str
    name: str
    inherited_role: int
    date_created: str
    members: NotRequired[list[int]]
    """Only with `include_members`."""


class AccessToken(TypedDict):
    """A credential of a user for an application."""

    access_token: str
