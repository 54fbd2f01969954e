"""Asks for pages before they are wanted: those that come next, and a few far ahead.

A page far ahead tells how long the list is and, when looked at again, what moved before it.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, NamedTuple

from agent_connectors.engine.declare.endpoint import Page

__all__ = ["Came", "Fetch", "PagesAhead"]

_WINDOW = 8
"""How far ahead of the caller pages are read, but for the few that are far ahead."""

_DIRECT = 16
"""Pages wanted up to which the last one is asked for at once: it is likely to be there."""

Fetch = Callable[[Mapping[str, Any]], Coroutine[Any, Any, Page]]


class Came(NamedTuple):
    """A page that has come, and when: counted from asking for it to having it."""

    page: Page
    span: tuple[int, int]


class PagesAhead:
    """The pages of a walk that have come, and those that are under way.

    Args:
        fetch: Fetches the page at a position.
        position: The position of a page by its number in the walk; the first is 0.
        room: How many pages may be under way now.
        most: How many pages are wanted at most, if that is known.
        ahead: Whether pages may be asked for before it is known that they are wanted.

    Attributes:
        read: How many pages the walk has read; so many more may be asked for ahead.
        most: How many are wanted at most.
    """

    def __init__(
        self,
        fetch: Fetch,
        position: Callable[[int], Mapping[str, Any]],
        room: Callable[[], int],
        *,
        most: int | None,
        ahead: bool,
    ) -> None:
        self._fetch, self._position, self._room = fetch, position, room
        self.most, self._ahead = most, ahead
        self.read = 0
        self._came: dict[int, Came] = {}
        self._under_way: dict[int, asyncio.Task[Came]] = {}
        self._top = 0
        self._end: int | None = most
        self._tick = 0

    async def page(self, number: int, *, alone: bool = False) -> Page:
        """A page: one that has come, or is on its way, or is asked for now."""
        self._take()
        if not alone:
            self.fetch_ahead(number)
        while number not in self._came:
            if number not in self._under_way:
                self.start(number)
            wanted = self._under_way[number]
            await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)
            if wanted.done():
                wanted.result()
            self._take()
            if not alone:
                self.fetch_ahead(number)
        return self._came[number].page

    def fetch_ahead(self, needed: int) -> None:
        """Asks for pages that will be needed, as many as may be under way."""
        self._take()
        room = min(self._room(), 2 * self.read) if self._ahead else 0
        while len(self._under_way) < room:
            number = self._next(needed)
            if number is None:
                return
            self.start(number)

    def _next(self, needed: int) -> int | None:
        """The page to ask for next."""
        asked = self._came.keys() | self._under_way.keys()
        for number in (needed, *self._probes(needed)):
            if number >= needed and number not in asked:
                return number
        # What lies before a page that has come already: that page will tell what moved.
        between = range(needed, min(self._top, needed + _WINDOW))
        return next((number for number in between if number not in asked), None)

    def _probes(self, needed: int) -> tuple[int, ...]:
        """Pages ahead that would tell most: how long the list is, and what moves before them."""
        top, end = self._top, self._end
        if end is not None and end != self.most:
            middle = (top + end) // 2
            far = (middle, (middle + end) // 2) if end - top > _WINDOW else (middle,)
            return tuple(number for number in far if top < number < end)
        if end is not None and end <= _DIRECT:
            return min(top + 1, end - 1), end - 1
        if top >= needed + 2 * _WINDOW:
            return ()
        far = (2 * top + 1, 4 * top + 3) if top < _WINDOW // 2 else (2 * top + 1,)
        return far if end is None else tuple(min(number, end - 1) for number in far)

    async def _get(self, number: int) -> Came:
        began = self._count()
        page = await self._fetch(self._position(number))
        return Came(page, (began, self._count()))

    def _count(self) -> int:
        self._tick += 1
        return self._tick

    def _take(self) -> None:
        """Takes in what has come, and learns from it how long the list is."""
        for number, task in list(self._under_way.items()):
            if not task.done():
                continue
            del self._under_way[number]
            if task.cancelled() or task.exception() is not None:
                # Asked for on suspicion: if it turns out to be needed, it is asked for again.
                self._end = number if self._end is None else min(self._end, number)
                continue
            came = self._came[number] = task.result()
            if not came.page.data:
                self._end = number if self._end is None else min(self._end, number)
                continue
            self._top = max(self._top, number)
            if came.page.next is None:
                self._end = number + 1
            elif self._end is not None and number >= self._end:
                self._end = None

    async def give_up(self) -> None:
        """Ends what is on its way."""
        tasks = list(self._under_way.values())
        self._under_way.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def start(self, number: int) -> None:
        """Asks for a page."""
        self._under_way[number] = asyncio.get_running_loop().create_task(self._get(number))

    def has_room(self) -> bool:
        """Whether another page may be asked for now."""
        return len(self._under_way) < self._room()

    def pop(self, number: int) -> Came:
        """Hands out a page that has come."""
        return self._came.pop(number)

    async def start_anew(self) -> None:
        """Forgets what has come, and ends what is on its way."""
        await self.give_up()
        self._came.clear()

    async def again(self, number: int) -> Page:
        """A page as it is now."""
        self._came.pop(number, None)
        return await self.page(number, alone=True)

    def allow_one_more(self) -> None:
        """Allows one page more than was thought to be wanted, if that many were read."""
        if self.read == self.most:
            self.most += 1
            self._end = None
