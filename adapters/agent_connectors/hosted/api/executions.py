"""Executions."""

import re

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from agent_connectors.hosted.api.access import (
    ORGANIZATION,
    SECURITY,
    find_connector,
    identify,
    problems,
    server_of,
)
from agent_connectors.hosted.api.schemas import Answer, Execution
from agent_connectors.hosted.execution import ExecutionRequest

__all__ = ["router"]

router = APIRouter(prefix="/integrations/connectors", tags=["connectors"])

_WAIT = re.compile(r"\bwait=(\d{1,6}(?:\.\d{1,6})?)\b")

_DOCUMENTED = {
    "parameters": [
        {
            "name": "connector_id",
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
        },
        ORGANIZATION,
        {
            "name": "Prefer",
            "in": "header",
            "description": "`wait=10`: how many seconds the caller will wait.",
            "schema": {"type": "string"},
        },
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Execution.model_json_schema()}},
    },
    "security": SECURITY,
}


# Not through FastAPI's parameters and models: reading, checking and writing them took longer
# than all the rest of a call.
@router.post(
    "/{connector_id}/execute",
    response_model=Answer,
    responses=problems(401, 403, 404, 424, 429, 502, 504),
    openapi_extra=_DOCUMENTED,
)
async def execute(request: Request) -> Response:
    """Carries out an operation."""
    caller = await identify(request)
    kept = await find_connector(request, caller, request.path_params["connector_id"])
    try:
        wanted = Execution.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from None
    asked = ExecutionRequest(
        entity=wanted.entity,
        action=wanted.action,
        params=wanted.params or {},
        page_only=wanted.page_only,
        select_fields=wanted.select_fields,
        exclude_fields=wanted.exclude_fields,
        timeout=_max_seconds(request.headers.get("prefer")),
        address=request.scope["address"],
    )
    server = server_of(request)
    async with server.limits.admitted(caller.organization_id):
        body = await server.executions.run(caller, kept, asked, request.scope["request_id"])
    return Response(body, media_type="application/json")


def _max_seconds(prefer: str | None) -> float | None:
    """Seconds that the caller will wait, if it says so (RFC 7240)."""
    found = _WAIT.search(prefer or "")
    return float(found[1]) or None if found else None
