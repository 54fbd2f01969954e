"""Spaces: the top level of a workspace."""

from agent_connectors.clickup import records
from agent_connectors.clickup.parameters import Archived
from agent_connectors.engine.parameters import Limit, Skip
from agent_connectors.engine.resource import Resource, read
from agent_connectors.engine.result import Record, Records

__all__ = ["Spaces"]


class Spaces(Resource):
    """Spaces: the top level of a workspace, each with its own statuses and features."""

    @read("/api/v2/team/{team_id}/space", records="spaces")
    async def list(
        self,
        team_id: str,
        *,
        archived: Archived = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Space]:
        """Spaces of a workspace, with their statuses.

        Args:
            team_id: The workspace, from `teams.list`.
        """

    @read("/api/v2/space/{space_id}", has="id")
    async def get(self, space_id: str) -> Record[records.Space]:
        """One space, with its statuses and features.

        Args:
            space_id: The space, from `spaces.list`.
        """
