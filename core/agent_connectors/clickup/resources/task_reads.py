"""Reads tasks."""

from collections.abc import Sequence
from typing import Annotated

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import FolderId, ListId, SpaceId, TaskId, TaskTypeId
from agent_connectors.clickup.parameters import (
    CreatedAfter,
    CreatedBefore,
    CustomFieldFilters,
    CustomTaskIds,
    DoneAfter,
    DoneBefore,
    DueAfter,
    DueBefore,
    IncludeClosed,
    OneFieldFilter,
    OrderBy,
    Page,
    Priority,
    Statuses,
    Subtasks,
    Tags,
    UpdatedAfter,
    UpdatedBefore,
    UserId,
    WorkspaceId,
    WorkspaceOfCustomIds,
)
from agent_connectors.clickup.resources.task_search import found_locally
from agent_connectors.engine.declare.resource import Resource, read
from agent_connectors.engine.marks import Implies, LeavesOut, Limit, Query, Skip
from agent_connectors.engine.paging import ByNumber
from agent_connectors.engine.result import Record, Records

__all__ = ["TaskReads"]

_PAGES = ByNumber(100)


class TaskReads(Resource):
    """Reads tasks."""

    @read("/api/v2/list/{list_id}/task", records="tasks", pages=_PAGES)
    async def list(
        self,
        list_id: ListId,
        *,
        page: Page = None,
        order_by: OrderBy | None = None,
        reverse: bool | None = None,
        archived: Annotated[bool | None, LeavesOut("archived ones")] = None,
        subtasks: Subtasks = None,
        include_closed: IncludeClosed = None,
        include_timl: Annotated[bool | None, LeavesOut("tasks added from other lists")] = None,
        include_markdown_description: bool | None = None,
        statuses: Statuses = None,
        assignees: Sequence[UserId] | None = None,
        watchers: Sequence[UserId] | None = None,
        tags: Tags = None,
        due_date_gt: DueAfter = None,
        due_date_lt: DueBefore = None,
        date_created_gt: CreatedAfter = None,
        date_created_lt: CreatedBefore = None,
        date_updated_gt: UpdatedAfter = None,
        date_updated_lt: UpdatedBefore = None,
        date_done_gt: DoneAfter = None,
        date_done_lt: DoneBefore = None,
        custom_fields: CustomFieldFilters = None,
        custom_field: OneFieldFilter = None,
        custom_items: Sequence[TaskTypeId] | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Task]:
        """Tasks of one list, 100 a page, newest first.

        Leaves out subtasks, closed tasks, and tasks whose home is another list, unless asked.
        All conditions given must hold.

        Args:
            list_id: The list, by id or name.
            order_by: What to sort by; `created` if unset.
            reverse: True for the opposite order.
            archived: True for archived tasks only.
            subtasks: True to include subtasks.
            include_closed: True to include tasks in a closed status; set by itself with
                `statuses`, `date_done_gt` and `date_done_lt`.
            include_timl: True to include tasks that were added to this list from another.
            include_markdown_description: True to add the description as Markdown.
            statuses: Only these statuses of the list, in any letters.
            assignees: Only tasks assigned to one of these people: ids, names, or "me".
            watchers: Only tasks watched by one of these people.
            tags: Only tasks with one of these tags.
            due_date_gt: Due after this time: ms, ISO 8601, or words (next friday 17:00). With
                `due_date_lt`, days are a range with both in it.
            due_date_lt: Due before this time; "now" for what is overdue.
            date_created_gt: Created after this time.
            date_created_lt: Created before this time.
            date_updated_gt: Changed after this time.
            date_updated_lt: Changed before this time.
            date_done_gt: Done after this time.
            date_done_lt: Done before this time.
            custom_fields: Conditions on custom fields, by id or name. RANGE takes a pair as
                value; labels take ANY or ALL, not =.
            custom_field: One condition on a custom field, instead of `custom_fields`.
            custom_items: Only these task types: 0 for tasks, 1 for milestones, others as the
                workspace defines them.

        Example:
            await clickup.tasks.list("Bug Triage", statuses=["new"], assignees=["me"], limit=20)
        """

    @read("/api/v2/task/{task_id}", must_have="id")
    async def get(
        self,
        task_id: TaskId,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
        include_subtasks: Annotated[bool | None, LeavesOut("its subtasks")] = None,
        include_markdown_description: bool | None = None,
        custom_fields: CustomFieldFilters = None,
    ) -> Record[records.Task]:
        """One task, in full, with its attachments.

        Args:
            include_subtasks: True to add its subtasks.
            include_markdown_description: True to add the description as Markdown.
            custom_fields: Conditions on custom fields.

        Example:
            await clickup.tasks.get("ENG-88", include_subtasks=True)
        """

    @read(
        "/api/v2/team/{team_id}/task",
        records="tasks",
        pages=_PAGES,
        aliases=("api_search",),
        local_filter=found_locally,
        leaves_out=("archived ones (tasks.list, archived=true)",),
    )
    async def search(
        self,
        team_id: WorkspaceId = None,
        *,
        search: str | None = None,
        priority: Annotated[Priority | None, Query()] = None,
        page: Page = None,
        order_by: OrderBy | None = None,
        reverse: bool | None = None,
        subtasks: Subtasks = None,
        space_ids: Sequence[SpaceId] | None = None,
        project_ids: Sequence[FolderId] | None = None,
        list_ids: Sequence[ListId] | None = None,
        statuses: Statuses = None,
        include_closed: IncludeClosed = None,
        assignees: Sequence[UserId] | None = None,
        tags: Tags = None,
        due_date_gt: DueAfter = None,
        due_date_lt: DueBefore = None,
        date_created_gt: CreatedAfter = None,
        date_created_lt: CreatedBefore = None,
        date_updated_gt: UpdatedAfter = None,
        date_updated_lt: UpdatedBefore = None,
        date_done_gt: DoneAfter = None,
        date_done_lt: DoneBefore = None,
        custom_fields: CustomFieldFilters = None,
        parent: Annotated[TaskId | None, Implies("subtasks")] = None,
        include_markdown_description: bool | None = None,
        custom_items: Sequence[TaskTypeId] | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Task]:
        """Tasks of a whole workspace that meet conditions, newest first.

        All conditions given must hold. ClickUp does not promise to apply `search` and
        `priority`, so they are applied here as well: up to 10 pages of 100 tasks are looked
        through in one call, `meta.scanned` says how many tasks that were, and `meta.next` goes
        on from there.

        Args:
            search: Words that must all occur in the name, the description or a custom field.
            priority: Only this priority: 1 urgent, 2 high, 3 normal, 4 low.
            order_by: What to sort by; `created` if unset.
            reverse: True for the opposite order.
            subtasks: True to include subtasks.
            space_ids: Only tasks in these spaces.
            project_ids: Only tasks in these folders (ClickUp's API calls them projects).
            list_ids: Only tasks in these lists.
            statuses: Only these statuses of the lists, in any letters.
            include_closed: True to include tasks in a closed status; set by itself with
                `statuses`, `date_done_gt` and `date_done_lt`.
            assignees: Only tasks assigned to one of these people: ids, names, or "me".
            tags: Only tasks with one of these tags.
            due_date_gt: Due after this time: ms, ISO 8601, or words (next friday 17:00). With
                `due_date_lt`, days are a range with both in it.
            due_date_lt: Due before this time; "now" for what is overdue.
            date_created_gt: Created after this time.
            date_created_lt: Created before this time.
            date_updated_gt: Changed after this time.
            date_updated_lt: Changed before this time.
            date_done_gt: Done after this time.
            date_done_lt: Done before this time.
            custom_fields: Conditions on custom fields, by id or name. RANGE takes a pair as
                value; labels take ANY or ALL, not =.
            parent: Only the subtasks of this task; sets `subtasks` by itself.
            include_markdown_description: True to add the description as Markdown.
            custom_items: Only these task types: 0 for tasks, 1 for milestones, others as the
                workspace defines them.

        Example:
            await clickup.tasks.search(priority="urgent", due_date_lt="now", limit=20)
        """
