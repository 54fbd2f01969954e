"""Messages, posts and replies in channels (API v3)."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.cursors import page_of
from agent_connectors.clickup.sandbox.handlers.chat_reactions import check_reaction
from agent_connectors.clickup.sandbox.http import NO_CONTENT, Fields, Request, Response
from agent_connectors.clickup.sandbox.lookup import channel_at, check_team, message_at
from agent_connectors.clickup.sandbox.payloads.chat import (
    POST_SUBTYPES,
    message_payload,
    subtype_id,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.chat import Channel, Message, Reaction
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_CHAT = "/api/v3/workspaces/{workspace_id}/chat"
_MESSAGES = _CHAT + "/channels/{channel_id}/messages"
_MESSAGE = _CHAT + "/messages/{message_id}"
_REPLIES = _MESSAGE + "/replies"
_LONGEST_CONTENT = 40_000
_LONGEST_TITLE = 255
_COMMENT_TYPES = ("post", "ai", "syncup", "ai_via_brain")


@route("GET", _MESSAGES)
def get_messages(workspace: Workspace, request: Request, workspace_id: str, channel_id: str) -> Any:
    """The messages of a channel, newest first, without the replies to them."""
    channel = channel_at(workspace, workspace_id, channel_id)
    return _page(workspace, request, channel.messages)


@route("POST", _MESSAGES)
def create_message(
    workspace: Workspace, request: Request, workspace_id: str, channel_id: str
) -> Response:
    """Say something in a channel."""
    channel = channel_at(workspace, workspace_id, channel_id)
    message = _new(workspace, request.fields, channel)
    channel.messages.append(message)
    return Response.json(message_payload(message, workspace), 201)


@route("GET", _REPLIES)
def get_replies(workspace: Workspace, request: Request, workspace_id: str, message_id: str) -> Any:
    """The replies to a message, newest first."""
    return _page(workspace, request, message_at(workspace, workspace_id, message_id).replies)


@route("POST", _REPLIES)
def create_reply(
    workspace: Workspace, request: Request, workspace_id: str, message_id: str
) -> Response:
    """Reply to a message; a reply to a reply goes under the same message."""
    message = message_at(workspace, workspace_id, message_id)
    above = message.parent or message
    reply = _new(workspace, request.fields, above.channel)
    reply.parent = above
    above.replies.append(reply)
    return Response.json(message_payload(reply, workspace), 201)


@route("PATCH", _MESSAGE)
def update_message(
    workspace: Workspace, request: Request, workspace_id: str, message_id: str
) -> Any:
    """Another content, title or assignee; or resolve it."""
    message, fields = message_at(workspace, workspace_id, message_id), request.fields
    content = _content(fields) if "content" in fields else message.content
    if "post_data" in fields and message.type == "post":
        given = {**(message.post or {}), **fields.section("post_data").values}
        message.post = _post(workspace, Fields({"post_data": given}))
    now = workspace.now()
    _assign(workspace, message, fields, now)
    message.content = content
    resolved = fields.flag("resolved")
    if resolved is not None:
        message.resolved = (message.resolved or now) if resolved else None
    message.updated = now
    return message_payload(message, workspace)


@route("DELETE", _MESSAGE)
def delete_message(
    workspace: Workspace, _request: Request, workspace_id: str, message_id: str
) -> Response:
    """Remove a message with its replies, or a reply."""
    message = message_at(workspace, workspace_id, message_id)
    siblings = message.channel.messages if message.parent is None else message.parent.replies
    siblings.remove(message)
    for gone in (message, *message.replies):
        del workspace.messages[gone.id]
    return NO_CONTENT


@route("GET", "/api/v3/workspaces/{workspace_id}/comments/types/{comment_type}/subtypes")
def get_subtypes(
    workspace: Workspace, _request: Request, workspace_id: str, comment_type: str
) -> Any:
    """What kinds of posts there are; the shape is not described."""
    check_team(workspace, workspace_id)
    if comment_type not in _COMMENT_TYPES:
        raise errors.invalid(f"comment_type must be one of {', '.join(_COMMENT_TYPES)}")
    # Only posts have any.
    subtypes = POST_SUBTYPES if comment_type == "post" else {}
    rows = [{"id": subtype_id(workspace, key), "name": name} for key, name in subtypes.items()]
    return {"comment_subtypes": [{**row, "comment_type": comment_type} for row in rows]}


def _page(workspace: Workspace, request: Request, messages: list[Message]) -> dict[str, Any]:
    plain = request.query.text("content_format") == "text/plain"
    newest_first = messages[::-1]
    return page_of(
        newest_first, request.query, lambda m: message_payload(m, workspace, plain=plain)
    )


def _content(fields: Fields) -> str:
    content = fields.text("content")
    if not content:
        raise errors.invalid("content is required")
    if len(content) > _LONGEST_CONTENT:
        raise errors.invalid(f"content must be at most {_LONGEST_CONTENT} characters")
    return content


def _post(workspace: Workspace, fields: Fields) -> dict[str, Any]:
    """The title and subtype of a post, both of which it needs."""
    given = fields.section("post_data")
    title, subtype = given.text("title"), given.section("subtype").text("id")
    known = {subtype_id(workspace, key): name for key, name in POST_SUBTYPES.items()}
    if not title or len(title) > _LONGEST_TITLE:
        raise errors.invalid(f"post_data.title must have 1 to {_LONGEST_TITLE} characters")
    if subtype is None or subtype not in known:
        raise errors.invalid("post_data.subtype.id must be one of the Workspace's subtypes")
    return {"title": title, "subtype": {"id": subtype, "name": known[subtype]}}


def _new(workspace: Workspace, fields: Fields, channel: Channel) -> Message:
    """A message as a request describes it, taken into the workspace but not yet into a thread."""
    kind = fields.text("type")
    if kind not in {"message", "post"}:
        raise errors.invalid("type must be message or post")
    content, now = _content(fields), workspace.now()
    post = _post(workspace, fields) if kind == "post" else None
    reactions = _reactions(workspace, fields, now)
    message = Message(workspace.ids.message(), channel, workspace.caller, now, content, kind)
    message.post, message.reactions = post, reactions
    _assign(workspace, message, fields, now)
    triage = {
        "triaged_action": fields.integer("triaged_action"),
        "triaged_object_id": fields.text("triaged_object_id"),
        "triaged_object_type": fields.integer("triaged_object_type"),
    }
    message.triage = {name: value for name, value in triage.items() if value is not None}
    known = {str(number): user for number, user in workspace.users.items()}
    for identifier in fields.texts("followers"):
        if identifier in known and known[identifier] not in channel.followers:
            channel.followers.append(known[identifier])
    workspace.messages[message.id] = message
    return message


def _reactions(workspace: Workspace, fields: Fields, now: int) -> list[Reaction]:
    sent = fields.get("reactions")
    rows = [
        Fields(row) for row in (sent if isinstance(sent, list) else []) if isinstance(row, dict)
    ]
    return [
        Reaction(check_reaction(row), workspace.caller, row.integer("date") or now) for row in rows
    ]


def _assign(workspace: Workspace, message: Message, fields: Fields, now: int) -> None:
    if "assignee" in fields:
        user = _user(workspace, fields)
        if user is not message.assignee:
            message.assignee, message.assigned = user, None if user is None else now
    if "group_assignee" in fields:
        message.group = fields.text("group_assignee") or None
        if message.group is not None and message.group not in workspace.groups:
            raise errors.invalid("group_assignee must be a user group of the Workspace")


def _user(workspace: Workspace, fields: Fields) -> User | None:
    if not fields.get("assignee"):
        return None
    user = workspace.users.get(fields.integer("assignee") or 0)
    if user is None:
        raise errors.invalid("assignee must be a user of the Workspace")
    return user
