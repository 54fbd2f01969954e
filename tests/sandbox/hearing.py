"""A server of somebody who hears of events, in this process."""

from collections import Counter
from typing import Any

import httpx

from agent_connectors.clickup.sandbox import Sandbox
from tests.sandbox.client import Api

HERE = "https://agent.example/clickup"


class Heard:
    """An ASGI application that keeps what it is sent.

    Attributes:
        requests: Headers and bodies, as they came.
        statuses: What to answer with, one after the other; then 200.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        assert scope["method"] == "POST"
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.requests.append((headers, body))
        status = self.statuses.pop(0) if self.statuses else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    @property
    def events(self) -> list[Any]:
        """What came, read."""
        return [httpx.Response(200, content=body).json() for _, body in self.requests]

    @property
    def names(self) -> Counter[str]:
        """How often each event came."""
        return Counter(event["event"] for event in self.events)


async def heard(sandbox: Sandbox, api: Api, events: Any = "*", **places: Any) -> tuple[Heard, Any]:
    """A server that hears of events from now on, and its webhook."""
    app = Heard()
    url = f"{HERE}/{len(sandbox.workspace.webhooks)}"
    sandbox.webhooks.to(url, app)
    body = {"endpoint": url, "events": [events] if isinstance(events, str) else events, **places}
    return app, (await api.post(f"/team/{api.team}/webhook", body))["webhook"]
