"""Templates of tasks, lists and folders, and what is made from them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import (
    FolderId,
    FolderTemplateId,
    ListId,
    ListTemplateId,
    SpaceId,
    TaskTemplateId,
)
from agent_connectors.clickup.parameters import FirstPage, WorkspaceId
from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Doc, Limit, NotShown, Skip
from agent_connectors.engine.paging import ByNumber
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.times.timestamps import IsoTime, check_order
from agent_connectors.engine.undo import removes

__all__ = ["TemplateOptions", "Templates"]


class TemplateOptions(TypedDict, total=False):
    """What is taken over from a template; ClickUp's defaults for what is left out."""

    return_immediately: bool
    content: str
    time_estimate: bool | float
    automation: bool
    include_views: bool
    old_due_date: bool
    old_start_date: bool
    old_followers: bool
    comment_attachments: bool
    recur_settings: bool
    old_tags: bool
    old_statuses: bool
    subtasks: bool
    custom_type: bool
    old_assignees: bool
    attachments: bool
    comment: bool
    old_status: bool
    external_dependencies: bool
    internal_dependencies: bool
    priority: bool
    custom_fields: bool
    old_checklists: bool
    relationships: bool
    old_subtask_assignees: bool
    start_date: IsoTime
    due_date: IsoTime
    remap_start_date: bool
    skip_weekends: bool
    archived: Literal[1, 2]


def _in_order(value: Any) -> Any:
    """Options whose dates are in their order, as far as they can be compared."""
    if isinstance(value, Mapping) and {"start_date", "due_date"} <= value.keys():
        check_order("start_date", value["start_date"], "due_date", value["due_date"])
    return value


_Options = Annotated[
    TemplateOptions | None,
    NotShown(),
    Reading(read=_in_order),
    Doc(
        "What to take over: true or false for each part. `return_immediately` false waits until "
        "all is made. `content` is a description. `start_date` and `due_date` (ISO 8601) move "
        "the template's dates there."
    ),
]


class Templates(Resource):
    """Templates of tasks, lists and folders. Public ones must be added to the workspace first."""

    @read("/api/v2/team/{team_id}/taskTemplate", records="templates", pages=ByNumber(None))
    async def list_tasks(
        self,
        *,
        team_id: WorkspaceId = None,
        page: FirstPage = 0,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Template]:
        """Templates of tasks in a workspace.

        Example:
            await clickup.templates.list_tasks()
        """

    @read("/api/v2/team/{team_id}/list_template", records="templates")
    async def list_lists(
        self, *, team_id: WorkspaceId = None, limit: Limit = None, skip: Skip = None
    ) -> Records[records.Template]:
        """Templates of lists in a workspace.

        Example:
            await clickup.templates.list_lists()
        """

    @read("/api/v2/team/{team_id}/folder_template", records="templates")
    async def list_folders(
        self, *, team_id: WorkspaceId = None, limit: Limit = None, skip: Skip = None
    ) -> Records[records.Template]:
        """Templates of folders in a workspace.

        Example:
            await clickup.templates.list_folders()
        """

    @write(
        "POST /api/v2/list/{list_id}/taskTemplate/{template_id}",
        undo=removes("tasks.delete", task_id="id"),
    )
    async def create_task(
        self, list_id: ListId, template_id: TaskTemplateId, name: str
    ) -> Record[records.CreatedFromTemplate]:
        """Makes a task from a template.

        Args:
            list_id: The list that it goes into, by id or name.
            template_id: The template, from `templates.list_tasks`.
            name: The task's name.

        Example:
            await clickup.templates.create_task("Bug Triage", "Bug report", "Login fails")
        """

    @write(
        "POST /api/v2/folder/{folder_id}/list_template/{template_id}",
        "POST /api/v2/space/{space_id}/list_template/{template_id}",
        must_have="id",
        undo=removes("lists.delete", list_id="id"),
    )
    async def create_list(
        self,
        template_id: ListTemplateId,
        name: str,
        folder_id: FolderId | None = None,
        space_id: SpaceId | None = None,
        *,
        options: _Options = None,
    ) -> Record[records.CreatedFromTemplate]:
        """Makes a list with its tasks from a template.

        ClickUp answers with the list's id before all of it is there.

        Args:
            template_id: The template, with its `t-`, from `templates.list_lists`.
            name: The list's name.
            folder_id: The folder that it goes into. Give this or `space_id`.
            space_id: The space that it goes into, outside of any folder.

        Example:
            await clickup.templates.create_list("Sprint", "Sprint 44", folder_id="Sprints")
        """

    @write(
        "POST /api/v2/space/{space_id}/folder_template/{template_id}",
        must_have="id",
        undo=removes("folders.delete", folder_id="id"),
    )
    async def create_folder(
        self,
        space_id: SpaceId,
        template_id: FolderTemplateId,
        name: str,
        *,
        parent_folder_id: FolderId | None = None,
        options: _Options = None,
    ) -> Record[records.CreatedFromTemplate]:
        """Makes a folder with its lists and tasks from a template.

        ClickUp answers with the folder's id before all of it is there.

        Args:
            space_id: The space that it goes into, by id or name.
            template_id: The template, with its `t-`, from `templates.list_folders`.
            name: The folder's name.
            parent_folder_id: A folder of the same space to put it into, in workspaces that have
                subfolders.

        Example:
            await clickup.templates.create_folder(
                "Installations", "New customer", "Norrvik Shipping"
            )
        """
