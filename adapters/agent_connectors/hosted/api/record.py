"""What is written down beside executions: changes of connectors, logins, refusals."""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Request
from pydantic_core import to_json

from agent_connectors.hosted.api.access import is_id, server_of
from agent_connectors.hosted.audit import Audit, Entry
from agent_connectors.hosted.refusals import Refused
from agent_connectors.hosted.store.directory import KnownClient
from agent_connectors.hosted.tenancy import Caller

__all__ = ["changing", "logged_in", "refused"]

_WRITTEN_DOWN = {401, 403, 404, 409, 429}


@asynccontextmanager
async def changing(
    request: Request, caller: Caller, operation: str, connector_id: str, **objects: Any
) -> AsyncIterator[Entry]:
    """Writes down a change of a connector before it is made, and how it ended.

    Raises:
        AuditUnavailable: It cannot be written down, and so is not made.
    """
    begun = time.monotonic()
    entry = _entry(request, operation, objects, caller=caller, connector_id=connector_id)
    audit: Audit = server_of(request).audit
    await audit.begin(entry)
    request.scope["written_down"] = True
    entry.outcome = "failed"
    try:
        yield entry
        entry.outcome = "done"
    except Exception as error:
        entry.outcome = type(error).__name__[:40]
        raise
    finally:
        entry.milliseconds = int((time.monotonic() - begun) * 1000)
        audit.end(entry, begun=True)


def logged_in(request: Request, client: KnownClient) -> None:
    """Writes down a login, some time soon."""
    entry = _entry(request, "login", {})
    entry.client_id, entry.outcome = client.id, "done"
    if len(client.organizations) == 1:
        entry.organization_id = next(iter(client.organizations))
    server_of(request).audit.end(entry, begun=False)


def refused(request: Request, error: Refused) -> None:
    """Writes down a refusal of the server's own, some time soon."""
    if error.status not in _WRITTEN_DOWN or request.scope.get("written_down"):
        return
    route = getattr(request.scope.get("route"), "path", "").removeprefix("/api")
    route = route.removeprefix("/v1")
    if not route:
        return  # nobody's business: there is nothing there
    tried = request.scope.get("client_id", "")
    connector = request.path_params.get("connector_id", "")
    entry = _entry(
        request,
        "login" if tried or route.endswith("/token") else f"{request.method} {route}"[:100],
        {"why": error.detail[:200]},
        caller=request.scope.get("caller"),
        connector_id=connector if is_id(connector) else "",
    )
    entry.client_id = entry.client_id or error.client_id or (tried if is_id(tried) else "")
    entry.outcome = f"refused {error.status}"
    server_of(request).audit.note(entry)


def _entry(
    request: Request,
    operation: str,
    objects: Mapping[str, Any],
    *,
    caller: Caller | None = None,
    connector_id: str = "",
) -> Entry:
    return Entry(
        organization_id=caller.organization_id if caller else "",
        client_id=caller.client_id if caller else "",
        connector_id=connector_id,
        request_id=request.scope["request_id"],
        operation=operation,
        address=request.scope["address"],
        objects=to_json(objects).decode() if objects else None,
    )
