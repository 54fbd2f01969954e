"""Tasks."""

from collections.abc import Sequence
from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.parameters import (
    CustomFieldFilter,
    CustomFieldFilters,
    CustomFieldValue,
    CustomTaskIds,
    Members,
    OrderBy,
    Priority,
    UserGroups,
    WorkspaceOfCustomIds,
)
from agent_connectors.clickup.search import found_locally
from agent_connectors.engine.paging import ByNumber
from agent_connectors.engine.parameters import Clear, Limit, Query, Skip
from agent_connectors.engine.resource import Resource, destructive, read, write
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.timestamps import Timestamp

__all__ = ["Tasks"]

_PAGES = ByNumber(100)

_Clearable = Literal[
    "description",
    "due_date",
    "markdown_content",
    "points",
    "priority",
    "start_date",
    "time_estimate",
]


class Tasks(Resource):
    """Tasks, and their subtasks."""

    @read("/api/v2/list/{list_id}/task", records="tasks", pages=_PAGES)
    async def list(
        self,
        list_id: str,
        *,
        page: int | None = None,
        order_by: OrderBy | None = None,
        reverse: bool | None = None,
        archived: bool | None = None,
        subtasks: bool | None = None,
        include_closed: bool | None = None,
        include_timl: bool | None = None,
        include_markdown_description: bool | None = None,
        statuses: Sequence[str] | None = None,
        assignees: Sequence[str] | None = None,
        watchers: Sequence[str] | None = None,
        tags: Sequence[str] | None = None,
        due_date_gt: Timestamp | None = None,
        due_date_lt: Timestamp | None = None,
        date_created_gt: Timestamp | None = None,
        date_created_lt: Timestamp | None = None,
        date_updated_gt: Timestamp | None = None,
        date_updated_lt: Timestamp | None = None,
        date_done_gt: Timestamp | None = None,
        date_done_lt: Timestamp | None = None,
        custom_fields: CustomFieldFilters = None,
        custom_field: Annotated[CustomFieldFilter | None, Query(style="json")] = None,
        custom_items: Sequence[int] | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Task]:
        """Tasks of one list, 100 a page, newest first.

        Leaves out subtasks, closed tasks, and tasks whose home is another list, unless asked.
        All conditions given must hold.

        Args:
            list_id: The list, from `lists.list` or `folders.list`.
            page: Which page, from 0.
            order_by: What to sort by; `created` if unset.
            reverse: True for the opposite order.
            archived: True for archived tasks only.
            subtasks: True to include subtasks.
            include_closed: True to include tasks in a closed status.
            include_timl: True to include tasks that were added to this list from another.
            include_markdown_description: True to add the description as Markdown.
            statuses: Only these statuses, spelled as the list spells them. A status that the
                list does not have gives an empty result, not an error.
            assignees: Only tasks assigned to one of these user ids.
            watchers: Only tasks watched by one of these user ids.
            tags: Only tasks with one of these tags.
            due_date_gt: Due after this time (ms since 1970, or ISO 8601 with a zone).
            due_date_lt: Due before this time.
            date_created_gt: Created after this time.
            date_created_lt: Created before this time.
            date_updated_gt: Changed after this time.
            date_updated_lt: Changed before this time.
            date_done_gt: Done after this time.
            date_done_lt: Done before this time.
            custom_fields: Conditions on custom fields. RANGE takes a pair as value; labels take
                ANY or ALL, not =.
            custom_field: One condition on a custom field, instead of `custom_fields`.
            custom_items: Only these task types: 0 for tasks, 1 for milestones, others as the
                workspace defines them.
        """

    @read("/api/v2/task/{task_id}", has="id")
    async def get(
        self,
        task_id: str,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
        include_subtasks: bool | None = None,
        include_markdown_description: bool | None = None,
        custom_fields: CustomFieldFilters = None,
    ) -> Record[records.Task]:
        """One task, in full, with its attachments.

        Args:
            task_id: The task.
            include_subtasks: True to add its subtasks.
            include_markdown_description: True to add the description as Markdown.
            custom_fields: Conditions on custom fields.
        """

    @read(
        "/api/v2/team/{team_id}/task",
        records="tasks",
        pages=_PAGES,
        aliases=("api_search",),
        keep=found_locally,
    )
    async def search(
        self,
        team_id: str,
        *,
        search: str | None = None,
        priority: Annotated[Priority | None, Query()] = None,
        page: int | None = None,
        order_by: OrderBy | None = None,
        reverse: bool | None = None,
        subtasks: bool | None = None,
        space_ids: Sequence[str] | None = None,
        project_ids: Sequence[str] | None = None,
        list_ids: Sequence[str] | None = None,
        statuses: Sequence[str] | None = None,
        include_closed: bool | None = None,
        assignees: Sequence[str] | None = None,
        tags: Sequence[str] | None = None,
        due_date_gt: Timestamp | None = None,
        due_date_lt: Timestamp | None = None,
        date_created_gt: Timestamp | None = None,
        date_created_lt: Timestamp | None = None,
        date_updated_gt: Timestamp | None = None,
        date_updated_lt: Timestamp | None = None,
        date_done_gt: Timestamp | None = None,
        date_done_lt: Timestamp | None = None,
        custom_fields: CustomFieldFilters = None,
        parent: str | None = None,
        include_markdown_description: bool | None = None,
        custom_items: Sequence[int] | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Task]:
        """Tasks of a whole workspace that meet conditions, newest first.

        All conditions given must hold. ClickUp does not promise to apply `search` and
        `priority`, so they are applied here as well: up to 10 pages of 100 tasks are looked
        through in one call, `meta.scanned` says how many tasks that were, and `meta.next` goes
        on from there.

        Args:
            team_id: The workspace, from `teams.list`.
            search: Words that must all occur in the name, the description or a custom field.
            priority: Only this priority: 1 urgent, 2 high, 3 normal, 4 low.
            page: Which page, from 0.
            order_by: What to sort by; `created` if unset.
            reverse: True for the opposite order.
            subtasks: True to include subtasks.
            space_ids: Only tasks in these spaces.
            project_ids: Only tasks in these folders (ClickUp's API calls them projects).
            list_ids: Only tasks in these lists.
            statuses: Only these statuses, spelled as the lists spell them.
            include_closed: True to include tasks in a closed status.
            assignees: Only tasks assigned to one of these user ids.
            tags: Only tasks with one of these tags.
            due_date_gt: Due after this time (ms since 1970, or ISO 8601 with a zone).
            due_date_lt: Due before this time.
            date_created_gt: Created after this time.
            date_created_lt: Created before this time.
            date_updated_gt: Changed after this time.
            date_updated_lt: Changed before this time.
            date_done_gt: Done after this time.
            date_done_lt: Done before this time.
            custom_fields: Conditions on custom fields. RANGE takes a pair as value; labels take
                ANY or ALL, not =.
            parent: Only the subtasks of this task.
            include_markdown_description: True to add the description as Markdown.
            custom_items: Only these task types: 0 for tasks, 1 for milestones, others as the
                workspace defines them.
        """

    @write("POST /api/v2/list/{list_id}/task", has="id")
    async def create(
        self,
        list_id: str,
        name: str,
        *,
        description: str | None = None,
        markdown_content: str | None = None,
        assignees: Sequence[int] | None = None,
        group_assignees: Sequence[str] | None = None,
        tags: Sequence[str] | None = None,
        status: str | None = None,
        priority: Priority | None = None,
        due_date: Timestamp | None = None,
        due_date_time: bool | None = None,
        start_date: Timestamp | None = None,
        start_date_time: bool | None = None,
        time_estimate: int | None = None,
        points: float | None = None,
        parent: str | None = None,
        links_to: str | None = None,
        notify_all: bool | None = None,
        archived: bool | None = None,
        custom_fields: Sequence[CustomFieldValue] | None = None,
        check_required_custom_fields: bool | None = None,
        custom_item_id: int | None = None,
    ) -> Record[records.Task]:
        """Makes a task, or with `parent` a subtask.

        Args:
            list_id: The list that it goes into.
            name: What is to be done.
            description: Plain text.
            markdown_content: The description as Markdown, instead of `description`.
            assignees: User ids, from the members in `teams.list`.
            group_assignees: Ids of user groups.
            tags: Names of tags.
            status: A status of the list, from `lists.get`; its first if unset.
            priority: 1 urgent, 2 high, 3 normal, 4 low.
            due_date: When it is due (ms since 1970, or ISO 8601 with a zone).
            due_date_time: True if the time of day of `due_date` counts, not only the day.
            start_date: When it starts (ms since 1970, or ISO 8601 with a zone).
            start_date_time: True if the time of day of `start_date` counts.
            time_estimate: How long it will take, in milliseconds.
            points: Sprint points.
            parent: The task that it is a subtask of, in the same list.
            links_to: A task to link it to.
            notify_all: True to notify its creator as well as assignees and watchers.
            archived: True to make it archived.
            custom_fields: Values of custom fields, each with the field's `id`.
            check_required_custom_fields: True to refuse the task if a required custom field
                has no value.
            custom_item_id: Its type: 0 for a task, 1 for a milestone, others as the workspace
                defines them.
        """

    @write("PUT /api/v2/task/{task_id}", has="id")
    async def update(
        self,
        task_id: str,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
        name: str | None = None,
        description: str | None = None,
        markdown_content: str | None = None,
        status: str | None = None,
        priority: Priority | None = None,
        due_date: Timestamp | None = None,
        due_date_time: bool | None = None,
        start_date: Timestamp | None = None,
        start_date_time: bool | None = None,
        time_estimate: int | None = None,
        points: float | None = None,
        parent: str | None = None,
        assignees: Members | None = None,
        group_assignees: UserGroups | None = None,
        watchers: Members | None = None,
        archived: bool | None = None,
        custom_item_id: int | None = None,
        clear: Annotated[
            Sequence[_Clearable] | None, Clear({"description": " ", "markdown_content": " "})
        ] = None,
    ) -> Record[records.Task]:
        """Changes a task. What is not given stays as it is.

        Tags and custom fields cannot be changed here, and a subtask cannot be made a task.

        Args:
            task_id: The task.
            name: What is to be done.
            description: Plain text.
            markdown_content: The description as Markdown, instead of `description`.
            status: A status of the list, from `lists.get`.
            priority: 1 urgent, 2 high, 3 normal, 4 low.
            due_date: When it is due (ms since 1970, or ISO 8601 with a zone).
            due_date_time: True if the time of day of `due_date` counts, not only the day.
            start_date: When it starts (ms since 1970, or ISO 8601 with a zone).
            start_date_time: True if the time of day of `start_date` counts.
            time_estimate: How long it will take, in milliseconds.
            points: Sprint points.
            parent: Another task to make this subtask a subtask of.
            assignees: User ids to `add` and to `rem` (remove).
            group_assignees: Ids of user groups to `add` and to `rem`.
            watchers: User ids to `add` and to `rem`.
            archived: True to archive it, false to bring it back.
            custom_item_id: Its type: 0 for a task, 1 for a milestone, others as the workspace
                defines them.
            clear: Names of fields to empty, such as `due_date`.
        """

    @destructive("DELETE /api/v2/task/{task_id}")
    async def delete(
        self,
        task_id: str,
        *,
        custom_task_ids: Annotated[CustomTaskIds, Query()] = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[None]:
        """Deletes a task with its subtasks.

        Args:
            task_id: The task.
        """
