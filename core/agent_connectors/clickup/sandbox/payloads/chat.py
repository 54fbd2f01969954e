"""Channels and messages of the chat (API v3), whose user ids are strings and whose dates vary."""

from typing import Any

from agent_connectors.clickup.sandbox.markdown import plain_text
from agent_connectors.clickup.sandbox.state.chat import Channel, Message, Reaction
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.workspace import Workspace

POST_SUBTYPES = {
    "announcement": "Announcement",
    "discussion": "Discussion",
    "idea": "Idea",
    "update": "Update",
}
"""What a post may be, by what its id ends with."""

_CHAT_VIEW = 8


def subtype_id(workspace: Workspace, key: str) -> str:
    """The id of a subtype of posts, which is the workspace's own."""
    return f"{workspace.id}-{key}"


def _path(workspace: Workspace, rest: str) -> str:
    return f"/api/v3/workspaces/{workspace.id}/chat/{rest}"


def person_payload(user: User) -> dict[str, Any]:
    """A member or follower of a channel, or somebody who was mentioned."""
    payload = {"id": str(user.id), "email": user.email, "initials": user.initials}
    if user.username is not None:
        payload |= {"name": user.username, "username": user.username}
    return payload


def channel_payload(
    channel: Channel, workspace: Workspace, *, plain: bool = False
) -> dict[str, Any]:
    """A channel.

    Args:
        channel: The channel.
        workspace: Where it is.
        plain: Whether to show its description as plain text instead of Markdown.
    """
    description = plain_text(channel.description) if plain else channel.description
    links = _path(workspace, f"channels/{channel.id}")
    direct = channel.type != "CHANNEL"
    latest = latest_message(channel)
    return {
        "creator": str(channel.creator.id),
        "archived": None if direct else False,
        "id": channel.id,
        **({} if direct else {"name": channel.name}),
        "description": description,
        "topic": channel.topic,
        "type": channel.type,
        "visibility": "PUBLIC" if channel.public else "PRIVATE",
        "parent": {"id": channel.parent, "type": channel.parent_type},
        # Described as strings, but seen as numbers.
        "created_at": channel.created,
        "updated_at": channel.updated,
        # A room in which nothing was said has none.
        **({} if latest is None else {"latest_comment_at": latest}),
        "room_updated_at": channel.updated,
        "is_canonical_channel": channel.parent_type not in {7, 12},
        "workspace_id": workspace.id,
        "is_hidden": False,
        "default_view": {"type": _CHAT_VIEW, "view_id": channel.id, "standard": True},
        "links": {"members": f"{links}/members", "followers": f"{links}/followers"},
    }


def latest_message(channel: Channel) -> int | None:
    """When something was last said in a channel."""
    dates = [m.date for message in channel.messages for m in (message, *message.replies)]
    return max(dates, default=None)


def message_payload(
    message: Message, workspace: Workspace, *, plain: bool = False
) -> dict[str, Any]:
    """A message or a reply.

    Args:
        message: The message.
        workspace: Where it is.
        plain: Whether to show its content as plain text instead of Markdown.
    """
    links = _path(workspace, f"messages/{message.id}")
    payload: dict[str, Any] = {
        "id": message.id,
        "type": message.type,
        "content": plain_text(message.content) if plain else message.content,
        "date": message.date,
        "parent_channel": message.channel.id,
        "user_id": str(message.user.id),
        "resolved": message.resolved is not None,
        "links": {"reactions": f"{links}/reactions", "tagged_users": f"{links}/tagged_users"},
        **message.triage,
    }
    if message.parent is None:
        payload["links"]["replies"] = f"{links}/replies"
        payload["replies_count"] = len(message.replies)
    else:
        payload["parent_message"] = message.parent.id
    # What is not set is left out, not null.
    further = {
        "assignee": None if message.assignee is None else str(message.assignee.id),
        "assigned_by": None if message.assigned is None else str(message.user.id),
        "date_assigned": message.assigned,
        "date_resolved": message.resolved,
        "resolved_by": None if message.resolved is None else str(workspace.caller.id),
        "date_updated": message.updated,
        "group_assignee": message.group,
        "post_data": message.post,
    }
    return payload | {name: value for name, value in further.items() if value is not None}


def reaction_payload(reaction: Reaction) -> dict[str, Any]:
    """A reaction to a message."""
    return {"reaction": reaction.name, "user_id": str(reaction.user.id), "date": reaction.date}
