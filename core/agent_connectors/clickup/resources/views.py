"""Views: saved ways of looking at tasks, and pages such as docs and chats."""

from agent_connectors.clickup import records
from agent_connectors.engine.paging import ByNumber
from agent_connectors.engine.parameters import Limit, Skip
from agent_connectors.engine.resource import Resource, read
from agent_connectors.engine.result import Record, Records

__all__ = ["ViewTasks", "Views"]


class Views(Resource):
    """Views: saved ways of looking at tasks, and pages such as docs and chats."""

    @read(
        "/api/v2/team/{team_id}/view",
        "/api/v2/space/{space_id}/view",
        "/api/v2/folder/{folder_id}/view",
        "/api/v2/list/{list_id}/view",
        records="views",
    )
    async def list(
        self,
        team_id: str | None = None,
        space_id: str | None = None,
        folder_id: str | None = None,
        list_id: str | None = None,
        *,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.View]:
        """Views of a workspace (its "Everything" level), a space, a folder or a list.

        A folder's and a list's built-in views are in `meta.extra`.

        Args:
            team_id: The workspace. Give one of the four.
            space_id: The space.
            folder_id: The folder.
            list_id: The list.
        """

    @read("/api/v2/view/{view_id}", record="view", has="id")
    async def get(self, view_id: str) -> Record[records.View]:
        """One view: its grouping, sorting, filters, columns and settings.

        Args:
            view_id: The view, from `views.list`.
        """


class ViewTasks(Resource):
    """Tasks that a view shows."""

    @read("/api/v2/view/{view_id}/task", records="tasks", pages=ByNumber(None))
    async def list(
        self, view_id: str, *, page: int = 0, limit: Limit = None, skip: Skip = None
    ) -> Records[records.Task]:
        """Tasks that a view shows, in its order, filtered as it filters.

        Args:
            view_id: The view, from `views.list`.
            page: Which page, from 0.
        """
