"""Runs the server."""

import asyncio
import gc
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

import uvicorn
from prometheus_client import start_http_server

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.hosted.app import Server, create_app
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.hosted.draining import DrainingServer
from agent_connectors.hosted.logs import configure
from agent_connectors.hosted.protocol import Limits, guarded
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.database import AWAY, shown

if TYPE_CHECKING:
    from agent_connectors.hosted.telemetry import Telemetry

__all__ = ["create_server", "serve"]

_NO_LIMIT = 1_000_000

_HEADERS = 100
"""Headers that a request may have."""

_GRACE_SECONDS = 10
"""What a shutdown may take beyond the longest execution."""


def create_server(
    settings: Settings,
    *,
    host: str,
    port: int,
    kinds: ConnectorKinds | None = None,
    telemetry: "Telemetry | None" = None,
    listening: Callable[[int], None] = lambda _: None,
) -> DrainingServer:
    """A uvicorn server, not yet running.

    Args:
        settings: What the operator has set.
        host: The address to listen on.
        port: The port to listen on; 0 for any free one.
        kinds: The kinds of connectors that it can hold; those of all
            installed packages if not given.
        telemetry: Where spans and metrics go; where the settings say if not given.
        listening: Is told the port, as soon as it is listened on.
    """
    app = create_app(settings, kinds, telemetry)
    limits = Limits(
        min(settings.connections, _most_connections()),
        settings.header_bytes,
        _HEADERS,
        settings.head_seconds,
    )
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=guarded(limits, _tls(settings)),  # type: ignore[arg-type]  # it takes what makes one
        loop="auto",
        ws="none",
        lifespan="on",
        access_log=False,
        proxy_headers=False,
        log_config=None,
        server_header=False,
        # What is under way when the signal comes is finished.
        timeout_graceful_shutdown=int(settings.timeout) + _GRACE_SECONDS,
    )
    return DrainingServer(config, app.server, settings.drain_seconds, listening)


def _tls(settings: Settings) -> ssl.SSLContext | None:
    """How connections are encrypted, where the server itself does it.

    Raises:
        ConfigurationError: The files cannot be used.
    """
    if settings.tls_certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        # With a password, so that a key that wants one asks nobody for it.
        context.load_cert_chain(settings.tls_certificate, settings.tls_key, password="")
    except OSError as error:
        why = error.strerror or "they are no certificate and key, or do not belong together"
        raise ConfigurationError(
            f"The TLS certificate and key cannot be used: {why}.",
            hint="They are PEM files; the key must be without a password.",
        ) from None
    return context


def _most_connections() -> int:
    """How many connections leave room for the server's own files."""
    if sys.platform == "win32":
        return _NO_LIMIT
    import resource

    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _NO_LIMIT if soft == resource.RLIM_INFINITY else max(soft * 3 // 4, 1)


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    listening: Callable[[int], None] = lambda _: None,
) -> None:
    """Serves until SIGTERM or Ctrl-C; what has begun by then is finished first.

    Args:
        settings: What the operator has set.
        host: The address to listen on.
        port: The port to listen on.
        listening: Is told the port, as soon as it is listened on.

    Raises:
        ConfigurationError: Something set cannot be used.
    """
    _check_host(settings, host)
    if settings.metrics_port and settings.metrics_port == port:
        raise ConfigurationError("`metrics_port` is the port of the server itself.")
    configure()
    # Before anything listens, and without a traceback: what cannot be served is refused.
    asyncio.run(_prepare(settings))
    server = create_server(settings, host=host, port=port, listening=listening)
    # A page of tasks is thousands of objects, none of them in a cycle: looking for cycles as
    # often as Python does by itself, through all that was imported, takes a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    if settings.metrics_port:
        _serve_metrics(settings.metrics_port, host, server)
    server.run()


def _serve_metrics(port: int, host: str, server: DrainingServer) -> None:
    """Serves `/metrics` on a port of its own.

    Raises:
        ConfigurationError: It cannot listen there.
    """
    try:
        start_http_server(port, addr=host, registry=server.server.metrics.registry)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigurationError(
            f"There can be no metrics on {host}:{port}: {why}.",
            hint="AGENT_CONNECTORS_METRICS_PORT must be a port that nothing else uses.",
        ) from None


def _check_host(settings: Settings, host: str) -> None:
    """Refuses to be reached without TLS.

    Raises:
        ConfigurationError: Secrets would travel in the clear.
    """
    with suppress(ValueError):
        if host == "localhost" or ip_address(host).is_loopback:
            return
    if not (settings.behind_proxy or settings.tls_certificate):
        raise ConfigurationError(
            f"On {host} others can reach the server, and secrets would travel in the clear.",
            hint="Put a proxy with TLS in front and say `--behind-proxy`, or set "
            "AGENT_CONNECTORS_TLS_CERTIFICATE and AGENT_CONNECTORS_TLS_KEY.",
        )


async def _prepare(settings: Settings) -> None:
    """Tries what a server needs.

    Raises:
        ConfigurationError: Something set cannot be used, or a database is away.
    """
    server = Server.of(settings, ConnectorKinds.installed())
    try:
        await server.prepare()
        if server.replicas is not None:
            await server.replicas.prepare()
    except AWAY as error:
        raise ConfigurationError(
            f"The database {shown(settings.database_url)} cannot be used: {type(error).__name__}."
        ) from None
    finally:
        if server.replicas is not None:
            await server.replicas.aclose()
        await server.engine.dispose()
