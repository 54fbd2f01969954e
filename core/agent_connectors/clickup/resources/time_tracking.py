"""Time entries: what people have tracked."""

from collections.abc import Sequence
from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import FolderId, ListId, PersonId, SpaceId, TaskId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import (
    CustomTaskIds,
    TagName,
    TimeEntryTag,
    UserId,
    WorkspaceId,
)
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import (
    Body,
    Doc,
    LeavesOut,
    Limit,
    MayBeEmpty,
    NoChange,
    NotShown,
    Query,
    Requires,
    Since,
    Skip,
    Until,
)
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.times.durations import Duration
from agent_connectors.engine.times.timestamps import PastTime
from agent_connectors.engine.undo import cannot, remakes, removes, restores

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
_Description = Annotated[str | None, MayBeEmpty(), Doc("What was done.")]
_Task = Annotated[
    TaskId | None,
    Body("tid"),
    ShownAs("within", ("task", "task_id")),
    Doc("The task that it is for; few entries without one are allowed below Business Plus."),
]
_Tags = Annotated[
    Sequence[TimeEntryTag] | None,
    Doc("Tags of time entries, each with its `name`; not the tags of tasks."),
]
_WORKED = ShownAs("worked")
_Billable = Annotated[bool | None, Doc("Whether somebody is billed for it.")]

_Deleted = records.TimeEntry | list[records.TimeEntry]
"""A list where several were deleted at once."""


