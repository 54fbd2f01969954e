"""Times of tasks that ClickUp keeps apart: estimates by person, and time in each status."""

from collections.abc import Sequence
from typing import Annotated

from typing_extensions import TypedDict

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import Estimator, TaskId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import (
    CustomTaskIds,
    WorkspaceId,
    WorkspaceOfCustomIds,
)
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Body, Len, Query
from agent_connectors.engine.result import Record
from agent_connectors.engine.times.durations import DurationOrZero
from agent_connectors.engine.undo import cannot

__all__ = ["TimeEstimate", "TimeEstimates", "TimeInStatus"]


class TimeEstimate(TypedDict):
    """How long somebody's part of a task will take."""

    assignee: Estimator
    time: DurationOrZero


_Estimates = Annotated[Sequence[TimeEstimate], Len(1, 10), Body(whole=True)]


class TimeEstimates(Resource):
    """Time estimates of a task by person; `time_estimate` of a task is their sum."""

    @write(
        "PATCH /api/v3/workspaces/{workspace_id}/tasks/{task_id}/time_estimates_by_user",
        record="data",
        before=Before("tasks.get"),
        undo=cannot("ClickUp shows the sum of the estimates only, so how they were is not known."),
    )
    async def update(
        self,
        task_id: TaskId,
        estimates: Annotated[_Estimates, ShownAs("estimates", ("updated_estimates",))],
        *,
        workspace_id: WorkspaceId = None,
    ) -> Record[records.UpdatedTimeEstimates]:
        """Sets the time estimates of some people on a task. Business plan or above.

        Those of other people stay. For an estimate without a person, see `tasks.update`.

        Args:
            task_id: The task; a custom id will do.
            estimates: Up to 10, each with `assignee`, the user id of an assignee of the task or
                `unassigned`, and `time`: ms, or such as `1h30m`.

        Example:
            await clickup.time_estimates.update("ENG-88", [{"assignee": "me", "time": "1h30m"}])
        """

    @write(
        "PUT /api/v3/workspaces/{workspace_id}/tasks/{task_id}/time_estimates_by_user",
        record="data",
        before=Before("tasks.get"),
        undo=cannot("ClickUp shows the sum of the estimates only, so how they were is not known."),
    )
    async def replace(
        self,
        task_id: TaskId,
        estimates: Annotated[_Estimates, ShownAs("all_estimates", ("assignee_estimates",))],
        *,
        workspace_id: WorkspaceId = None,
    ) -> Record[records.TimeEstimates]:
        """Sets the time estimates of a task, and removes all others. Business plan or above.

        Args:
            task_id: The task; a custom id will do.
            estimates: Up to 10, each with `assignee`, the user id of an assignee of the task or
                `unassigned`, and `time`: ms, or such as `1h30m`.

        Example:
            await clickup.time_estimates.replace(
                "ENG-88", [{"assignee": "unassigned", "time": "2h"}]
            )
        """


class TimeInStatus(Resource):
    """How long tasks have been in each status, where the workspace records it."""

    @read("/api/v2/task/{task_id}/time_in_status", must_have="current_status")
    async def get(
        self,
        task_id: TaskId,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[records.TimeInStatus]:
        """How long a task has been in each status, in minutes.

        Example:
            await clickup.time_in_status.get("ENG-88")
        """

    @read("/api/v2/task/bulk_time_in_status/task_ids")
    async def get_many(
        self,
        task_ids: Annotated[Sequence[TaskId], Len(1, 100), Query(style="repeated")],
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[dict[str, records.TimeInStatus]]:
        """How long each of several tasks has been in each status, in minutes, by task id.

        Args:
            task_ids: The tasks, 100 at most.

        Example:
            await clickup.time_in_status.get_many(["ENG-88", "ENG-91"])
        """
