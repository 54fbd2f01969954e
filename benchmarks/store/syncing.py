"""Syncs a store in a process of its own, so that its memory is nobody else's.

    python -m benchmarks.store.syncing URL FILE START [--without-comments]

Prints, as JSON, what the sync took on a clock that begins at START, in Unix seconds.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.store.sync import Progress
from benchmarks.store.clock import ClickUp, Clock, run

_COMMENTS = ("comments", "replies")


async def sync(url: str, path: str, clock: Clock, *, comments: bool) -> dict[str, object]:
    """One sync, and what it took."""
    import httpx

    asked: Counter[str] = Counter()
    told = 0

    def progress(now: Progress) -> None:
        nonlocal told
        asked[now.feed] += now.requests - told
        told = now.requests

    clickup = ClickUp(clock)
    without = () if comments else _COMMENTS
    async with httpx.AsyncClient(transport=clickup) as client:
        key = ClickupApiAuthConfig("pk_benchmark")
        async with ClickupApiConnector(key, base_url=url, http_client=client) as connector:
            store = ContextStore(connector, path, without=without, clock=clock.time)
            report = await store.sync(progress=progress)
            store.close()
    return {
        "requests": clickup.requests,
        "refused": clickup.refused,
        "seconds": clock.passed,
        "changed": report.changed,
        "feeds": asked,
        "memory": _most_memory(),
    }


def _most_memory() -> float:
    """Megabytes that this process held at most; what it was forked from counts not."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """Syncs once."""
    url, path, start, *flags = sys.argv[1:]
    clock = Clock(float(start))
    comments = "--without-comments" not in flags
    print(json.dumps(run(clock, sync(url, path, clock, comments=comments))))


if __name__ == "__main__":
    main()
