"""Time entries: what people have tracked."""

from collections.abc import Sequence
from typing import Annotated

from agent_connectors.clickup import records
from agent_connectors.engine.parameters import Doc, Limit, Query, Skip, Together
from agent_connectors.engine.resource import Resource, read
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.timestamps import Timestamp

__all__ = ["TimeTracking"]

_TaskTags = Annotated[bool | None, Doc("True to add the tags of the tasks.")]
_LocationNames = Annotated[
    bool | None, Doc("True to add the names of list, folder and space to their ids.")
]
_ApprovalHistory = Annotated[
    bool | None, Doc("True to add how the approval went: changes, notes and approvers.")
]
_ApprovalDetails = Annotated[
    bool | None, Doc("True to add approvers, time and status of the approval.")
]


class TimeTracking(Resource):
    """Time entries: what people have tracked."""

    @read("/api/v2/team/{team_id}/time_entries", records="data")
    async def list(
        self,
        team_id: str,
        *,
        start_date: Timestamp | None = None,
        end_date: Timestamp | None = None,
        assignee: Annotated[Sequence[str] | None, Query(style="commas")] = None,
        space_id: str | None = None,
        folder_id: str | None = None,
        list_id: str | None = None,
        task_id: str | None = None,
        custom_task_ids: Annotated[bool | None, Together("team_id")] = None,
        is_billable: bool | None = None,
        include_task_tags: _TaskTags = None,
        include_location_names: _LocationNames = None,
        include_approval_history: _ApprovalHistory = None,
        include_approval_details: _ApprovalDetails = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.TimeEntry]:
        """Time entries in a range of time.

        Unless told otherwise, ClickUp gives only the token's own entries of the last 30 days:
        set `assignee` for others, and both dates for another range. A negative duration means
        that the timer is running.

        Args:
            team_id: The workspace, from `teams.list`.
            start_date: From this time on (ms since 1970, or ISO 8601 with a zone).
            end_date: Up to this time.
            assignee: Entries of these user ids; only owners and admins may ask for others'.
            space_id: Only for tasks in this space. Give at most one place.
            folder_id: Only for tasks in this folder.
            list_id: Only for tasks in this list.
            task_id: Only for this task.
            custom_task_ids: True if `task_id` is a custom one, such as DEV-12.
            is_billable: True for billable entries only, false for the others only.
        """

    @read("/api/v2/team/{team_id}/time_entries/{time_entry_id}", record="data", has="id")
    async def get(
        self,
        team_id: str,
        time_entry_id: str,
        *,
        include_task_tags: _TaskTags = None,
        include_location_names: _LocationNames = None,
        include_approval_history: _ApprovalHistory = None,
        include_approval_details: _ApprovalDetails = None,
    ) -> Record[records.TimeEntry]:
        """One time entry. A negative duration means that the timer is running.

        Args:
            team_id: The workspace, from `teams.list`.
            time_entry_id: The entry, from `time_tracking.list`.
        """
