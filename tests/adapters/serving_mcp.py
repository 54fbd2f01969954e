"""MCP over HTTP, behind a real socket in a thread."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Literal

import httpx2
import uvicorn
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from tests.serving import running

__all__ = ["ERAS", "Era", "caller", "serving"]

Era = Literal["legacy", "2026-07-28"]

ERAS: tuple[Era, ...] = ("legacy", "2026-07-28")
"""MCP with sessions that begin with a handshake, and MCP whose requests stand alone."""


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address of an application, as long as it is served."""
    config = uvicorn.Config(
        app, port=0, ws="none", access_log=False, log_level="warning", timeout_graceful_shutdown=1
    )
    with running(uvicorn.Server(config)) as url:
        yield f"{url}/mcp"


@asynccontextmanager
async def caller(url: str, token: str | None, era: Era = "legacy") -> AsyncIterator[Client]:
    """The official client, with a token."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        transport = streamable_http_client(url, http_client=http)
        async with Client(transport, mode=era) as client:
            yield client
