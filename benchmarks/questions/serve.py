"""Serves the workspace that the questions are about, in a process of its own.

    python -m benchmarks.questions.serve PORT TASKS

Its clock starts at the same moment each time and runs on from there, so that the workspace, the
answers and their tokens are the same on any day.
"""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.environments import ROOT

__all__ = ["NOW", "TASKS", "served"]

NOW = datetime(2026, 6, 12, 15, tzinfo=UTC)
"""A Friday, so that there is a week's tracked time to ask for."""

TASKS = 3000


@contextlib.contextmanager
def served(tasks: int = TASKS) -> Iterator[str]:
    """The URL of the workspace.

    Args:
        tasks: How many tasks it has.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.questions.serve", str(port), str(tasks)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(2400):
            if process.poll() is not None:
                raise RuntimeError("the sandbox did not start")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Serves until it is ended."""
    from agent_connectors.clickup.sandbox import Sandbox
    from agent_connectors.clickup.sandbox.server import serve

    begun = time.time()

    def clock() -> float:
        return NOW.timestamp() + time.time() - begun

    port, tasks = map(int, sys.argv[1:])
    serve(Sandbox(tasks=tasks, rate_limit=None, clock=clock), port=port, page=False)


if __name__ == "__main__":
    main()
