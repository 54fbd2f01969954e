"""Members: who has access."""

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import ListId, TaskId
from agent_connectors.engine.declare.resource import Resource, read
from agent_connectors.engine.marks import Limit, Skip
from agent_connectors.engine.result import Records

__all__ = ["Members"]


class Members(Resource):
    """People with access to a task or a list."""

    @read("/api/v2/task/{task_id}/member", "/api/v2/list/{list_id}/member", records="members")
    async def list(
        self,
        task_id: TaskId | None = None,
        list_id: ListId | None = None,
        *,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Member]:
        """People who were given access to a task or a list itself.

        Access through a user group or through the place that it is in does not count. For
        everybody in a workspace, see the members in `teams.list`.

        Args:
            task_id: The task. Give this or `list_id`.

        Example:
            await clickup.members.list(list_id="Bug Triage")
        """
