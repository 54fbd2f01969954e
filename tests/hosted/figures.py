"""The figures of docs/hosting.md that tell of time: they are measured, not asserted.

python -m tests.hosted.figures
"""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
from cryptography.fernet import Fernet

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.hosted.settings import Settings
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, Member
from tests.hosted.services import Replica, fresh_database, redis_url, replica
from tests.serving import served

TOKEN = "/api/v1/account/applications/token"

WRONG_AT_ONCE = 1000
LOGIN_SECONDS = 20.0
WRITERS, LIMIT, WINDOW = 180, 60, 6


class Timed(Sandbox):
    """Notes when writes come."""

    def __init__(self) -> None:
        super().__init__(tasks=20, rate_limit=LIMIT, rate_window=WINDOW)
        self.writes_at: list[float] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["method"] != "GET":
            self.writes_at.append(time.time())
        await super().__call__(scope, receive, send)


@contextmanager
def two(sandbox: Sandbox) -> Iterator[tuple[Replica, Replica, Hosting]]:
    """Two replicas on one PostgreSQL and one Redis."""
    with TemporaryDirectory() as folder, fresh_database() as database, served(sandbox) as clickup:
        key = Fernet.generate_key().decode()
        environment = {
            "AGENT_CONNECTORS_DATABASE_URL": database,
            "AGENT_CONNECTORS_REDIS_URL": redis_url(),
            "AGENT_CONNECTORS_KEYS": key,
            "AGENT_CONNECTORS_BASE_URL": clickup,
            "AGENT_CONNECTORS_WINDOW_SECONDS": str(WINDOW),
        }
        path = Path(folder)
        with replica(path, environment) as one, replica(path, environment) as other:
            one.wait_until_ready()
            other.wait_until_ready()
            yield one, other, Hosting(Settings(database_url=database, keys=key))


def _wrong_logins(url: str, seconds: float, answered: Any) -> None:
    """A process that sends so many wrong logins at once, again and again.

    By hand: an HTTP client for a thousand connections takes longer than the server.
    """
    parts = urlsplit(url)
    until = time.monotonic() + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while time.monotonic() < until:
            body = b'{"client_id": "%s", "client_secret": "wrong"}' % str(uuid4()).encode()
            head = f"POST {TOKEN} HTTP/1.1\r\nHost: x\r\n"
            head += f"Content-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 401"), answer
            length = int(answer.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            answered.value += 1
        writer.close()

    async def run() -> None:
        await asyncio.gather(*(one() for _ in range(WRONG_AT_ONCE)))

    asyncio.run(run())


def _right_logins(url: str, member: Member, seconds: float) -> list[float]:
    took = []
    until = time.monotonic() + seconds
    with httpx.Client(base_url=url, timeout=60) as client:
        while time.monotonic() < until:
            begun = time.monotonic()
            assert client.post(TOKEN, json=member.credentials()).status_code == 200
            took.append(time.monotonic() - begun)
            time.sleep(0.02)
    return sorted(took)


def logins(one: Replica, store: Hosting) -> None:
    member = store.member()
    quiet = _right_logins(one.url, member, 3)
    answered = multiprocessing.Value("i", 0)
    arguments = (one.url, LOGIN_SECONDS + 4, answered)
    flood = multiprocessing.Process(target=_wrong_logins, args=arguments)
    flood.start()
    time.sleep(3)
    busy = _right_logins(one.url, member, LOGIN_SECONDS)
    flood.join()
    print(f"{answered.value / (LOGIN_SECONDS + 4):.0f} wrong logins a second")
    for name, took in (("alone", quiet), (f"beside {WRONG_AT_ONCE} wrong ones at once", busy)):
        middle, late = took[len(took) // 2], took[int(len(took) * 0.99)]
        print(f"a right login {name}: {middle:.3f} s, p99 {late:.3f} s, of {len(took)}")


async def revocation(one: Replica, other: Replica, store: Hosting, sandbox: Timed) -> None:
    member = store.member()
    task = next(iter(sandbox.workspace.tasks))
    with httpx.Client(base_url=one.url) as client:
        api = Api(client, member)
        connector = api.create(f"pk_{uuid4().hex}")
    body = {"entity": "comments", "action": "create"}
    statuses: list[int] = []

    async def write(client: httpx.AsyncClient, number: int) -> None:
        params = {"task_id": task, "comment_text": f"x{number}"}
        path = f"{CONNECTORS}/{connector}/execute"
        answer = await client.post(path, headers=api.headers, json=body | {"params": params})
        statuses.append(answer.status_code)

    limits = httpx.Limits(max_connections=WRITERS)
    async with (
        httpx.AsyncClient(base_url=one.url, timeout=150, limits=limits) as first,
        httpx.AsyncClient(base_url=other.url, timeout=150, limits=limits) as second,
    ):
        writing = [asyncio.create_task(write((first, second)[n % 2], n)) for n in range(WRITERS)]
        while len(statuses) < LIMIT + LIMIT // 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.to_thread(lambda: store.run(lambda d: d.revoke(member.client_id)))
        revoked_at = time.time()
        await asyncio.gather(*writing)
    late = [at - revoked_at for at in sandbox.writes_at if at > revoked_at]
    print(
        f"revoked with {WRITERS} writes under way: {len(sandbox.writes_at)} sent in all, "
        f"{len(late)} after it, the last {max(late, default=0.0):.2f} s after; "
        f"{statuses.count(200)} answered as done"
    )


def main() -> None:
    sandbox = Timed()
    with two(sandbox) as (one, other, store):
        asyncio.run(revocation(one, other, store, sandbox))
        logins(one, store)


if __name__ == "__main__":
    main()
