"""CPU of a call, ours against a naive proxy's, by turns in one run."""

import asyncio
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tests.hosted.figures.machines import own_postgres, own_redis
from tests.hosted.figures.proxies import UNLIMITED, Proxy, naive_proxy, our_proxy
from tests.hosted.figures.upstream import Upstream, upstream

__all__ = ["bodies", "cost"]


def cost(rounds: int = 12, calls: int = 250) -> dict[str, Any]:
    """Measures it.

    Args:
        rounds: How often each server has its turn with each kind of call.
        calls: How many calls a turn has.
    """
    with ExitStack() as all_of_it:
        enter = all_of_it.enter_context
        folder = Path(enter(TemporaryDirectory()))
        clickup = enter(upstream(tasks=250, rate_limit=UNLIMITED))
        postgres, redis = enter(own_postgres()), enter(own_redis())
        sqlite = f"sqlite:///{folder / 'server.db'}"
        proxies = [
            enter(naive_proxy(clickup)),
            enter(our_proxy("sqlite", folder, clickup, sqlite)),
            enter(our_proxy("postgres", folder, clickup, postgres.url, redis.url)),
        ]
        return asyncio.run(_by_turns(proxies, bodies(clickup), rounds, calls))


def bodies(clickup: Upstream) -> dict[str, dict[str, Any]]:
    """A small read, a page of tasks, and a write."""
    task, list_id = clickup.tasks()[0], clickup.longest_list()
    comment = {"task_id": task, "comment_text": "Looks good."}
    return {
        "read": {"entity": "user", "action": "get", "params": {}},
        "page": {"entity": "tasks", "action": "list", "params": {"list_id": list_id}},
        "write": {"entity": "comments", "action": "create", "params": comment},
    }


async def _by_turns(
    proxies: list[Proxy], wanted: dict[str, dict[str, Any]], rounds: int, calls: int
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for kind, body in wanted.items():
        spent = defaultdict[str, list[float]](list)
        for proxy in proxies:
            await proxy.load.run(body, calls)  # the first ones pay for what is made once
        for _ in range(rounds):
            for proxy in proxies:
                before = proxy.server.cpu()
                await proxy.load.run(body, calls)
                spent[proxy.name].append((proxy.server.cpu() - before) / calls * 1000)
        told[kind] = {name: median(each) for name, each in spent.items()}
        for name, each in spent.items():
            ratio = sum(each) / sum(spent["naive"])
            print(f"{kind:5} {name:8} {median(each):.2f} ms a call, {ratio:.2f} of the naive proxy")
            told[kind][f"{name} ratio"] = ratio
    return told
