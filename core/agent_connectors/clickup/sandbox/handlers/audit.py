"""The audit log (API v3). What an answer looks like is not described."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import check_team
from agent_connectors.clickup.sandbox.plans import ENTERPRISE
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.audit import AREAS, AuditEvent
from agent_connectors.clickup.sandbox.state.people import OWNER
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_AREAS = {*AREAS.values(), "agent-settings-activity", "other-activity"}
_MOST_ROWS = 1000


@route("POST", "/api/v3/workspaces/{workspace_id}/auditlogs", plan=ENTERPRISE, role=OWNER)
def query_audit_log(workspace: Workspace, request: Request, workspace_id: str) -> Any:
    """The events that fit, newest first unless those after a moment are asked for."""
    check_team(workspace, workspace_id)
    fields = request.fields
    area = fields.text("applicability")
    if area is not None and area not in _AREAS:
        raise errors.invalid("applicability is not valid")
    wanted, page = fields.section("filter"), fields.section("pagination")
    rows = page.integer("pageRows") or 100
    if not 1 <= rows <= _MOST_ROWS:
        raise errors.invalid(f"pageRows must be between 1 and {_MOST_ROWS}")
    moment, forwards = page.integer("pageTimestamp"), _is_forwards(page)
    found = [
        event
        for event in workspace.audit.events
        if (area is None or event.area == area) and _fits(event, wanted, workspace)
    ]
    found.sort(key=lambda event: event.date, reverse=not forwards)
    if moment is not None:
        found = [e for e in found if (e.date > moment if forwards else e.date < moment)]
    return {
        "data": [_payload(event, workspace) for event in found[:rows]],
        "has_more": len(found) > rows,
    }


def _is_forwards(page: Fields) -> bool:
    direction = (page.text("pageDirection") or "before").lower()
    if direction not in {"before", "after"}:
        raise errors.invalid("pageDirection must be before or after")
    return direction == "after"


def _fits(event: AuditEvent, wanted: Fields, workspace: Workspace) -> bool:
    people, addresses = wanted.texts("userId"), wanted.texts("userEmail")
    types, status = wanted.texts("eventType"), wanted.text("eventStatus")
    first, last = wanted.integer("startTime"), wanted.integer("endTime")
    user = workspace.users.get(event.user)
    return (
        (not people or str(event.user) in people)
        and (not addresses or (user is not None and user.email in addresses))
        and (not types or event.type in types)
        and status in {None, event.status}
        and (first is None or event.date >= first)
        and (last is None or event.date <= last)
    )


def _payload(event: AuditEvent, workspace: Workspace) -> dict[str, Any]:
    user = workspace.users.get(event.user)
    return {
        "eventType": event.type,
        "eventStatus": event.status,
        "date": event.date,
        "userId": str(event.user),
        "userEmail": None if user is None else user.email,
        "objectId": event.object,
        "workspaceId": workspace.id,
    }
