"""The shapes of what people write outside of tasks: the chat, and pages of docs."""

from typing import Any, NotRequired, TypedDict

__all__ = ["ChatChannel", "ChatMessage", "ChatReaction", "ChatUser", "DocPage", "DocPageInListing"]


class ChatChannel(TypedDict):
    """A channel, or a direct message."""

    id: str
    name: NotRequired[str]
    description: NotRequired[str]
    topic: NotRequired[str]
    type: str
    """`CHANNEL`, `DM` or `GROUP_DM`."""
    visibility: str
    parent: dict[str, Any]
    creator: str
    created_at: int
    updated_at: NotRequired[int]
    room_updated_at: NotRequired[int]
    latest_comment_at: NotRequired[int]
    workspace_id: str
    archived: bool | None
    links: NotRequired[dict[str, str]]


class ChatMessage(TypedDict):
    """A message or a post in a channel, or a reply to one."""

    id: str
    type: str
    """`message` or `post`."""
    content: str
    user_id: str
    date: int
    date_updated: NotRequired[int]
    parent_channel: str
    parent_message: NotRequired[str]
    assignee: NotRequired[str]
    group_assignee: NotRequired[str]
    resolved: bool
    post_data: NotRequired[dict[str, Any]]
    replies_count: NotRequired[int]
    links: dict[str, str]


class ChatReaction(TypedDict):
    """An emoji, and whose it is."""

    reaction: str
    user_id: str
    date: int


class ChatUser(TypedDict):
    """Somebody who takes part in the chat."""

    id: str
    name: NotRequired[str]
    username: NotRequired[str]
    email: str
    initials: NotRequired[str]


class DocPageInListing(TypedDict):
    """A page of a doc, with its name and place alone."""

    id: str
    doc_id: str
    workspace_id: int
    parent_page_id: NotRequired[str]
    name: str
    pages: NotRequired["list[DocPageInListing]"]


class DocPage(TypedDict):
    """A page of a doc."""

    id: str
    doc_id: str
    workspace_id: int
    parent_page_id: NotRequired[str]
    name: str
    sub_title: NotRequired[str | None]
    content: str
    pages: NotRequired["list[DocPage]"]
    date_created: int
    date_updated: NotRequired[int]
    date_edited: NotRequired[int]
    creator_id: int
    edited_by: NotRequired[int | None]
    archived: NotRequired[bool]
    deleted: NotRequired[bool]
    protected: NotRequired[bool]
