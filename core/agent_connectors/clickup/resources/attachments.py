"""Attachments: files on tasks, and in custom fields."""

from pathlib import Path
from typing import Annotated, Any

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import AnyFieldId, TaskId
from agent_connectors.clickup.parameters import (
    Cursor,
    CustomTaskIds,
    PageLimit,
    WorkspaceId,
    WorkspaceOfCustomIds,
)
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Control, Doc, File, Ge, Skip
from agent_connectors.engine.paging import ByCursor
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import cannot

__all__ = ["Attachments"]

_MOST_BYTES = 100_000_000

# Programs give a `Path`, content or a `FileUpload`, which no JSON schema knows.
_File = Annotated[
    Any,
    Reading({"type": "string"}),
    File("attachment", called="name"),
    Doc("Path of the file, in the connector's folder for files. Give this or `text`."),
]
_Text = Annotated[
    str | None,
    File("attachment", called="name"),
    Doc("Text that the file is to hold, together with `name`."),
]
_Name = Annotated[str | None, Control(), Doc("What to call the file, such as report.pdf.")]


class Attachments(Resource):
    """Files on tasks, and in custom fields. ClickUp's API cannot delete them."""

    connector: Connector

    @read(
        "/api/v3/workspaces/{workspace_id}/attachments/{task_id}/attachments",
        "/api/v3/workspaces/{workspace_id}/custom_fields/{field_id}/attachments",
        records="data",
        pages=ByCursor(1, 100),
    )
    async def list(
        self,
        task_id: TaskId | None = None,
        field_id: AnyFieldId | None = None,
        *,
        workspace_id: WorkspaceId = None,
        cursor: Cursor = None,
        limit: PageLimit = None,
        skip: Skip = None,
    ) -> Records[records.AttachedFile]:
        """Files of a task or of a custom field, 50 a page, with the URLs that they are at.

        Args:
            task_id: The task. Give this or `field_id`.

        Example:
            await clickup.attachments.list("86c7k2053")
        """

    @write(
        "POST /api/v2/task/{task_id}/attachment",
        must_have="id",
        undo=cannot("ClickUp deletes no files by its API."),
    )
    async def upload(
        self,
        task_id: TaskId,
        file: _File = None,
        *,
        text: _Text = None,
        name: _Name = None,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[records.Attachment]:
        """Attaches a file to a task.

        Example:
            await clickup.attachments.upload("ENG-88", text="06:40 queue full", name="log.txt")
        """

    @write(
        "POST /api/v3/workspaces/{workspace_id}/custom_fields/{field_id}/attachments",
        must_have="id",
        undo=cannot("ClickUp deletes no files by its API."),
    )
    async def upload_to_field(
        self,
        field_id: AnyFieldId,
        file: _File = None,
        *,
        text: _Text = None,
        name: _Name = None,
        workspace_id: WorkspaceId = None,
    ) -> Record[records.AttachedFile]:
        """Uploads a file for a custom field that holds files.

        It is on no task yet: give its id to `custom_fields.set`, under `add`.

        Example:
            await clickup.attachments.upload_to_field(
                "506a19e4-4afd-4e13-a3ae-1234e5d398a6", text="Total: 1,200", name="invoice.txt"
            )
        """

    @read()
    async def download(
        self,
        url: str,
        to: Annotated[str | Path, Reading({"type": "string"})],
        *,
        max_bytes: Annotated[int | None, Ge(1)] = None,
        overwrite: bool = False,
    ) -> Record[records.Download]:
        """Fetches an attached file. A download that broke off goes on where it did.

        Args:
            url: Where it is: the `url` of an attachment in `tasks.get` or `attachments.list`.
            to: Where to put it: a path in the connector's folder for files.
            max_bytes: How large it may be; 100 MB if unset.
            overwrite: Replace a file that is there already.

        Example:
            files = (await clickup.attachments.list("86c7k2053")).data
            await clickup.attachments.download(files[0]["url"], "log.txt")
        """
        from agent_connectors.clickup.composite.files import download

        most = max_bytes or _MOST_BYTES
        return await download(self.connector, url, to, most, overwrite=overwrite)
