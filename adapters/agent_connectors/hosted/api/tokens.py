"""Access tokens."""

import time

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import to_json

from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.api.access import problems, server_of
from agent_connectors.hosted.api.record import logged_in
from agent_connectors.hosted.api.schemas import NewToken, Token
from agent_connectors.hosted.refusals import Refused

__all__ = ["router"]

router = APIRouter(tags=["account"])

_DOCUMENTED = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": NewToken.model_json_schema()}},
    }
}


# Not through FastAPI's parameters and models: anybody may send as much as they like here.
@router.post(
    "/account/applications/token",
    response_model=Token,
    responses=problems(401, 429),
    openapi_extra=_DOCUMENTED,
)
async def get_token(request: Request) -> Response:
    """An access token for a client."""
    try:
        who = NewToken.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from None
    secret = Secret(who.client_secret.get_secret_value())
    request.scope["client_id"] = who.client_id
    server = server_of(request)
    tenancy, logins = server.tenancy, server.metrics.logins
    try:
        token, client = await tenancy.log_in(who.client_id, secret)
    except Refused:
        logins.labels("refused").inc()
        raise
    logins.labels("done").inc()
    logged_in(request, client)
    body = {
        "access_token": token.reveal(),
        "token_type": "Bearer",
        "expires_in": _seconds(tenancy.token_seconds, client.expires_at),
    }
    headers = {"Cache-Control": "no-store"}
    return Response(to_json(body), headers=headers, media_type="application/json")


def _seconds(token: int, client_ends: int | None) -> int:
    """How long a token is good: no longer than its client."""
    return token if client_ends is None else min(token, max(client_ends - int(time.time()), 1))
