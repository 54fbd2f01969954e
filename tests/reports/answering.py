"""A ClickUp of one function, in this process."""

import json
from collections.abc import Callable
from typing import Any

from agent_connectors.clickup import ClickupApiConnector

Answer = Callable[[str, str], Any]
"""Takes method and path; gives a status with a body (JSON, or bytes) and headers."""


def answering(answer: Answer, **options: Any) -> ClickupApiConnector:
    """A connector to a ClickUp that answers as a function says."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        status, body, *headers = answer(scope["method"], scope["path"])
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        head = [(name.encode(), value.encode()) for name, value in headers]
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": raw})

    app_: Any = app
    return ClickupApiConnector.sandbox(app_, **options)
