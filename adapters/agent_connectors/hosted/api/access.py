"""What endpoints need: the server, and who calls."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPBearer

from agent_connectors.hosted.api.schemas import Problem
from agent_connectors.hosted.refusals import Refused
from agent_connectors.hosted.store.connectors import KeptConnector
from agent_connectors.hosted.tenancy import Caller

__all__ = [
    "ORGANIZATION",
    "SECURITY",
    "CallerOf",
    "ManagerOf",
    "check_workspace",
    "find_connector",
    "identify",
    "is_id",
    "no_such_connector",
    "problems",
    "server_of",
]

_bearer = HTTPBearer(auto_error=False, description="From `account/applications/token`.")

_FOR_SEVERAL = "For clients of several organizations."

SECURITY: list[dict[str, list[str]]] = [{_bearer.scheme_name: []}]
ORGANIZATION = {
    "name": "X-Organization-Id",
    "in": "header",
    "description": _FOR_SEVERAL,
    "schema": {"type": "string"},
}
"""How an endpoint that calls `identify` itself documents it."""


def server_of(request: Request) -> Any:
    """The server that a request came to."""
    return request.app.state.server


async def identify(request: Request) -> Caller:
    """Who calls."""
    known: Caller | None = request.scope.get("caller")
    if known is not None:
        return known
    headers = request.headers
    caller: Caller = await server_of(request).tenancy.caller(
        headers.get("authorization"), headers.get("x-organization-id")
    )
    request.scope["caller"] = caller
    return caller


async def _caller(
    request: Request,
    _bearer: Annotated[Any, Security(_bearer)],
    _organization: Annotated[
        str | None,
        Header(alias="X-Organization-Id", description=_FOR_SEVERAL),
    ] = None,
) -> Caller:
    return await identify(request)


CallerOf = Annotated[Caller, Depends(_caller)]
"""Who calls."""


async def _manager(caller: CallerOf) -> Caller:
    if not caller.client.may_manage:
        raise Refused(403, "This client may use connectors, but not make or change them.")
    return caller


ManagerOf = Annotated[Caller, Depends(_manager)]
"""Who calls, and may change connectors."""


async def find_connector(request: Request, caller: Caller, connector_id: str) -> KeptConnector:
    """A connector of the caller's organization, as it was a moment ago at most.

    Raises:
        Refused: The organization has no such connector.
    """
    found = None
    if is_id(connector_id):
        found = await server_of(request).connectors_cache.get(
            (caller.organization_id, connector_id)
        )
    if found is None or not caller.reaches(found.workspace):
        raise no_such_connector()
    kept: KeptConnector = found
    return kept


def check_workspace(caller: Caller, workspace: str) -> str:
    """A workspace that the caller may use.

    Raises:
        Refused: It may not.
    """
    if caller.reaches(workspace):
        return workspace
    names = ", ".join(sorted(caller.client.workspaces or ())) or "none"
    raise Refused(403, f"This client may not use that workspace; it may use {names}.")


def is_id(text: str) -> bool:
    """Whether a text is an id of ours; others never reach the database."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def no_such_connector() -> Refused:
    """The same for what is another organization's as for what nobody has."""
    return Refused(404, "There is no such connector.")


_MEANINGS = {
    400: "The product did not accept the parameters, or an organization must be named.",
    401: "The access token is missing, wrong or no longer valid.",
    403: "This may not be done, by this client or with this connector.",
    404: "There is no such connector, or the product knows no such object.",
    408: "The request did not arrive in time.",
    409: "There is one of that kind and name already.",
    413: "The request is too large.",
    422: "The call is wrong; nothing was sent.",
    424: "The product does not accept the credential that is kept here.",
    429: "The product's rate limit is used up for longer than this call may take.",
    500: "The server failed.",
    502: "The product failed, or could not be reached.",
    503: "The server's database is away; nothing was done.",
    504: "No answer in time; a write may or may not have been carried out.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What endpoints document: these answers, and those that all of them can give."""
    return {
        status: {"model": Problem, "description": _MEANINGS[status]}
        for status in sorted({*statuses, 400, 408, 413, 422, 500, 503})
    }
