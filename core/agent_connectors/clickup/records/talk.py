"""The shapes of what people write outside of tasks: the chat, and pages of docs."""

from typing import Any, TypedDict

__all__ = ["ChatChannel", "ChatMessage", "ChatReaction", "ChatUser", "DocPage"]


class ChatChannel(TypedDict, total=False):
    """A channel, or a direct message."""

    id: str
    name: str
    description: str
    topic: str
    type: str
    """`CHANNEL`, `DM` or `GROUP_DM`."""
    visibility: str
    parent: dict[str, Any]
    creator: str
    created_at: int
    updated_at: int
    room_updated_at: int
    latest_comment_at: int
    workspace_id: str
    archived: bool | None
    links: dict[str, str]


class ChatMessage(TypedDict, total=False):
    """A message or a post in a channel, or a reply to one."""

    id: str
    type: str
    """`message` or `post`."""
    content: str
    user_id: str
    date: int
    date_updated: int
    parent_channel: str
    parent_message: str
    assignee: str
    group_assignee: str
    resolved: bool
    post_data: dict[str, Any]
    replies_count: int
    links: dict[str, str]


class ChatReaction(TypedDict, total=False):
    """An emoji, and whose it is."""

    reaction: str
    user_id: str
    date: int


class ChatUser(TypedDict, total=False):
    """Somebody who takes part in the chat."""

    id: str
    name: str
    username: str
    email: str
    initials: str


class DocPage(TypedDict, total=False):
    """A page of a doc."""

    id: str
    doc_id: str
    workspace_id: int
    parent_page_id: str
    name: str
    sub_title: str | None
    content: str
    """Not in listings."""
    pages: "list[DocPage]"
    date_created: int
    date_updated: int
    date_edited: int
    creator_id: int
    edited_by: int | None
    archived: bool
    deleted: bool
    protected: bool
