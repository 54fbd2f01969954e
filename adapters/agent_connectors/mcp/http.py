"""MCP over HTTP, where each caller has a token of their own."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Unpack

from starlette.types import ASGIApp

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.tools import ToolboxOptions
from agent_connectors.engine.values.settings import members
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.mcp.server import make_server
from agent_connectors.mcp.with_token import CONNECTOR, WithToken
from mcp.server.lowlevel import Server
from mcp.server.transport_security import TransportSecuritySettings

__all__ = ["LOOPBACK", "make_http_app", "serve_http"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names of this machine, under which nobody else can reach it."""

_MOST_SESSIONS = 1000


@unseen
def make_http_app(
    connector: type[Connector] | Connector,
    connect: Callable[[str], Connector] | None = None,
    *,
    hosts: str | Iterable[str] = LOOPBACK,
    origins: str | Iterable[str] = (),
    version: str = "",
    approve: Effect | Iterable[Effect] = (),
    allow_destructive: bool = False,
    tell: Callable[[ConnectorError], str] = str,
    **options: Unpack[ToolboxOptions],
) -> ASGIApp:
    """An ASGI application that serves MCP at `/mcp`, as streamable HTTP.

    Each request has an `Authorization: Bearer ...` header with the caller's own token for the
    product. A connector is made of it and kept while it is used: callers share nothing, and a
    session belongs to the token that began it.

    Args:
        connector: The class of the connectors that callers get; or one connector for all of them,
            such as a sandbox, which then need no token.
        connect: Makes a caller's connector of the token; the class itself if not given. Raises
            ConfigurationError for what cannot be a token.
        hosts: The names by which callers may address it, each with any port; requests to another
            name are refused, as a web page may have made them (DNS rebinding).
        origins: Web pages that may call, such as `https://chat.example.com`; those of this machine
            may if it is addressed as such.
        version: What the server says of itself.
        approve: As for `make_server`.
        allow_destructive: Whether what cannot be undone is offered; whether it may be done, the
            connector of each caller says.
        tell: As for `make_server`.
        options: Which tools; see `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
    """
    security = _security(members("hosts", hosts), members("origins", origins))
    if isinstance(connector, Connector):
        if connect is not None or allow_destructive:
            name = "connect" if connect is not None else "allow_destructive"
            raise ConfigurationError(
                f"`{name}` is for callers who each have a connector, and one for all was given.",
                hint=f"Give the class, `{type(connector).__name__}`, in its place.",
            )
        server = make_server(connector, version=version, approve=approve, tell=tell, **options)
        return _served(server, security)
    make: Callable[[str], Connector] = connect or connector
    pool: ConnectorPool[Any] = ConnectorPool(
        lambda context: context.request.scope[CONNECTOR],
        connector,
        allow_destructive=allow_destructive,
    )
    server = make_server(pool, version=version, approve=approve, tell=tell, **options)
    return WithToken(_served(server, security), make)


def serve_http(
    app: ASGIApp,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    listening: Callable[[int], None] = lambda _: None,
) -> None:
    """Serves an application until it is interrupted; a proxy in front of it may add TLS.

    Args:
        app: What `make_http_app` made.
        host: The address to listen on.
        port: The port to listen on; 0 for any free one.
        listening: Is told the port, as soon as it is listened on.
    """
    import uvicorn

    class Listening(uvicorn.Server):
        """Says when it listens."""

        async def startup(self, sockets: Any = None) -> None:
            """Starts to listen; ends the process where it cannot."""
            await super().startup(sockets=sockets)
            listening(self.servers[0].sockets[0].getsockname()[1])

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        ws="none",
        access_log=False,
        log_level="warning",
        # Streams of clients that wait for news would stay open for ever.
        timeout_graceful_shutdown=5,
    )
    with suppress(KeyboardInterrupt):
        Listening(config).run()


def _served(server: Server[Any], security: TransportSecuritySettings) -> ASGIApp:
    return server.streamable_http_app(transport_security=security, max_sessions=_MOST_SESSIONS)


def _security(hosts: Iterable[str], origins: Iterable[str]) -> TransportSecuritySettings:
    """Which requests are let in: those to a name that is meant, and from no other page."""
    names = list(hosts)
    pages = [f"http://{name}" for name in names if name in LOOPBACK]
    return TransportSecuritySettings(
        allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
        allowed_origins=[*origins, *(form for page in pages for form in (page, f"{page}:*"))],
    )
