"""Spaces: the top level of a workspace."""

from typing import Annotated

from typing_extensions import TypedDict

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import SpaceId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import Archived, WorkspaceId
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import Limit, Renames, Skip
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import remakes, removes, restores

__all__ = ["Spaces"]


class _Switch(TypedDict):
    """A feature that is on or off."""

    enabled: bool


class _DueDates(TypedDict, total=False):
    """How a space uses due dates."""

    enabled: bool
    start_date: bool
    remap_due_dates: bool
    remap_closed_due_date: bool


class SpaceFeatures(TypedDict, total=False):
    """Features of a space, which ClickUp calls ClickApps."""

    due_dates: _DueDates
    time_tracking: _Switch
    tags: _Switch
    time_estimates: _Switch
    checklists: _Switch
    custom_fields: _Switch
    remap_dependencies: _Switch
    dependency_warning: _Switch
    portfolios: _Switch


class Spaces(Resource):
    """Spaces: the top level of a workspace, each with its own statuses and features."""

    @read("/api/v2/team/{team_id}/space", records="spaces")
    async def list(
        self,
        team_id: WorkspaceId = None,
        *,
        archived: Archived = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Space]:
        """Spaces of a workspace, with their statuses.

        Example:
            await clickup.spaces.list()
        """

    @read("/api/v2/space/{space_id}", must_have="id")
    async def get(self, space_id: SpaceId) -> Record[records.Space]:
        """One space, with its statuses and features.

        Args:
            space_id: The space, from `spaces.list`.

        Example:
            await clickup.spaces.get("Product")
        """

    @write(
        "POST /api/v2/team/{team_id}/space",
        must_have="id",
        undo=removes("spaces.delete", space_id="id"),
    )
    async def create(
        self,
        name: str,
        *,
        team_id: WorkspaceId = None,
        multiple_assignees: bool | None = None,
        features: Annotated[SpaceFeatures | None, ShownAs("later")] = None,
    ) -> Record[records.Space]:
        """Makes a space.

        Args:
            name: Its name.
            multiple_assignees: Whether a task can have several assignees.
            features: What to switch on or off, such as `{"tags": {"enabled": true}}`; ClickUp's
                defaults for what is left out.

        Example:
            await clickup.spaces.create("Legal", multiple_assignees=True)
        """

    @write(
        "PUT /api/v2/space/{space_id}",
        must_have="id",
        undo=restores(loses="Whoever was let in while it was private."),
    )
    async def update(
        self,
        space_id: SpaceId,
        *,
        name: Annotated[str | None, Renames("space_id")] = None,
        color: Annotated[str | None, ShownAs("colour")] = None,
        private: bool | None = None,
        admin_can_manage: bool | None = None,
        multiple_assignees: bool | None = None,
        features: Annotated[SpaceFeatures | None, ShownAs("later")] = None,
    ) -> Record[records.Space]:
        """Changes a space. What is not given stays as it is.

        Its statuses cannot be changed here.

        Args:
            name: Its new name.
            color: Its colour, such as #7B68EE.
            private: True to hide it from those who are not invited to it.
            admin_can_manage: Whether admins may manage it while it is private (Enterprise plan).
            multiple_assignees: Whether a task can have several assignees.
            features: What to switch on or off, such as `{"tags": {"enabled": true}}`.

        Example:
            await clickup.spaces.update("Marketing", color="#1090e0")
        """

    @destructive(
        "DELETE /api/v2/space/{space_id}",
        undo=remakes(
            "spaces.create", loses="Its folders, lists and tasks, its statuses and its id."
        ),
    )
    async def delete(self, space_id: SpaceId) -> Record[dict[str, object]]:
        """Deletes a space with its folders, lists and tasks.

        Example:
            await clickup.spaces.delete("Marketing")
        """
