"""A sandbox whose webhooks are received here."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.delivery.sending import signature
from agent_connectors.clickup.webhooks import WebhookEvent, WebhookReceiver

URL = "https://agent.example/clickup"
SECRET = "a secret of the tests"
EVENT = {"event": "taskUpdated", "task_id": "86abc", "webhook_id": "w"}


@dataclass
class Received:
    """A sandbox, a connector to it, and who receives its webhooks.

    Attributes:
        sandbox: The ClickUp.
        clickup: The connector.
        receiver: Who receives.
        events: What it has dealt with.
    """

    sandbox: Sandbox
    clickup: ClickupApiConnector
    receiver: WebhookReceiver
    events: list[WebhookEvent] = field(default_factory=list)

    async def told(self) -> list[WebhookEvent]:
        """Delivers what happened, and gives what was dealt with since."""
        before = len(self.events)
        while self.sandbox.webhooks.waiting:
            await self.sandbox.deliver()
            counts = await self.receiver.drained()
            assert counts["waiting"] == 0, counts
        return self.events[before:]


@asynccontextmanager
async def receiving(
    folder: Path, events: Any = "*", *, sandbox: Sandbox | None = None, **options: Any
) -> AsyncIterator[Received]:
    """A sandbox of which everything is received."""
    sandbox = sandbox or Sandbox(rate_limit=None)
    clickup = ClickupApiConnector.sandbox(
        sandbox, allow_destructive=True, **options.pop("connector", {})
    )
    made = await clickup.execute("webhooks", "create", {"endpoint": URL, "events": events})
    store = clickup.store if options.pop("with_store", False) else None
    receiver = WebhookReceiver(made.data["secret"], folder / "inbox.db", store=store, **options)
    sandbox.webhooks.to(URL, receiver)
    found = Received(sandbox, clickup, receiver)
    receiver.on()(found.events.append)
    async with clickup, receiver:
        yield found


async def post(
    receiver: WebhookReceiver,
    body: bytes | Iterable[bytes],
    headers: dict[str, str] | None = None,
    *,
    method: str = "POST",
    secret: str | None = SECRET,
) -> httpx.Response:
    """What a receiver answers to a request, signed if there is a secret."""
    given = dict(headers or {})
    if secret is not None and isinstance(body, bytes):
        given.setdefault("X-Signature", signature(secret, body))
    transport = httpx.ASGITransport(app=receiver)
    async with httpx.AsyncClient(transport=transport) as client:
        content: Any = body if isinstance(body, bytes) else _pieces(body)
        return await client.request(method, URL, content=content, headers=given)


async def _pieces(body: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in body:
        yield piece


def body(**more: Any) -> bytes:
    """An event."""
    return json.dumps({**EVENT, **more}).encode()


def with_item(number: int, **more: Any) -> bytes:
    """An event of a change of a name; its number tells it from others."""
    item = {"id": str(number), "field": "name", "date": "1790000000000", "after": f"Name {number}"}
    return body(history_items=[item], **more)


def now() -> datetime:
    """A moment after that change."""
    return datetime.fromtimestamp(1790000100, UTC)


def made(folder: Path, **options: Any) -> WebhookReceiver:
    """A receiver."""
    return WebhookReceiver(SECRET, folder / "inbox.db", clock=now, **options)
