"""Workspaces, which ClickUp's API calls teams."""

from agent_connectors.clickup import records
from agent_connectors.engine.parameters import Limit, Skip
from agent_connectors.engine.resource import Resource, read
from agent_connectors.engine.result import Records

__all__ = ["Teams"]


class Teams(Resource):
    """Workspaces, which ClickUp's API calls teams."""

    @read("/api/v2/team", records="teams")
    async def list(self, *, limit: Limit = None, skip: Skip = None) -> Records[records.Workspace]:
        """The workspaces that the token can reach, each with its members.

        The `id` of one is what other operations call `team_id` or `workspace_id`.
        """
