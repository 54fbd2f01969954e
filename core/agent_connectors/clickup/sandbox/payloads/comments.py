"""Comments, and the answer to writing one: a record of the event, not the comment."""

from typing import Any

from agent_connectors.clickup.sandbox.payloads.people import group_reference, user_payload
from agent_connectors.clickup.sandbox.state.chat import Reaction
from agent_connectors.clickup.sandbox.state.work import Comment
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_PARENT_TYPES = {"task": 1, "comment": 2, "list": 6, "view": 8}


def comment_payload(comment: Comment) -> dict[str, Any]:
    """A comment in a thread. Its id is a string here, and a number when it was made."""
    payload: dict[str, Any] = {
        "id": str(comment.id),
        "comment": comment.blocks,
        "comment_text": comment.text,
        "user": user_payload(comment.user),
        "assignee": None if comment.assignee is None else user_payload(comment.assignee),
        "group_assignee": None if comment.group is None else group_reference(comment.group),
        "reactions": [_reaction(reaction) for reaction in comment.reactions],
        "date": str(comment.date),
        "reply_count": len(comment.replies),
    }
    # Recorded: comments that are nobody's task have neither key.
    if comment.assignee is not None or comment.group is not None:
        payload["resolved"] = comment.resolved
        payload["assigned_by"] = user_payload(comment.assigned_by or comment.user)
    return payload


def _reaction(reaction: Reaction) -> dict[str, Any]:
    user = user_payload(reaction.user)
    del user["color"]
    return {"reaction": reaction.name, "date": str(reaction.date), "user": user}


def comment_made_payload(comment: Comment, workspace: Workspace) -> dict[str, Any]:
    """The answer to writing a comment."""
    kind, parent = comment.parent
    team = int(workspace.id)
    # Recorded answers tell three moments: written, stored, and announced.
    stored = comment.date + 24
    return {
        "id": comment.id,
        "hist_id": workspace.ids.history() if kind == "task" else workspace.ids.uuid("history"),
        "date": comment.date,
        "version": {
            "object_type": "comment",
            "object_id": str(comment.id),
            "workspace_id": team,
            "operation": "c",
            "data": {
                "context": {
                    "user_id": comment.user.id,
                    "root_parent_type": _PARENT_TYPES[kind],
                    "is_chat": False,
                    "audit_context": {
                        "userid": comment.user.id,
                        "current_time": comment.date,
                        "route": "*",
                    },
                    "originating_service": "publicapi",
                },
                "relationships": [
                    _relationship("author", "user", str(comment.user.id), team),
                    _relationship("parent", kind, parent, team),
                ],
                "changes": [{"field": "date_created", "after": comment.date}],
            },
            "master_id": 31,
            "version": stored * 1000,
            "deleted": False,
            "traceparent": workspace.ids.history(),
            "date_created": stored,
            "date_updated": stored,
            "event_publish_time": stored + 6,
        },
    }


def _relationship(role: str, kind: str, number: str, team: int) -> dict[str, Any]:
    return {
        "type": f"comment-{role}",
        "object_type": kind,
        "object_id": number,
        "workspace_id": team,
    }
