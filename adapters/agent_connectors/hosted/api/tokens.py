"""Access tokens."""

from fastapi import APIRouter, Request

from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.api.access import problems, server_of
from agent_connectors.hosted.api.schemas import NewToken, Token

__all__ = ["router"]

router = APIRouter(tags=["account"])


@router.post("/account/applications/token", responses=problems(401))
async def get_token(request: Request, who: NewToken) -> Token:
    """An access token for a client."""
    secret = Secret(who.client_secret.get_secret_value())
    token, seconds = await server_of(request).tenancy.log_in(who.client_id, secret)
    return Token(access_token=token.reveal(), expires_in=seconds)
