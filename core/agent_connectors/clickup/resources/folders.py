"""Folders: groups of lists within a space."""

from typing import Annotated

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import FolderId, SpaceId
from agent_connectors.clickup.parameters import Archived
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import LeavesOut, Limit, Renames, Skip
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import remakes, removes, restores

__all__ = ["Folders"]


class Folders(Resource):
    """Folders: groups of lists within a space."""

    @read("/api/v2/space/{space_id}/folder", records="folders")
    async def list(
        self,
        space_id: SpaceId,
        *,
        archived: Archived = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Folder]:
        """Folders of a space, each with its lists.

        Lists that are in no folder are not among them: see `lists.list` with `space_id`.

        Args:
            space_id: The space, from `spaces.list`.

        Example:
            await clickup.folders.list("Engineering")
        """

    @read(
        "/api/v2/folder/{folder_id}",
        must_have="id",
        leaves_out=("its archived lists (lists.list of the folder, archived=true)",),
    )
    async def get(
        self,
        folder_id: FolderId,
        *,
        include_subfolders: Annotated[bool | None, LeavesOut("its subfolders")] = None,
    ) -> Record[records.Folder]:
        """One folder, with its lists.

        Args:
            folder_id: The folder, from `folders.list`.
            include_subfolders: True to add the ids of folders within this one, in workspaces
                that have subfolders.

        Example:
            await clickup.folders.get("Platform")
        """

    @write(
        "POST /api/v2/space/{space_id}/folder",
        must_have="id",
        undo=removes("folders.delete", folder_id="id"),
    )
    async def create(
        self, space_id: SpaceId, name: str, *, parent_folder_id: FolderId | None = None
    ) -> Record[records.Folder]:
        """Makes a folder in a space.

        Args:
            name: The folder's name.
            parent_folder_id: A folder of the same space to put it into, in workspaces that have
                subfolders.

        Example:
            await clickup.folders.create("Product", "Pricing")
        """

    @write("PUT /api/v2/folder/{folder_id}", must_have="id", undo=restores())
    async def update(
        self, folder_id: FolderId, name: Annotated[str, Renames("folder_id")]
    ) -> Record[records.Folder]:
        """Renames a folder.

        Args:
            folder_id: The folder, by id or name.
            name: Its new name.

        Example:
            await clickup.folders.update("Campaigns", "Campaigns 2027")
        """

    @destructive(
        "DELETE /api/v2/folder/{folder_id}",
        undo=remakes(
            "folders.create",
            loses="Its lists and tasks, its statuses and its id.",
            space_id="space.id",
        ),
    )
    async def delete(self, folder_id: FolderId) -> Record[dict[str, object]]:
        """Deletes a folder with its lists and tasks.

        Args:
            folder_id: The folder, by id or name.

        Example:
            await clickup.folders.delete("Research")
        """
