"""One connection of the HTTP library, looked into: all that depends on how the library is made.

Where something is not to be found, a connection is used once and not again: slower, and safe.
"""

import importlib
import select
import sys
import time
from typing import Any

__all__ = ["is_clean", "over_one_connection"]

_EXPIRY = 5.0
"""Seconds after which an idle connection is not used again, as in the HTTP library."""


def over_one_connection(http: Any, tls: Any) -> Any:
    """A transport of the HTTP library with a single connection, and no pool of its own.

    A pool works out before and after each request which of its connections gets it. For one
    connection that is a sixth of the time that a small call takes.

    Args:
        http: The library: httpx, or its continuation.
        tls: The TLS context; None for a server without TLS.
    """
    one = http.Limits(max_connections=1, max_keepalive_connections=1)
    transport = http.AsyncHTTPTransport(verify=tls or False, limits=one)
    if not hasattr(transport, "_pool"):
        return transport
    core = importlib.import_module(http.__name__.replace("httpx", "httpcore"))
    transport._pool = _Single(core, tls, _EXPIRY)  # noqa: SLF001
    return transport


class _Single:
    """Stands where a transport has its pool: one connection, made anew when it has ended.

    Args:
        core: The library beneath the HTTP library.
        tls: The TLS context, if one is needed.
        expiry: Seconds after which an idle connection is not used any more.
    """

    def __init__(self, core: Any, tls: Any, expiry: float) -> None:
        self._core, self._tls, self._expiry = core, tls, expiry
        self.connections: list[Any] = []
        self._socket: Any = None
        self._answered = 0.0

    async def handle_async_request(self, request: Any) -> Any:
        """Sends a request of the library beneath."""
        if self.connections and not self._is_fit():
            await self.aclose()
        if not self.connections:
            made = self._core.AsyncHTTPConnection(request.url.origin, ssl_context=self._tls)
            self.connections.append(made)
        response = await self.connections[0].handle_async_request(request)
        if self._socket is None:
            # Kept, as asking for it takes as long as all the rest of this.
            self._socket = response.extensions["network_stream"].get_extra_info("socket")
        self._answered = time.monotonic()
        return response

    def _is_fit(self) -> bool:
        """Whether another request may go over the connection."""
        return (
            self.connections[0].is_available()
            and time.monotonic() < self._answered + self._expiry
            and not _is_readable(self._socket)
        )

    async def aclose(self) -> None:
        """Closes the connection."""
        self._socket = None
        while self.connections:
            await self.connections.pop().aclose()


def _is_readable(socket: Any) -> bool:
    """Whether an idle server has ended the connection, or says something that nobody asked for."""
    number = socket.fileno()
    if number < 0:
        return True
    if sys.platform == "win32":
        return bool(select.select([number], [], [], 0)[0])
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))


def is_clean(transport: Any) -> bool:
    """Whether nothing came after the answer.

    What did would be taken for the answer to the next request, whatever it is about. The HTTP
    library shows it nowhere, so this looks into its parser, and into the stream below that.

    Args:
        transport: Brought an answer, and nothing else since.
    """
    pool = getattr(transport, "_pool", None)
    if pool is None:
        # An application in process, or a client that sees to it itself.
        return type(transport).__name__ != "AsyncHTTPTransport"
    for inner in pool.connections:
        while (below := getattr(inner, "_connection", None)) is not None:
            inner = below  # noqa: PLW2901 - a proxy's stands around that of the product
        try:
            if inner._h11_state.trailing_data[0] or _has_more(inner._network_stream):  # noqa: SLF001
                return False
        except AttributeError:
            return False
    return True


def _has_more(stream: Any) -> bool:
    """Whether a stream holds bytes that nobody has read."""
    below = stream._stream  # noqa: SLF001 - of anyio, which shows its queue nowhere
    # Asked in this way as `get_extra_info` asks the system for addresses each time.
    while hasattr(below, "transport_stream"):
        if below._ssl_object.pending() or below._read_bio.pending:  # noqa: SLF001
            return True
        below = below.transport_stream
    return bool(below._protocol.read_queue)  # noqa: SLF001
