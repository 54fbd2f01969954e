"""Lets in whoever has a token, over HTTP."""

import logging
from collections.abc import Callable, Iterable
from hashlib import sha256

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.running.last_resort import only_ours_at_once
from agent_connectors.engine.secrets.hiding import said_safely
from agent_connectors.engine.secrets.secret import Secret
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken

__all__ = ["CONNECTOR", "WithToken"]

CONNECTOR = "agent_connectors.connector"
"""Where in the scope of a request the connector of its token is."""

_HEADER = b"authorization"


class WithToken:
    """Lets in who has a token, and makes it known to what serves them.

    Args:
        app: What serves them.
        make: Makes the connector of a token; raises ConfigurationError for what can be none.
    """

    def __init__(self, app: ASGIApp, make: Callable[[str], Connector]) -> None:
        self._app = app
        self._make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                token = _token(scope["headers"])
                # Servers write what gets past here into their log, with its text.
                connector = only_ours_at_once(lambda: self._make(token.reveal()), quoted=False)
            except ConnectorError as error:
                await _refused(error)(scope, receive, send)
                return
            owner = sha256(token.reveal().encode()).hexdigest()
            # A session is its owner's alone: the SDK compares who this says they are.
            user = AuthenticatedUser(AccessToken(token=owner, client_id=owner, scopes=[]))
            # What is behind this has no need to see the header, and cannot write it anywhere.
            headers = [pair for pair in scope["headers"] if pair[0] != _HEADER]
            scope = {**scope, "headers": headers, "user": user, CONNECTOR: connector}
        await self._app(scope, receive, send)


def _refused(error: ConnectorError) -> JSONResponse:
    said = {"error": "invalid_token", "error_description": said_safely(str(error))}
    if isinstance(error, ConfigurationError):
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return JSONResponse(said, 401, challenge)
    where = " ".join(getattr(error, "__notes__", ()))
    logging.getLogger("agent_connectors.mcp").error("No connector was made of a token: %s", where)
    return JSONResponse({**said, "error": "server_error"}, 500)


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
