"""Walks the pages of a list, fetching ahead where the way ahead is known."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from typing import Any, NamedTuple

from agent_connectors.engine.answer import Page
from agent_connectors.engine.errors import InvalidResponse
from agent_connectors.engine.executor import Executor
from agent_connectors.engine.operation import Operation

__all__ = ["Step", "walk"]

_WIDEST = 8
"""Pages under way at once at most: 8 at 0.4 s each is already 1,200 requests a minute."""


class Step(NamedTuple):
    """A page, and where it is: the parameters that make the difference to the first page."""

    position: Mapping[str, Any]
    page: Page


async def walk(
    executor: Executor,
    operation: Operation,
    given: Mapping[str, Any],
    *,
    patience: float,
    wanted: int | None = None,
    deadline: float | None = None,
) -> AsyncGenerator[Step, None]:
    """The pages of a list in order, from the one that `given` names.

    Pages that can be named beforehand are fetched ahead: one, then two, four and at most
    eight at a time, so that no more are fetched in vain than were needed; and no more than
    half of what the rate limit allows at once, so that fetching ahead makes nobody wait.

    Args:
        executor: Fetches a page.
        operation: The list.
        given: The parameters of the first page.
        patience: Seconds that each page may take, where there is no common deadline.
        wanted: How many records will be used, if that is known.
        deadline: When to give up, in the event loop's time.

    Raises:
        ConnectorError: A page could not be fetched.
    """
    loop = asyncio.get_running_loop()
    under_way: deque[tuple[Mapping[str, Any], asyncio.Task[Page]]] = deque()
    seen: set[Any] = set()
    pages = operation.pages
    left = wanted
    width = 1

    def start(position: Mapping[str, Any]) -> None:
        until = loop.time() + patience if deadline is None else deadline
        fetching = executor.fetch(operation, {**given, **position}, deadline=until)
        under_way.append((position, loop.create_task(fetching)))

    try:
        start({})
        while under_way:
            position, task = under_way.popleft()
            page = await task
            _refuse_repetition(operation, page, seen)
            yield Step(position, page)
            if left is not None:
                left -= len(page.data)
            if page.next is None or pages is None or (left is not None and left <= 0):
                return
            if not under_way:
                start(page.next)
            width = min(width * 2, _WIDEST)
            room = _room(executor, pages.size, left, width)
            while len(under_way) < room:
                ahead = pages.ahead({**given, **under_way[-1][0]}, 1)
                if ahead is None:
                    break
                start(ahead)
    finally:
        for _, task in under_way:
            task.cancel()
        await asyncio.gather(*(task for _, task in under_way), return_exceptions=True)


def _room(executor: Executor, size: int | None, left: int | None, width: int) -> int:
    """How many pages may be under way."""
    room = width
    if left is not None:
        room = min(room, -(-left // size)) if size else 1
    spare = executor.spare()
    return room if spare is None else min(room, max(spare // 2, 1))


def _refuse_repetition(operation: Operation, page: Page, seen: set[Any]) -> None:
    """Notices a product that gives the same page again and again."""
    ids = [record["id"] for record in page.data if isinstance(record, dict) and "id" in record]
    if ids and page.next is not None and seen.issuperset(ids):
        raise InvalidResponse(
            "The next page holds nothing but records of the pages before.",
            hint="Fetch single pages instead.",
            operation=operation.name,
        )
    seen.update(ids)
