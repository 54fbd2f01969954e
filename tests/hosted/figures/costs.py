"""What an execution, a live token and a line in Redis cost: what the simulation begins with."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import httpx
from redis import Redis

from agent_connectors.redis import RedisBudget
from benchmarks.hosted_load import Server
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.figures.cost import bodies
from tests.hosted.figures.machines import Machine, own_postgres, own_redis
from tests.hosted.figures.proxies import AT_ONCE, UNLIMITED, Proxy, our_proxy
from tests.hosted.figures.upstream import upstream

__all__ = ["costs"]

Target = tuple[str, str]
"""An access token and a connector."""


class _Meter:
    """CPU of a server, a database and a Redis, and what Redis was told to do."""

    def __init__(self, proxy: Proxy, postgres: Machine, redis: Machine, client: Any) -> None:
        self._proxy, self._postgres, self._redis = proxy, postgres, redis
        self._client = client

    def read(self) -> dict[str, float]:
        """All of it, so far; CPU in milliseconds."""
        database = sum(Server(pid).cpu() for pid in self._postgres.processes())
        return {
            "server": self._proxy.server.cpu() * 1000,
            "database": database * 1000,
            "redis": Server(self._redis.pid).cpu() * 1000,
            "commands": float(self._client.info("stats")["total_commands_processed"]),
        }

    async def of(self, work: Any, calls: int) -> dict[str, float]:
        """What a call costs of which so many are made by some work."""
        before = self.read()
        await work
        await asyncio.sleep(1.0)  # what is written later belongs to it
        after = self.read()
        return {name: (after[name] - before[name]) / calls for name in before}


def costs(tokens: int = 300, calls: int = 3000) -> dict[str, float]:
    """Measures it.

    Args:
        tokens: How many are live at once.
        calls: How many are made with one of them.
    """
    with ExitStack() as all_of_it:
        enter = all_of_it.enter_context
        folder = Path(enter(TemporaryDirectory()))
        clickup = enter(upstream(tasks=20, rate_limit=UNLIMITED))
        postgres, redis = enter(own_postgres()), enter(own_redis())
        proxy = enter(our_proxy("postgres", folder, clickup, postgres.url, redis.url))
        client = Redis.from_url(redis.url)
        meter = _Meter(proxy, postgres, redis, client)
        wanted = bodies(clickup)
        told = asyncio.run(_hot(proxy, meter, wanted, calls))
        told |= asyncio.run(_cold(proxy, meter, wanted["read"], _targets(proxy, tokens), told))
        told |= asyncio.run(_line(redis.url, client))
        client.close()
    for name, figure in told.items():
        print(f"{name:24} {figure:10.4f}")
    return told


async def _hot(
    proxy: Proxy, meter: _Meter, wanted: dict[str, dict[str, Any]], calls: int
) -> dict[str, float]:
    """One token, used all the time."""
    for kind in ("read", "write"):
        await proxy.load.run(wanted[kind], calls // 5)
    read = await meter.of(proxy.load.run(wanted["read"], calls), calls)
    write = await meter.of(proxy.load.run(wanted["write"], calls), calls)
    return {
        "read_ms": read["server"],
        "write_ms": write["server"],
        # A read has one line, a write one that is written twice.
        "database_line_ms": (read["database"] + write["database"]) / 3,
        "redis_command_ms": (read["redis"] + write["redis"])
        / (read["commands"] + write["commands"]),
        "redis_commands": read["commands"],
        "base_mb": proxy.server.memory(),
    }


def _targets(proxy: Proxy, count: int) -> list[Target]:
    """So many clients, each with a connector and a ClickUp token of its own."""
    assert proxy.store is not None
    members = proxy.store.members(count)
    with httpx.Client(base_url=proxy.url, timeout=30) as client:
        owner = Api(client, members[0])
        return [(Api(client, one).token, owner.create(f"pk_{uuid4().hex}")) for one in members]


async def _cold(
    proxy: Proxy,
    meter: _Meter,
    body: dict[str, Any],
    targets: Sequence[Target],
    hot: dict[str, float],
) -> dict[str, float]:
    """Many tokens, each used so seldom that client and connector are looked up each time."""
    memory, files = proxy.server.memory(), _files(proxy)
    await _each(proxy.url, targets, body)
    live = len(targets)
    token_kb = (proxy.server.memory() - memory) * 1000 / live
    token_files = (_files(proxy) - files) / live
    spent: list[dict[str, float]] = []
    for _ in range(4):
        await asyncio.sleep(1.1)
        spent.append(await meter.of(_each(proxy.url, targets, body), live))
    server = sum(each["server"] for each in spent) / len(spent)
    database = sum(each["database"] for each in spent) / len(spent)
    return {
        "look_up_ms": max(server - hot["read_ms"], 0.0) / 2,
        "database_look_up_ms": max(database - hot["database_line_ms"], 0.0) / 2,
        "token_kb": token_kb,
        "token_files": token_files,
    }


async def _each(url: str, targets: Sequence[Target], body: dict[str, Any]) -> None:
    """A call with each, some at once."""
    left: Iterator[Target] = iter(targets)
    content = json.dumps(body).encode()

    async def work() -> None:
        async with httpx.AsyncHTTPTransport() as transport:
            for token, connector in left:
                headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
                path = f"{url}{CONNECTORS}/{connector}/execute"
                request = httpx.Request("POST", path, headers=headers, content=content)
                answer = await transport.handle_async_request(request)
                await answer.aread()
                if answer.status_code != 200:
                    raise RuntimeError(answer.text)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def _files(proxy: Proxy) -> int:
    return len(list(Path(f"/proc/{proxy.server.pid}/fd").iterdir()))


async def _line(url: str, client: Any) -> dict[str, float]:
    """A round trip of a request that may be sent at once, and what Redis keeps of a token."""
    budgets = RedisBudget(url, 60.0)
    budget = budgets.of(uuid4().hex)
    reset = str(int(time.time()) + 60)
    headers = {
        "x-ratelimit-limit": "100",
        "x-ratelimit-remaining": "99",
        "x-ratelimit-reset": reset,
    }
    await budget.take(0)
    budget.record_answer(headers)
    await asyncio.sleep(0.2)
    await budget.take(0)
    before = client.info("memory")["used_memory"]
    begun = time.process_time()
    count = 0
    while await budget.take(0) == 0:
        count += 1
    spent = time.process_time() - begun
    window = client.info("memory")["used_memory"] - before
    waiting = [asyncio.create_task(budget.take(200.0)) for _ in range(100)]
    await asyncio.sleep(1.0)
    names = (budget._queue_name, f"{budget._queue_name}:due")
    queue = sum(client.memory_usage(name) or 0 for name in names)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await budgets.aclose()
    return {
        "round_trip_ms": spent / max(count, 1) * 1000,
        "redis_token_bytes": window,
        "redis_place_bytes": queue / len(waiting),
    }
