"""Channels and direct messages of the chat."""

from collections.abc import Sequence
from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import ChannelId, LocationId, PersonId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import (
    FORMATTED,
    ContentFormat,
    Cursor,
    PageLimit,
    WorkspaceId,
)
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import (
    Body,
    Doc,
    LeavesOut,
    Len,
    MayBeEmpty,
    NotShown,
    Query,
    Renames,
    Requires,
    Since,
    Skip,
)
from agent_connectors.engine.paging import ByCursor
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.times.timestamps import PastTime
from agent_connectors.engine.undo import cannot, remakes, removes, restores

__all__ = ["ChatChannels"]

_PAGES = ByCursor(1, 100)

_Description = Annotated[str | None, MayBeEmpty(), Doc("What the channel is for.")]
_Topic = Annotated[str | None, MayBeEmpty(), Doc("What is talked about at present.")]
_People = Annotated[
    Sequence[PersonId] | None,
    NotShown(),
    Len(0, 100),
    Body(kind="text"),
    Doc("User ids of people to bring in, 100 at most."),
]
_Visibility = Annotated[
    Literal["PUBLIC", "PRIVATE"] | None, Doc("Who can see it; `PUBLIC` if unset.")
]
_PlaceKind = Literal["space", "folder", "list"]


class ChatChannels(Resource):
    """Channels and direct messages of the chat."""

    @read("/api/v3/workspaces/{workspace_id}/chat/channels", records="data", pages=_PAGES)
    async def list(
        self,
        *,
        workspace_id: WorkspaceId = None,
        is_follower: bool | None = None,
        include_closed: Annotated[bool | None, LeavesOut("closed direct messages")] = None,
        with_message_since: Annotated[PastTime | None, Since()] = None,
        channel_types: Annotated[
            Sequence[Literal["CHANNEL", "DM", "GROUP_DM"]] | None, Query(style="repeated")
        ] = None,
        description_format: ContentFormat = None,
        cursor: Cursor = None,
        limit: PageLimit = None,
        skip: Skip = None,
    ) -> Records[records.ChatChannel]:
        """Channels of a workspace, 50 a page.

        Args:
            is_follower: True for only those that the token's user follows.
            include_closed: True to include direct messages that the user has closed.
            with_message_since: Only those with a message since this time.
            channel_types: Only these kinds: channels, direct messages between two or several.

        Example:
            await clickup.chat_channels.list()
        """

    @read(
        "/api/v3/workspaces/{workspace_id}/chat/channels/{channel_id}",
        record="data",
        must_have="id",
    )
    async def get(
        self,
        channel_id: ChannelId,
        *,
        workspace_id: WorkspaceId = None,
        description_format: ContentFormat = None,
    ) -> Record[records.ChatChannel]:
        """One channel.

        Example:
            await clickup.chat_channels.get("Incidents")
        """

    @write(
        "POST /api/v3/workspaces/{workspace_id}/chat/channels",
        record="data",
        must_have="id",
        undo=removes("chat_channels.delete", channel_id="id"),
    )
    async def create(
        self,
        name: str,
        *,
        workspace_id: WorkspaceId = None,
        description: _Description = None,
        topic: _Topic = None,
        user_ids: _People = None,
        visibility: _Visibility = None,
    ) -> Record[records.ChatChannel]:
        """Makes a channel, or gives the one that has the name already.

        Args:
            name: The channel's name.

        Example:
            await clickup.chat_channels.create(
                "Launch", topic="Spring launch", user_ids=["Aiko Tanaka"]
            )
        """

    @write(
        "POST /api/v3/workspaces/{workspace_id}/chat/channels/location",
        record="data",
        must_have="id",
        undo=cannot("ClickUp gives the channel that there is, so it may have been there before."),
    )
    async def create_for_place(
        self,
        location_id: Annotated[LocationId, Body("location.id"), ShownAs("plain", ("parent.id",))],
        location_type: Annotated[_PlaceKind, NotShown(), Body("location.type")],
        *,
        workspace_id: WorkspaceId = None,
        description: _Description = None,
        topic: _Topic = None,
        user_ids: _People = None,
        visibility: _Visibility = None,
    ) -> Record[records.ChatChannel]:
        """Makes the channel of a space, a folder or a list, or gives the one that is there.

        Args:
            location_id: The id of the space, the folder or the list.
            location_type: Which of them it is.

        Example:
            await clickup.chat_channels.create_for_place("Bug Triage", "list", topic="What is new")
        """

    @write(
        "POST /api/v3/workspaces/{workspace_id}/chat/channels/direct_message",
        record="data",
        must_have="id",
        undo=cannot("ClickUp gives the one that there is, so it may have been there before."),
    )
    async def create_direct_message(
        self,
        *,
        workspace_id: WorkspaceId = None,
        user_ids: Annotated[
            Sequence[PersonId] | None, NotShown(), Len(0, 15), Body(kind="text")
        ] = None,
    ) -> Record[records.ChatChannel]:
        """Opens a direct message between people, or gives the one that they have.

        To write into it, give its id to `chat_messages.create`.

        Args:
            user_ids: User ids of the others, 15 at most; unset for a note to oneself.

        Example:
            await clickup.chat_channels.create_direct_message(user_ids=["Priya Raman"])
        """

    @write(
        "PATCH /api/v3/workspaces/{workspace_id}/chat/channels/{channel_id}",
        record="data",
        undo=restores(),
    )
    async def update(
        self,
        channel_id: ChannelId,
        *,
        workspace_id: WorkspaceId = None,
        name: Annotated[str | None, Renames("channel_id")] = None,
        description: Annotated[_Description, FORMATTED] = None,
        content_format: ContentFormat = None,
        topic: Annotated[_Topic, FORMATTED] = None,
        visibility: Annotated[_Visibility, Doc("Who can see it.")] = None,
        location_id: Annotated[
            LocationId | None,
            Body("location.id"),
            Requires("location_type"),
            ShownAs("plain", ("parent.id",)),
        ] = None,
        location_type: Annotated[
            _PlaceKind | None, NotShown(), Body("location.type"), Requires("location_id")
        ] = None,
    ) -> Record[records.ChatChannel]:
        """Changes a channel. What is not given stays as it is.

        Args:
            name: Its new name.
            location_id: A space, a folder or a list that it is to belong to, by id.
            location_type: Which of them it is.

        Example:
            await clickup.chat_channels.update("Incidents", topic="Call the person on duty first")
        """

    @destructive(
        "DELETE /api/v3/workspaces/{workspace_id}/chat/channels/{channel_id}",
        undo=remakes("chat_channels.create", loses="Its messages, members and id."),
    )
    async def delete(
        self, channel_id: ChannelId, *, workspace_id: WorkspaceId = None
    ) -> Record[None]:
        """Deletes a channel with its messages.

        Example:
            await clickup.chat_channels.delete("General")
        """

    @read(
        "/api/v3/workspaces/{workspace_id}/chat/channels/{channel_id}/members",
        records="data",
        pages=_PAGES,
    )
    async def list_members(
        self,
        channel_id: ChannelId,
        *,
        workspace_id: WorkspaceId = None,
        cursor: Cursor = None,
        limit: PageLimit = None,
        skip: Skip = None,
    ) -> Records[records.ChatUser]:
        """People who can read a channel, 50 a page.

        Example:
            await clickup.chat_channels.list_members("Incidents")
        """

    @read(
        "/api/v3/workspaces/{workspace_id}/chat/channels/{channel_id}/followers",
        records="data",
        pages=_PAGES,
    )
    async def list_followers(
        self,
        channel_id: ChannelId,
        *,
        workspace_id: WorkspaceId = None,
        cursor: Cursor = None,
        limit: PageLimit = None,
        skip: Skip = None,
    ) -> Records[records.ChatUser]:
        """People who are told of what is written in a channel, 50 a page.

        Example:
            await clickup.chat_channels.list_followers("Incidents")
        """
