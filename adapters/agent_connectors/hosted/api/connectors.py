"""Connectors: made, looked up, changed, removed."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import SecretStr

from agent_connectors.engine.declare.patterns import check_patterns
from agent_connectors.hosted.api.access import (
    CallerOf,
    ManagerOf,
    check_workspace,
    find_connector,
    no_such_connector,
    problems,
    server_of,
)
from agent_connectors.hosted.api.record import changing
from agent_connectors.hosted.api.schemas import (
    Changes,
    ConnectorBody,
    ConnectorList,
    Made,
    Name,
    NewConnector,
)
from agent_connectors.hosted.connector_kinds import check_fields
from agent_connectors.hosted.refusals import Refused
from agent_connectors.hosted.store.connectors import KeptConnector

__all__ = ["router"]

router = APIRouter(prefix="/integrations/connectors", tags=["connectors"])

_PAGE = 500
"""Connectors of a page at most."""

_DEFAULT = "default"
"""The workspace where none is named."""


@router.post("", responses=problems(401, 403, 409))
async def create_connector(request: Request, caller: ManagerOf, wanted: NewConnector) -> Made:
    """Makes a connector. Its credentials are kept encrypted, and never given out."""
    server = server_of(request)
    kind = server.kinds.named(wanted.connector_type, wanted.definition_id)
    credentials = check_fields(kind, _revealed(wanted.credentials))
    check_patterns([kind.connector.operations], wanted.operations, server.kinds.questions(kind))
    name = wanted.name or kind.connector_type
    switches = wanted.model_dump(include={"read_only", "allow_destructive", "operations"})
    workspace = check_workspace(caller, _workspace(wanted.customer_name, wanted.workspace_name))
    about = {"workspace": workspace, "name": name, **switches}
    async with changing(request, caller, "connector.create", "", **about) as entry:
        made = await server.kept.add(
            caller.organization_id,
            workspace,
            lambda connector_id: server.vault.seal(connector_id, credentials),
            {"definition_id": kind.definition_id, "name": name, **switches},
        )
        entry.connector_id = made
    return Made(id=made, name=name, **switches)


@router.get("", responses=problems(401, 403))
async def list_connectors(
    request: Request,
    caller: CallerOf,
    customer_name: Annotated[Name | None, Query()] = None,
    workspace_name: Annotated[Name | None, Query()] = None,
    definition_id: Annotated[Name | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=_PAGE)] = _PAGE,
    cursor: Annotated[UUID | None, Query(description="`next_cursor` of the page before.")] = None,
) -> ConnectorList:
    """The connectors of a workspace, all or those of one kind, page by page."""
    server = server_of(request)
    workspace = check_workspace(caller, _workspace(customer_name, workspace_name))
    where = caller.organization_id, workspace, definition_id
    after = None if cursor is None else str(cursor)
    found = await server.kept.page(*where, after=after, limit=limit + 1)
    more = found[limit - 1].id if len(found) > limit else None
    data = [_body(server, kept) for kept in found[:limit]]
    return ConnectorList(data=data, next_cursor=more)


@router.get("/{connector_id}", responses=problems(401, 403, 404))
async def get_connector(request: Request, caller: CallerOf, connector_id: str) -> ConnectorBody:
    """One connector."""
    return _body(server_of(request), await find_connector(request, caller, connector_id))


@router.patch("/{connector_id}", responses=problems(401, 403, 404, 409))
async def change_connector(
    request: Request, caller: ManagerOf, connector_id: str, changes: Changes
) -> ConnectorBody:
    """Changes a connector: its name, its credentials, or what may be done with it."""
    server = server_of(request)
    kept = await find_connector(request, caller, connector_id)
    values: dict[str, Any] = changes.model_dump(exclude_unset=True, exclude={"credentials"})
    for name in ("name", "read_only", "allow_destructive"):
        if name in values and values[name] is None:
            del values[name]
    kind = server.kinds.of(kept.definition_id)
    check_patterns([kind.connector.operations], changes.operations, server.kinds.questions(kind))
    if changes.credentials is not None:
        credentials = check_fields(kind, _revealed(changes.credentials))
        values["credentials"] = server.vault.seal(kept.id, credentials)
    key = caller.organization_id, connector_id
    told = values | ({"credentials": "changed"} if "credentials" in values else {})
    if values:
        async with changing(request, caller, "connector.change", connector_id, **told):
            if not await server.kept.change(*key, values):
                raise no_such_connector()
    server.connectors_cache.forget(key)
    if server.replicas is not None and "credentials" in values:
        # Another credential may see other things.
        await server.replicas.remove(kept)
    return _body(server, await find_connector(request, caller, connector_id))


@router.delete("/{connector_id}", status_code=204, responses=problems(401, 403, 404))
async def delete_connector(request: Request, caller: ManagerOf, connector_id: str) -> Response:
    """Removes a connector, and the credentials that were kept for it."""
    server = server_of(request)
    kept = await find_connector(request, caller, connector_id)
    key = caller.organization_id, connector_id
    about = {"workspace": kept.workspace, "name": kept.name}
    async with changing(request, caller, "connector.delete", connector_id, **about):
        if not await server.kept.remove(*key):
            raise no_such_connector()
    server.connectors_cache.forget(key)
    if server.replicas is not None:
        await server.replicas.remove(kept)
    return Response(status_code=204)


def _workspace(customer_name: str | None, workspace_name: str | None) -> str:
    """The workspace that is meant.

    Raises:
        Refused: Two are named.
    """
    if customer_name and workspace_name and customer_name != workspace_name:
        raise Refused(422, "`customer_name` and `workspace_name` are the same: give one.")
    return workspace_name or customer_name or _DEFAULT


def _revealed(credentials: dict[str, SecretStr]) -> dict[str, str]:
    return {name: secret.get_secret_value() for name, secret in credentials.items()}


def _body(server: Any, kept: KeptConnector) -> ConnectorBody:
    return ConnectorBody(
        id=kept.id,
        name=kept.name,
        connector_type=server.kinds.of(kept.definition_id).connector_type,
        definition_id=kept.definition_id,
        customer_name=kept.workspace,
        workspace_name=kept.workspace,
        read_only=kept.read_only,
        allow_destructive=kept.allow_destructive,
        operations=None if kept.operations is None else list(kept.operations),
        created_at=kept.created_at,
    )
