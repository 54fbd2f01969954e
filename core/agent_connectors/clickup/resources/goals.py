"""Goals, and the key results that measure them."""

from agent_connectors.clickup import records
from agent_connectors.engine.parameters import Limit, Skip
from agent_connectors.engine.resource import Resource, read
from agent_connectors.engine.result import Record, Records

__all__ = ["Goals"]


class Goals(Resource):
    """Goals, and the key results that measure them."""

    @read("/api/v2/team/{team_id}/goal", records="goals")
    async def list(
        self,
        team_id: str,
        *,
        include_completed: bool | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Goal]:
        """Goals of a workspace, without their key results. Folders of goals are in `meta.extra`.

        Args:
            team_id: The workspace, from `teams.list`.
            include_completed: True to include goals that have been reached.
        """

    @read("/api/v2/goal/{goal_id}", record="goal", has="id")
    async def get(self, goal_id: str) -> Record[records.Goal]:
        """One goal, with its key results.

        Args:
            goal_id: The goal, from `goals.list`.
        """
