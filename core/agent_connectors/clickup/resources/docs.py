"""Docs."""

from typing import Annotated, Literal

from annotated_types import Ge

from agent_connectors.clickup import records
from agent_connectors.engine.paging import ByCursor
from agent_connectors.engine.parameters import Doc, Query, Skip
from agent_connectors.engine.resource import Resource, read
from agent_connectors.engine.result import Record, Records

__all__ = ["Docs"]

_Parent = Literal[
    "SPACE", "FOLDER", "LIST", "EVERYTHING", "WORKSPACE", "4", "5", "6", "7", "12"
]  # fmt: skip


class Docs(Resource):
    """Docs: documents made of pages."""

    @read("/api/v3/workspaces/{workspace_id}/docs", records="docs", pages=ByCursor(10, 100))
    async def list(
        self,
        workspace_id: str,
        *,
        id: str | None = None,
        creator: int | None = None,
        deleted: bool | None = None,
        archived: bool | None = None,
        parent_id: str | None = None,
        parent_type: _Parent | None = None,
        cursor: str | None = None,
        next_cursor: str | None = None,
        limit: Annotated[
            int | None,
            Ge(1),
            Query(),
            Doc("How many docs to return in all; pages are gathered as needed. Unset: one page."),
        ] = None,
        skip: Skip = None,
    ) -> Records[records.Doc]:
        """Docs of a workspace, 50 a page, without their text.

        Args:
            workspace_id: The workspace, from `teams.list`.
            id: Only the doc with this id.
            creator: Only docs made by this user id.
            deleted: True for deleted docs.
            archived: True for archived docs.
            parent_id: Only docs in this space, folder, list, or workspace.
            parent_type: What `parent_id` is. The numbers are ClickUp's own: 4 space, 5 folder,
                6 list, 7 everything, 12 workspace.
            cursor: Where to go on; `meta.next` gives it.
            next_cursor: The old name of `cursor`, deprecated by ClickUp.
        """

    @read("/api/v3/workspaces/{workspace_id}/docs/{doc_id}", has="id")
    async def get(self, workspace_id: str, doc_id: str) -> Record[records.Doc]:
        """One doc, without its text.

        Args:
            workspace_id: The workspace, from `teams.list`.
            doc_id: The doc, from `docs.list`.
        """
