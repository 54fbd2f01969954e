"""Docs and pages (API v3), whose times and user ids are numbers."""

from typing import Any

from agent_connectors.clickup.sandbox.markdown import plain_text
from agent_connectors.clickup.sandbox.state.plans import Doc, Page
from agent_connectors.clickup.sandbox.state.workspace import Workspace


def doc_payload(doc: Doc, workspace: Workspace) -> dict[str, Any]:
    """A Doc."""
    return {
        "id": doc.id,
        "date_created": doc.created,
        "date_updated": doc.updated,
        "name": doc.name,
        # What every example shows; the description allows a 2 and does not explain it.
        "type": 1,
        "parent": {"id": doc.parent, "type": doc.parent_type},
        "public": doc.public,
        "workspace_id": int(workspace.id),
        "creator": doc.creator.id,
        "deleted": False,
        "archived": doc.archived,
    }


def _page_facts(page: Page, doc: Doc, workspace: Workspace) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": page.id,
        "doc_id": doc.id,
        **({} if page.parent is None else {"parent_page_id": page.parent.id}),
        "workspace_id": int(workspace.id),
        "name": page.name,
    }
    return facts


def listing_payload(
    pages: list[Page], doc: Doc, workspace: Workspace, depth: int
) -> list[dict[str, Any]]:
    """Pages by name only.

    Args:
        pages: Those of one level.
        doc: Their Doc.
        workspace: Where it is.
        depth: How many levels to show below them; all of them if negative.
    """
    rows = []
    for page in pages:
        row = _page_facts(page, doc, workspace)
        if page.pages and depth != 0:
            row["pages"] = listing_payload(page.pages, doc, workspace, depth - 1)
        rows.append(row)
    return rows


def page_payload(
    page: Page, doc: Doc, workspace: Workspace, *, depth: int = -1, plain: bool = False
) -> dict[str, Any]:
    """A page with its content.

    Args:
        page: The page.
        doc: Its Doc.
        workspace: Where it is.
        depth: How many levels of pages to show below it; all of them if negative.
        plain: Whether to show the content as plain text instead of Markdown.
    """
    below = page.pages if depth != 0 else []
    payload = {
        **_page_facts(page, doc, workspace),
        "date_created": page.created,
        "date_updated": page.updated,
        "content": plain_text(page.content) if plain else page.content,
        "creator_id": page.creator.id,
        "deleted": False,
        "archived": False,
        "authors": [page.creator.id],
        "contributors": [],
        "protected": False,
        "pages": [page_payload(p, doc, workspace, depth=depth - 1, plain=plain) for p in below],
    }
    if page.sub_title is not None:
        payload["sub_title"] = page.sub_title
    return payload
