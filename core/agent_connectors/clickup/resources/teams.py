"""Workspaces, which ClickUp's API calls teams."""

from agent_connectors.clickup import records
from agent_connectors.clickup.parameters import WorkspaceId
from agent_connectors.engine.declare.resource import Resource, read
from agent_connectors.engine.marks import Limit, Skip
from agent_connectors.engine.result import Record, Records

__all__ = ["Teams"]


class Teams(Resource):
    """Workspaces, which ClickUp's API calls teams."""

    @read("/api/v2/team", records="teams")
    async def list(self, *, limit: Limit = None, skip: Skip = None) -> Records[records.Workspace]:
        """The workspaces that the token can reach, each with its members.

        The `id` of one is what other operations call `team_id` or `workspace_id`.

        Example:
            await clickup.teams.list()
        """

    @read("/api/v2/team/{team_id}/plan", must_have="plan_name")
    async def get_plan(self, *, team_id: WorkspaceId = None) -> Record[records.Plan]:
        """The plan that a workspace pays for, on which limits depend.

        Example:
            await clickup.teams.get_plan()
        """

    @read("/api/v2/team/{team_id}/seats", must_have="members")
    async def get_seats(self, *, team_id: WorkspaceId = None) -> Record[records.Seats]:
        """Seats of a workspace for members and guests: all, taken and free.

        Example:
            await clickup.teams.get_seats()
        """

    @read("/api/v2/team/{team_id}/shared", record="shared")
    async def get_shared(self, *, team_id: WorkspaceId = None) -> Record[records.Shared]:
        """Tasks, lists and folders that were shared with the token's user one by one.

        They are in places that the user cannot see as a whole, so no other list shows them.

        Example:
            await clickup.teams.get_shared()
        """
