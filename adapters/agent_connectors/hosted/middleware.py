"""What every request passes: an id, limits on size and time, figures and a log line."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import nullcontext, suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from fastapi import Response
from pydantic_core import to_json

from agent_connectors.hosted.logs import request_id, sane_request_id
from agent_connectors.hosted.metrics import Metrics
from agent_connectors.hosted.refusals import Refused, answer_refusal
from agent_connectors.hosted.store.database import AWAY

if TYPE_CHECKING:
    from agent_connectors.hosted.app import Server
    from agent_connectors.hosted.telemetry import Telemetry

__all__ = ["RequestMiddleware"]

_log = logging.getLogger("agent_connectors.hosted.requests")

_LOGIN = "/account/applications/token"

_LOGIN_BYTES = 4_096
"""How large the body of a login may be: anybody may send one."""

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class RequestMiddleware:
    """An ASGI application around the server's own.

    Args:
        app: The application.
        metrics: Where requests are counted.
        body_bytes: How large the body of a request may be.
        body_seconds: In which time it must have arrived.
        log_requests: Whether each request is logged.
        behind_proxy: Whether the last `X-Forwarded-For` says where a request comes from.
        server: Says whether it is about to stop.
        telemetry: Makes a span of each request.
    """

    def __init__(
        self,
        app: App,
        *,
        metrics: Metrics,
        body_bytes: int,
        body_seconds: float,
        log_requests: bool,
        behind_proxy: bool,
        server: "Server",
        telemetry: "Telemetry | None" = None,
    ) -> None:
        self._telemetry = telemetry
        self._behind_proxy = behind_proxy
        self.server = server
        self._app = app
        self._metrics = metrics
        self._body_bytes = body_bytes
        self._body_seconds = body_seconds
        self._log_requests = log_requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with nullcontext() if self._telemetry is None else self._telemetry.request(scope) as span:
            status = await self._tell(scope, receive, send)
            if span is not None:
                span.status = status

    async def _tell(self, scope: Scope, receive: Receive, send: Send) -> int:
        """Answers one request, and tells of it; gives the status."""
        begun = time.perf_counter()
        given = _header(scope, b"x-request-id")
        current = sane_request_id(given)
        request_id.set(current)
        scope["request_id"] = current
        scope["address"] = self._address(scope)
        status = 500

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", current.encode())]
                if self.server.readiness.draining:
                    # The next request is to go to a server that stays.
                    message["headers"].append((b"connection", b"close"))
            await send(message)

        self._metrics.under_way.inc()
        try:
            await self._answer(scope, receive, tell)
        finally:
            self._metrics.under_way.dec()
            route = getattr(scope.get("route"), "path", "")
            # Methods are made up by callers, too, and each label costs memory for ever.
            method = scope["method"] if route else "other"
            self._metrics.requests.labels(method, route, str(status)).inc()
            if self._log_requests:
                _log.info(
                    "request",
                    extra={
                        "method": scope["method"],
                        "path": scope["path"],
                        "status": status,
                        "ms": round((time.perf_counter() - begun) * 1000, 1),
                        "address": scope["address"],
                        **_who(scope),
                    },
                )
        return status

    def _address(self, scope: Scope) -> str:
        """Where a request comes from."""
        told = [v for n, v in scope["headers"] if n == b"x-forwarded-for"]
        if self._behind_proxy and told:
            # The last one is the proxy's own word; those before it are the caller's.
            last = told[-1].decode("latin-1").rpartition(",")[2].strip()
            with suppress(ValueError):
                return str(ip_address(last))
        return str((scope.get("client") or ("",))[0])[:45]

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await noting(message)

        try:
            try:
                # What a stranger sends is not read: the application refuses it without.
                known = await self._is_known(scope)
                most = self._body_bytes
                if scope["path"].endswith(_LOGIN):
                    most = min(most, _LOGIN_BYTES)
                body = await self._body(scope, receive, most) if known else b""
            except Refused as refused:
                # What the caller still sends will not be read: the connection cannot go on.
                response = answer_refusal(refused)
                response.headers["Connection"] = "close"
                await response(scope, receive, send)
                return
            await self._app(scope, _replay(body, receive), noting if known else closing)
        except Exception as error:
            # Without its text and traceback: they may hold what a caller sent.
            _log.error("failed", extra={"error": type(error).__name__, "where": _where(error)})
            if not started:
                body = to_json({"detail": "The server failed; its log says how."})
                await Response(body, 500, media_type="application/json")(scope, receive, send)

    async def _is_known(self, scope: Scope) -> bool:
        """Whether the body of a request is to be read: somebody is let in, or wants to log in."""
        has_body = _header(scope, b"content-length") or _header(scope, b"transfer-encoding")
        if not has_body or scope["path"].endswith(_LOGIN):
            return True
        try:
            scope["caller"] = await self.server.tenancy.caller(
                _header(scope, b"authorization"), _header(scope, b"x-organization-id")
            )
        except (Refused, *AWAY):
            return False
        return True

    async def _body(self, scope: Scope, receive: Receive, most: int) -> bytes:
        """The body of the request.

        Raises:
            Refused: It is too large, or takes too long.
        """
        length = _header(scope, b"content-length")
        if length is not None and length.isdigit() and int(length) > most:
            raise _too_large(most)
        if length is None and _header(scope, b"transfer-encoding") is None:
            return b""
        body = bytearray()
        try:
            async with asyncio.timeout(self._body_seconds):
                while True:
                    message = await receive()
                    body += message.get("body", b"")
                    if len(body) > most:
                        raise _too_large(most)
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise Refused(408, "The body of the request did not arrive in time.") from None


def _too_large(most: int) -> Refused:
    return Refused(413, f"The body of this request may have {most:,} bytes.")


def _who(scope: Scope) -> dict[str, str]:
    """Who calls, where that is known."""
    caller = scope.get("caller")
    if caller is None:
        return {}
    return {"client": caller.client_id, "organization": caller.organization_id}


def _header(scope: Scope, name: bytes) -> str | None:
    return next((v.decode("latin-1") for n, v in scope["headers"] if n == name), None)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Gives the body that has been read already, and then what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _where(error: BaseException) -> str:
    """The place in the code that an error comes from."""
    traceback = error.__traceback__
    if traceback is None:
        return ""
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    code = traceback.tb_frame.f_code
    return f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}"
