"""Connections of one event loop.

httpx looks at every connection of its pool before each request, so its pool slows down as it
grows: with 100 requests under way a third of the speed is left. Here each connection is an
httpx transport of its own, and waiting is done in front of them, which keeps the speed flat
(`benchmarks/` has the figures).
"""

import asyncio
import importlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from functools import cache
from typing import Any

from agent_connectors.engine.network.connection import is_clean
from agent_connectors.engine.network.messages import Failure, Response
from agent_connectors.engine.network.request_state import RequestState, TooLate
from agent_connectors.engine.values.unseen import bare

__all__ = ["LONGEST_ANSWER", "Fits", "Pool", "library", "tls_context"]

Fits = Callable[[Response], bool]
"""Whether an answer can be the one to a request."""

LONGEST_ANSWER = 64 * 1024 * 1024
"""Bytes of an answer, unpacked: a hundred times what the largest of pages has."""


@cache
def library() -> Any:
    """The HTTP library in use: httpx, or its faster continuation where that is installed."""
    for name in ("httpx2", "httpx"):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            continue
    raise ModuleNotFoundError("httpx is not installed: pip install httpx")


@cache
def tls_context() -> Any:
    """One for all clients: loading the certificates takes longer than most requests."""
    return library().create_ssl_context()


class Pool:
    """The connections that one event loop has open.

    Args:
        connect: Makes a transport of the HTTP library with a single connection.
        size: How many there may be.
        request_timeout: Seconds after which a request is given up whatever the transport says; None
            where the transport sees to it.
        longest: Bytes that an answer may have, unpacked.
        http: The library that the transports are of; the one in use if not given.
    """

    def __init__(
        self,
        connect: Callable[[], Any],
        size: int,
        *,
        http: Any = None,
        request_timeout: float | None = None,
        longest: int = LONGEST_ANSWER,
    ) -> None:
        self._http = http or library()
        self._longest = longest
        self._connect = connect
        self._gate = asyncio.Semaphore(size)
        self._size, self._open = size, 0
        self._request_timeout = request_timeout
        self._idle: list[Any] = []
        self._closed = False
        self._dropping: set[asyncio.Task[None]] = set()

    async def aclose(self) -> None:
        """Closes the connections."""
        self._closed = True
        while self._idle:
            self._open -= 1
            await self._idle.pop().aclose()
        await asyncio.gather(*self._dropping, return_exceptions=True)

    async def send(self, request: Any, state: RequestState, fits: Fits) -> Response | Failure:
        """Sends a request of the HTTP library.

        Args:
            request: The request.
            state: Is told when the request leaves, and says until when it may.
            fits: Whether an answer can be the one to this request.

        Raises:
            ConnectorError: It must not be sent any more.
        """
        async with self._gate:
            if state.ask is not None:
                await state.ask()
            if state.late:  # those who let go of it were cut off by the same deadline
                return Failure("timeout", sent=False, detail="the deadline came")
            used = bool(self._idle) and not state.alone
            connection = self._idle.pop() if used else self._made()
            if isinstance(connection, Failure):
                return connection
            if "trace" not in request.extensions:
                state.sent = True
            try:
                async with self._in_time():
                    response = await connection.handle_async_request(request)
                    headers = _by_name(response)
                    body = await self._read(response, packed="content-encoding" in headers)
            except Exception as error:  # an application called in process may raise anything
                self._drop(connection)
                if request.method == "GET" and isinstance(error, self._http.ConnectError):
                    state.sent = False
                return _failure(self._http, error, sent=state.sent)
            except BaseException as stopped:
                self._drop(connection)
                bare(stopped)  # its frames hold the request, and that the credentials
                raise
            if body is None:
                self._drop(connection)
                detail = f"it has more than {self._longest / 2**20:g} MB"
                return Failure("oversized", sent=True, detail=detail, status=response.status_code)
            answer = Response(response.status_code, headers, body)
            clean = is_clean(connection)
            if fits(answer) and clean and not state.alone and not self._closed:
                self._idle.append(connection)
            else:
                self._drop(connection)
            if used and not clean:
                # Which of them is the one to this request cannot be told.
                return Failure("foreign", sent=True, detail="more than one answer came")
            return answer

    def _made(self) -> Any:
        """A new connection, or why there can be none."""
        if self._open == self._size:
            self._drop(self._idle.pop(0))
        try:
            made = self._connect()
        except Exception as error:  # a proxy that the library does not know, for instance
            return Failure("setup", sent=False, detail=f"{error}" or type(error).__name__)
        self._open += 1
        return made

    def _in_time(self) -> AbstractAsyncContextManager[object]:
        """Ends what takes longer than a request may; most transports see to it themselves."""
        if self._request_timeout is None:
            return nullcontext()
        return asyncio.timeout(self._request_timeout)

    async def _read(self, response: Any, *, packed: bool) -> bytes | None:
        """The body of an answer; None where it is longer than any can be."""
        length = 0
        pieces = []
        # What is not packed need not pass through what unpacks; a client's hooks may have read it.
        whole = packed or response.is_stream_consumed
        given = response.aiter_bytes() if whole else response.aiter_raw()
        async with aclosing(given) as unpacked:
            async for piece in unpacked:
                length += len(piece)
                if length > self._longest:
                    return None
                pieces.append(piece)
        return b"".join(pieces)

    def _drop(self, connection: Any) -> None:
        """Closes a connection that cannot be trusted any more."""
        self._open -= 1
        task = asyncio.get_running_loop().create_task(connection.aclose())
        self._dropping.add(task)
        task.add_done_callback(self._dropping.discard)


def _by_name(response: Any) -> dict[str, str]:
    """The headers of an answer, by lower-case name."""
    return {
        name.decode("latin-1").lower(): value.decode("latin-1")
        for name, value in response.headers.raw
    }


def _failure(http: Any, error: Exception, *, sent: bool) -> Failure:
    """What an exception of the HTTP library means for the request."""
    detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    match error:
        case TooLate():
            return Failure("timeout", sent=False, detail="the deadline came")
        case http.TimeoutException() | TimeoutError():
            return Failure("timeout", sent=sent, detail=detail)
        case http.DecodingError():
            return Failure("garbled", sent=True, detail=detail)
        case _:
            return Failure("broken" if sent else "unreachable", sent=sent, detail=detail)
