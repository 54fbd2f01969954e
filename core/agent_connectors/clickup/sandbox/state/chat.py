"""Chat: channels, direct messages, and what is said there."""

from dataclasses import dataclass, field
from typing import Any

from agent_connectors.clickup.sandbox.state.people import User


@dataclass(slots=True, eq=False, repr=False)
class Channel:
    """A channel, or a direct message between two people or more.

    Attributes:
        id: A prefix and a number.
        name: As people see it; empty for direct messages.
        type: `CHANNEL`, `DM` or `GROUP_DM`.
        creator: Who made it.
        created: When, in milliseconds.
        updated: When it was last changed, in milliseconds.
        parent: The id of the place it belongs to.
        parent_type: What that place is: 4 a Space, 5 a Folder, 6 a List, 7 the Workspace, 12 the
            Workspace for a direct message.
        public: Whether everybody in the workspace may read it.
        description: In Markdown.
        topic: A line under the name.
        members: Those who may read it, where it is not public; and those who were added.
        followers: Those who hear of new messages.
        messages: Oldest first, without the replies.
    """

    id: str
    name: str
    type: str
    creator: User
    created: int
    updated: int
    parent: str
    parent_type: int
    public: bool = True
    description: str = ""
    topic: str = ""
    members: list[User] = field(default_factory=list)
    followers: list[User] = field(default_factory=list)
    messages: "list[Message]" = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Reaction:
    """An emoji somebody put under a message or a comment, which names it by its code points."""

    name: str
    user: User
    date: int


@dataclass(slots=True, eq=False, repr=False)
class Message:
    """A message, a post, or a reply to one.

    Attributes:
        id: Digits.
        channel: Where it was said.
        user: Who said it.
        date: When, in milliseconds.
        content: In Markdown.
        type: `message` or `post`.
        parent: The message it replies to.
        updated: When it was last changed, in milliseconds.
        post: The title and subtype of a post.
        assignee: Who is to see to it.
        assigned: When it was assigned, in milliseconds.
        group: The id of the user group that is to see to it.
        resolved: When that was done, in milliseconds.
        triage: What was made of it, as it was sent.
        reactions: Oldest first.
        replies: Oldest first.
    """

    id: str
    channel: Channel
    user: User
    date: int
    content: str
    type: str = "message"
    parent: "Message | None" = None
    updated: int | None = None
    post: dict[str, Any] | None = None
    assignee: User | None = None
    assigned: int | None = None
    group: str | None = None
    resolved: int | None = None
    triage: dict[str, Any] = field(default_factory=dict)
    reactions: list[Reaction] = field(default_factory=list)
    replies: "list[Message]" = field(default_factory=list)
