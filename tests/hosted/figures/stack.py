"""Two replicas on a PostgreSQL and a Redis of their own, a balancer before, a sandbox behind."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet

from agent_connectors.hosted.settings import Settings
from tests.hosted.figures.balancer import Balancer, balancer
from tests.hosted.figures.machines import Postgres, Redis, own_postgres, own_redis
from tests.hosted.figures.upstream import Upstream, upstream
from tests.hosted.hosting import Hosting
from tests.hosted.services import Replica, replica

__all__ = ["Stack", "stack"]

WINDOW = 6
"""Seconds of the rate window."""


class Stack:
    """All that runs."""

    def __init__(
        self, postgres: Postgres, redis: Redis, clickup: Upstream, folder: Path, drain: float
    ) -> None:
        self.postgres, self.redis, self.clickup = postgres, redis, clickup
        self._folder = folder
        self.keys = new_key()
        self.store = Hosting(Settings(database_url=postgres.url, keys=self.keys))
        self.environment = {
            "AGENT_CONNECTORS_DATABASE_URL": postgres.url,
            "AGENT_CONNECTORS_REDIS_URL": redis.url,
            "AGENT_CONNECTORS_KEYS": self.keys,
            "AGENT_CONNECTORS_BASE_URL": clickup.url,
            "AGENT_CONNECTORS_WINDOW_SECONDS": str(WINDOW),
            "AGENT_CONNECTORS_DRAIN_SECONDS": str(drain),
            "AGENT_CONNECTORS_AUDIT_PARAMS": "true",
            "AGENT_CONNECTORS_LOG_REQUESTS": "false",
        }
        self.replicas: list[Replica] = []
        self._running: dict[Replica, ExitStack] = {}
        self.balancer: Balancer

    def urls(self) -> list[str]:
        """Where the replicas are."""
        return [one.url for one in self.replicas]

    def add(self) -> None:
        """Starts one more replica."""
        running = ExitStack()
        one = running.enter_context(replica(self._folder, self.environment))
        self._running[one] = running
        one.wait_until_ready()
        self.replicas.append(one)

    def drain(self, one: Replica) -> None:
        """Tells a replica to stop (SIGTERM), and waits until it has."""
        one.process.terminate()
        one.process.wait(150)
        self.drop(one)

    def drop(self, one: Replica) -> None:
        """Forgets a replica that has ended."""
        self.replicas.remove(one)
        self._running.pop(one).close()

    async def replace_all(self) -> None:
        """Starts a new replica for each old one, one after another, and then stops the old one."""
        for one in list(self.replicas):
            await asyncio.to_thread(self.add)
            await asyncio.sleep(1)
            await asyncio.to_thread(self.drain, one)

    def admin(self, *command: str) -> str:
        """Runs a command of `serve admin`."""
        program = str(Path(sys.executable).with_name("agent-connectors"))
        environment = os.environ | self.environment
        whole = [program, "serve", "admin", *command]
        return subprocess.check_output(whole, env=environment, cwd=self._folder, text=True)

    def close(self) -> None:
        """Ends all replicas."""
        for one in list(self.replicas):
            one.kill()
            self.drop(one)


@asynccontextmanager
async def stack(
    *, limit: int, latency: float, drain: float = 5.0, small_disk: bool = False
) -> AsyncIterator[Stack]:
    """Starts all of it.

    Args:
        limit: How many requests a token may send in six seconds.
        latency: How many seconds the sandbox takes.
        drain: How many seconds a replica goes on after SIGTERM.
        small_disk: Whether the database has a disk that is soon full.
    """
    options = {"tasks": 20, "rate_limit": limit, "rate_window": WINDOW, "latency": latency}
    with (
        own_postgres(small_disk=small_disk) as postgres,
        own_redis() as redis,
        upstream(**options) as clickup,
        TemporaryDirectory() as folder,
    ):
        made = Stack(postgres, redis, clickup, Path(folder), drain)
        try:
            for _ in range(2):
                await asyncio.to_thread(made.add)
            async with balancer(made.urls) as made.balancer:
                yield made
        finally:
            made.close()


def new_key() -> str:
    """A key for the vault."""
    return Fernet.generate_key().decode()
