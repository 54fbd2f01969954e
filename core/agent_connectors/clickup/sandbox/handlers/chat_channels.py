"""Channels and direct messages (API v3)."""

from collections.abc import Iterable
from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import level, seen
from agent_connectors.clickup.sandbox.cursors import page_of
from agent_connectors.clickup.sandbox.http import NO_CONTENT, Fields, Request, Response
from agent_connectors.clickup.sandbox.lookup import channel_at, check_team
from agent_connectors.clickup.sandbox.payloads.chat import (
    channel_payload,
    latest_message,
    person_payload,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.chat import Channel
from agent_connectors.clickup.sandbox.state.people import GUEST, User
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_CHANNELS = "/api/v3/workspaces/{workspace_id}/chat/channels"
_CHANNEL = _CHANNELS + "/{channel_id}"
_SPACE, _FOLDER, _LIST, _WORKSPACE, _DIRECT = 4, 5, 6, 7, 12
_MOST_IN_A_DM = 15


@route("GET", _CHANNELS)
def get_channels(workspace: Workspace, request: Request, workspace_id: str) -> Any:
    """The channels and direct messages, those with the latest messages first."""
    check_team(workspace, workspace_id)
    query = request.query
    since = query.integer("with_message_since")
    types = query.array("channel_types") or (query.text("channel_types") or "").split(",")
    wanted = {kind for kind in types if kind}
    channels = [
        channel
        for channel in seen(workspace, workspace.channels.values())
        if (not wanted or channel.type in wanted)
        and (not query.flag("is_follower") or workspace.caller in channel.followers)
        and (since is None or (latest_message(channel) or 0) >= since)
    ]
    channels.sort(key=lambda channel: latest_message(channel) or channel.created, reverse=True)
    plain = _is_plain(request)
    return page_of(channels, query, lambda c: channel_payload(c, workspace, plain=plain))


@route("POST", _CHANNELS)
def create_channel(workspace: Workspace, request: Request, workspace_id: str) -> Response:
    """A new channel in no particular place; one of that name is returned as it is."""
    check_team(workspace, workspace_id)
    fields = request.fields
    name = (fields.text("name") or "").strip()
    if not name:
        raise errors.invalid("name is required")
    channels = [c for c in workspace.channels.values() if c.parent_type == _WORKSPACE]
    known = next((c for c in seen(workspace, channels) if c.name.lower() == name.lower()), None)
    if known is not None:
        return Response.json({"data": channel_payload(known, workspace)})
    channel = _new(workspace, workspace.ids.channel(), name, workspace.id, _WORKSPACE)
    return _made(workspace, channel, fields)


@route("POST", _CHANNELS + "/location")
def create_location_channel(workspace: Workspace, request: Request, workspace_id: str) -> Response:
    """The channel of a Space, Folder or List; one that is there is returned as it is."""
    check_team(workspace, workspace_id)
    fields = request.fields
    name, place, kind = _location(workspace, fields)
    identifier = f"{kind}-{place}-8"
    if identifier in workspace.channels:
        known = channel_at(workspace, workspace_id, identifier)
        return Response.json({"data": channel_payload(known, workspace)})
    return _made(workspace, _new(workspace, identifier, name, place, kind), fields)


@route("POST", _CHANNELS + "/direct_message")
def create_direct_message(workspace: Workspace, request: Request, workspace_id: str) -> Response:
    """A direct message with some people; one with the same people is returned as it is."""
    check_team(workspace, workspace_id)
    people = dict.fromkeys((workspace.caller, *_people(workspace, request.fields)))
    if len(people) > _MOST_IN_A_DM:
        raise errors.invalid(f"At most {_MOST_IN_A_DM} users can be in a direct message")
    for known in workspace.channels.values():
        if known.type != "CHANNEL" and set(known.members) == set(people):
            return Response.json({"data": channel_payload(known, workspace)})
    channel = _new(workspace, workspace.ids.channel(), "", workspace.id, _DIRECT)
    channel.type = "DM" if len(people) < 3 else "GROUP_DM"
    channel.public = False
    channel.members, channel.followers = list(people), list(people)
    workspace.channels[channel.id] = channel
    return Response.json({"data": channel_payload(channel, workspace)}, 201)


@route("GET", _CHANNEL)
def get_channel(workspace: Workspace, request: Request, workspace_id: str, channel_id: str) -> Any:
    """One channel."""
    channel = channel_at(workspace, workspace_id, channel_id)
    return {"data": channel_payload(channel, workspace, plain=_is_plain(request))}


@route("PATCH", _CHANNEL)
def update_channel(
    workspace: Workspace, request: Request, workspace_id: str, channel_id: str
) -> Any:
    """Another name, topic, description, place or visibility."""
    channel, fields = channel_at(workspace, workspace_id, channel_id), request.fields
    name = fields.text("name")
    if name is not None and not name.strip():
        raise errors.invalid("name must not be empty")
    _check_visibility(fields)
    if "location" in fields:
        _, channel.parent, channel.parent_type = _location(workspace, fields)
    channel.name = channel.name if name is None else name.strip()
    _apply(channel, fields)
    channel.updated = workspace.now()
    return {"data": channel_payload(channel, workspace)}


@route("DELETE", _CHANNEL)
def delete_channel(
    workspace: Workspace, _request: Request, workspace_id: str, channel_id: str
) -> Response:
    """Remove a channel with its messages; direct messages stay."""
    channel = channel_at(workspace, workspace_id, channel_id)
    if channel.type != "CHANNEL":
        raise errors.invalid("Direct messages cannot be deleted")
    for message in channel.messages:
        for gone in (message, *message.replies):
            del workspace.messages[gone.id]
    del workspace.channels[channel.id]
    return NO_CONTENT


@route("GET", _CHANNEL + "/followers")
def get_followers(
    workspace: Workspace, request: Request, workspace_id: str, channel_id: str
) -> Any:
    """Those who hear of new messages."""
    channel = channel_at(workspace, workspace_id, channel_id)
    return page_of(channel.followers, request.query, person_payload)


@route("GET", _CHANNEL + "/members")
def get_members(workspace: Workspace, request: Request, workspace_id: str, channel_id: str) -> Any:
    """Those who may read a channel: of a public one, every member who has joined."""
    channel = channel_at(workspace, workspace_id, channel_id)
    members: Iterable[User] = channel.members
    if channel.public:
        joined = [u for u in workspace.users.values() if u.role != GUEST and u.joined is not None]
        members = dict.fromkeys((*joined, *channel.members))
    return page_of(list(members), request.query, person_payload)


def _is_plain(request: Request) -> bool:
    return request.query.text("description_format") == "text/plain"


def _new(workspace: Workspace, identifier: str, name: str, place: str, kind: int) -> Channel:
    now = workspace.now()
    return Channel(identifier, name, "CHANNEL", workspace.caller, now, now, place, kind)


def _made(workspace: Workspace, channel: Channel, fields: Fields) -> Response:
    _check_visibility(fields)
    people = dict.fromkeys((workspace.caller, *_people(workspace, fields)))
    channel.members, channel.followers = list(people), list(people)
    _apply(channel, fields)
    workspace.channels[channel.id] = channel
    return Response.json({"data": channel_payload(channel, workspace)}, 201)


def _apply(channel: Channel, fields: Fields) -> None:
    description, topic = fields.text("description"), fields.text("topic")
    channel.description = channel.description if description is None else description
    channel.topic = channel.topic if topic is None else topic
    if "visibility" in fields:
        channel.public = fields.text("visibility") == "PUBLIC"


def _check_visibility(fields: Fields) -> None:
    if "visibility" in fields and fields.text("visibility") not in {"PUBLIC", "PRIVATE"}:
        raise errors.invalid("visibility must be PUBLIC or PRIVATE")


def _people(workspace: Workspace, fields: Fields) -> list[User]:
    """The users a request names, by ids that are strings here."""
    known = {str(number): user for number, user in workspace.users.items()}
    sent = fields.get("user_ids")
    wanted = [str(identifier) for identifier in (sent if isinstance(sent, list) else [])]
    if any(identifier not in known for identifier in wanted):
        raise errors.invalid("user_ids must name users of the Workspace")
    return [known[identifier] for identifier in wanted]


def _location(workspace: Workspace, fields: Fields) -> tuple[str, str, int]:
    """The name, id and type of the place a request names."""
    location = fields.section("location")
    kind, identifier = location.text("type"), str(location.get("id"))
    places: dict[str | None, tuple[int, dict[str, Any]]] = {
        "space": (_SPACE, workspace.spaces),
        "folder": (_FOLDER, workspace.folders),
        "list": (_LIST, workspace.lists),
    }
    if kind not in places:
        raise errors.invalid("location must be a space, folder or list")
    number, known = places[kind]
    if identifier not in known or not level(workspace, known[identifier]):
        raise errors.not_found("Location")
    return known[identifier].name, identifier, number
