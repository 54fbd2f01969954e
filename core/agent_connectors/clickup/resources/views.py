"""Views: saved ways of looking at tasks, and pages such as docs and chats."""

from typing import Annotated

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import FolderId, ListId, SpaceId, ViewId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import FirstPage, WorkspaceId
from agent_connectors.clickup.resources import view_shapes as shapes
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import Doc, Limit, Renames, Skip
from agent_connectors.engine.paging import ByNumber
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import remakes, removes, restores

__all__ = ["ViewTasks", "Views"]

_LATER = ShownAs("later")
_IN_ORDER = ShownAs("in_order")

_Grouping = Annotated[
    shapes.ViewGrouping | None,
    _LATER,
    Doc(
        "What tasks are grouped by: `field` is none, status, priority, assignee, tag or dueDate; "
        "`dir` is 1, or -1 for the opposite order."
    ),
]
_Divide = Annotated[shapes.ViewDivide | None, _LATER, Doc("What groups are divided by once more.")]
_Sorting = Annotated[
    shapes.ViewSorting | None,
    _IN_ORDER,
    Doc('What tasks are sorted by: `fields` such as `{"field": "dueDate", "dir": 1}`.'),
]
_Filters = Annotated[
    shapes.ViewFilters | None,
    _LATER,
    Doc(
        "Which tasks are shown: `fields` such as "
        '`{"field": "priority", "op": "EQ", "values": [1]}`, `search`, `show_closed`.'
    ),
]
_Columns = Annotated[
    shapes.ViewColumns | None,
    _IN_ORDER,
    Doc(
        'Which columns are shown: `fields` such as `{"field": "assignee"}`; cf_ and id for a '
        "custom field."
    ),
]
_Sidebar = Annotated[
    shapes.ViewSidebar | None, _LATER, Doc("Whose tasks are shown: `assignees` by id.")
]
_Settings = Annotated[
    shapes.ViewSettings | None,
    _LATER,
    Doc("How tasks are shown; `show_subtasks` is 1 separate, 2 expanded, 3 collapsed."),
]


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
        team_id: WorkspaceId = None,
        space_id: SpaceId | None = None,
        folder_id: FolderId | None = None,
        list_id: ListId | None = None,
        *,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.View]:
        """Views of a workspace (its "Everything" level), a space, a folder or a list.

        A folder's and a list's built-in views are in `meta.extra`.

        Args:
            team_id: The workspace. Give one of the four.
            space_id: The space.

        Example:
            await clickup.views.list(space_id="Engineering")
        """

    @read("/api/v2/view/{view_id}", record="view", must_have="id")
    async def get(self, view_id: ViewId) -> Record[records.View]:
        """One view: its grouping, sorting, filters, columns and settings.

        Example:
            await clickup.views.get("Urgent")
        """

    @write(
        "POST /api/v2/team/{team_id}/view",
        "POST /api/v2/space/{space_id}/view",
        "POST /api/v2/folder/{folder_id}/view",
        "POST /api/v2/list/{list_id}/view",
        record="view",
        must_have="id",
        undo=removes("views.delete", view_id="id"),
    )
    async def create(
        self,
        name: str,
        type: shapes.ViewType,
        team_id: WorkspaceId = None,
        space_id: SpaceId | None = None,
        folder_id: FolderId | None = None,
        list_id: ListId | None = None,
        *,
        grouping: _Grouping = None,
        divide: _Divide = None,
        sorting: _Sorting = None,
        filters: _Filters = None,
        columns: _Columns = None,
        team_sidebar: _Sidebar = None,
        settings: _Settings = None,
    ) -> Record[records.View]:
        """Makes a view of a workspace (its "Everything" level), a space, a folder or a list.

        ClickUp's defaults stand for what is left out. A custom field shown as a column of a
        workspace's view is thereby added to all its tasks.

        Args:
            name: The view's name.
            type: What it looks like; `conversation` is a chat.
            team_id: The workspace. Give one of the four.
            space_id: The space.

        Example:
            await clickup.views.create("By person", "board", list_id="Bug Triage")
        """

    @write("PUT /api/v2/view/{view_id}", record="view", must_have="id", undo=restores())
    async def update(
        self,
        view_id: ViewId,
        *,
        name: Annotated[str | None, Renames("view_id")] = None,
        type: shapes.ViewType | None = None,
        parent: shapes.ViewParent | None = None,
        grouping: _Grouping = None,
        divide: _Divide = None,
        sorting: _Sorting = None,
        filters: _Filters = None,
        columns: _Columns = None,
        team_sidebar: _Sidebar = None,
        settings: _Settings = None,
    ) -> Record[records.View]:
        """Changes a view.

        ClickUp asks for all of it: what is left out may fall back to a default, so take it from
        `views.get` and send it along.

        Args:
            name: Its new name.
            type: What it looks like.
            parent: Where it is: `id`, and `type` 7 workspace, 4 space, 5 folder, 6 list.

        Example:
            await clickup.views.update("Urgent", name="Urgent, all spaces")
        """

    @destructive(
        "DELETE /api/v2/view/{view_id}",
        undo=remakes("views.create", loses="Its comments and its id."),
    )
    async def delete(self, view_id: ViewId) -> Record[dict[str, object]]:
        """Deletes a view; the tasks in it stay.

        Example:
            await clickup.views.delete("Who does what")
        """


class ViewTasks(Resource):
    """Tasks that a view shows."""

    @read(
        "/api/v2/view/{view_id}/task",
        records="tasks",
        pages=ByNumber(None),
        leaves_out=("archived ones (tasks.list, archived=true)",),
    )
    async def list(
        self, view_id: ViewId, *, page: FirstPage = 0, limit: Limit = None, skip: Skip = None
    ) -> Records[records.Task]:
        """Tasks that a view shows, in its order, filtered as it filters.

        Example:
            await clickup.view_tasks.list("Urgent", limit=20)
        """
