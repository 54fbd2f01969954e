"""Guests: people from outside, and what is shared with them. All for the Enterprise plan."""

from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import FolderId, GuestId, ListId, RoleId, TaskId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import (
    CustomTaskIds,
    IncludeShared,
    WorkspaceId,
    WorkspaceOfCustomIds,
)
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import Doc, NotShown
from agent_connectors.engine.result import Record
from agent_connectors.engine.undo import cannot, restores, reverses

__all__ = ["Guests"]

_EditTags = Annotated[bool | None, Doc("Whether they may change tags.")]
_SeeTimeSpent = Annotated[bool | None, Doc("Whether they see tracked time.")]
_SeeTimeEstimated = Annotated[bool | None, Doc("Whether they see time estimates.")]
_SeePoints = Annotated[bool | None, Doc("Whether they see estimates in sprint points.")]
_CreateViews = Annotated[bool | None, Doc("Whether they may make views.")]
_Role = Annotated[
    RoleId | None,
    Doc("A custom role to give them, from `roles.list`."),
    ShownAs("within", ("user.custom_role", "custom_role")),
]
_Permission = Literal["read", "comment", "edit", "create"]

_Left = dict[Literal["team"], records.Workspace]


class Guests(Resource):
    """People from outside, and what is shared with them. Enterprise plan only."""

    @read("/api/v2/team/{team_id}/guest/{guest_id}", record="guest")
    async def get(self, guest_id: GuestId, *, team_id: WorkspaceId = None) -> Record[records.Guest]:
        """One guest: what they may do, and what is shared with them. Enterprise plan only.

        Example:
            await clickup.guests.get("Ruth Mensah")
        """

    @write(
        "POST /api/v2/team/{team_id}/guest",
        record="team",
        must_have="id",
        undo=cannot(
            "An invitation that was sent cannot be called back; `guests.delete` removes the person."
        ),
    )
    async def invite(
        self,
        email: str,
        *,
        team_id: WorkspaceId = None,
        can_edit_tags: _EditTags = None,
        can_see_time_spent: _SeeTimeSpent = None,
        can_see_time_estimated: _SeeTimeEstimated = None,
        can_see_points_estimated: _SeePoints = None,
        can_create_views: _CreateViews = None,
        custom_role_id: _Role = None,
    ) -> Record[records.Workspace]:
        """Invites somebody to the workspace as a guest. Enterprise plan only.

        It sends an e-mail. A guest sees nothing until `guests.add` shares something with them.

        Args:
            email: Whom to invite.

        Example:
            await clickup.guests.invite("partner@example.com", can_edit_tags=False)
        """

    @write("PUT /api/v2/team/{team_id}/guest/{guest_id}", record="guest", undo=restores())
    async def update(
        self,
        guest_id: GuestId,
        *,
        team_id: WorkspaceId = None,
        can_edit_tags: _EditTags = None,
        can_see_time_spent: _SeeTimeSpent = None,
        can_see_time_estimated: _SeeTimeEstimated = None,
        can_see_points_estimated: _SeePoints = None,
        can_create_views: _CreateViews = None,
        custom_role_id: _Role = None,
    ) -> Record[records.Guest]:
        """Changes what a guest may do and see. Enterprise plan only.

        Example:
            await clickup.guests.update("Ruth Mensah", can_see_time_spent=False)
        """

    @destructive(
        "DELETE /api/v2/team/{team_id}/guest/{guest_id}",
        undo=cannot("Who was removed has to be invited, and to accept."),
    )
    async def delete(self, guest_id: GuestId, *, team_id: WorkspaceId = None) -> Record[_Left]:
        """Takes a guest out of the workspace, with all their access. Enterprise plan only.

        Example:
            await clickup.guests.delete("Ruth Mensah")
        """

    @write(
        "POST /api/v2/task/{task_id}/guest/{guest_id}",
        "POST /api/v2/list/{list_id}/guest/{guest_id}",
        "POST /api/v2/folder/{folder_id}/guest/{guest_id}",
        record="guest",
        before=Before("guests.get"),
        undo=reverses("guests.remove", loses="The rights that the guest had there before."),
    )
    async def add(
        self,
        guest_id: GuestId,
        permission_level: Annotated[_Permission, NotShown()],
        task_id: TaskId | None = None,
        list_id: ListId | None = None,
        folder_id: FolderId | None = None,
        *,
        include_shared: IncludeShared = None,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[records.Guest]:
        """Shares a task, a list or a folder with a guest. Enterprise plan only.

        Args:
            permission_level: What they may do with it; `create` is everything.
            task_id: The task. Give this, `list_id` or `folder_id`.

        Example:
            await clickup.guests.add("Ruth Mensah", "read", list_id="East wing")
        """

    @write(
        "DELETE /api/v2/task/{task_id}/guest/{guest_id}",
        "DELETE /api/v2/list/{list_id}/guest/{guest_id}",
        "DELETE /api/v2/folder/{folder_id}/guest/{guest_id}",
        record="guest",
        before=Before("guests.get"),
        undo=cannot("Which rights the guest had there is not known."),
    )
    async def remove(
        self,
        guest_id: GuestId,
        task_id: TaskId | None = None,
        list_id: ListId | None = None,
        folder_id: FolderId | None = None,
        *,
        include_shared: IncludeShared = None,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[records.Guest]:
        """Stops sharing a task, a list or a folder with a guest. Enterprise plan only.

        Args:
            task_id: The task. Give this, `list_id` or `folder_id`.

        Example:
            await clickup.guests.add("Ruth Mensah", "read", list_id="East wing")
            await clickup.guests.remove("Ruth Mensah", list_id="East wing")
        """
