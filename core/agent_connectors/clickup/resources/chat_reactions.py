"""Reactions to messages of the chat."""

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import MessageId
from agent_connectors.clickup.parameters import Cursor, PageLimit, WorkspaceId
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Skip
from agent_connectors.engine.paging import ByCursor
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import reverses

__all__ = ["ChatReactions"]

_PAGES = ByCursor(1, 100)


class ChatReactions(Resource):
    """Reactions to messages: an emoji, and whose it is."""

    @read(
        "/api/v3/workspaces/{workspace_id}/chat/messages/{message_id}/reactions",
        records="data",
        pages=_PAGES,
    )
    async def list(
        self,
        message_id: MessageId,
        *,
        workspace_id: WorkspaceId = None,
        cursor: Cursor = None,
        limit: PageLimit = None,
        skip: Skip = None,
    ) -> Records[records.ChatReaction]:
        """Reactions to a message, 50 a page.

        Example:
            await clickup.chat_reactions.list("80150012870056")
        """

    @write(
        "POST /api/v3/workspaces/{workspace_id}/chat/messages/{message_id}/reactions",
        empty=True,
        undo=reverses(
            "chat_reactions.remove",
            loses="A reaction of yours that was there before goes as well.",
            reaction="reaction",
        ),
    )
    async def add(
        self, message_id: MessageId, reaction: str, *, workspace_id: WorkspaceId = None
    ) -> Record[records.ChatReaction]:
        """Reacts to a message.

        Args:
            reaction: The name of an emoji in small letters, such as thumbsup.

        Example:
            await clickup.chat_reactions.add("80150012870056", "thumbsup")
        """

    @write(
        "DELETE /api/v3/workspaces/{workspace_id}/chat/messages/{message_id}/reactions/{reaction}",
        before=Before(missing="Others may have reacted in the same way; the message is not read."),
        empty=True,
        undo=reverses("chat_reactions.add", reaction="reaction"),
    )
    async def remove(
        self, message_id: MessageId, reaction: str, *, workspace_id: WorkspaceId = None
    ) -> Record[None]:
        """Takes back a reaction of the token's own user.

        Args:
            reaction: The name of the emoji.

        Example:
            await clickup.chat_reactions.add("80150012870056", "thumbsup")
            await clickup.chat_reactions.remove("80150012870056", "thumbsup")
        """
