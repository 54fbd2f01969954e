"""Lists: what tasks are in."""

from collections.abc import Sequence
from datetime import time
from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import FolderId, ListId, SpaceId, TaskId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import (
    Archived,
    DueDateTime,
    MarkdownContent,
    Priority,
    UserId,
)
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import (
    Body,
    Clear,
    Limit,
    MayBeEmpty,
    NoChange,
    NotShown,
    Renames,
    Skip,
    WholeDay,
)
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.times.timestamps import Timestamp
from agent_connectors.engine.undo import remakes, removes, restores, reverses

__all__ = ["Lists"]

_DUE = WholeDay(time(4), flag="due_date_time")

_Clearable = Literal["assignee", "due_date", "priority"]

_Content = Annotated[str | None, MayBeEmpty(), ShownAs(back_by="markdown_content")]
_Priority = Annotated[Priority | None, ShownAs("priority")]
_SOMEBODY = ShownAs("somebody")


class Lists(Resource):
    """Lists: what tasks are in."""

    @read("/api/v2/folder/{folder_id}/list", "/api/v2/space/{space_id}/list", records="lists")
    async def list(
        self,
        folder_id: FolderId | None = None,
        space_id: SpaceId | None = None,
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

        Example:
            await clickup.lists.list("Platform")
        """

    @read("/api/v2/list/{list_id}", must_have="id")
    async def get(self, list_id: ListId) -> Record[records.TaskList]:
        """One list, with the statuses that its tasks can have.

        Args:
            list_id: The list, from `lists.list` or `folders.list`.

        Example:
            await clickup.lists.get("Engineering / Bug Triage")
        """

    @write(
        "POST /api/v2/folder/{folder_id}/list",
        "POST /api/v2/space/{space_id}/list",
        must_have="id",
        undo=removes("lists.delete", list_id="id"),
    )
    async def create(
        self,
        name: str,
        folder_id: FolderId | None = None,
        space_id: SpaceId | None = None,
        *,
        content: _Content = None,
        markdown_content: Annotated[
            MarkdownContent, ShownAs("plain", ("description", "content"))
        ] = None,
        due_date: Annotated[Timestamp | None, _DUE] = None,
        due_date_time: DueDateTime = None,
        priority: _Priority = None,
        assignee: Annotated[UserId | None, Body(kind="number"), _SOMEBODY] = None,
        status: Annotated[str | None, ShownAs("status")] = None,
    ) -> Record[records.TaskList]:
        """Makes a list in a folder, or in a space outside of any folder.

        Args:
            name: The list's name.
            folder_id: The folder that it goes into. Give this or `space_id`.
            space_id: The space that it goes into.
            content: What the list is for, as plain text.
            markdown_content: The same as Markdown, instead of `content`.
            due_date: When it is due: ms, ISO 8601 (2026-11-27), or words (`tomorrow 9am`).
            due_date_time: True if the time of day of `due_date` counts, not only the day; set
                by itself.
            priority: 1 urgent, 2 high, 3 normal, 4 low; or those words.
            assignee: Who is in charge of it: an id, a name, or `me`.
            status: Its colour by name, such as `red`; not a status that tasks can have.

        Example:
            await clickup.lists.create(
                "Audit", space_id="Operations", priority="high", assignee="me"
            )
        """

    @write(
        "PUT /api/v2/list/{list_id}",
        must_have="id",
        elsewhere={"folder_id": "ClickUp's API cannot move lists."},
        undo=restores(),
    )
    async def update(
        self,
        list_id: ListId,
        *,
        name: Annotated[str | None, Renames("list_id")] = None,
        content: _Content = None,
        markdown_content: Annotated[
            MarkdownContent, ShownAs("plain", ("description", "content"))
        ] = None,
        due_date: Annotated[Timestamp | None, _DUE] = None,
        due_date_time: DueDateTime = None,
        priority: _Priority = None,
        assignee: Annotated[UserId | None, Body(kind="text"), _SOMEBODY] = None,
        status: Annotated[str | None, ShownAs("status", emptied_by="unset_status")] = None,
        unset_status: Annotated[
            bool | None, NotShown(), NoChange((False,)), ShownAs("empties", ("status",))
        ] = None,
        clear: Annotated[Sequence[_Clearable] | None, Clear({"assignee": "none"})] = None,
    ) -> Record[records.TaskList]:
        """Changes a list itself, not its tasks. What is not given stays as it is.

        Args:
            list_id: The list, by id or name.
            name: Its new name.
            content: What the list is for, as plain text.
            markdown_content: The same as Markdown, instead of `content`.
            due_date: When it is due: ms, ISO 8601 (2026-11-27), or words (`tomorrow 9am`).
            due_date_time: True if the time of day of `due_date` counts, not only the day; set
                by itself.
            priority: 1 urgent, 2 high, 3 normal, 4 low; or those words.
            assignee: Who is in charge of it: an id, a name, or `me`.
            status: Its colour by name, such as `red`; not a status that tasks can have.
            unset_status: True to take its colour away.
            clear: Names of fields to empty, such as `due_date`.

        Example:
            await clickup.lists.update("Website", content="All pages", due_date="end of next month")
        """

    @destructive(
        "DELETE /api/v2/list/{list_id}",
        undo=remakes("lists.create", loses="Its tasks, its statuses, its comments and its id."),
    )
    async def delete(self, list_id: ListId) -> Record[dict[str, object]]:
        """Deletes a list with its tasks.

        Args:
            list_id: The list, by id or name.

        Example:
            await clickup.lists.delete("Newsletter")
        """

    @write(
        "POST /api/v2/list/{list_id}/task/{task_id}",
        empty=True,
        before=Before("tasks.get"),
        undo=reverses("lists.remove_task"),
    )
    async def add_task(self, list_id: ListId, task_id: TaskId) -> Record[dict[str, object]]:
        """Adds a task to a further list; it stays in its own as well.

        Only where the workspace lets tasks be in several lists. To move it, see `tasks.move`.

        Args:
            list_id: The further list, by id or name.

        Example:
            await clickup.lists.add_task("Security", "ENG-88")
        """

    @write(
        "DELETE /api/v2/list/{list_id}/task/{task_id}",
        empty=True,
        before=Before("tasks.get"),
        undo=reverses("lists.add_task"),
    )
    async def remove_task(
        self, list_id: Annotated[ListId, ShownAs("left", ("locations",))], task_id: TaskId
    ) -> Record[dict[str, object]]:
        """Takes a task out of a further list; it cannot be taken out of its own.

        Args:
            list_id: The further list, by id or name.

        Example:
            await clickup.lists.add_task("Security", "ENG-88")
            await clickup.lists.remove_task("Security", "ENG-88")
        """
