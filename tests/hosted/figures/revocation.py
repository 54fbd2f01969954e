"""A client is revoked while its writes wait for the rate limit: when does the last one leave?"""

import asyncio
import time
from uuid import uuid4

from agent_connectors.clickup import ConnectorError
from airbyte_agent_clickup_api import ClickupApiAuthConfig, ClickupApiConnector
from tests.hosted.figures.stack import stack

__all__ = ["revocation"]

NOTICED = 1.0
"""Seconds within which servers notice it."""


def revocation(writers: int = 180, limit: int = 60) -> dict[str, float]:
    """Measures it.

    Args:
        writers: How many writes wait.
        limit: How many may leave in a window of six seconds.
    """
    return asyncio.run(_revocation(writers, limit))


async def _revocation(writers: int, limit: int) -> dict[str, float]:
    told: list[str] = []
    async with stack(limit=limit, latency=0.0) as running:
        member = await asyncio.to_thread(running.store.member)
        url = running.balancer.url
        clickup = await ClickupApiConnector.create(
            airbyte_config=member.auth(),
            auth_config=ClickupApiAuthConfig(f"pk_{uuid4().hex}"),
            base_url=url,
            timeout=60.0,
        )
        task = (await asyncio.to_thread(running.clickup.tasks))[0]

        async def write(number: int) -> None:
            try:
                await clickup.comments.create(f"x{number}", task_id=task)
                told.append("done")
            except ConnectorError:
                told.append("refused")

        writing = [asyncio.create_task(write(number)) for number in range(writers)]
        while told.count("done") < limit + limit // 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.to_thread(lambda: running.store.run(lambda d: d.revoke(member.client_id)))
        revoked = time.time()
        await asyncio.gather(*writing)
        await clickup.aclose()
        ledger = await asyncio.to_thread(running.clickup.ledger)
    after = [at - revoked for at in ledger.written_at if at > revoked]
    return {
        "writers": writers,
        "sent": len(ledger.written_at),
        "done": told.count("done"),
        "after": len(after),
        "last": max(after, default=0.0),
        "late": sum(seconds > NOTICED for seconds in after),
    }
