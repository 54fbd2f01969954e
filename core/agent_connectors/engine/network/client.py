"""A client of the HTTP library that somebody else made, as the way to a product."""

import asyncio
import importlib
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.network.messages import Failure, Request, Response
from agent_connectors.engine.network.pool import Fits
from agent_connectors.engine.network.request_state import RequestState
from agent_connectors.engine.network.timeouts import Timeouts
from agent_connectors.engine.network.transport import HttpTransport
from agent_connectors.engine.secrets.logs import without_queries

__all__ = ["ClientTransport", "library_of", "send_through", "transport_to", "with_headers_of"]

_NOT_SENT = ("authorization", "cookie")
"""Headers of a client that do not go along: they would speak for somebody else."""


def library_of(client: Any) -> Any:
    """The library that a client is of: httpx, or its continuation.

    Raises:
        ConfigurationError: It is no asynchronous client of either.
    """
    for kind in type(client).__mro__:
        root = kind.__module__.partition(".")[0]
        if kind.__name__ == "AsyncClient" and root in {"httpx", "httpx2"}:
            return importlib.import_module(root)
    raise ConfigurationError(
        f"`http_client` must be an `httpx.AsyncClient`, not a {type(client).__name__}.",
        hint="Calls are asynchronous inside, those of `execute_sync` too.",
    )


def with_headers_of(client: Any, headers: Mapping[str, str]) -> Any:
    """Headers, and those of a client that are not among them; none that says who somebody is."""
    both = library_of(client).Headers(client.headers)
    for name in _NOT_SENT:
        both.pop(name, None)
    both.update(headers)
    return both


async def send_through(client: Any, request: Any) -> Any:
    """Sends a request once; its answer is still to be read, and to be closed.

    A client that followed a redirect or answered a challenge would send a write twice.
    """
    with without_queries():
        return await client.send(request, stream=True, auth=None, follow_redirects=False)


def transport_to(
    base_url: str,
    headers: Callable[[Request], Mapping[str, str]],
    *,
    timeouts: Timeouts,
    connections: int,
    app: Any = None,
    http_client: Any = None,
) -> HttpTransport:
    """The way to a product: an application in process, a client that is given, or our own.

    Raises:
        ConfigurationError: What is given as a client is none.
    """
    if app is not None or http_client is None:
        return HttpTransport(base_url, headers, timeouts=timeouts, connections=connections, app=app)
    return ClientTransport(
        http_client, base_url, headers, timeouts=timeouts, connections=connections
    )


class ClientTransport(HttpTransport):
    """Carries requests over a client that somebody else made, and closes.

    Its proxies, certificates, mounts, headers and event hooks count; its redirects, authentication,
    cookies and timeouts do not.

    Args:
        client: An `AsyncClient` of httpx or httpx2.
        base_url: Scheme and host, and a path if the API has a prefix.
        headers: Gives the headers of a request, credentials among them.
        timeouts: How long to wait.
        connections: How many requests may be under way in an event loop.

    Raises:
        ConfigurationError: It is no such client.
    """

    def __init__(
        self,
        client: Any,
        base_url: str,
        headers: Callable[[Request], Mapping[str, str]],
        *,
        timeouts: Timeouts,
        connections: int,
    ) -> None:
        super().__init__(base_url, headers, timeouts=timeouts, connections=connections)
        self._client = client
        self._http = library_of(client)
        self._loop: weakref.ref[asyncio.AbstractEventLoop] | None = None

    async def send(
        self, request: Request, state: RequestState, fits: Fits = lambda _: True
    ) -> Response | Failure:
        """Sends a request once. Never raises for what the network does."""
        if problem := self._problem():
            if request.form is not None:
                request.form.close()
            return Failure("setup", sent=False, detail=problem)
        return await super().send(request, state, fits)

    def _problem(self) -> str | None:
        """Why the client cannot be used here and now."""
        loop = asyncio.get_running_loop()
        self._loop = self._loop or weakref.ref(loop)
        if self._client.is_closed:
            return "the client that was given as `http_client` has been closed"
        if self._loop() is not loop:
            return (
                "the client that was given as `http_client` belongs to another event loop; give "
                "each loop a connector with a client of its own"
            )
        return None

    def _all_headers(self, request: Request, *, alone: bool) -> Any:
        headers = with_headers_of(self._client, super()._all_headers(request, alone=alone))
        if alone:
            # What comes after its answer is then read by nobody. Before it, httpx itself closes
            # a connection on which something has come while it was idle.
            headers["Connection"] = "close"
        return headers

    def _body(self, request: Request, headers: Any) -> dict[str, Any]:  # noqa: ARG002
        # Its event hooks may want to read the body.
        return {"content": request.body}

    def _trace(self, state: RequestState) -> "_Trace":
        return _Trace(state)

    def _connect(self) -> "_Way":
        return _Way(self._client)


class _Trace:
    """What the HTTP library tells of a request; where it tells nothing, nothing is known.

    Not every transport that a client may have knows of traces, and some report a connection that
    broke after a write as one that was never made. So a request counts as sent from the
    beginning, until the first word of httpx's own shows that the rest will be told too.
    """

    def __init__(self, state: RequestState) -> None:
        self._state = state
        self._told = False

    def begin(self) -> None:
        """The request is handed over."""
        self._state.sent = True

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Is called about what happens."""
        if not self._told:
            self._told, self._state.sent = True, False
        await self._state.trace(event, info)


class _Way:
    """Stands for one connection in a `Pool`; which one it is, the client knows."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._answer: Any = None

    async def handle_async_request(self, request: Any) -> Any:
        """Sends a request, as a transport of the HTTP library does."""
        if isinstance(trace := request.extensions.get("trace"), _Trace):
            trace.begin()
        self._answer = await send_through(self._client, request)
        return self._answer

    async def aclose(self) -> None:
        """Lets go of an answer that was not read to its end; the client stays open."""
        if self._answer is not None:
            await self._answer.aclose()
