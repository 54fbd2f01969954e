"""Makes, changes, moves and deletes tasks."""

from collections.abc import Sequence
from datetime import time
from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import AnyFieldId, GroupId, ListId, TaskId, TaskTypeId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import (
    CustomFieldValues,
    CustomTaskIds,
    DueDateTime,
    MarkdownContent,
    Members,
    Priority,
    StartDateTime,
    StatusMapping,
    UserGroups,
    UserId,
    WorkspaceId,
    WorkspaceOfCustomIds,
)
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, write
from agent_connectors.engine.marks import (
    Clear,
    Len,
    MayBeEmpty,
    NotBefore,
    NotShown,
    Query,
    WholeDay,
)
from agent_connectors.engine.result import Record
from agent_connectors.engine.times.durations import DurationOrZero
from agent_connectors.engine.times.timestamps import Timestamp
from agent_connectors.engine.undo import cannot, remakes, removes, restores, reverses

__all__ = ["TaskWrites"]

# ClickUp's own way to store a day: four in the morning, where the user is.
_DUE = WholeDay(time(4), flag="due_date_time")
_START = WholeDay(time(4), flag="start_date_time")

_Unseen = Annotated[bool | None, NotShown()]

# ClickUp shows no subtask of a description's forms as the one that it was given in.
_Description = Annotated[
    str | None, MayBeEmpty(), ShownAs("task_text", ("description",), back_by="markdown_content")
]
_MARKDOWN = ShownAs("task_text", ("description", "content"))
_PEOPLE = ShownAs("people")
_Status = Annotated[str | None, ShownAs("status")]
_Priority = Annotated[Priority | None, ShownAs("priority")]
_Estimate = Annotated[DurationOrZero | None, ShownAs("number")]

_Clearable = Literal[
    "description",
    "due_date",
    "markdown_content",
    "points",
    "priority",
    "start_date",
    "time_estimate",
]


