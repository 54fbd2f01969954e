"""What a connection may cost before anybody knows whose it is: time, header lines, handshakes."""

import asyncio
import ssl
from asyncio.sslproto import SSLProtocol
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from pydantic_core import to_json
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["Limits", "guarded"]


class Limits(NamedTuple):
    """What a connection may cost.

    Attributes:
        connections: How many there may be.
        header_bytes: How long the head of a request may be: its first line and its headers.
        headers: How many headers it may have.
        head_seconds: In which time it must have come, and a TLS handshake before it.
    """

    connections: int
    header_bytes: int
    headers: int
    head_seconds: float


_TOO_LONG, _TOO_LATE, _TOO_MANY = 431, 408, 503

_SAID = {
    _TOO_LONG: "The head of the request is too long.",
    _TOO_LATE: "The head of the request did not arrive in time.",
    _TOO_MANY: "The server has too many connections. Try again later.",
}


def _answer(status: int) -> bytes:
    body = to_json({"detail": _SAID[status]})
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body


class _Guarded(HttpToolsProtocol):
    """A connection whose requests begin within limits."""

    limits: Limits

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_head = True
        self._began = False
        self._bytes = 0
        self._refused = 0
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            self._refuse(_TOO_MANY)
            return
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        before, self._began = self._in_head, False
        super().data_received(data)
        if self._is_over:
            return
        # A piece in which a head begins or ends may hold a body, and is not counted.
        if before and self._in_head and not self._began:
            self._bytes += len(data)
            if self._bytes > self.limits.header_bytes:
                self._refuse(_TOO_LONG)
                return
        if self._in_head and not self._answering:
            self._expect_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._began, self._bytes = True, True, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(self.headers) < self.limits.headers:
            super().on_header(name, value)
        else:
            self._refused = _TOO_LONG

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._forget_head()
        length = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if self._refused or length > self.limits.header_bytes:
            self._refuse(_TOO_LONG)
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head = True
        if not self._refused:
            super().on_message_complete()

    @property
    def _is_over(self) -> bool:
        """Whether nothing more is read."""
        return bool(self._refused) or self.transport.is_closing()

    @property
    def _answering(self) -> bool:
        """Whether an answer is on its way."""
        cycle: Any = self.cycle  # None before the first request
        return cycle is not None and not cycle.response_complete

    def _expect_head(self) -> None:
        """Gives the head that is to come its time."""
        if self._timer is None:
            seconds = self.limits.head_seconds
            self._timer = self.loop.call_later(seconds, self._refuse, _TOO_LATE)

    def _forget_head(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: int) -> None:
        """Answers without the application, and closes."""
        self._refused = status
        self._forget_head()
        if not self.transport.is_closing():
            # Behind an answer that is still on its way, another one would be taken for its rest.
            if not self._answering:
                self.transport.write(_answer(status))
            self.transport.close()


class _Secure(SSLProtocol):
    """A connection with TLS.

    As `ssl` of a server makes it, but for the handshake: that would have a minute, in which the
    connection is in no count.
    """

    def __init__(self, protocol: _Guarded, tls: ssl.SSLContext) -> None:
        self._limits = protocol.limits
        self._counted: set[Any] = protocol.connections
        loop = asyncio.get_running_loop()
        seconds: Any = self._limits.head_seconds
        times = {"ssl_handshake_timeout": seconds, "ssl_shutdown_timeout": seconds}
        nobody_waits: Any = None
        super().__init__(loop, protocol, tls, nobody_waits, server_side=True, **times)

    def connection_made(self, transport: Any) -> None:
        if len(self._counted) >= self._limits.connections:
            transport.abort()
            return
        self._below = transport
        self._counted.add(self)
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._counted.discard(self)
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The server ends before the handshake has."""
        self._below.abort()

    def _on_handshake_complete(self, handshake_exc: BaseException | None) -> None:
        # From now on the connection inside is counted.
        self._counted.discard(self)
        super()._on_handshake_complete(handshake_exc)


def guarded(limits: Limits, tls: ssl.SSLContext | None) -> Callable[..., asyncio.BaseProtocol]:
    """What makes the connections of a server of uvicorn's, as `http` of its configuration.

    Args:
        limits: What one may cost.
        tls: How they are encrypted, where the server itself speaks TLS.
    """
    kind = type("Guarded", (_Guarded,), {"limits": limits})
    if tls is None:
        return kind

    def secure(*args: Any, **kwargs: Any) -> asyncio.BaseProtocol:
        return _Secure(kind(*args, **kwargs), tls)

    return secure
