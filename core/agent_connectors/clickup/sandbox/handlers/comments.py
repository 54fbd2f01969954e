"""Comments on tasks, Lists and views, and replies to them."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Fields, Query, Request
from agent_connectors.clickup.sandbox.lookup import comment_at, list_at, task_at, view_at
from agent_connectors.clickup.sandbox.payloads.comments import (
    comment_made_payload,
    comment_payload,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.deletion import remove_comment
from agent_connectors.clickup.sandbox.state.people import COMMENT
from agent_connectors.clickup.sandbox.state.work import Comment
from agent_connectors.clickup.sandbox.state.workspace import Workspace

COMMENTS_A_PAGE = 25


@route("GET", "/api/v2/task/{task_id}/comment")
def get_task_comments(workspace: Workspace, request: Request, task_id: str) -> Any:
    """The comments of a task, newest first."""
    return _page(workspace, ("task", task_at(workspace, request, task_id).id), request.query)


@route("GET", "/api/v2/list/{list_id}/comment")
def get_list_comments(workspace: Workspace, request: Request, list_id: str) -> Any:
    """The comments of a List, newest first."""
    return _page(workspace, ("list", list_at(workspace, list_id).id), request.query)


@route("GET", "/api/v2/view/{view_id}/comment")
def get_view_comments(workspace: Workspace, request: Request, view_id: str) -> Any:
    """The comments of a view, newest first."""
    return _page(workspace, ("view", view_at(workspace, view_id).id), request.query)


@route("GET", "/api/v2/comment/{comment_id}/reply")
def get_replies(workspace: Workspace, _request: Request, comment_id: str) -> Any:
    """The replies to a comment, newest first, all at once."""
    replies = comment_at(workspace, comment_id).replies
    return {"comments": [comment_payload(reply) for reply in reversed(replies)]}


@route("POST", "/api/v2/task/{task_id}/comment", level=COMMENT)
def create_task_comment(workspace: Workspace, request: Request, task_id: str) -> Any:
    """Write a comment on a task."""
    return _write(workspace, ("task", task_at(workspace, request, task_id).id), request.fields)


@route("POST", "/api/v2/list/{list_id}/comment", level=COMMENT)
def create_list_comment(workspace: Workspace, request: Request, list_id: str) -> Any:
    """Write a comment on a List."""
    return _write(workspace, ("list", list_at(workspace, list_id).id), request.fields)


@route("POST", "/api/v2/view/{view_id}/comment", level=COMMENT)
def create_view_comment(workspace: Workspace, request: Request, view_id: str) -> Any:
    """Write a comment in a view."""
    return _write(workspace, ("view", view_at(workspace, view_id).id), request.fields)


@route("POST", "/api/v2/comment/{comment_id}/reply", level=COMMENT)
def create_reply(workspace: Workspace, request: Request, comment_id: str) -> Any:
    """Reply to a comment."""
    return _write(workspace, ("comment", str(comment_at(workspace, comment_id).id)), request.fields)


@route("PUT", "/api/v2/comment/{comment_id}")
def update_comment(workspace: Workspace, request: Request, comment_id: str) -> Any:
    """Change a comment's text or assignee, or resolve it."""
    comment, fields = comment_at(workspace, comment_id), request.fields
    comment.blocks = _blocks(workspace, fields) or comment.blocks
    if "assignee" in fields:
        comment.assignee = workspace.users.get(fields.integer("assignee") or 0)
        comment.assigned_by = None if comment.assignee is None else workspace.caller
    if "group_assignee" in fields:
        comment.group = workspace.groups.get(fields.text("group_assignee") or "")
    resolved = fields.flag("resolved")
    comment.resolved = comment.resolved if resolved is None else resolved
    return {}


@route("DELETE", "/api/v2/comment/{comment_id}")
def delete_comment(workspace: Workspace, _request: Request, comment_id: str) -> Any:
    """Remove a comment and its replies."""
    remove_comment(workspace, comment_at(workspace, comment_id))
    return {}


def _page(workspace: Workspace, parent: tuple[str, str], query: Query) -> dict[str, Any]:
    comments = workspace.threads.get(parent, [])
    start, start_id = query.integer("start"), query.integer("start_id")
    # Only both together mean a page; one alone is ignored.
    if start is not None and start_id is not None:
        comments = [c for c in comments if (c.date, c.id) < (start, start_id)]
    # Comments of the same millisecond are told apart by their ids.
    newest_first = sorted(comments, key=lambda c: (c.date, c.id), reverse=True)
    return {"comments": [comment_payload(c) for c in newest_first[:COMMENTS_A_PAGE]]}


def _blocks(workspace: Workspace, fields: Fields) -> list[dict[str, Any]]:
    """The text of a request: `comment` in pieces, or `comment_text` as it is."""
    pieces = fields.get("comment")
    if not isinstance(pieces, list):
        text = fields.text("comment_text")
        return [{"text": text}] if text else []
    return [_block(workspace, Fields(piece)) for piece in pieces if isinstance(piece, dict)]


def _block(workspace: Workspace, piece: Fields) -> dict[str, Any]:
    # An `@name` in a plain text mentions nobody; only a block does.
    mentioned = workspace.users.get(piece.section("user").integer("id") or 0)
    if piece.text("type") == "tag" and mentioned is not None:
        name = mentioned.username or mentioned.email
        return {"text": f"@{name}", "type": "tag", "user": {"id": mentioned.id}}
    return {"text": piece.text("text") or "", **piece.values}


def _write(workspace: Workspace, parent: tuple[str, str], fields: Fields) -> dict[str, Any]:
    blocks = _blocks(workspace, fields)
    if not blocks:
        raise errors.invalid("Comment text is required")
    comment = Comment(workspace.ids.comment(), parent, blocks, workspace.caller, workspace.now())
    comment.assignee = workspace.users.get(fields.integer("assignee") or 0)
    comment.group = workspace.groups.get(fields.text("group_assignee") or "")
    workspace.add_comment(comment)
    return comment_made_payload(comment, workspace)