class TaskWrites(Resource):
    """Makes, changes, moves and deletes tasks."""

    @write(
        "POST /api/v2/list/{list_id}/task",
        must_have="id",
        undo=removes("tasks.delete", loses="Tags that were new stay in the space.", task_id="id"),
    )
    async def create(
        self,
        list_id: ListId,
        name: str,
        *,
        description: _Description = None,
        markdown_content: Annotated[MarkdownContent, _MARKDOWN] = None,
        assignees: Annotated[Sequence[UserId] | None, _PEOPLE] = None,
        group_assignees: Annotated[Sequence[GroupId] | None, _PEOPLE] = None,
        tags: Annotated[Sequence[str] | None, ShownAs("tags")] = None,
        status: _Status = None,
        priority: _Priority = None,
        due_date: Annotated[Timestamp | None, _DUE, NotBefore("start_date")] = None,
        due_date_time: DueDateTime = None,
        start_date: Annotated[Timestamp | None, _START] = None,
        start_date_time: StartDateTime = None,
        time_estimate: _Estimate = None,
        points: float | None = None,
        parent: Annotated[TaskId | None, ShownAs("lasting")] = None,
        links_to: Annotated[TaskId | None, ShownAs("linked", ("linked_tasks",))] = None,
        notify_all: _Unseen = None,
        archived: bool | None = None,
        custom_fields: Annotated[CustomFieldValues | None, ShownAs("field_values")] = None,
        check_required_custom_fields: _Unseen = None,
        custom_item_id: TaskTypeId | None = None,
    ) -> Record[records.Task]:
        """Makes a task, or with `parent` a subtask.

        Args:
            list_id: The list that it goes into, by id or name.
            name: What is to be done.
            description: Plain text.
            markdown_content: The description as Markdown, instead of `description`.
            assignees: People: ids, names, e-mail addresses, or "me".
            group_assignees: User groups: ids or names.
            tags: Names of tags.
            status: A status of the list, from `lists.get`; its first if unset.
            priority: 1 urgent, 2 high, 3 normal, 4 low; or those words.
            due_date: When it is due: ms, ISO 8601 (2026-11-27), or words (tomorrow 9am).
            due_date_time: True if the time of day of `due_date` counts, not only the day; set
                by itself.
            start_date: When it starts, said in the same ways.
            start_date_time: The same for `start_date`.
            time_estimate: How long it will take: ms, or such as 1h30m.
            points: Sprint points.
            parent: The task that it is a subtask of, in the same list.
            links_to: A task to link it to.
            notify_all: True to notify its creator as well as assignees and watchers.
            archived: True to make it archived.
            custom_fields: Values of custom fields, each with the field's `id` or name: options
                by name, times as for `due_date`.
            check_required_custom_fields: True to refuse the task if a required custom field
                has no value.
            custom_item_id: Its type, by name, or 0 for a task, 1 for a milestone, others as the
                workspace defines them.

        Example:
            await clickup.tasks.create(
                "Bug Triage", "Login fails", priority="high", due_date="next friday"
            )
        """

    @write(
        "PUT /api/v2/task/{task_id}",
        must_have="id",
        before=Before("tasks.get", {"include_markdown_description": True}),
        elsewhere={
            "tags": "Use `tags.add` and `tags.remove`.",
            "custom_fields": "Use `custom_fields.set`, one call a field.",
            "list_id": "Use `tasks.move`.",
        },
        undo=restores(),
    )
    async def update(
        self,
        task_id: TaskId,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
        name: str | None = None,
        description: _Description = None,
        markdown_content: Annotated[MarkdownContent, _MARKDOWN] = None,
        status: _Status = None,
        priority: _Priority = None,
        due_date: Annotated[Timestamp | None, _DUE, NotBefore("start_date")] = None,
        due_date_time: DueDateTime = None,
        start_date: Annotated[Timestamp | None, _START] = None,
        start_date_time: StartDateTime = None,
        time_estimate: _Estimate = None,
        points: float | None = None,
        parent: Annotated[TaskId | None, ShownAs("lasting")] = None,
        assignees: Annotated[Members | None, _PEOPLE] = None,
        group_assignees: Annotated[UserGroups | None, _PEOPLE] = None,
        watchers: Annotated[Members | None, _PEOPLE] = None,
        archived: bool | None = None,
        custom_item_id: TaskTypeId | None = None,
        clear: Annotated[
            Sequence[_Clearable] | None, Clear({"description": " ", "markdown_content": " "})
        ] = None,
    ) -> Record[records.Task]:
        """Changes a task. What is not given stays as it is.

        Tags and custom fields cannot be changed here, and a subtask cannot be made a task.

        Args:
            name: What is to be done.
            description: Plain text.
            markdown_content: The description as Markdown, instead of `description`.
            status: A status of the list, from `lists.get`.
            priority: 1 urgent, 2 high, 3 normal, 4 low; or those words.
            due_date: When it is due: ms, ISO 8601 (2026-11-27), or words (tomorrow 9am).
            due_date_time: True if the time of day of `due_date` counts, not only the day; set
                by itself.
            start_date: When it starts, said in the same ways.
            start_date_time: The same for `start_date`.
            time_estimate: How long it will take: ms, or such as 1h30m.
            points: Sprint points.
            parent: Another task to make this subtask a subtask of.
            assignees: People to `add` and to `rem` (remove): ids, names, or "me".
            group_assignees: User groups to `add` and to `rem`: ids or names.
            watchers: People to `add` and to `rem`.
            archived: True to archive it, false to bring it back.
            custom_item_id: Its type, by name, or 0 for a task, 1 for a milestone, others as the
                workspace defines them.
            clear: Names of fields to empty, such as `due_date`.

        Example:
            await clickup.tasks.update(
                "ENG-88", status="confirmed", assignees={"add": ["Priya Raman"]}
            )
        """

    @destructive(
        "DELETE /api/v2/task/{task_id}",
        undo=remakes(
            "tasks.create",
            loses="Its subtasks, comments, checklists, files, relations, tracked time and id.",
            list_id="list.id",
        ),
    )
    async def delete(
        self,
        task_id: TaskId,
        *,
        custom_task_ids: Annotated[CustomTaskIds, Query()] = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[None]:
        """Deletes a task with its subtasks.

        Example:
            await clickup.tasks.delete("ENG-88")
        """

    @write(
        "PUT /api/v3/workspaces/{workspace_id}/tasks/{task_id}/home_list/{list_id}",
        record="data",
        before=Before("tasks.get"),
        undo=reverses(
            "tasks.move",
            loses="A status that the other list did not have, and the place below a task.",
            list_id="before.list.id",
            workspace_id="workspace_id",
        ),
    )
    async def move(
        self,
        task_id: TaskId,
        list_id: Annotated[ListId, ShownAs("place", ("list",))],
        *,
        workspace_id: WorkspaceId = None,
        move_custom_fields: _Unseen = None,
        custom_fields_to_move: Annotated[Sequence[AnyFieldId] | None, NotShown()] = None,
        status_mappings: Annotated[Sequence[StatusMapping] | None, NotShown()] = None,
    ) -> Record[records.MovedTask]:
        """Moves a task to another list, which becomes its own; further lists keep it.

        Args:
            list_id: The list that it goes to, by id or name.
            move_custom_fields: True to give the other list the custom fields of the old one.
            custom_fields_to_move: Custom fields to take along, by id or name, if not all of them.
            status_mappings: Which status it gets there: ids of statuses, from `lists.get`. Needed
                if the other list does not have the task's status.

        Example:
            await clickup.tasks.move("86c7k28bx", "Renewals")
        """

    @destructive(
        "POST /api/v2/task/{task_id}/merge",
        before=Before("tasks.get"),
        undo=cannot("ClickUp takes no merged tasks apart."),
    )
    async def merge(
        self, task_id: TaskId, source_task_ids: Annotated[Sequence[TaskId], Len(1)]
    ) -> Record[dict[str, object]]:
        """Merges other tasks into a task; the others are gone afterwards.

        Args:
            task_id: The task that stays.
            source_task_ids: The tasks to merge into it.

        Example:
            await clickup.tasks.merge("ENG-88", ["ENG-91"])
        """
