"""Users, in the several shapes that different endpoints show them in."""

from typing import Any

from agent_connectors.clickup.sandbox.payloads.times import shown_time
from agent_connectors.clickup.sandbox.state.people import ROLE_KEYS, User, UserGroup

_PROFILE_KEYS = ("verified_ambassador", "verified_consultant", "top_tier_user", "ai_expert")

_NO_PROFILE: dict[str, None] = {
    "display_profile": None,
    **dict.fromkeys(_PROFILE_KEYS),
    **{f"viewed_{key}": None for key in _PROFILE_KEYS},
}


def user_payload(user: User) -> dict[str, Any]:
    """A user on tasks, comments and time entries."""
    return {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "color": user.color,
        "initials": user.initials,
        "profilePicture": None,
    }


def person_on_task(user: User) -> dict[str, Any]:
    """Somebody who does or watches a task: the same as anywhere, in another order."""
    return {
        "id": user.id,
        "username": user.username,
        "color": user.color,
        "initials": user.initials,
        "email": user.email,
        "profilePicture": None,
    }


def _person_with_account(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "color": user.color,
        "profilePicture": None,
        "initials": user.initials,
    }


def group_payload(group: UserGroup, team_id: str) -> dict[str, Any]:
    """A user group.

    Args:
        group: The group.
        team_id: The Workspace it belongs to.
    """
    return {
        "id": group.id,
        "team_id": team_id,
        "userid": group.creator.id,
        "name": group.name,
        "handle": group.handle,
        "date_created": str(group.created),
        "initials": "".join(word[0] for word in group.name.split()[:2]).upper(),
        "members": [user_payload(user) for user in group.members],
        "avatar": {"attachment_id": None, "color": None, "source": None, "icon": None},
    }


def group_reference(group: UserGroup) -> dict[str, Any]:
    """A user group on tasks and comments."""
    return {"id": group.id, "name": group.name, "handle": group.handle}


def creator_payload(user: User) -> dict[str, Any]:
    """A task's creator, who has no initials."""
    return {
        "id": user.id,
        "username": user.username,
        "color": user.color,
        "email": user.email,
        "profilePicture": None,
    }


def account_payload(user: User) -> dict[str, Any]:
    """The user a token belongs to."""
    return {
        **_person_with_account(user),
        "week_start_day": None,
        "global_font_support": False,
        "timezone": user.timezone,
    }


def teammate_payload(user: User) -> dict[str, Any]:
    """A member of the workspace, wrapped as the workspace's payload wraps them."""
    role = user.custom_role
    member: dict[str, Any] = {
        "user": {
            **_person_with_account(user),
            "role": user.role,
            "role_subtype": 0,
            "role_key": ROLE_KEYS[user.role],
            "custom_role": None if role is None else {"id": role.id, "name": role.name},
            "last_active": shown_time(user.last_active),
            "date_joined": shown_time(user.joined),
            "date_invited": shown_time(user.invited),
        }
    }
    if user.invited_by is not None:
        status = {"banned_date": None, "status": "invited"}
        member["invited_by"] = {**user_payload(user.invited_by), **status}
    return member


def member_payload(user: User) -> dict[str, Any]:
    """Somebody with access to a task or List."""
    return {**user_payload(user), "profileInfo": _NO_PROFILE}
