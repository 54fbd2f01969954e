"""Messages of the chat, and replies to them."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import ChannelId, GroupId, MessageId, PersonId, TriagedId
from agent_connectors.clickup.marks import MayMention, ShownAs
from agent_connectors.clickup.parameters import (
    FORMATTED,
    ContentFormat,
    Cursor,
    PageLimit,
    UserId,
    WorkspaceId,
)
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import Body, Doc, Len, NotShown, Skip
from agent_connectors.engine.paging import ByCursor
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.times.timestamps import PastTime
from agent_connectors.engine.undo import cannot, removes

__all__ = ["ChatMessages", "NewReaction"]

_PAGES = ByCursor(1, 100)


class NewReaction(TypedDict):
    """A reaction that a message is to have from the start; `date` as any time."""

    reaction: str
    user_id: PersonId
    date: PastTime


_Kind = Annotated[
    Literal["message", "post"],
    Doc("A message, or a post, which has a title and is of a kind of post."),
]
_Content = Annotated[
    str,
    FORMATTED,
    MayMention("chat"),
    Doc("The text, Markdown unless `content_format` says otherwise."),
]
_Assignee = Annotated[
    UserId | None,
    Body(kind="text"),
    Doc("Who is to see to it: an id, a name, or `me`."),
    ShownAs("somebody"),
]
_Group = Annotated[
    GroupId | None, Doc("A user group that is to see to it, from `user_groups.list`.")
]
_Title = Annotated[str | None, Body("post_data.title"), NotShown(), Doc("The title of a post.")]
_Subtype = Annotated[
    str | None,
    Body("post_data.subtype.id"),
    NotShown(),
    Doc("The kind of a post, from `chat_messages.get_subtypes`."),
]
_Reactions = Annotated[
    Sequence[NewReaction] | None,
    NotShown(),
    Len(0, 10),
    Doc("Reactions that it has from the start."),
]
_Followers = Annotated[
    Sequence[PersonId] | None,
    NotShown(),
    Len(0, 10),
    Body(kind="text"),
    Doc("User ids of people to tell of replies, 10 at most."),
]
_Action = Annotated[Literal[1, 2] | None, Doc("ClickUp's number for what became of the message.")]
_ObjectId = Annotated[TriagedId | None, Doc("The object that the message was turned into.")]
_ObjectType = Annotated[int | None, Doc("ClickUp's number for its kind: 1 for a task.")]


_UNREAD = Before(missing="ClickUp gives no message by its id alone.")


class ChatMessages(Resource):
    """Messages and posts of the chat, and replies to them."""

    @read(
        "/api/v3/workspaces/{workspace_id}/chat/channels/{channel_id}/messages",
        records="data",
        pages=_PAGES,
    )
    async def list(
        self,
        channel_id: ChannelId,
        *,
        workspace_id: WorkspaceId = None,
        content_format: ContentFormat = None,
        cursor: Cursor = None,
        limit: PageLimit = None,
        skip: Skip = None,
    ) -> Records[records.ChatMessage]:
        """Messages of a channel, newest first, 50 a page, without replies.

        Example:
            await clickup.chat_messages.list("Incidents", limit=10)
        """

    @write(
        "POST /api/v3/workspaces/{workspace_id}/chat/channels/{channel_id}/messages",
        must_have="id",
        undo=removes("chat_messages.delete", message_id="id"),
    )
    async def create(
        self,
        channel_id: ChannelId,
        content: _Content,
        *,
        workspace_id: WorkspaceId = None,
        type: _Kind = "message",
        content_format: ContentFormat = None,
        assignee: _Assignee = None,
        group_assignee: _Group = None,
        post_title: _Title = None,
        post_subtype_id: _Subtype = None,
        reactions: _Reactions = None,
        followers: _Followers = None,
        triaged_action: _Action = None,
        triaged_object_id: _ObjectId = None,
        triaged_object_type: _ObjectType = None,
    ) -> Record[records.ChatMessage]:
        """Writes into a channel or a direct message.

        Example:
            await clickup.chat_messages.create("Incidents", "The queue is empty again.")
        """

    @write(
        "PATCH /api/v3/workspaces/{workspace_id}/chat/messages/{message_id}",
        empty=True,
        before=_UNREAD,
        undo=cannot("ClickUp gives no message by its id, so how it was is not known."),
    )
    async def update(
        self,
        message_id: MessageId,
        *,
        workspace_id: WorkspaceId = None,
        content: Annotated[str | None, FORMATTED, MayMention("chat"), Doc("The new text.")] = None,
        content_format: ContentFormat = None,
        assignee: _Assignee = None,
        group_assignee: _Group = None,
        resolved: bool | None = None,
        post_title: _Title = None,
        post_subtype_id: _Subtype = None,
    ) -> Record[records.ChatMessage]:
        """Changes a message, assigns it, or resolves it.

        Args:
            resolved: True to mark it resolved.

        Example:
            await clickup.chat_messages.update("80150012870000", content="Good morning, all.")
        """

    @destructive(
        "DELETE /api/v3/workspaces/{workspace_id}/chat/messages/{message_id}",
        before=_UNREAD,
        undo=cannot("ClickUp gives no message by its id, so how it was is not known."),
    )
    async def delete(
        self, message_id: MessageId, *, workspace_id: WorkspaceId = None
    ) -> Record[None]:
        """Deletes a message.

        Example:
            await clickup.chat_messages.delete("80150012870000")
        """

    @read(
        "/api/v3/workspaces/{workspace_id}/chat/messages/{message_id}/replies",
        records="data",
        pages=_PAGES,
    )
    async def list_replies(
        self,
        message_id: MessageId,
        *,
        workspace_id: WorkspaceId = None,
        content_format: ContentFormat = None,
        cursor: Cursor = None,
        limit: PageLimit = None,
        skip: Skip = None,
    ) -> Records[records.ChatMessage]:
        """Replies to a message, 50 a page.

        Example:
            await clickup.chat_messages.list_replies("80150012870056")
        """

    @write(
        "POST /api/v3/workspaces/{workspace_id}/chat/messages/{message_id}/replies",
        must_have="id",
        undo=removes("chat_messages.delete", message_id="id"),
    )
    async def reply(
        self,
        message_id: MessageId,
        content: _Content,
        *,
        workspace_id: WorkspaceId = None,
        type: _Kind = "message",
        content_format: ContentFormat = None,
        assignee: _Assignee = None,
        group_assignee: _Group = None,
        post_title: _Title = None,
        post_subtype_id: _Subtype = None,
        reactions: _Reactions = None,
        followers: _Followers = None,
        triaged_action: _Action = None,
        triaged_object_id: _ObjectId = None,
        triaged_object_type: _ObjectType = None,
    ) -> Record[records.ChatMessage]:
        """Replies to a message.

        Example:
            await clickup.chat_messages.reply("80150012870056", "Found it.")
        """

    @read(
        "/api/v3/workspaces/{workspace_id}/chat/messages/{message_id}/tagged_users",
        records="data",
        pages=_PAGES,
    )
    async def list_tagged_users(
        self,
        message_id: MessageId,
        *,
        workspace_id: WorkspaceId = None,
        cursor: Cursor = None,
        limit: PageLimit = None,
        skip: Skip = None,
    ) -> Records[records.ChatUser]:
        """People who are mentioned in a message, 50 a page.

        Example:
            await clickup.chat_messages.list_tagged_users("80150012870084")
        """

    @read("/api/v3/workspaces/{workspace_id}/comments/types/{comment_type}/subtypes")
    async def get_subtypes(
        self,
        comment_type: Literal["post", "ai", "syncup", "ai_via_brain"] = "post",
        *,
        workspace_id: WorkspaceId = None,
    ) -> Record[dict[str, Any]]:  # ClickUp describes nothing of the answer
        """Kinds of posts, such as announcement or idea, with their ids in this workspace.

        Args:
            comment_type: What the kinds are of; posts if unset.

        Example:
            await clickup.chat_messages.get_subtypes("post")
        """
