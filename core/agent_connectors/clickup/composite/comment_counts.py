"""Which tasks have the most comments: ClickUp does not say it, so they are counted."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agent_connectors.clickup.records import CommentCount
from agent_connectors.engine.loops import gather_or_cancel
from agent_connectors.engine.result import ExecuteResult, Meta, Records

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector

__all__ = ["count_comments"]

_AT_ONCE = 16


async def count_comments(
    connector: "Connector", conditions: Mapping[str, Any], limit: int
) -> Records[CommentCount]:
    """Tasks by how many comments they have; see `comments.count`.

    Args:
        connector: Asks ClickUp: once for each hundred tasks, and once for each task.
        conditions: Which tasks, as for `tasks.search`.
        limit: How many to give.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + connector.time_left * 0.9
    gate = asyncio.Semaphore(_AT_ONCE)
    counted: list[CommentCount] = []
    warnings: list[str] = []

    async def count(task: Mapping[str, Any]) -> None:
        async with gate:
            if loop.time() < until:
                comments = connector.iterate("comments", "list", {"task_id": task["id"]})
                number = len([None async for _ in comments])
                counted.append({"id": task["id"], "name": task["name"], "comments": number})

    params: dict[str, Any] | None = dict(conditions)
    while params is not None:
        page = await connector.execute("tasks", "search", params)
        warnings += [text for text in page.meta.warnings if text not in warnings]
        before = len(counted)
        await gather_or_cancel(count(task) for task in page.data)
        if len(counted) - before < len(page.data):
            # A page that was not counted to its end is counted again: the tasks may have moved.
            del counted[before:]
            break
        params = dict(page.meta.next) if page.meta.next else None
    counted.sort(key=lambda task: (-task["comments"], task["name"]))
    if params is not None:
        warnings.append("The time for this call was over: `next` counts the other tasks.")
    meta = Meta(
        count=min(limit, len(counted)),
        has_more=params is not None,
        next=None if params is None else {**params, "limit": limit},
        truncated=len(counted) > limit,
        scanned=len(counted),
        warnings=tuple(warnings),
    )
    return ExecuteResult(counted[:limit], meta)
