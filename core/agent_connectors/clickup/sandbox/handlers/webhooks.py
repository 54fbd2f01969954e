"""Webhooks: kept, shown, changed and removed; `delivery` calls them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.delivery.events import EVENTS
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import (
    check_team,
    folder_at,
    list_at,
    space_at,
    task_with_id,
    webhook_at,
)
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.people import MEMBER
from agent_connectors.clickup.sandbox.state.webhooks import ACTIVE, SUSPENDED, Webhook
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_PLACES: dict[str, Callable[[Workspace, str], Any]] = {
    "task_id": task_with_id,
    "list_id": list_at,
    "folder_id": folder_at,
    "space_id": space_at,
}
_STATUSES = (ACTIVE, SUSPENDED)


@route("GET", "/api/v2/team/{team_id}/webhook", role=MEMBER)
def get_webhooks(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """The webhooks that the token's user made."""
    check_team(workspace, team_id)
    own = [w for w in workspace.webhooks.values() if w.user == workspace.caller.id]
    return {"webhooks": [_payload(webhook, workspace) for webhook in own]}


@route("POST", "/api/v2/team/{team_id}/webhook", role=MEMBER)
def create_webhook(workspace: Workspace, request: Request, team_id: str) -> Any:
    """A new webhook, of the Workspace or of one place."""
    check_team(workspace, team_id)
    fields = request.fields
    endpoint, events = _endpoint(fields), _events(fields)
    if endpoint is None or not events:
        raise errors.invalid("endpoint and events are required")
    places = {name: _place(workspace, fields, name) for name in _PLACES}
    known = ((webhook.endpoint, webhook.places) for webhook in workspace.webhooks.values())
    if (endpoint, places) in known:
        raise errors.webhook_exists()
    ids = workspace.ids
    webhook = Webhook(
        ids.uuid("webhook"),
        workspace.caller.id,
        endpoint,
        events,
        places,
        (ids.uuid("secret") + ids.uuid("secret")).replace("-", "").upper(),
        ids.uuid("client").replace("-", "").upper(),
    )
    workspace.webhooks[webhook.id] = webhook
    return {"id": webhook.id, "webhook": _payload(webhook, workspace)}


@route("PUT", "/api/v2/webhook/{webhook_id}", role=MEMBER)
def update_webhook(workspace: Workspace, request: Request, webhook_id: str) -> Any:
    """Another address, other events, or another status."""
    webhook, fields = webhook_at(workspace, webhook_id), request.fields
    endpoint, events, status = _endpoint(fields), _events(fields), fields.text("status")
    if status is not None and status not in _STATUSES:
        raise errors.invalid(f"status must be one of {', '.join(_STATUSES)}")
    webhook.endpoint = endpoint or webhook.endpoint
    webhook.events = events or webhook.events
    if status == ACTIVE:
        webhook.worked()
    elif status == SUSPENDED:
        webhook.suspend()
    return {"id": webhook.id, "webhook": _payload(webhook, workspace)}


@route("DELETE", "/api/v2/webhook/{webhook_id}", role=MEMBER)
def delete_webhook(workspace: Workspace, _request: Request, webhook_id: str) -> Any:
    """Remove a webhook."""
    del workspace.webhooks[webhook_at(workspace, webhook_id).id]
    return {}


def _payload(webhook: Webhook, workspace: Workspace) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "userid": webhook.user,
        "team_id": int(workspace.id),
        "endpoint": webhook.endpoint,
        "client_id": webhook.client,
        "events": webhook.events,
        **webhook.places,
        "health": {"status": webhook.status, "fail_count": webhook.fail_count},
        "secret": webhook.secret,
    }


def _endpoint(fields: Fields) -> str | None:
    endpoint = fields.text("endpoint")
    if endpoint is None:
        return None
    # Documented: what names no protocol means this one.
    endpoint = endpoint if "://" in endpoint else f"https://{endpoint}"
    try:
        parts = urlsplit(endpoint)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in endpoint:
        raise errors.invalid("endpoint must be a URL")
    return endpoint


def _events(fields: Fields) -> list[str]:
    """The events of a request, all of them for `*`."""
    text = fields.text("events")
    # An array to make a webhook, a string to change one: both are taken in both.
    events = fields.texts("events") if text is None else text.split(",")
    if "*" in events:
        return list(EVENTS)
    if any(event not in EVENTS for event in events):
        raise errors.invalid("events must be names of events, or *")
    return list(dict.fromkeys(events))


def _place(workspace: Workspace, fields: Fields, name: str) -> str | None:
    value = fields.get(name)
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return None
    return str(_PLACES[name](workspace, str(value)).id)