class TimeTracking(Resource):
    """Time entries: what people have tracked."""

    # Its reference: one's own entries of the last 30 days, unless `assignee` and dates say
    # otherwise; all of them at once.
    @read("/api/v2/team/{team_id}/time_entries", records="data")
    async def list(
        self,
        team_id: WorkspaceId = None,
        *,
        start_date: Annotated[
            PastTime | None, Since("end_date"), LeavesOut("older than 30 days", "a date")
        ] = None,
        end_date: Annotated[PastTime | None, Until("start_date")] = None,
        assignee: Annotated[
            Sequence[PersonId] | None,
            Query(style="commas"),
            LeavesOut("other people's", "everyone"),
        ] = None,
        space_id: SpaceId | None = None,
        folder_id: FolderId | None = None,
        list_id: ListId | None = None,
        task_id: TaskId | None = None,
        custom_task_ids: Annotated[bool | None, Requires("team_id")] = None,
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
            start_date: From this time on: ms, ISO 8601, or words (`monday`: the latest one).
            end_date: Up to this time; a day is included.
            assignee: Entries of these user ids; only owners and admins may ask for others'.
            space_id: Only for tasks in this space. Give at most one place.
            folder_id: Only for tasks in this folder.
            list_id: Only for tasks in this list.
            task_id: Only for this task.
            custom_task_ids: True if `task_id` is a custom one, such as DEV-12.
            is_billable: True for billable entries only, false for the others only.

        Example:
            await clickup.time_tracking.list(start_date="past 30 days", assignee="me")
        """

    @read("/api/v2/team/{team_id}/time_entries/{time_entry_id}", record="data", must_have="id")
    async def get(
        self,
        time_entry_id: str,
        *,
        team_id: WorkspaceId = None,
        include_task_tags: _TaskTags = None,
        include_location_names: _LocationNames = None,
        include_approval_history: _ApprovalHistory = None,
        include_approval_details: _ApprovalDetails = None,
    ) -> Record[records.TimeEntry]:
        """One time entry. A negative duration means that the timer is running.

        Args:
            time_entry_id: The entry, from `time_tracking.list`.

        Example:
            await clickup.time_tracking.get("4927022626604154715")
        """

    # Recorded: `{"data": null}` where no timer runs, and so no key that must be there.
    @read("/api/v2/team/{team_id}/time_entries/current", record="data")
    async def get_current(
        self,
        *,
        team_id: WorkspaceId = None,
        assignee: Annotated[UserId | None, LeavesOut("other people's", "a name")] = None,
    ) -> Record[records.TimeEntry | None]:
        """The timer that is running, if there is one: null if not. Its duration is negative.

        Args:
            assignee: Whose timer: an id or a name; the token's own user if unset.

        Example:
            await clickup.time_tracking.get_current()
        """

    @read("/api/v2/team/{team_id}/time_entries/{time_entry_id}/history", records="data")
    async def list_history(
        self,
        time_entry_id: str,
        *,
        team_id: WorkspaceId = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.TimeEntryChange]:
        """Changes that were made to a time entry.

        Args:
            time_entry_id: The entry, from `time_tracking.list`.

        Example:
            await clickup.time_tracking.list_history("4927022626604154715")
        """

    @write(
        "POST /api/v2/team/{team_id}/time_entries",
        record="data",
        must_have="id",
        undo=removes("time_tracking.delete", time_entry_id="id", team_id="wid"),
    )
    async def create(
        self,
        start: Annotated[PastTime, Since("end"), _WORKED],
        *,
        team_id: WorkspaceId = None,
        duration: Annotated[Duration | None, ShownAs("worked", back_by="end")] = None,
        end: Annotated[PastTime | None, Until("start"), _WORKED] = None,
        stop: Annotated[
            PastTime | None, Until("start"), ShownAs("worked", ("end",), back_by="end")
        ] = None,
        task_id: _Task = None,
        custom_task_ids: CustomTaskIds = None,
        description: _Description = None,
        tags: Annotated[_Tags, ShownAs("entry_tags")] = None,
        billable: _Billable = None,
        assignee: Annotated[
            UserId | None, Body(kind="number"), ShownAs("somebody", ("user",))
        ] = None,
    ) -> Record[records.TimeEntry]:
        """Records time that was worked. To start a timer now, see `time_tracking.start`.

        Args:
            start: When the work began: ms, ISO 8601 with a time, or words (`today 9am`).
            duration: How long it took: ms, or such as `1h30m`. Give this, or `end`.
            end: When it ended; `duration` is then ignored.
            stop: Another name of ClickUp's for `end`.
            assignee: Whose time: an id, a name, or `me`; only owners and admins may record that
                of others.

        Example:
            await clickup.time_tracking.create("yesterday 9am", duration="1h30m", task_id="ENG-88")
        """

    @write(
        "PUT /api/v2/team/{team_id}/time_entries/{time_entry_id}",
        record="data",
        empty=True,
        undo=restores(loses="A description that was empty before."),
    )
    async def update(
        self,
        time_entry_id: str,
        *,
        team_id: WorkspaceId = None,
        description: Annotated[_Description, ShownAs("lasting")] = None,
        tags: Annotated[
            _Tags,
            NoChange(((),), unless=("tag_action", "replace")),
            ShownAs("entry_tags", along={"tag_action": "replace"}),
        ] = None,
        tag_action: Annotated[
            Literal["replace", "add", "remove"] | None, NotShown(), NoChange()
        ] = None,
        start: Annotated[PastTime | None, Since("end"), Requires("end"), _WORKED] = None,
        end: Annotated[PastTime | None, Until("start"), Requires("start"), _WORKED] = None,
        duration: Annotated[Duration | None, ShownAs("worked", back_by="end")] = None,
        task_id: _Task = None,
        custom_task_ids: CustomTaskIds = None,
        billable: _Billable = None,
    ) -> Record[records.TimeEntry]:
        """Changes a time entry. What is not given stays as it is.

        Args:
            time_entry_id: The entry, from `time_tracking.list`.
            tag_action: What to do with `tags`: put them in place of the old ones, add them, or
                take them off.
            start: When the work began; together with `end`.
            end: When it ended; together with `start`.
            duration: How long it took: ms, or such as `1h30m`.

        Example:
            await clickup.time_tracking.update(
                "4927022626604154715", description="Review", billable=True
            )
        """

    # Recorded: the answer is a list with the one entry, where the other verbs give an object.
    @destructive(
        "DELETE /api/v2/team/{team_id}/time_entries/{time_entry_id}",
        record="data",
        undo=remakes("time_tracking.create", loses="Its id, and how it came in."),
    )
    async def delete(self, time_entry_id: str, *, team_id: WorkspaceId = None) -> Record[_Deleted]:
        """Deletes a time entry; gives it as it was.

        Args:
            time_entry_id: The entry, from `time_tracking.list`; several with commas between them.

        Example:
            await clickup.time_tracking.delete("4927022626604154715")
        """

    @write(
        "POST /api/v2/team/{team_id}/time_entries/start",
        record="data",
        must_have="id",
        undo=removes(
            "time_tracking.delete",
            loses="A timer that ran before was stopped.",
            time_entry_id="id",
            team_id="wid",
        ),
    )
    async def start(
        self,
        *,
        team_id: WorkspaceId = None,
        task_id: _Task = None,
        custom_task_ids: CustomTaskIds = None,
        description: _Description = None,
        tags: Annotated[
            Sequence[TagName] | None,
            Doc("Tags of time entries, each with its `name`."),
            ShownAs("entry_tags"),
        ] = None,
        billable: _Billable = None,
    ) -> Record[records.TimeEntry]:
        """Starts a timer for the token's own user; `time_tracking.stop` ends it.

        Example:
            await clickup.time_tracking.start(task_id="ENG-88", description="Looking for the cause")
        """

    @write(
        "POST /api/v2/team/{team_id}/time_entries/stop",
        record="data",
        must_have="id",
        before=Before("time_tracking.get_current"),
        undo=cannot("A timer cannot be started in the past."),
    )
    async def stop(self, *, team_id: WorkspaceId = None) -> Record[records.TimeEntry]:
        """Stops the running timer of the token's own user; gives the time entry.

        Example:
            await clickup.time_tracking.stop()
        """
