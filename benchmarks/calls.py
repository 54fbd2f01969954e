"""Measures the calls of one contender beside raw httpx, in one process.

    python calls.py CONTENDER URL TOKEN LIST_ID

Run by `benchmarks` in the contender's own environment; prints JSON. It imports nothing of this
project but the connector, since Airbyte's environment has nothing else of it.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

Call = Callable[[], Awaitable[Any]]

TOKEN = "pk_benchmark"


def connector(contender: str, url: str) -> Any:
    """The contender's connector, calling the sandbox."""
    if contender == "airbyte":
        from airbyte_agent_clickup_api import ClickupApiConnector
        from airbyte_agent_clickup_api.models import ClickupApiAuthConfig

        made: Any = ClickupApiConnector(auth_config=ClickupApiAuthConfig(api_key=TOKEN))
        made._executor.http_client.base_url = url
        return made
    from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector

    return ClickupApiConnector(ClickupApiAuthConfig(TOKEN), base_url=url)


async def side_by_side(raw: Call, ours: Call, times: int) -> dict[str, float]:
    """Median microseconds of both, taken in turns."""
    samples: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + 20):
        for call, kept in zip((raw, ours), samples, strict=True):
            begun = time.perf_counter()
            await call()
            if turn >= 20:
                kept.append(time.perf_counter() - begun)
    return {
        "raw_us": statistics.median(samples[0]) * 1e6,
        "call_us": statistics.median(samples[1]) * 1e6,
    }


async def at_once(call: Call, *, times: int = 2000, concurrency: int = 100) -> float:
    """Calls a second, so many at once."""
    gate = asyncio.Semaphore(concurrency)

    async def one() -> None:
        async with gate:
            await call()

    begun = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(times)))
    return times / (time.perf_counter() - begun)


async def main(contender: str, url: str, list_id: str) -> dict[str, Any]:
    """All measurements of a contender."""
    made = connector(contender, url)
    headers = {"Authorization": TOKEN}
    async with httpx.AsyncClient() as client:

        async def raw_page() -> None:
            response = await client.get(f"{url}/api/v2/list/{list_id}/task", headers=headers)
            response.json()

        async def raw_small() -> None:
            response = await client.get(f"{url}/api/v2/user", headers=headers)
            response.json()

        async def page() -> None:
            await made.execute("tasks", "list", {"list_id": list_id})

        async def small() -> None:
            await made.execute("user", "get")

        results: dict[str, Any] = {
            "page": await side_by_side(raw_page, page, 300),
            "small": await side_by_side(raw_small, small, 600),
        }
    for name, path, call in (
        ("page", f"/api/v2/list/{list_id}/task", page),
        ("small", "/api/v2/user", small),
    ):
        rates: tuple[list[float], list[float]] = ([], [])
        for _ in range(3):
            async with httpx.AsyncClient() as crowded:

                async def raw(client: httpx.AsyncClient = crowded, path: str = path) -> None:
                    (await client.get(url + path, headers=headers)).json()

                rates[0].append(await at_once(raw))
            rates[1].append(await at_once(call))
        results[f"{name}_at_once"] = {
            "raw": statistics.median(rates[0]),
            "call": statistics.median(rates[1]),
        }
    return results


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(*sys.argv[1:]))))
