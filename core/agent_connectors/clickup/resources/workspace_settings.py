"""What a workspace defines for all that is in it: roles, and types of tasks."""

from agent_connectors.clickup import records
from agent_connectors.clickup.parameters import WorkspaceId
from agent_connectors.engine.declare.resource import Resource, read
from agent_connectors.engine.marks import Limit, Skip
from agent_connectors.engine.result import Records

__all__ = ["CustomTaskTypes", "Roles"]


class Roles(Resource):
    """Custom roles, which say what members may do."""

    @read("/api/v2/team/{team_id}/customroles", records="custom_roles")
    async def list(
        self,
        *,
        team_id: WorkspaceId = None,
        include_members: bool | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Role]:
        """Custom roles of a workspace.

        Each names the role that it builds on: 2 admin, 3 member, 4 guest.

        Args:
            include_members: True to add the user ids of those who have each role.

        Example:
            await clickup.roles.list()
        """


class CustomTaskTypes(Resource):
    """Types that tasks can have beside task and milestone."""

    @read("/api/v2/team/{team_id}/custom_item", records="custom_items")
    async def list(
        self, *, team_id: WorkspaceId = None, limit: Limit = None, skip: Skip = None
    ) -> Records[records.TaskType]:
        """Types of tasks that a workspace defines.

        The `id` of one is what tasks call `custom_item_id`; 0 is an ordinary task.

        Example:
            await clickup.custom_task_types.list()
        """
