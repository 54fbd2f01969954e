"""Reactions to messages, and who is mentioned in them (API v3)."""

import re
from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.cursors import page_of
from agent_connectors.clickup.sandbox.http import NO_CONTENT, Fields, Request, Response
from agent_connectors.clickup.sandbox.lookup import message_at
from agent_connectors.clickup.sandbox.payloads.chat import person_payload, reaction_payload
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.chat import Reaction
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_MESSAGE = "/api/v3/workspaces/{workspace_id}/chat/messages/{message_id}"
_REACTIONS = _MESSAGE + "/reactions"
_EMOJI = re.compile(r"[a-z0-9_+-]{1,64}")
# How Markdown of ClickUp's own clients mentions somebody: `[@Name](#user_mention#123)`.
_MENTION = re.compile(r"#user_mention#(\d{1,19})")


@route("GET", _REACTIONS)
def get_reactions(
    workspace: Workspace, request: Request, workspace_id: str, message_id: str
) -> Any:
    """The reactions to a message, oldest first."""
    message = message_at(workspace, workspace_id, message_id)
    return page_of(message.reactions, request.query, reaction_payload)


@route("POST", _REACTIONS)
def create_reaction(
    workspace: Workspace, request: Request, workspace_id: str, message_id: str
) -> Response:
    """React to a message; the same reaction twice is one."""
    message = message_at(workspace, workspace_id, message_id)
    name = check_reaction(request.fields)
    known = [r for r in message.reactions if r.name == name and r.user is workspace.caller]
    if not known:
        known = [Reaction(name, workspace.caller, workspace.now())]
        message.reactions += known
    return Response.json(reaction_payload(known[0]), 201)


@route("DELETE", _REACTIONS + "/{reaction}")
def delete_reaction(
    workspace: Workspace, _request: Request, workspace_id: str, message_id: str, reaction: str
) -> Response:
    """Take back a reaction of the token's user."""
    message = message_at(workspace, workspace_id, message_id)
    own = (r for r in message.reactions if r.name == reaction and r.user is workspace.caller)
    found = next(own, None)
    if found is None:
        raise errors.not_found("Reaction")
    message.reactions.remove(found)
    return NO_CONTENT


@route("GET", _MESSAGE + "/tagged_users")
def get_tagged_users(
    workspace: Workspace, request: Request, workspace_id: str, message_id: str
) -> Any:
    """The users a message mentions."""
    message = message_at(workspace, workspace_id, message_id)
    numbers = (int(number) for number in _MENTION.findall(message.content))
    return page_of(workspace.people(numbers), request.query, person_payload)


def check_reaction(fields: Fields) -> str:
    """The emoji a request names, in small letters as ClickUp wants it."""
    name = fields.text("reaction") or ""
    if not _EMOJI.fullmatch(name):
        raise errors.invalid("reaction must be the name of an emoji in small letters")
    return name
