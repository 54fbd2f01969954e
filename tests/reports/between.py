"""An ASGI application between a connector and a sandbox: it notes requests, and may alter them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from pydantic_core import from_json, to_json

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox

__all__ = ["Between", "Sent"]


@dataclass(frozen=True)
class Sent:
    """A request as it came over the wire."""

    method: str
    path: str
    query: str
    body: Any

    def in_query(self, name: str) -> Any:
        """A parameter of the query that holds JSON."""
        return from_json(parse_qs(self.query)[name][0])


class Between:
    """Passes requests on to a sandbox.

    Args:
        sandbox: Where they go.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.sent: list[Sent] = []
        self.alter: Callable[[str, str, Any], Any] | None = None
        """Takes method, path and body of a request; gives the body that is passed on."""
        self.answer: Callable[[str, str, Any], Any] | None = None
        """Takes method, path and body of an answer; gives the body that is passed on."""

    def connector(self, **options: Any) -> ClickupApiConnector:
        """A connector that reaches the sandbox through here."""
        made = ClickupApiConnector.sandbox(self.sandbox, **options)
        made._app = self
        return made

    def writes(self) -> list[Sent]:
        """The requests that were no reads."""
        return [sent for sent in self.sent if sent.method != "GET"]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.sandbox(scope, receive, send)
            return
        raw = await _whole(receive)
        method, path = scope["method"], scope["path"]
        is_json = raw[:1] in {b"{", b"["}
        body = from_json(raw) if is_json else None
        self.sent.append(Sent(method, path, scope["query_string"].decode(), body))
        if is_json and self.alter is not None:
            raw = to_json(self.alter(method, path, body))
        headers = [(k, v) for k, v in scope["headers"] if k.lower() != b"content-length"]
        headers.append((b"content-length", str(len(raw)).encode()))

        async def again() -> dict[str, Any]:
            return {"type": "http.request", "body": raw, "more_body": False}

        held: dict[str, Any] = {}

        async def changed(message: Any) -> None:
            if self.answer is None or message["type"] not in _PARTS:
                await send(message)
            elif message["type"] == "http.response.start":
                held["start"], held["body"] = message, b""
            else:
                held["body"] += message.get("body", b"")
                if not message.get("more_body"):
                    await _send(send, held["start"], self._changed(method, path, held["body"]))

        await self.sandbox({**scope, "headers": headers}, again, changed)

    def _changed(self, method: str, path: str, body: bytes) -> bytes:
        if self.answer is None or body[:1] not in {b"{", b"["}:
            return body
        return bytes(to_json(self.answer(method, path, from_json(body))))


_PARTS = {"http.response.start", "http.response.body"}


async def _whole(receive: Any) -> bytes:
    raw: bytes = b""
    while True:
        message = await receive()
        raw += message.get("body", b"")
        if not message.get("more_body"):
            return raw


async def _send(send: Any, start: Any, body: bytes) -> None:
    headers = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": body})
