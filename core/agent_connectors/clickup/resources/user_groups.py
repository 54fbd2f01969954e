"""User groups, which ClickUp's own pages call Teams."""

from collections.abc import Sequence
from typing import Annotated

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import GroupId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import Members, UserId, WorkspaceId
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import Body, Limit, Query, Renames, Skip
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import remakes, removes, restores

__all__ = ["UserGroups"]


_LISTED = Before("user_groups.list", find=("id", "group_id"))


class UserGroups(Resource):
    """Groups of people, which ClickUp's own pages call Teams."""

    @read("/api/v2/group", records="groups")
    async def list(
        self,
        *,
        team_id: WorkspaceId = None,
        group_ids: Annotated[Sequence[GroupId] | None, Query(style="repeated")] = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.UserGroup]:
        """User groups of a workspace, with their members.

        Args:
            group_ids: Only these groups.

        Example:
            await clickup.user_groups.list()
        """

    @write(
        "POST /api/v2/team/{team_id}/group",
        must_have="id",
        undo=removes("user_groups.delete", group_id="id"),
    )
    async def create(
        self,
        name: str,
        members: Annotated[Sequence[UserId], Body(kind="number"), ShownAs("people")],
        *,
        team_id: WorkspaceId = None,
        handle: str | None = None,
    ) -> Record[records.UserGroup]:
        """Makes a group of people.

        A guest who may only look becomes a paid guest by it, which can cost another seat.

        Args:
            name: The group's name.
            members: User ids of those in it, from `teams.list`; an empty list for nobody.
            handle: What it is mentioned by, after @; made from the name if unset.

        Example:
            await clickup.user_groups.create("Night shift", ["Jonas Weber", "me"])
        """

    @write("PUT /api/v2/group/{group_id}", must_have="id", before=_LISTED, undo=restores())
    async def update(
        self,
        group_id: GroupId,
        *,
        name: Annotated[str | None, Renames("group_id")] = None,
        handle: Annotated[str | None, Renames("group_id")] = None,
        members: Annotated[Members | None, ShownAs("people")] = None,
    ) -> Record[records.UserGroup]:
        """Renames a group, or changes who is in it.

        A guest who may only look becomes a paid guest by it, which can cost another seat.

        Args:
            name: Its new name.
            handle: What it is mentioned by, after @.
            members: User ids to `add` and to `rem` (remove).

        Example:
            await clickup.user_groups.update("On-call engineers", members={"add": ["Jonas Weber"]})
        """

    @destructive(
        "DELETE /api/v2/group/{group_id}",
        before=_LISTED,
        undo=remakes("user_groups.create", loses="It is on no task any more, and has a new id."),
    )
    async def delete(self, group_id: GroupId) -> Record[dict[str, object]]:
        """Deletes a group; the people in it stay in the workspace.

        Example:
            await clickup.user_groups.delete("Customer team")
        """
