"""Servers to be compared: ours with SQLite, ours with PostgreSQL and Redis, a naive one."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
from cryptography.fernet import Fernet

from agent_connectors.hosted.settings import Settings
from benchmarks.hosted_load import Load, Server
from tests.hosted.api import Api
from tests.hosted.figures import naive
from tests.hosted.figures.machines import free_port
from tests.hosted.figures.upstream import Upstream
from tests.hosted.hosting import Hosting
from tests.hosted.services import replica

__all__ = ["AT_ONCE", "UNLIMITED", "Proxy", "naive_proxy", "our_proxy"]

AT_ONCE = 16

UNLIMITED = 10_000_000
"""A limit that is kept, and never reached."""


@dataclass
class Proxy:
    """A server that runs, and somebody who may use it.

    Args:
        name: What it is called.
        load: Calls it.
        server: Its process.
        url: Where it is.
        store: Its database, if it has one.
    """

    name: str
    load: Load
    server: Server
    url: str
    store: Hosting | None = None


@contextmanager
def our_proxy(
    name: str, folder: Path, clickup: Upstream, database: str, redis: str = "", **more: str
) -> Iterator[Proxy]:
    """A replica, a client and a connector."""
    key = Fernet.generate_key().decode()
    environment = {
        "AGENT_CONNECTORS_DATABASE_URL": database,
        "AGENT_CONNECTORS_KEYS": key,
        "AGENT_CONNECTORS_BASE_URL": clickup.url,
        **({"AGENT_CONNECTORS_REDIS_URL": redis} if redis else {}),
        **more,
    }
    with replica(folder, environment) as running:
        running.wait_until_ready()
        store = Hosting(Settings(database_url=database, keys=key))
        with httpx.Client(base_url=running.url) as client:
            api = Api(client, store.member())
            connector = api.create(f"pk_{uuid4().hex}")
        load = Load(running.url, api.token, connector, AT_ONCE)
        yield Proxy(name, load, Server(running.process.pid), running.url, store)


@contextmanager
def naive_proxy(clickup: Upstream) -> Iterator[Proxy]:
    """The naive one."""
    port = free_port()
    command = [sys.executable, "-m", naive.__name__, str(port), clickup.url]
    process = subprocess.Popen(command)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(400):
            with suppress(httpx.HTTPError):
                httpx.get(url)
                break
            time.sleep(0.05)
        load = Load(url, naive.ACCESS_TOKEN, naive.CONNECTOR, AT_ONCE)
        yield Proxy("naive", load, Server(process.pid), url)
    finally:
        process.terminate()
        process.wait(20)
