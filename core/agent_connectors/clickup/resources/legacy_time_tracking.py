"""The time tracking that ClickUp had before time entries."""

from typing import Annotated

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import TaskId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import CustomTaskIds, WorkspaceOfCustomIds
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import Limit, NotShown, Since, Skip, Until
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.times.durations import Duration
from agent_connectors.engine.times.timestamps import PastTime
from agent_connectors.engine.undo import cannot, removes

__all__ = ["LegacyTimeTracking"]


_WORKED = ShownAs("worked")

_UNREAD = Before(missing="It is not looked up among the times of a task.")


class LegacyTimeTracking(Resource):
    """Legacy: the time tracking before time entries. Use `time_tracking` instead."""

    @read("/api/v2/task/{task_id}/time", records="data")
    async def list(
        self,
        task_id: TaskId,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.TrackedTime]:
        """Legacy: time tracked on a task, by person. Use `time_tracking.list` instead.

        Example:
            await clickup.legacy_time_tracking.list("ENG-69")
        """

    @write(
        "POST /api/v2/task/{task_id}/time",
        must_have="id",
        undo=removes("legacy_time_tracking.delete", interval_id="id"),
    )
    async def create(
        self,
        task_id: TaskId,
        start: Annotated[PastTime, Since("end"), NotShown(), _WORKED],
        end: Annotated[PastTime, Until("start"), NotShown(), _WORKED],
        time: Annotated[Duration, NotShown()],
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[records.CreatedInterval]:
        """Legacy: records time on a task. Use `time_tracking.create` instead.

        Args:
            start: When the work began: ms, ISO 8601 with a time, or words (`today 9am`).
            end: When it ended.
            time: How long it took: ms, or such as `1h30m`.

        Example:
            await clickup.legacy_time_tracking.create(
                "ENG-88", "yesterday 9am", "yesterday 10am", "1h"
            )
        """

    @write(
        "PUT /api/v2/task/{task_id}/time/{interval_id}",
        empty=True,
        before=_UNREAD,
        idempotent=False,  # each call is an entry of its history,
        undo=cannot("How it was is not known; `time_tracking.update` can be undone."),
    )
    async def update(
        self,
        task_id: TaskId,
        interval_id: str,
        start: Annotated[PastTime, Since("end"), NotShown(), _WORKED],
        end: Annotated[PastTime, Until("start"), NotShown(), _WORKED],
        time: Annotated[Duration, NotShown()],
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[dict[str, object]]:
        """Legacy: changes time on a task. Use `time_tracking.update` instead.

        Args:
            interval_id: The interval, from `legacy_time_tracking.list`.
            start: When the work began: ms, ISO 8601 with a time, or words (`today 9am`).
            end: When it ended.
            time: How long it took: ms, or such as `1h30m`.

        Example:
            made = await clickup.legacy_time_tracking.create(
                "ENG-88", "yesterday 9am", "yesterday 10am", "1h"
            )
            await clickup.legacy_time_tracking.update(
                "ENG-88", made.data["id"], "yesterday 9am", "yesterday 11am", "2h"
            )
        """

    @destructive(
        "DELETE /api/v2/task/{task_id}/time/{interval_id}",
        before=_UNREAD,
        undo=cannot("How it was is not known; `time_tracking.delete` can be undone in part."),
    )
    async def delete(
        self,
        task_id: TaskId,
        interval_id: str,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[dict[str, object]]:
        """Legacy: deletes time on a task. Use `time_tracking.delete` instead.

        Args:
            interval_id: The interval, from `legacy_time_tracking.list`.

        Example:
            made = await clickup.legacy_time_tracking.create(
                "ENG-88", "yesterday 9am", "yesterday 10am", "1h"
            )
            await clickup.legacy_time_tracking.delete("ENG-88", made.data["id"])
        """
