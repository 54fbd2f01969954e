"""Docs and their pages (API v3)."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import level, place_of, seen
from agent_connectors.clickup.sandbox.cursors import bounds, cursor_at
from agent_connectors.clickup.sandbox.http import Query, Request, Response
from agent_connectors.clickup.sandbox.lookup import check_team, doc_at, page_at
from agent_connectors.clickup.sandbox.payloads.docs import (
    doc_payload,
    listing_payload,
    page_payload,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.plans import Doc, Page
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_BASE = "/api/v3/workspaces/{workspace_id}/docs"
_WORKSPACE = 12
_PLACES = {"SPACE": 4, "FOLDER": 5, "LIST": 6, "EVERYTHING": 7, "WORKSPACE": _WORKSPACE}
_PRIVATE = {"PRIVATE", "PERSONAL", "HIDDEN", 2, 3, 4}


@route("GET", _BASE)
def search_docs(workspace: Workspace, request: Request, workspace_id: str) -> Any:
    """The Docs that fit, a page at a time."""
    check_team(workspace, workspace_id)
    query = request.query
    start, size = bounds(query, least=10)
    found = seen(workspace, (doc for doc in workspace.docs.values() if _fits(doc, query)))
    answer: dict[str, Any] = {
        "docs": [doc_payload(doc, workspace) for doc in found[start : start + size]]
    }
    if start + size < len(found):
        answer["next_cursor"] = cursor_at(start + size)
    return answer


@route("POST", _BASE)
def create_doc(workspace: Workspace, request: Request, workspace_id: str) -> Response:
    """A new Doc, with an empty page unless told otherwise."""
    check_team(workspace, workspace_id)
    fields = request.fields
    parent, kind = fields.section("parent"), fields.section("parent").integer("type")
    # Described as a string; a number is taken too, as ids are numbers elsewhere in v3.
    place = parent.text("id") if parent.text("id") is not None else parent.integer("id")
    home = None if place is None else place_of(workspace, str(place))
    if home is not None and not level(workspace, home):
        raise errors.not_found("Parent")
    now = workspace.now()
    doc = Doc(
        workspace.ids.document(),
        fields.text("name") or "",
        workspace.caller,
        now,
        now,
        workspace.id if place is None else str(place),
        _WORKSPACE if kind is None else kind,
        (fields.text("visibility") or fields.integer("visibility")) not in _PRIVATE,
    )
    workspace.docs[doc.id] = doc
    if fields.flag("create_page") is not False:
        _add_page(workspace, doc, Page(workspace.ids.document(), "", workspace.caller, now, now))
    return Response.json(doc_payload(doc, workspace), 201)


@route("GET", _BASE + "/{doc_id}")
def get_doc(workspace: Workspace, _request: Request, workspace_id: str, doc_id: str) -> Any:
    """One Doc, without its pages."""
    return doc_payload(doc_at(workspace, workspace_id, doc_id), workspace)


@route("GET", _BASE + "/{doc_id}/page_listing")
def get_page_listing(workspace: Workspace, request: Request, workspace_id: str, doc_id: str) -> Any:
    """The tree of a Doc's pages, by name."""
    doc = doc_at(workspace, workspace_id, doc_id)
    return listing_payload(doc.pages, doc, workspace, _depth(request.query))


@route("GET", _BASE + "/{doc_id}/pages")
def get_pages(workspace: Workspace, request: Request, workspace_id: str, doc_id: str) -> Any:
    """The tree of a Doc's pages, with their content."""
    doc = doc_at(workspace, workspace_id, doc_id)
    depth, plain = _depth(request.query), _is_plain(request.query)
    return [page_payload(p, doc, workspace, depth=depth, plain=plain) for p in doc.pages]


@route("POST", _BASE + "/{doc_id}/pages")
def create_page(workspace: Workspace, request: Request, workspace_id: str, doc_id: str) -> Response:
    """A new page, at the top or below another one."""
    doc, fields = doc_at(workspace, workspace_id, doc_id), request.fields
    above = fields.text("parent_page_id")
    parent = None if not above else page_at(workspace, doc, above)
    now = workspace.now()
    page = Page(workspace.ids.document(), fields.text("name") or "", workspace.caller, now, now)
    page.content, page.sub_title = fields.text("content") or "", fields.text("sub_title")
    page.parent = parent
    _add_page(workspace, doc, page)
    return Response.json(page_payload(page, doc, workspace), 201)


@route("GET", _BASE + "/{doc_id}/pages/{page_id}")
def get_page(
    workspace: Workspace, request: Request, workspace_id: str, doc_id: str, page_id: str
) -> Any:
    """One page with its content, and those below it."""
    doc = doc_at(workspace, workspace_id, doc_id)
    page = page_at(workspace, doc, page_id)
    return page_payload(page, doc, workspace, plain=_is_plain(request.query))


@route("PUT", _BASE + "/{doc_id}/pages/{page_id}")
def edit_page(
    workspace: Workspace, request: Request, workspace_id: str, doc_id: str, page_id: str
) -> Response:
    """Change a page's name or content; the answer has no body."""
    doc, fields = doc_at(workspace, workspace_id, doc_id), request.fields
    page = page_at(workspace, doc, page_id)
    page.name = fields.text("name") or page.name
    page.sub_title = fields.text("sub_title") or page.sub_title
    content = fields.text("content")
    if content is not None:
        mode = fields.text("content_edit_mode") or "replace"
        pieces = {"append": (page.content, content), "prepend": (content, page.content)}
        page.content = "\n".join(filter(None, pieces.get(mode, (content,))))
    page.updated = doc.updated = workspace.now()
    return Response(200, b"")


def _fits(doc: Doc, query: Query) -> bool:
    kind = query.text("parent_type")
    wanted = {
        "id": doc.id,
        "creator": str(doc.creator.id),
        "parent_id": doc.parent,
    }
    if any(query.text(name) not in {None, value} for name, value in wanted.items()):
        return False
    if kind is not None and str(_PLACES.get(kind.upper(), kind)) != str(doc.parent_type):
        return False
    return doc.archived is bool(query.flag("archived")) and not query.flag("deleted")


def _depth(query: Query) -> int:
    depth = query.integer("max_page_depth")
    return -1 if depth is None else depth


def _is_plain(query: Query) -> bool:
    return query.text("content_format") == "text/plain"


def _add_page(workspace: Workspace, doc: Doc, page: Page) -> None:
    siblings = doc.pages if page.parent is None else page.parent.pages
    siblings.append(page)
    workspace.pages[page.id] = page
    doc.updated = page.updated
