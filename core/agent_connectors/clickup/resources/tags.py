"""Tags of spaces, and which tasks have them."""

from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import SpaceId, TaskId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import CustomTaskIds, WorkspaceOfCustomIds
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import Body, Limit, Query, Skip
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import cannot, remakes, restores, reverses

__all__ = ["Tags"]


_LISTED = Before("tags.list", find=("name", "tag_name"))
_OF_TASK = Before("tasks.get")
_Updated = dict[Literal["tag"], records.UpdatedTag]


class Tags(Resource):
    """Tags: each belongs to a space, and is known by its name."""

    @read("/api/v2/space/{space_id}/tag", records="tags")
    async def list(
        self, space_id: SpaceId, *, limit: Limit = None, skip: Skip = None
    ) -> Records[records.Tag]:
        """Tags that tasks of a space can have.

        Example:
            await clickup.tags.list("Engineering")
        """

    @write(
        "POST /api/v2/space/{space_id}/tag",
        empty=True,
        undo=cannot("It may have been there before; `tags.delete` takes it from all tasks."),
    )
    async def create(
        self,
        space_id: SpaceId,
        name: Annotated[str, Body("tag.name"), ShownAs("plain", ("tag.name", "name"))],
        *,
        tag_fg: Annotated[
            str | None, Body("tag.tag_fg"), ShownAs("plain", ("tag.tag_fg", "tag_fg"))
        ] = None,
        tag_bg: Annotated[
            str | None, Body("tag.tag_bg"), ShownAs("plain", ("tag.tag_bg", "tag_bg"))
        ] = None,
    ) -> Record[dict[str, object]]:
        """Makes a tag in a space.

        Args:
            name: The tag's name; ClickUp writes it in small letters.
            tag_fg: Colour of its text, such as #FFFFFF.
            tag_bg: Colour behind it, such as #622AEA.

        Example:
            await clickup.tags.create("Engineering", "flaky", tag_bg="#d33d44")
        """

    @write(
        "PUT /api/v2/space/{space_id}/tag/{tag_name}",
        empty=True,
        before=_LISTED,
        undo=restores(params={"tag_name": "name"}),
    )
    async def update(
        self,
        space_id: SpaceId,
        tag_name: str,
        name: Annotated[str, Body("tag.name"), ShownAs("tag_name", ("tag.name", "name"))],
        *,
        fg_color: Annotated[
            str | None, Body("tag.fg_color"), ShownAs("colour", ("tag.fg_color", "tag_fg"))
        ] = None,
        bg_color: Annotated[
            str | None, Body("tag.bg_color"), ShownAs("colour", ("tag.bg_color", "tag_bg"))
        ] = None,
    ) -> Record[_Updated]:
        """Renames a tag, or changes its colours, on all tasks that have it.

        Args:
            tag_name: The tag, by its present name.
            name: Its new name; the present one to change only colours.
            fg_color: Colour of its text, such as #FFFFFF.
            bg_color: Colour behind it, such as #622AEA.

        Example:
            await clickup.tags.update("Engineering", "quick win", "small")
        """

    @destructive(
        "DELETE /api/v2/space/{space_id}/tag/{tag_name}",
        before=_LISTED,
        undo=remakes("tags.create", loses="It is on no task any more."),
    )
    async def delete(self, space_id: SpaceId, tag_name: str) -> Record[dict[str, object]]:
        """Deletes a tag from a space, and from all tasks that have it.

        Args:
            tag_name: The tag, by name.

        Example:
            await clickup.tags.delete("Engineering", "tech debt")
        """

    # Recorded: `{}` for every change of tags.
    @write(
        "POST /api/v2/task/{task_id}/tag/{tag_name}",
        empty=True,
        before=_OF_TASK,
        undo=reverses("tags.remove", loses="A tag that was new stays in the space."),
    )
    async def add(
        self,
        task_id: TaskId,
        tag_name: Annotated[str, ShownAs("tag_added", ("tags",))],
        *,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[dict[str, object]]:
        """Gives a task a tag.

        Args:
            tag_name: The tag, from `tags.list`.

        Example:
            await clickup.tags.add("ENG-88", "regression")
        """

    @write(
        "DELETE /api/v2/task/{task_id}/tag/{tag_name}",
        empty=True,
        before=_OF_TASK,
        undo=reverses("tags.add"),
    )
    async def remove(
        self,
        task_id: TaskId,
        tag_name: Annotated[str, ShownAs("tag_taken", ("tags",))],
        *,
        custom_task_ids: Annotated[CustomTaskIds, Query()] = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[dict[str, object]]:
        """Takes a tag off a task; the space keeps the tag.

        Args:
            tag_name: The tag.

        Example:
            await clickup.tags.remove("ENG-124", "api")
        """
