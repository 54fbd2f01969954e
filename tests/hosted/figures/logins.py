"""How long a right login takes beside a thousand wrong ones at once."""

import asyncio
import multiprocessing
import time
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from benchmarks.hosted_load import Server
from tests.hosted.figures.stack import stack
from tests.hosted.hosting import Member

__all__ = ["logins"]

_TOKEN = "/api/v1/account/applications/token"

_BEFORE = 3.0
"""Seconds that the flood has to rise."""


def logins(wrong_at_once: int = 1000, seconds: float = 20.0) -> dict[str, float]:
    """Measures it.

    Args:
        wrong_at_once: Connections that send wrong logins all the time.
        seconds: How long.
    """
    return asyncio.run(_logins(wrong_at_once, seconds))


async def _logins(wrong_at_once: int, seconds: float) -> dict[str, float]:
    async with stack(limit=1000, latency=0.0) as running:
        member = await asyncio.to_thread(running.store.member)
        url = running.replicas[0].url
        server = Server(running.replicas[0].process.pid)
        alone = await asyncio.to_thread(_right_logins, url, member, seconds / 5, server)
        spawn = multiprocessing.get_context("spawn")
        answered = spawn.Value("i", 0)
        flood_seconds = seconds + _BEFORE + 1
        flood = spawn.Process(target=_flood, args=(url, flood_seconds, wrong_at_once, answered))
        flood.start()
        while not answered.value:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.05)
        await asyncio.sleep(_BEFORE)
        beside = await asyncio.to_thread(_right_logins, url, member, seconds, server)
        await asyncio.to_thread(flood.join)
        if flood.exitcode:
            raise RuntimeError("A wrong login was let in, or the flood broke off.")
    return {
        "wrong_at_once": wrong_at_once,
        "wrong_a_second": answered.value / flood_seconds,
        "right": len(beside),
        "alone_p99": _late([one.wall for one in alone]),
        "p99": _late([one.wall for one in beside]),
        "server_p99": _late([one.server for one in beside]),
    }


class _Took(NamedTuple):
    """Seconds of a login."""

    wall: float
    server: float
    """Seconds of CPU that the server had meanwhile: its time, if nobody else keeps it waiting."""


def _late(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.99)]


def _right_logins(url: str, member: Member, seconds: float, server: Server) -> list[_Took]:
    took = []
    until = time.monotonic() + seconds
    with httpx.Client(base_url=url, timeout=60) as client:
        while time.monotonic() < until:
            begun, before = time.monotonic(), server.cpu()
            assert client.post(_TOKEN, json=member.credentials()).status_code == 200
            took.append(_Took(time.monotonic() - begun, server.cpu() - before))
            time.sleep(0.02)
    return took


def _flood(url: str, seconds: float, at_once: int, answered: Any) -> None:
    """Sends so many wrong logins at once, again and again.

    By hand: an HTTP client for a thousand connections takes longer than the server.
    """
    parts = urlsplit(url)
    until = time.monotonic() + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while time.monotonic() < until:
            body = b'{"client_id": "%s", "client_secret": "wrong"}' % str(uuid4()).encode()
            head = f"POST {_TOKEN} HTTP/1.1\r\nHost: x\r\n"
            head += f"Content-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 401"), answer
            length = int(answer.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            answered.value += 1
        writer.close()

    async def run() -> None:
        await asyncio.gather(*(one() for _ in range(at_once)))

    asyncio.run(run())
