"""Tags of time entries, which are not the tags of tasks."""

from collections.abc import Sequence
from typing import Annotated

from agent_connectors.clickup import records
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import TagName, TimeEntryTag, WorkspaceId
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Len, Limit, Skip
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import cannot, restores

__all__ = ["TimeEntryTags"]


_SEVERAL = Before(missing="It is about several time entries, which are not read one by one.")


class TimeEntryTags(Resource):
    """Tags of time entries, which are not the tags of tasks. Few uses below Business Plus."""

    @read("/api/v2/team/{team_id}/time_entries/tags", records="data")
    async def list(
        self, *, team_id: WorkspaceId = None, limit: Limit = None, skip: Skip = None
    ) -> Records[records.Tag]:
        """Tags that time entries of a workspace have.

        Example:
            await clickup.time_entry_tags.list()
        """

    @write(
        "POST /api/v2/team/{team_id}/time_entries/tags",
        empty=True,
        before=_SEVERAL,
        undo=cannot("Which of the time entries had the tag before is not known."),
    )
    async def add(
        self,
        time_entry_ids: Annotated[Sequence[str], Len(1)],
        tags: Annotated[Sequence[TimeEntryTag], Len(1), ShownAs("entry_tags")],
        *,
        team_id: WorkspaceId = None,
    ) -> Record[dict[str, object]]:
        """Gives tags to time entries.

        Args:
            time_entry_ids: The entries, from `time_tracking.list`.
            tags: The tags, each with its `name`, and colours for a new one, such as #622AEA.

        Example:
            await clickup.time_entry_tags.add(["4927022626604154715"], [{"name": "on site"}])
        """

    @write(
        "PUT /api/v2/team/{team_id}/time_entries/tags",
        empty=True,
        before=Before("time_entry_tags.list", find=("name", "name")),
        undo=restores(params={"name": "new_name"}),
    )
    async def update(
        self,
        name: Annotated[str, ShownAs("first_name")],
        new_name: Annotated[str, ShownAs("plain", ("name",))],
        *,
        team_id: WorkspaceId = None,
        tag_fg: str | None = None,
        tag_bg: str | None = None,
    ) -> Record[dict[str, object]]:
        """Renames a tag, or changes its colours, on all time entries that have it.

        Args:
            name: The tag, by its present name.
            new_name: Its new name; the present one to change only colours.
            tag_fg: Colour of its text, such as #FFFFFF.
            tag_bg: Colour behind it, such as #622AEA.

        Example:
            await clickup.time_entry_tags.add(["4927022626604154715"], [{"name": "on site"}])
            await clickup.time_entry_tags.update("on site", "at the customer's")
        """

    @write(
        "DELETE /api/v2/team/{team_id}/time_entries/tags",
        empty=True,
        before=_SEVERAL,
        undo=cannot("Which of the time entries had the tag before is not known."),
    )
    async def remove(
        self,
        time_entry_ids: Annotated[Sequence[str], Len(1)],
        tags: Annotated[Sequence[TagName], Len(1), ShownAs("entry_tags")],
        *,
        team_id: WorkspaceId = None,
    ) -> Record[dict[str, object]]:
        """Takes tags off time entries; the workspace keeps the tags.

        Args:
            time_entry_ids: The entries, from `time_tracking.list`.
            tags: The tags, each with its `name`.

        Example:
            await clickup.time_entry_tags.add(["4927022626604154715"], [{"name": "on site"}])
            await clickup.time_entry_tags.remove(["4927022626604154715"], [{"name": "on site"}])
        """
