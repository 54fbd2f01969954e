"""How tasks hang together: dependencies and links. `tasks.get` shows them."""

from typing import Annotated

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import TaskId
from agent_connectors.clickup.parameters import CustomTaskIds, WorkspaceOfCustomIds
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, write
from agent_connectors.engine.marks import Query
from agent_connectors.engine.result import Record
from agent_connectors.engine.undo import reverses

__all__ = ["Dependencies", "TaskLinks"]


class Dependencies(Resource):
    """Which task waits for which; `tasks.get` shows them."""

    # Recorded: 200 and `{}` even where a misspelt key makes it do nothing, so that the answer is no
    # proof.
    @write(
        "POST /api/v2/task/{task_id}/dependency",
        empty=True,
        one_of=("depends_on", "dependency_of"),
        before=Before("tasks.get"),
        undo=reverses(
            "dependencies.remove", depends_on="depends_on", dependency_of="dependency_of"
        ),
    )
    async def add(
        self,
        task_id: TaskId,
        *,
        depends_on: TaskId | None = None,
        dependency_of: TaskId | None = None,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[dict[str, object]]:
        """Makes a task wait for another, or another wait for it.

        Args:
            depends_on: The task that must be done before it. Give this or `dependency_of`.
            dependency_of: The task that waits for it.

        Example:
            await clickup.dependencies.add("ENG-88", depends_on="ENG-91")
        """

    @write(
        "DELETE /api/v2/task/{task_id}/dependency",
        empty=True,
        one_of=("depends_on", "dependency_of"),
        before=Before("tasks.get"),
        undo=reverses("dependencies.add", depends_on="depends_on", dependency_of="dependency_of"),
    )
    async def remove(
        self,
        task_id: TaskId,
        *,
        depends_on: Annotated[TaskId | None, Query()] = None,
        dependency_of: Annotated[TaskId | None, Query()] = None,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[dict[str, object]]:
        """Ends a dependency between two tasks.

        Args:
            depends_on: The task that it waits for. Give this or `dependency_of`.
            dependency_of: The task that waits for it.

        Example:
            await clickup.dependencies.remove("ENG-124", depends_on="ENG-107")
        """


class TaskLinks(Resource):
    """Links between tasks, without an order; `tasks.get` shows them."""

    @write(
        "POST /api/v2/task/{task_id}/link/{links_to}",
        record="task",
        must_have="id",
        before=Before("tasks.get"),
        undo=reverses("task_links.remove"),
    )
    async def add(
        self,
        task_id: TaskId,
        links_to: TaskId,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[records.Task]:
        """Links two tasks; gives the first.

        Args:
            task_id: One task.
            links_to: The other, in the same workspace.

        Example:
            await clickup.task_links.add("ENG-88", "ENG-91")
        """

    @write(
        "DELETE /api/v2/task/{task_id}/link/{links_to}",
        record="task",
        must_have="id",
        before=Before("tasks.get"),
        undo=reverses("task_links.add"),
    )
    async def remove(
        self,
        task_id: TaskId,
        links_to: TaskId,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[records.Task]:
        """Ends the link between two tasks; gives the first.

        Args:
            task_id: One task.
            links_to: The other.

        Example:
            await clickup.task_links.remove("ENG-85", "ENG-54")
        """
