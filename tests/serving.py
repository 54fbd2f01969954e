"""A sandbox behind a real socket, in a thread."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from agent_connectors.clickup.sandbox import Sandbox, create_server


@contextmanager
def served(sandbox: Sandbox) -> Iterator[str]:
    """The URL of a sandbox, as long as it is served."""
    server = create_server(sandbox, port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
