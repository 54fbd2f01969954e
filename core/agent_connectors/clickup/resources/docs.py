"""Docs."""

from typing import Annotated, Any, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import DocId, DocParentId, UserId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import Cursor, PageLimit, WorkspaceId
from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Body, Continues, LeavesOut, NotShown, Requires, Skip
from agent_connectors.engine.paging import ByCursor
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import cannot

__all__ = ["Docs"]

_Parent = Literal[
    "SPACE", "FOLDER", "LIST", "EVERYTHING", "WORKSPACE", "4", "5", "6", "7", "12"
]  # fmt: skip
_PLACES = {"space": 4, "folder": 5, "list": 6, "everything": 7, "workspace": 12}


def _place(value: Any) -> Any:
    """ClickUp's number for a kind of place."""
    if isinstance(value, str):
        return int(value) if value.isdigit() else _PLACES.get(value.strip().lower(), value)
    return value


_NewParent = Annotated[
    Literal["space", "folder", "list", "everything", "workspace", 4, 5, 6, 7, 12],
    Reading({"enum": [*_PLACES, *_PLACES.values()]}, _place),
]


class Docs(Resource):
    """Docs: documents made of pages."""

    @read("/api/v3/workspaces/{workspace_id}/docs", records="docs", pages=ByCursor(10, 100))
    async def list(
        self,
        workspace_id: WorkspaceId = None,
        *,
        id: DocId | None = None,
        creator: UserId | None = None,
        deleted: Annotated[bool | None, LeavesOut("deleted docs")] = None,
        archived: Annotated[bool | None, LeavesOut("archived docs")] = None,
        parent_id: DocParentId | None = None,
        parent_type: _Parent | None = None,
        cursor: Cursor = None,
        next_cursor: Annotated[str | None, Continues()] = None,
        limit: PageLimit = None,
        skip: Skip = None,
    ) -> Records[records.Doc]:
        """Docs of a workspace, 50 a page, without their text.

        Args:
            id: Only the doc with this id.
            creator: Only docs made by this person.
            deleted: True for deleted docs.
            archived: True for archived docs.
            parent_id: Only docs in this space, folder, list, or workspace.
            parent_type: What `parent_id` is. The numbers are ClickUp's own: 4 space, 5 folder,
                6 list, 7 everything, 12 workspace.
            next_cursor: The old name of `cursor`, deprecated by ClickUp.

        Example:
            await clickup.docs.list(limit=10)
        """

    @read("/api/v3/workspaces/{workspace_id}/docs/{doc_id}", must_have="id")
    async def get(
        self,
        doc_id: DocId,
        *,
        workspace_id: WorkspaceId = None,
    ) -> Record[records.Doc]:
        """One doc, without its text.

        Example:
            await clickup.docs.get("Incident runbook")
        """

    @write(
        "POST /api/v3/workspaces/{workspace_id}/docs",
        must_have="id",
        undo=cannot("ClickUp deletes no docs by its API."),
    )
    async def create(
        self,
        *,
        workspace_id: WorkspaceId = None,
        name: str | None = None,
        parent_id: Annotated[DocParentId | None, Body("parent.id"), Requires("parent_type")] = None,
        parent_type: Annotated[
            _NewParent | None, Body("parent.type"), Requires("parent_id")
        ] = None,
        visibility: Annotated[
            Literal["PUBLIC", "PRIVATE", "PERSONAL", "HIDDEN"] | None,
            ShownAs("public", ("public",)),
        ] = None,
        create_page: Annotated[bool | None, NotShown()] = None,
    ) -> Record[records.Doc]:
        """Makes a doc. Its text is in pages: see `doc_pages.create`.

        ClickUp's API can neither rename nor delete docs.

        Args:
            name: The doc's name.
            parent_id: The space, folder, list or workspace that it belongs to, by id.
            parent_type: What `parent_id` is; by name, or by ClickUp's number.
            visibility: Who can see it.
            create_page: False to make it without a first, empty page.

        Example:
            await clickup.docs.create(
                name="Release notes", parent_id="Product", parent_type="space"
            )
        """
