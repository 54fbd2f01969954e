"""Pages of docs, which hold their text."""

from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import DocId, PageId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import FORMATTED, ContentFormat, WorkspaceId
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Doc, Limit, MayBeEmpty, NoChange, NotShown, Renames, Skip
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import cannot, restores

__all__ = ["DocPages"]

_Depth = Annotated[
    int | None,
    Doc("How many levels of pages within pages to give; -1, for all of them, if unset."),
]


class DocPages(Resource):
    """Pages of docs, which hold their text. ClickUp's API cannot delete them."""

    @read(
        "/api/v3/workspaces/{workspace_id}/docs/{doc_id}/page_listing",
        records="",
    )
    async def list(
        self,
        doc_id: DocId,
        *,
        workspace_id: WorkspaceId = None,
        max_page_depth: _Depth = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.DocPageInListing]:
        """Names of the pages of a doc, each with the pages under it, without text.

        Example:
            await clickup.doc_pages.list("Incident runbook")
        """

    @read(
        "/api/v3/workspaces/{workspace_id}/docs/{doc_id}/pages",
        records="",
    )
    async def list_content(
        self,
        doc_id: DocId,
        *,
        workspace_id: WorkspaceId = None,
        max_page_depth: _Depth = None,
        content_format: ContentFormat = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.DocPage]:
        """The whole text of a doc: its pages, each with the pages under it.

        Example:
            await clickup.doc_pages.list_content("Incident runbook")
        """

    @read("/api/v3/workspaces/{workspace_id}/docs/{doc_id}/pages/{page_id}", must_have="id")
    async def get(
        self,
        doc_id: DocId,
        page_id: PageId,
        *,
        workspace_id: WorkspaceId = None,
        content_format: ContentFormat = None,
    ) -> Record[records.DocPage]:
        """One page of a doc, with its text.

        Some of what a page can hold has no Markdown, and is left out or simplified.

        Example:
            await clickup.doc_pages.get("Incident runbook", "Who to call")
        """

    @write(
        "POST /api/v3/workspaces/{workspace_id}/docs/{doc_id}/pages",
        must_have="id",
        undo=cannot("ClickUp deletes no pages by its API."),
    )
    async def create(
        self,
        doc_id: DocId,
        *,
        workspace_id: WorkspaceId = None,
        name: str | None = None,
        sub_title: Annotated[str | None, MayBeEmpty()] = None,
        content: Annotated[str | None, MayBeEmpty(), FORMATTED] = None,
        content_format: ContentFormat = None,
        parent_page_id: Annotated[
            PageId | None, ShownAs("plain", ("parent_page_id", "parent_id"))
        ] = None,
    ) -> Record[records.DocPage]:
        """Adds a page to a doc.

        Args:
            name: The page's name.
            sub_title: A line under the name.
            content: Its text.
            parent_page_id: The page to put it under; unset for the top level.

        Example:
            await clickup.doc_pages.create(
                "Incident runbook", name="Backups", content="# Where they are"
            )
        """

    # Its description: 200 without a body, where making a page gives 201 and the page.
    @write(
        "PUT /api/v3/workspaces/{workspace_id}/docs/{doc_id}/pages/{page_id}",
        empty=True,
        undo=restores(loses="A subtitle where there was none."),
    )
    async def update(
        self,
        doc_id: DocId,
        page_id: PageId,
        *,
        workspace_id: WorkspaceId = None,
        name: Annotated[str | None, Renames("page_id")] = None,
        sub_title: Annotated[str | None, MayBeEmpty(), ShownAs("lasting")] = None,
        content: Annotated[
            str | None,
            MayBeEmpty(),
            FORMATTED,
            ShownAs("page_text", along={"content_edit_mode": "replace"}),
        ] = None,
        content_edit_mode: Annotated[
            Literal["replace", "append", "prepend"] | None, NotShown(), NoChange()
        ] = None,
        content_format: ContentFormat = None,
    ) -> Record[None]:
        """Changes the text or the name of a page. What is not given stays as it is.

        Args:
            name: Its new name.
            sub_title: A line under the name.
            content: Text that replaces the old one, unless `content_edit_mode` says otherwise.
            content_edit_mode: Whether `content` replaces the old text (if unset), or is added
                at its end or its beginning.

        Example:
            await clickup.doc_pages.update(
                "Incident runbook",
                "Status page",
                content="Say it within an hour.",
                content_edit_mode="append",
            )
        """
