"""Custom fields: where they are defined, and their values on tasks."""

from typing import Annotated, Any

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import (
    FieldId,
    FolderId,
    ListId,
    PlainWorkspaceId,
    SpaceId,
    TaskId,
)
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import CustomTaskIds, ValueOptions, WorkspaceOfCustomIds
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Limit, MayBeEmpty, Skip
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import restores

__all__ = ["CustomFields"]


class CustomFields(Resource):
    """Custom fields of places, and their values on tasks."""

    @read(
        "/api/v2/list/{list_id}/field",
        "/api/v2/folder/{folder_id}/field",
        "/api/v2/space/{space_id}/field",
        "/api/v2/team/{team_id}/field",
        records="fields",
    )
    async def list(
        self,
        list_id: ListId | None = None,
        folder_id: FolderId | None = None,
        space_id: SpaceId | None = None,
        team_id: PlainWorkspaceId | None = None,
        *,
        include_applied_objects: bool | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.CustomField]:
        """Custom fields of a list, a folder, a space or a workspace, with their options.

        For a list, all that its tasks can have; for the others, only those defined at that very
        level, and not those defined below it.

        Args:
            list_id: The list. Give one of the four.
            space_id: The space.
            team_id: The workspace.
            include_applied_objects: True to add which task types a field is limited to.

        Example:
            await clickup.custom_fields.list(list_id="Bug Triage")
        """

    @write(
        "POST /api/v2/task/{task_id}/field/{field_id}",
        empty=True,
        before=Before("tasks.get"),
        undo=restores(),
    )
    async def set(
        self,
        task_id: TaskId,
        field_id: FieldId,
        value: Annotated[Any, MayBeEmpty(), ShownAs("field_value")],
        *,
        value_options: ValueOptions | None = None,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[dict[str, object]]:
        """Sets the value of a custom field on a task.

        What the value is depends on the type of the field. Text, e-mail, phone (with country
        code), URL: a text. Number, money, rating: a number. Checkbox, button: true or false (true
        clicks a button). Drop-down: the option, labels: a list of them, by name or id. Date: ms,
        ISO 8601, or words. People (ids, names), tasks (ids, links), files (ids): a list of all
        that it is to hold, or an object of `add` and `rem`. Progress: a number. Location: an
        object of `location` (`lat`, `lng`) and `formatted_address`. The task is read before and
        after. The Free plan counts each use.

        Args:
            field_id: The custom field, by id or name, from `custom_fields.list` or `tasks.get`.
            value: The new value.
            value_options: `{"time": true}` to show the time of day of a date; set by itself where
                one is said.

        Example:
            await clickup.custom_fields.set("ENG-124", "Reviewer", ["Priya Raman"])
        """

    @write(
        "DELETE /api/v2/task/{task_id}/field/{field_id}",
        empty=True,
        before=Before("tasks.get"),
        undo=restores("custom_fields.set"),
    )
    async def remove(
        self,
        task_id: TaskId,
        field_id: Annotated[FieldId, ShownAs("emptied_field")],
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[dict[str, object]]:
        """Empties a custom field of a task.

        Example:
            await clickup.custom_fields.remove("ENG-124", "Pull request")
        """
