"""A sandbox behind a real socket, in a thread."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from agent_connectors.clickup.sandbox import Sandbox, create_server
from agent_connectors.engine.network.transport import App


@contextmanager
def running(server: Any) -> Iterator[str]:
    """The URL of a server of uvicorn's, which runs in a thread for as long."""
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def served(app: App) -> Iterator[str]:
    """The URL of a sandbox, or of another application, as long as it is served."""
    for needed in ("uvicorn", "httptools"):
        pytest.importorskip(needed)
    with running(create_server(cast("Sandbox", app), port=0)) as url:
        yield url
