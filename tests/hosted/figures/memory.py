"""Memory over many calls, most of them reads."""

import asyncio
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.hosted.figures.cost import bodies
from tests.hosted.figures.machines import own_postgres, own_redis
from tests.hosted.figures.proxies import UNLIMITED, our_proxy
from tests.hosted.figures.upstream import upstream

__all__ = ["memory"]

_PARTS = 10


def memory(calls: int = 50_000, warm: int = 3_000) -> dict[str, float]:
    """Measures what a server with PostgreSQL and Redis gains over so many calls.

    Args:
        calls: How many; a tenth of them are writes.
        warm: How many come before.
    """
    with ExitStack() as all_of_it:
        enter = all_of_it.enter_context
        folder = Path(enter(TemporaryDirectory()))
        clickup = enter(upstream(tasks=20, rate_limit=UNLIMITED))
        postgres, redis = enter(own_postgres()), enter(own_redis())
        proxy = enter(our_proxy("postgres", folder, clickup, postgres.url, redis.url))
        wanted = bodies(clickup)

        async def run(count: int) -> float:
            await proxy.load.run(wanted["write"], count // 10)
            await proxy.load.run(wanted["read"], count - count // 10)
            return proxy.server.memory()

        async def grow() -> list[float]:
            return [await run(warm), *[await run(calls // _PARTS) for _ in range(_PARTS)]]

        each = asyncio.run(grow())
    print("MB:", *(f"{mb:.1f}" for mb in each))
    return {"calls": calls, "before": each[0], "after": each[-1], "gained": each[-1] - each[0]}
