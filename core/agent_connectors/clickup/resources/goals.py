"""Goals, and the key results that measure them."""

from collections.abc import Sequence
from datetime import time
from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import GoalId, ListId, TaskId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import UserId, WorkspaceId
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import (
    Body,
    LeavesOut,
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
from agent_connectors.engine.undo import cannot, remakes, removes, restores

__all__ = ["Goals", "KeyResults"]

_DueDate = Annotated[Timestamp | None, WholeDay(time(4))]
_People = Annotated[Sequence[UserId] | None, Body(kind="number"), ShownAs("people")]
_Change = Annotated[Sequence[UserId] | None, Body(kind="number"), NoChange(((),))]


class Goals(Resource):
    """Goals, and the key results that measure them."""

    @read("/api/v2/team/{team_id}/goal", records="goals")
    async def list(
        self,
        team_id: WorkspaceId = None,
        *,
        include_completed: Annotated[bool | None, LeavesOut("completed goals")] = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Goal]:
        """Goals of a workspace, without their key results. Folders of goals are in `meta.extra`.

        Args:
            include_completed: True to include goals that have been reached.

        Example:
            await clickup.goals.list()
        """

    @read("/api/v2/goal/{goal_id}", record="goal", must_have="id")
    async def get(self, goal_id: GoalId) -> Record[records.Goal]:
        """One goal, with its key results.

        Example:
            await clickup.goals.get("Readings people can rely on")
        """

    @write(
        "POST /api/v2/team/{team_id}/goal",
        record="goal",
        must_have="id",
        undo=removes("goals.delete", goal_id="id"),
    )
    async def create(
        self,
        name: str,
        *,
        team_id: WorkspaceId = None,
        due_date: _DueDate = None,
        description: Annotated[str | None, MayBeEmpty()] = None,
        multiple_owners: bool | None = None,
        owners: _People = None,
        color: Annotated[str | None, ShownAs("colour")] = None,
    ) -> Record[records.Goal]:
        """Makes a goal. What measures it is added by `key_results.create`.

        Args:
            name: What is to be reached.
            due_date: When it is due: ms, ISO 8601 (2026-11-27), or words (`next friday`).
            description: Plain text.
            multiple_owners: Whether several people may own it.
            owners: Who owns it: ids, names, or `me`.
            color: Its colour, such as #32A852.

        Example:
            await clickup.goals.create(
                "Fewer false alarms", due_date="end of quarter", owners=["me"]
            )
        """

    @write(
        "PUT /api/v2/goal/{goal_id}",
        record="goal",
        must_have="id",
        undo=restores(loses="A due date where there was none."),
    )
    async def update(
        self,
        goal_id: GoalId,
        *,
        name: Annotated[str | None, Renames("goal_id")] = None,
        due_date: _DueDate = None,
        description: Annotated[str | None, MayBeEmpty()] = None,
        add_owners: Annotated[_Change, ShownAs("joined", ("owners",), back_by="rem_owners")] = None,
        rem_owners: Annotated[_Change, ShownAs("left", ("owners",), back_by="add_owners")] = None,
        color: Annotated[str | None, ShownAs("colour")] = None,
    ) -> Record[records.Goal]:
        """Changes a goal. What is not given stays as it is.

        Args:
            name: What is to be reached.
            due_date: When it is due: ms, ISO 8601 (2026-11-27), or words (`next friday`).
            description: Plain text, in place of the old one.
            add_owners: Who is to own it too: ids, names, or `me`.
            rem_owners: Who is no longer to own it.
            color: Its colour, such as #32A852.

        Example:
            await clickup.goals.update("Answer customers the same day", add_owners=["Ben Okafor"])
        """

    @destructive(
        "DELETE /api/v2/goal/{goal_id}",
        undo=remakes("goals.create", loses="Its key results, its folder and its id."),
    )
    async def delete(self, goal_id: GoalId) -> Record[dict[str, object]]:
        """Deletes a goal with its key results.

        Example:
            await clickup.goals.delete("Find an office with daylight")
        """


_UNREAD = Before(missing="ClickUp shows a key result with its goal, which the call does not name.")


class KeyResults(Resource):
    """What measures goals, which ClickUp's own pages call targets; `goals.get` shows them."""

    @write(
        "POST /api/v2/goal/{goal_id}/key_result",
        record="key_result",
        must_have="id",
        undo=removes("key_results.delete", key_result_id="id"),
    )
    async def create(
        self,
        goal_id: GoalId,
        name: str,
        type: Literal["number", "currency", "boolean", "percentage", "automatic"],
        *,
        owners: _People = None,
        steps_start: Annotated[int | None, NotShown()] = None,
        steps_end: Annotated[int | None, NotShown()] = None,
        unit: Annotated[str | None, MayBeEmpty()] = None,
        task_ids: Sequence[TaskId] | None = None,
        list_ids: Annotated[
            Sequence[ListId] | None, ShownAs("plain", ("subcategory_ids", "list_ids"))
        ] = None,
    ) -> Record[records.KeyResult]:
        """Adds a key result to a goal.

        Args:
            name: What is measured.
            type: How it is measured; `automatic` counts the tasks done.
            owners: Who owns it: ids, names, or `me`.
            steps_start: Where it starts, such as 0.
            steps_end: Where it is reached, such as 100.
            unit: What is counted, such as km, or a currency.
            task_ids: Tasks that it counts (`automatic`).
            list_ids: Lists whose tasks it counts (`automatic`).

        Example:
            await clickup.key_results.create(
                "Answer customers the same day",
                "First answers",
                "number",
                steps_start=0,
                steps_end=50,
            )
        """

    @write(
        "PUT /api/v2/key_result/{key_result_id}",
        record="key_result",
        must_have="id",
        before=_UNREAD,
        idempotent=False,  # each call is an entry of its history,
        undo=cannot("ClickUp shows a key result with its goal only, so how it was is not known."),
    )
    async def update(
        self,
        key_result_id: str,
        *,
        steps_current: Annotated[int | None, ShownAs("steps", ("last_action",))] = None,
        note: Annotated[str | None, ShownAs("later", ("last_action.note",))] = None,
    ) -> Record[records.KeyResult]:
        """Says how far a key result has come.

        Args:
            key_result_id: The key result, from `goals.get`.
            steps_current: How far it has come, between its start and its end.
            note: A remark on it.

        Example:
            await clickup.key_results.update(
                "2ad11384-8b58-4495-a1cb-d02f02141eef", steps_current=95
            )
        """

    @destructive(
        "DELETE /api/v2/key_result/{key_result_id}",
        before=_UNREAD,
        undo=cannot("ClickUp shows a key result with its goal only, so how it was is not known."),
    )
    async def delete(self, key_result_id: str) -> Record[dict[str, object]]:
        """Deletes a key result.

        Args:
            key_result_id: The key result, from `goals.get`.

        Example:
            await clickup.key_results.delete("2ad11384-8b58-4495-a1cb-d02f02141eef")
        """
