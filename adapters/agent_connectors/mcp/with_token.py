"""Lets in whoever has a token, over HTTP."""

from collections.abc import Iterable

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from agent_connectors.engine.errors import ConfigurationError, ConnectionFailed
from agent_connectors.engine.secrets.hiding import said_safely
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.mcp.callers import Callers, fingerprint
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken

__all__ = ["TOKEN", "WithToken"]

TOKEN = "agent_connectors.token"  # noqa: S105 - no token, but where it is
"""Where in the scope of a request its token is."""

_HEADER = b"authorization"


class WithToken:
    """Lets in who has a token, and makes it known to what serves them.

    Args:
        app: What serves them.
        callers: Knows what can be a token.
    """

    def __init__(self, app: ASGIApp, callers: Callers) -> None:
        self._app = app
        self._callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                token = _token(scope["headers"])
                self._callers.find(token)
            except ConfigurationError as error:
                said = {"error": "invalid_token", "error_description": said_safely(str(error))}
                challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
                await JSONResponse(said, 401, challenge)(scope, receive, send)
                return
            except ConnectionFailed as error:
                await JSONResponse({"error": str(error)}, 503)(scope, receive, send)
                return
            owner = fingerprint(token)
            # A session is its owner's alone: the SDK compares who this says they are.
            user = AuthenticatedUser(AccessToken(token=owner, client_id=owner, scopes=[]))
            # What is behind this has no need to see the header, and cannot write it anywhere.
            headers = [pair for pair in scope["headers"] if pair[0] != _HEADER]
            scope = {**scope, "headers": headers, "user": user, TOKEN: token}
        await self._app(scope, receive, send)


def _token(headers: Iterable[tuple[bytes, bytes]]) -> Secret:
    """The token that a request has; ClickUp's and others' are at times sent without a scheme.

    Raises:
        ConfigurationError: There is none, or more than one.
    """
    given = [value.decode("latin-1").strip() for name, value in headers if name == _HEADER]
    scheme, _, rest = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if not rest and scheme.lower() != "bearer":
        rest = scheme
    elif scheme.lower() != "bearer":
        rest = ""
    if not rest:
        raise ConfigurationError(
            "This request has no token.", hint="Send your own in a header, `Authorization: Bearer`."
        )
    return Secret(rest.strip())
