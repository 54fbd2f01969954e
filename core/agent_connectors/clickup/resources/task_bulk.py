"""Many tasks at once, and one task with all that belongs to it."""

from collections.abc import Sequence
from typing import Annotated, Any

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import ListId, TaskId
from agent_connectors.clickup.parameters import CustomTaskIds, WorkspaceOfCustomIds
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Control, Ge, Le, Len, ParamsOf
from agent_connectors.engine.result import Record, Records

__all__ = ["TaskBulk"]

_AtOnce = Annotated[int | None, Ge(1), Le(32), Control()]


class TaskBulk(Resource):
    """Tasks, many at once."""

    connector: Connector

    @write()
    async def create_many(
        self,
        list_id: ListId,
        tasks: Annotated[
            Sequence[dict[str, Any]], Len(1, 1000), ParamsOf("tasks.create", without=("list_id",))
        ],
        *,
        at_once: _AtOnce = None,
    ) -> Records[records.BulkItem]:
        """Makes up to 1,000 tasks in a list, and tells for each what became of it.

        Nothing is sent if one of them is invalid. Each is made at most once: where an answer
        got lost, the list is looked at; a task just like it that the same user makes at once in
        another program may be taken for it. What was not sent is in `meta.next`: call again
        with that.

        Args:
            list_id: The list that they go into, by id or name.
            tasks: The tasks, each with a `name` and the other parameters of `tasks.create`.
            at_once: How many are sent at a time; 8 if unset.

        Example:
            tasks = [{"name": "Write the test"}, {"name": "Ship it", "due_date": "tomorrow"}]
            await clickup.tasks.create_many("Bug Triage", tasks)
        """
        from agent_connectors.clickup.composite.bulk import create_many

        return await create_many(self.connector, list_id, tasks, at_once or 8)

    @write()
    async def update_many(
        self,
        updates: Annotated[Sequence[dict[str, Any]], Len(1, 1000), ParamsOf("tasks.update")],
        *,
        at_once: _AtOnce = None,
    ) -> Records[records.BulkItem]:
        """Changes up to 1,000 tasks, and tells for each what became of it.

        Nothing is sent if one of the changes is invalid. What was not sent is in `meta.next`:
        call again with that.

        Args:
            updates: The changes, each with a `task_id` and the parameters of `tasks.update`.
            at_once: How many are sent at a time; 8 if unset.

        Example:
            updates = [
                {"task_id": "ENG-88", "priority": "high"},
                {"task_id": "ENG-91", "priority": "low"},
            ]
            await clickup.tasks.update_many(updates)
        """
        from agent_connectors.clickup.composite.bulk import update_many

        return await update_many(self.connector, updates, at_once or 8)

    @read()
    async def get_with_comments(
        self,
        task_id: TaskId,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
        limit: Annotated[int | None, Ge(1), Le(500), Control()] = None,
    ) -> Record[records.TaskWithComments]:
        """One task with its description, subtasks, comments and replies, in one call.

        Args:
            limit: How many comments to give, newest first; 25 if unset.

        Example:
            await clickup.tasks.get_with_comments("ENG-88", limit=10)
        """
        from agent_connectors.clickup.composite.bulk import get_with_comments

        task = {"task_id": task_id, "custom_task_ids": custom_task_ids, "team_id": team_id}
        return await get_with_comments(self.connector, task, limit or 25)
