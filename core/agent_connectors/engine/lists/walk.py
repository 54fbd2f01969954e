"""Walks the pages of a list, fetching ahead where the way ahead is known."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Any, Protocol

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.executor.executor import Executor
from agent_connectors.engine.lists.looks import Progress
from agent_connectors.engine.lists.numbered import NumberedWalk, Step

__all__ = ["Step", "Walk", "walk"]

_WIDEST = 8
"""Pages under way at once at most: 8 at 0.4 s each is already 1,200 requests a minute."""


class Walk(Protocol):
    """A way through the pages of a list."""

    warnings: list[str]
    """What cannot be relied on, once the walk is over."""

    def steps(self) -> AsyncGenerator[Step, None]:
        """The pages in order."""

    def missed(self) -> AsyncGenerator[Step, None]:
        """Pages with records that slipped past, because the list changed while it was read."""

    def more(self) -> None:
        """Allows one page more than was thought to be wanted."""


class _Sequence:
    """Page after page, each named by the one before it: nothing slips between them."""

    def __init__(self, fetch: Any, progress: Progress) -> None:
        self.warnings: list[str] = []
        self._fetch = fetch
        self._progress = progress

    async def steps(self) -> AsyncGenerator[Step, None]:
        position: Mapping[str, Any] | None = {}
        number = 0
        while position is not None:
            page: Page = await self._fetch(position)
            self._progress.note(page.data, last=page.next is None)
            yield Step(position, page, tuple(range(len(page.data))), number)
            position, number = page.next, number + 1

    async def missed(self) -> AsyncGenerator[Step, None]:
        return
        yield

    def more(self) -> None:
        """Goes on anyway."""


def walk(
    executor: Executor,
    operation: Operation,
    given: Mapping[str, Any],
    *,
    page_timeout: float,
    wanted: int | None = None,
    most: int | None = None,
    deadline: float | None = None,
) -> Walk:
    """The pages of a list, from the one that `given` names.

    Pages that can be named beforehand are fetched ahead: up to eight at a time, and no more
    than half of what the rate limit allows at once, so that fetching ahead makes nobody wait.

    Args:
        executor: Fetches a page.
        operation: The list.
        given: The parameters of the first page.
        page_timeout: Seconds that each page may take, where there is no common deadline.
        wanted: How many records will be used, if that is known.
        most: How many pages will be used at most, if that is known.
        deadline: When to give up, in the event loop's time.
    """
    pages = operation.pages
    identity = ("id",) if pages is None else pages.identity

    async def fetch(position: Mapping[str, Any]) -> Page:
        until = asyncio.get_running_loop().time() + page_timeout if deadline is None else deadline
        return await executor.fetch(operation, {**given, **position}, deadline=until)

    def position(number: int) -> Mapping[str, Any]:
        ahead = pages.ahead(given, number) if pages and number else None
        return ahead or {}

    def room() -> int:
        available = executor.available()
        return _WIDEST if available is None else min(_WIDEST, max(available // 2, 1))

    progress = Progress(operation.name, identity)
    if pages is None or pages.ahead(given, 1) is None:
        return _Sequence(fetch, progress)
    size = pages.size(given)
    if wanted is not None and size:
        most = -(-wanted // size)
    certain = wanted is None or size is not None
    return NumberedWalk(
        fetch, position, room, progress, identity=identity, most=most, ahead=certain
    )
