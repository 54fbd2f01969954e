"""Large workspaces: all of 100,000 tasks, and a name among 2,000 lists."""

import asyncio
import time
from pathlib import Path

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from benchmarks.environments import sandbox
from benchmarks.table import Table

TASKS = 100_000
LISTS = 2_000


def measure(table: Table) -> None:
    """Memory over a long walk, and what looking a name up costs."""
    table.heading(f"A workspace of {TASKS:,} tasks, and one of {LISTS:,} lists")
    with sandbox(tasks=TASKS, one_list=True, rate_limit=10_000) as url:
        grown, seconds = asyncio.run(_walk(url))
    table.line("above idle while all tasks pass", grown, "MB", bound=50, note=f"{seconds:.0f} s")
    asked, needed, again = asyncio.run(_find())
    note = f"{needed} for the tree and the workspace; {again} the second time"
    table.line("requests to find a list by its name", asked, "", bound=needed, note=note)


async def _walk(url: str) -> tuple[float, float]:
    auth = ClickupApiAuthConfig("pk_benchmark")
    async with ClickupApiConnector(auth, base_url=url) as clickup:
        params = {"subtasks": True, "include_closed": True}
        await clickup.execute("tasks", "search", {**params, "limit": 200})
        idle = highest = _resident()
        found = 0
        begun = time.perf_counter()
        async for _ in clickup.iterate("tasks", "search", params):
            found += 1
            if found % 2000 == 0:
                highest = max(highest, _resident())
    if found != TASKS:
        raise RuntimeError(f"{found} tasks instead of {TASKS}")
    return highest - idle, time.perf_counter() - begun


async def _find() -> tuple[int, int, int]:
    workspace = Sandbox(tasks=10, lists=LISTS, rate_limit=None)
    clickup = ClickupApiConnector.sandbox(workspace)
    spaces = len(workspace.workspace.spaces)
    name = next(reversed(workspace.workspace.lists.values())).name
    found = (await clickup.workspaces.find(name)).data
    asked = len(workspace.requests)
    await clickup.workspaces.find(name)
    if not found or found[0]["name"] != name:
        raise RuntimeError(f"{name!r} was not found")
    return asked, 2 + 2 * spaces, len(workspace.requests) - asked


def _resident() -> float:
    """Memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6
