"""Walking a long list over a slow connection."""

import asyncio
import time
from typing import Any

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from benchmarks.environments import sandbox
from benchmarks.table import Table


def measure(table: Table) -> None:
    """3,000 tasks at 100 ms an answer: page after page, and as `iterate` does it."""
    with sandbox(tasks=3000, one_list=True, latency=0.1, rate_limit=10_000) as url:
        one_by_one, ahead, wasted = asyncio.run(_walk(url))
    table.heading("All 3,000 tasks of a list, 100 ms an answer")
    note = f"{ahead:.2f} of {one_by_one:.2f} s, {wasted} pages fetched in vain"
    table.line("iterate, of page after page", ahead / one_by_one, bound=0.35, note=note)


async def _walk(url: str) -> tuple[float, float, int]:
    connector = ClickupApiConnector(ClickupApiAuthConfig("pk_benchmark"), base_url=url)
    async with connector as clickup:
        list_id = await _largest_list(clickup)
        begun = time.perf_counter()
        params: Any = {"list_id": list_id}
        found = 0
        while params:
            result = await clickup.execute("tasks", "list", params)
            found += len(result.data)
            params = result.meta.next
        one_by_one = time.perf_counter() - begun
        left = clickup._executor.available() or 0
        begun = time.perf_counter()
        walked = [task async for task in clickup.iterate("tasks", "list", {"list_id": list_id})]
        ahead = time.perf_counter() - begun
        used = left - (clickup._executor.available() or 0)
    if len(walked) != found or found != 3000:
        raise RuntimeError(f"{len(walked)} and {found} tasks instead of 3,000")
    return one_by_one, ahead, used - 30


async def _largest_list(clickup: ClickupApiConnector) -> str:
    workspace = (await clickup.teams.list()).data[0]["id"]
    lists = []
    for space in (await clickup.spaces.list(workspace)).data:
        lists += (await clickup.lists.list(space_id=space["id"])).data
        for folder in (await clickup.folders.list(space["id"])).data:
            lists += folder["lists"]
    return max(lists, key=lambda found: found["task_count"] or 0)["id"]
