"""PostgreSQL and Redis, where they are at hand; and servers in processes of their own."""

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import httpx

from tests.forked import COMMAND, Program
from tests.missing import missing

__all__ = ["Replica", "fresh_database", "redis_url", "replica"]


@contextmanager
def fresh_database() -> Iterator[str]:
    """The URL of a database that is made for one test, and dropped after it."""
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        missing("TEST_POSTGRES_URL does not name a PostgreSQL server")
    name = f"agent_connectors_{uuid4().hex[:12]}"
    _statement(server, f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        _statement(server, f'DROP DATABASE "{name}" WITH (FORCE)')
        # Roles of context stores are of the whole server.
        mark = sha256(name.encode()).hexdigest()[:6]
        drop = "EXECUTE (SELECT coalesce(string_agg(format('DROP ROLE %I;', rolname), ' '), ' ') "
        roles = f"FROM pg_roles WHERE rolname LIKE '%\\_{mark}\\_reader')"
        _statement(server, f"DO $$ BEGIN {drop} {roles}; END $$")


def redis_url() -> str:
    """Where Redis is. What tests leave there has names of their own, and goes by itself."""
    url = os.environ.get("TEST_REDIS_URL")
    if not url:
        missing("TEST_REDIS_URL does not name a Redis server")
    return url


def _statement(server: str, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(server)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


class Replica:
    """A server process."""

    def __init__(self, process: "subprocess.Popen[bytes] | Program", url: str, log: Path) -> None:
        self.process = process
        self.url = url
        self.log = log

    def kill(self) -> None:
        """Ends it at once, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def wait_until_ready(self) -> None:
        for _ in range(1200):
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/ready").status_code == 200:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(self.log.read_text())


@contextmanager
def replica(
    folder: Path,
    environment: dict[str, str],
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    program: Path | None = None,
) -> Iterator[Replica]:
    """`agent-connectors serve`, in a process of its own."""
    if not port:
        with socket.socket() as probe:
            probe.bind((host, 0))
            port = probe.getsockname()[1]
    log = folder / f"serve-{host}-{port}.log"
    words = ["serve", "--host", host, "--port", str(port)]
    env = os.environ | {"AGENT_CONNECTORS_DRAIN_SECONDS": "0"} | environment
    process: subprocess.Popen[bytes] | Program
    if program is None:
        process = Program(COMMAND, ["agent-connectors", *words], env, folder, log=log)
    else:
        with log.open("wb") as sink:
            process = subprocess.Popen(
                [program, *words], env=env, cwd=folder, stdout=sink, stderr=sink
            )
    try:
        yield Replica(process, f"http://{host}:{port}", log)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(20)
