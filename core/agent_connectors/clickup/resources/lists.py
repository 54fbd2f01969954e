"""Lists: what tasks are in."""

from agent_connectors.clickup import records
from agent_connectors.clickup.parameters import Archived
from agent_connectors.engine.parameters import Limit, Skip
from agent_connectors.engine.resource import Resource, read
from agent_connectors.engine.result import Record, Records

__all__ = ["Lists"]


class Lists(Resource):
    """Lists: what tasks are in."""

    @read("/api/v2/folder/{folder_id}/list", "/api/v2/space/{space_id}/list", records="lists")
    async def list(
        self,
        folder_id: str | None = None,
        space_id: str | None = None,
        *,
        archived: Archived = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.TaskList]:
        """Lists of a folder, or those of a space that are in no folder.

        For all lists of a space, take those in no folder and those that `folders.list` gives.

        Args:
            folder_id: The folder whose lists are wanted. Give this or `space_id`.
            space_id: The space whose lists outside of any folder are wanted.
        """

    @read("/api/v2/list/{list_id}", has="id")
    async def get(self, list_id: str) -> Record[records.TaskList]:
        """One list, with the statuses that its tasks can have.

        Args:
            list_id: The list, from `lists.list` or `folders.list`.
        """
