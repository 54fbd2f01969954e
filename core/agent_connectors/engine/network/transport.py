"""Sends requests and brings back answers; with `pool`, all that touches the HTTP library."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import cache, cached_property
from importlib.metadata import version
from typing import Any, Protocol
from urllib.parse import urlsplit

from agent_connectors.engine.loops import PerLoop
from agent_connectors.engine.network.connection import over_one_connection
from agent_connectors.engine.network.messages import Failure, FailureKind, Request, Response
from agent_connectors.engine.network.pool import LONGEST_ANSWER, Fits, Pool, library, tls_context
from agent_connectors.engine.network.request_state import RequestState
from agent_connectors.engine.network.timeouts import CONNECTIONS, Timeouts
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["App", "HttpTransport", "Transport", "user_agent"]

App = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]],
    Awaitable[None],
]
"""An ASGI application."""

_WITH_BODY = ("POST", "PUT", "PATCH")
"""Methods of which a server expects to hear how long the body is, also where there is none."""

_LONG_TARGET = 60_000
"""Characters from which on a request that cannot be put together is too long."""


@cache
def user_agent() -> str:
    """What to call oneself; finding out the version takes reading files."""
    return f"agent-connectors/{version('agent-connectors')}"


class Transport(Protocol):
    """Carries requests to a product."""

    async def send(
        self, request: Request, state: RequestState, fits: Fits = lambda _: True
    ) -> Response | Failure:
        """Sends a request once. Never raises for what the network does.

        Args:
            request: The request.
            state: Is told when the request leaves, and says until when it may.
            fits: Whether an answer can be the one to this request; nothing is sent any more
                over a connection that brought one that is not.
        """

    async def aclose(self) -> None:
        """Closes the connections; a later `send` opens new ones."""


class HttpTransport:
    """Carries requests over HTTP.

    Each event loop that uses it gets connections of its own, closed when the loop ends, so
    one transport works through any number of `asyncio.run` and threads.

    Args:
        base_url: Scheme and host, and a path if the API has a prefix.
        headers: Gives the headers of a request, credentials among them.
        timeouts: How long to wait.
        connections: How many connections one event loop may hold.
        app: An ASGI application to call instead of the network.
        longest_answer: Bytes that an answer may have, unpacked; a longer one is given up.
    """

    def __init__(
        self,
        base_url: str,
        headers: Callable[[Request], Mapping[str, str]],
        *,
        timeouts: Timeouts,
        connections: int = CONNECTIONS,
        app: Any = None,
        longest_answer: int = LONGEST_ANSWER,
    ) -> None:
        self.base_url = base_url
        self._http = library()
        self._headers = headers
        self._phases = {
            "connect": min(timeouts.connect, timeouts.total),
            "read": min(timeouts.read, timeouts.total),
            "write": min(timeouts.write, timeouts.total),
            "pool": None,
        }
        self._app = app
        request_timeout = None if app is None else timeouts.read
        self._pools = PerLoop(
            lambda: Pool(
                self._connect,
                connections,
                request_timeout=request_timeout,
                longest=longest_answer,
                http=self._http,
            )
        )

    @even_half_made
    def __repr__(self) -> str:
        return f"HttpTransport({self.base_url!r})"

    async def send(
        self, request: Request, state: RequestState, fits: Fits = lambda _: True
    ) -> Response | Failure:
        """Sends a request once. Never raises for what the network does."""
        pool = await self._pools.here()
        built = self._build(request, state)
        try:
            return built if isinstance(built, Failure) else await pool.send(built, state, fits)
        finally:
            if request.form is not None:
                request.form.close()

    async def aclose(self) -> None:
        """Closes the connections of every event loop; a later `send` opens new ones."""
        await self._pools.aclose()

    def _build(self, request: Request, state: RequestState) -> Any:
        """The request in the HTTP library's terms, or why it cannot be put into them.

        What the library says is told, and nothing raised: its frames hold the headers.
        """
        try:
            return self._put_together(request, state)
        except Exception as error:  # of three libraries beneath, each with its own
            if isinstance(error, UnicodeError):
                said = "a header holds a character that cannot be sent"
            else:
                said = f"{type(error).__name__}: {error}"
            kind: FailureKind = "setup" if len(request.target) < _LONG_TARGET else "unsendable"
            return Failure(kind, sent=False, detail=said)

    def _put_together(self, request: Request, state: RequestState) -> Any:
        extensions: dict[str, Any] = {"timeout": self._phases}
        if request.method != "GET" and self._app is None:
            # What reads may be sent again anyway, and being told costs time.
            extensions["trace"] = self._trace(state)
        headers = self._all_headers(request, alone=state.alone)
        if request.form is not None:
            headers["Content-Type"] = request.form.content_type
            headers["Content-Length"] = str(request.form.length)
            body = {"content": request.form.pieces()}
        else:
            if request.body is not None:
                headers["Content-Type"] = request.content_type
            body = self._body(request, headers)
        return self._http.Request(
            request.method,
            self.base_url + request.target,
            headers=headers,
            extensions=extensions,
            **body,
        )

    def _body(self, request: Request, headers: Any) -> dict[str, Any]:
        """The body in the library's terms; what belongs to it is put among the headers.

        With a stream, the library does not look at all headers anew for what it could add.
        """
        headers["Host"] = self._host
        if request.body is not None or request.method in _WITH_BODY:
            headers["Content-Length"] = str(len(request.body or b""))
        return {"stream": self._http.ByteStream(request.body or b"")}

    @cached_property
    def _host(self) -> str:
        netloc: bytes = self._http.URL(self.base_url).netloc
        return netloc.decode("ascii")

    def _all_headers(self, request: Request, *, alone: bool) -> Any:  # noqa: ARG002
        """The headers of a request; our own connections need no word to be `alone`."""
        return {**request.headers, **self._headers(request)}

    def _trace(self, state: RequestState) -> Callable[[str, Mapping[str, Any]], Awaitable[None]]:
        return state.trace

    def _connect(self) -> Any:
        """A transport of the HTTP library with a single connection.

        Its client, which adds cookies, redirects and authentication, is left out: none of
        them is wanted here, and they cost a tenth of a call.
        """
        http = self._http
        if self._app is not None:
            return http.ASGITransport(app=self._app)
        tls = tls_context() if self.base_url.startswith("https:") else None
        if (proxy := _proxy(self.base_url)) is None:
            return over_one_connection(http, tls)
        return http.AsyncHTTPTransport(
            limits=http.Limits(max_connections=1, max_keepalive_connections=1),
            verify=tls or False,
            proxy=proxy,
        )


def _proxy(base_url: str) -> str | None:
    """The proxy that the environment names for a URL, in `HTTPS_PROXY` and its like."""
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(base_url)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    # As curl and its like take it: a host without a scheme.
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy
