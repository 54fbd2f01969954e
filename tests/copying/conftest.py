"""A workspace to copy, served over HTTP, and its copy."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.copying import CopyReport, copy_workspace
from agent_connectors.clickup.sandbox import RequestRecord, Sandbox, create_server
from tests.sandbox.client import TODAY, Clock

TOKEN = "pk_12345_SECRETOFSOMEBODY"


def source_of(**options: Any) -> Sandbox:
    return Sandbox(today=TODAY, clock=Clock(), plan="enterprise", rate_limit=None, **options)


def small() -> Sandbox:
    return source_of(tasks=3, one_list=True)


@contextmanager
def served(sandbox: Sandbox) -> Iterator[str]:
    """The address of a sandbox behind a socket."""
    server = create_server(sandbox, port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.005)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


class Copied(NamedTuple):
    source: Sandbox
    path: Path
    report: CopyReport
    requests: list[RequestRecord]


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Copied:
    """A workspace of 250 tasks that was copied through the connector, over HTTP."""
    source = source_of(tasks=250)
    path = tmp_path_factory.mktemp("copied") / "workspace.jsonl"

    async def copy(url: str) -> CopyReport:
        async with ClickupApiConnector(TOKEN, base_url=url) as connector:
            return await copy_workspace(connector, path, clock=source.workspace._clock)

    with served(source) as url:
        report = asyncio.run(copy(url))
    return Copied(source, path, report, [*source.requests])
