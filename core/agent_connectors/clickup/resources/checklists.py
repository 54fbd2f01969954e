"""Checklists of tasks, and their items. They are read with their task: `tasks.get`."""

from collections.abc import Sequence
from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import TaskId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import CustomTaskIds, UserId, WorkspaceOfCustomIds
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, write
from agent_connectors.engine.marks import Body, Clear, Ge, NotShown
from agent_connectors.engine.result import Record
from agent_connectors.engine.undo import cannot, removes

__all__ = ["ChecklistItems", "Checklists"]


_UNREAD = Before(missing="ClickUp shows checklists with their task, which the call does not name.")


class Checklists(Resource):
    """Checklists of tasks; `tasks.get` shows them with their items."""

    @write(
        "POST /api/v2/task/{task_id}/checklist",
        record="checklist",
        must_have="id",
        undo=removes("checklists.delete", checklist_id="id"),
    )
    async def create(
        self,
        task_id: TaskId,
        name: str,
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[records.Checklist]:
        """Adds an empty checklist to a task.

        Args:
            name: The checklist's name.

        Example:
            await clickup.checklists.create("ENG-88", "Before release")
        """

    @write(
        "PUT /api/v2/checklist/{checklist_id}",
        record="checklist",
        empty=True,
        before=_UNREAD,
        undo=cannot("ClickUp shows a checklist with its task only, so how it was is not known."),
    )
    async def update(
        self,
        checklist_id: str,
        *,
        name: str | None = None,
        position: Annotated[int | None, NotShown(), Ge(0)] = None,
    ) -> Record[records.Checklist]:
        """Renames a checklist, or moves it among the checklists of its task.

        Args:
            checklist_id: The checklist, from `tasks.get`.
            name: Its new name.
            position: Its new place, 0 for the top.

        Example:
            await clickup.checklists.update(
                "e0876197-0a93-4287-a5fc-698c7e8349c9", name="After release"
            )
        """

    @destructive(
        "DELETE /api/v2/checklist/{checklist_id}",
        before=_UNREAD,
        undo=cannot("ClickUp shows a checklist with its task only, so how it was is not known."),
    )
    async def delete(self, checklist_id: str) -> Record[dict[str, object]]:
        """Deletes a checklist with its items.

        Args:
            checklist_id: The checklist, from `tasks.get`.

        Example:
            await clickup.checklists.delete("e0876197-0a93-4287-a5fc-698c7e8349c9")
        """


class ChecklistItems(Resource):
    """Items of checklists."""

    @write(
        "POST /api/v2/checklist/{checklist_id}/checklist_item",
        record="checklist",
        must_have="id",
        undo=cannot(
            "The answer does not say which item is new; `checklist_items.delete` removes one."
        ),
    )
    async def create(
        self,
        checklist_id: str,
        name: str,
        *,
        assignee: Annotated[UserId | None, Body(kind="number"), ShownAs("somebody")] = None,
    ) -> Record[records.Checklist]:
        """Adds an item to a checklist; gives the whole checklist.

        Args:
            checklist_id: The checklist, from `tasks.get` or `checklists.create`.
            name: What is to be done.
            assignee: A person with access to the task: an id, a name, or `me`.

        Example:
            await clickup.checklist_items.create(
                "e0876197-0a93-4287-a5fc-698c7e8349c9", "Tell support", assignee="Ben Okafor"
            )
        """

    @write(
        "PUT /api/v2/checklist/{checklist_id}/checklist_item/{checklist_item_id}",
        record="checklist",
        must_have="id",
        before=_UNREAD,
        undo=cannot("ClickUp shows a checklist with its task only, so how it was is not known."),
    )
    async def update(
        self,
        checklist_id: str,
        checklist_item_id: str,
        *,
        name: str | None = None,
        assignee: Annotated[UserId | None, Body(kind="text"), ShownAs("somebody")] = None,
        resolved: bool | None = None,
        parent: str | None = None,
        clear: Annotated[Sequence[Literal["assignee", "parent"]] | None, Clear()] = None,
    ) -> Record[records.Checklist]:
        """Renames, assigns, ticks or nests an item; gives the whole checklist.

        Args:
            checklist_id: The checklist, from `tasks.get`.
            checklist_item_id: The item, from `tasks.get`.
            name: What is to be done.
            assignee: A person with access to the task: an id, a name, or `me`.
            resolved: True to tick it off, false to open it again.
            parent: Another item of the checklist to put this one under.
            clear: What to empty: `assignee`, or `parent` for the top level.

        Example:
            await clickup.checklist_items.update(
                "e0876197-0a93-4287-a5fc-698c7e8349c9",
                "3f530693-be41-407b-a90b-4c1cb41ec093",
                resolved=False,
            )
        """

    @destructive(
        "DELETE /api/v2/checklist/{checklist_id}/checklist_item/{checklist_item_id}",
        before=_UNREAD,
        undo=cannot("ClickUp shows a checklist with its task only, so how it was is not known."),
    )
    async def delete(self, checklist_id: str, checklist_item_id: str) -> Record[dict[str, object]]:
        """Deletes an item of a checklist.

        Args:
            checklist_id: The checklist, from `tasks.get`.
            checklist_item_id: The item, from `tasks.get`.

        Example:
            await clickup.checklist_items.delete(
                "e0876197-0a93-4287-a5fc-698c7e8349c9", "3f530693-be41-407b-a90b-4c1cb41ec093"
            )
        """
