"""A sandbox on a fixed day, a client for it, and a server."""

import threading
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from agent_connectors.clickup.sandbox import Sandbox, create_server
from tests.sandbox.client import TODAY, Api, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    return Sandbox(today=TODAY, clock=clock, rate_limit=None)


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    client = Api(sandbox)
    async with client.http:
        yield client


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    """The sandbox, served by uvicorn in a thread."""
    server = create_server(sandbox, port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()
