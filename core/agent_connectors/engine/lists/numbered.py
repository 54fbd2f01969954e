"""Walks pages that are named by number, and sees to it that a change of the list loses nothing.

Pages are fetched ahead. A few are fetched far ahead: each shows, when it is looked at once more at
the end, that nothing moved in any of the pages before it that were read meanwhile. So a list that
did not change costs a few requests more, and not one a page (`looks` has the reasoning). Where
something did move, pages are looked at again, a step back at a time, until the chain is whole.
"""

from collections import Counter
from collections.abc import AsyncGenerator, Callable, Hashable, Mapping
from itertools import takewhile
from typing import Any, NamedTuple

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.lists.ahead import Fetch, PagesAhead
from agent_connectors.engine.lists.looks import Look, Looks, Progress, mark

__all__ = ["NumberedWalk", "Step"]

_ROUNDS = 3
"""How often pages are read again because records changed their places."""

_STALLED = 6
"""Looks in a row that may bring a walk no further before it is told that it is not certain."""

UNCERTAIN = (
    "The list kept changing while it was read: records may be missing. Read it again, or order "
    "it by something that does not change."
)
UNCHECKED = (
    "The list may have changed while it was read, and could not be checked for records that "
    "are missing: {error}"
)
MOVED = (
    "Records changed their places in the list while it was read: one that moved to a page that "
    "had been read already may be missing."
)


class Step(NamedTuple):
    """A page, and where it is: the parameters that make the difference to the first page."""

    position: Mapping[str, Any]
    page: Page
    fresh: tuple[int, ...]
    """The places of the records that no page before has shown."""
    number: int = 0
    """Which page of the walk it is, from 0."""


class NumberedWalk:
    """One walk.

    Args:
        fetch: Fetches the page at a position.
        position: The position of a page by its number in the walk; the first is 0.
        room: How many pages may be under way now.
        progress: Notices a list that does not end.
        identity: The fields that tell records from one another.
        most: How many pages are wanted at most, if that is known.
        ahead: Whether pages may be asked for before it is known that they are wanted.
    """

    def __init__(
        self,
        fetch: Fetch,
        position: Callable[[int], Mapping[str, Any]],
        room: Callable[[], int],
        progress: Progress,
        *,
        identity: tuple[str, ...],
        most: int | None,
        ahead: bool = True,
    ) -> None:
        self.warnings: list[str] = []
        self._position = position
        self._pages = PagesAhead(fetch, position, room, most=most, ahead=ahead)
        self._progress, self._identity = progress, identity
        self._looks = Looks()
        self._where: dict[Hashable, int] = {}
        self._late: set[Hashable] = set()
        self._pushed: Counter[int] = Counter()
        self._first: frozenset[Hashable] = frozenset()
        self._front = self._first
        self._moved_on = False

    async def steps(self) -> AsyncGenerator[Step, None]:
        """The pages in order."""
        try:
            while True:
                number = self._pages.read
                page = await self._pages.page(number)
                self._progress.note(page.data, last=page.next is None)
                step = self._step(number, page, again=False)
                self._pages.read = number + 1
                if number and page.next is not None and self._pages.read != self._pages.most:
                    self._pages.fetch_ahead(self._pages.read)
                yield step
                if page.next is None or self._pages.read == self._pages.most:
                    return
        finally:
            await self._pages.give_up()

    async def missed(self) -> AsyncGenerator[Step, None]:
        """Pages with records that slipped past, because the list changed while it was read."""
        if self._pages.read < 2:
            return
        self._looks.end_at(self._pages.read - 1)
        try:
            async for step in self._check():
                yield step
        except ConnectorError as error:
            self.warnings.append(UNCHECKED.format(error=error))
            return
        finally:
            await self._pages.give_up()
        if self._moved_on:
            self.warnings.append(MOVED)
        if not self._looks.whole():
            self.warnings.append(UNCERTAIN)

    def more(self) -> None:
        """Allows one page more: those read so far held fewer records than was thought."""
        self._pages.allow_one_more()

    async def _check(self) -> AsyncGenerator[Step, None]:
        looks, count = self._looks, self._pages.read
        checks = looks.to_check(count) | {0}
        for _ in range(_ROUNDS):
            async for step in self._look_at(sorted(checks)):
                yield step
            async for step in self._settle():
                yield step
            # What was moved to the front since it was looked at last is nowhere else.
            last = looks.moved is None or looks.latest(0).began >= looks.ended
            if last or not looks.whole():
                break
            checks = {0}
        else:
            self._moved_on = True

    async def _settle(self) -> AsyncGenerator[Step, None]:
        """Looks at pages until nothing says that a record has slipped past."""
        looks, count = self._looks, self._pages.read
        if looks.moved is not None:
            async for step in self._look_at(sorted(looks.to_check(count))):
                yield step
        for _ in range(_ROUNDS):
            front, disturbed = self._disturbed()
            if disturbed is None:
                break
            again = range(front, min(disturbed, 2 * count) + 1)
            async for step in self._look_at(list(again)):
                yield step
        else:
            self._moved_on = True
        for edge in range(count - 1):
            looks.certain(edge)
        if not looks.whole() and not self._overlaps_its_past():
            async for step in self._read_anew():
                yield step
        async for step in self._close_gaps():
            yield step

    async def _read_anew(self) -> AsyncGenerator[Step, None]:
        """Reads, twice to be certain, what is left when the whole beginning has gone."""
        for _ in range(2):
            async for step in self._look_at(list(range(self._pages.read))):
                yield step
                if step.page.next is None:
                    break
        for edge in range(self._pages.read - 1):
            self._looks.certain(edge)

    def _overlaps_its_past(self) -> bool:
        """Whether the first page still shows a record of those that it has shown at first."""
        return not self._first.isdisjoint(self._looks.latest(0).marks)

    async def _look_at(self, numbers: list[int]) -> AsyncGenerator[Step, None]:
        """Looks at pages again, several at once."""
        await self._pages.start_anew()
        waiting = list(numbers)
        for number in numbers:
            while waiting and (number in waiting or self._pages.has_room()):
                self._pages.start(waiting.pop(0))
            yield self._step(number, await self._pages.page(number, alone=True), again=True)

    def _disturbed(self) -> tuple[int, int | None]:
        """The pages among which records have changed their places; none if nothing says so.

        A record that is moved to the front, or to a place that has been read, pushes others
        over the edges between its old place and its new one, and nothing beyond.
        """
        first, now = self._front, self._looks.latest(0)
        new = list(takewhile(lambda key: key not in first, now.marks))
        came_from = [self._where[key] for key in new if key not in self._late]
        pushed, unread = self._pushed, len(new) - len(came_from)
        self._front, self._pushed = frozenset(now.marks), Counter()
        if came_from:
            return 0, max(came_from)
        if len(new) == len(now.marks) and new:
            return 0, self._pages.read - 1  # what is new fills the first page, and may go on
        if pushed and max(pushed.values()) > unread:
            return 0, max(pushed)
        return 0, None

    async def _close_gaps(self) -> AsyncGenerator[Step, None]:
        """Looks again where the chain breaks, a step back at a time, until it is whole."""
        looks, left, stalled = self._looks, 3 * self._pages.read + 16, 0
        number = farthest = looks.reach()
        while not looks.whole() and left > 0 and stalled < _STALLED:
            before = number
            yield await self._again(number + 1)
            left -= 1
            looks.certain(number)
            if not looks.reached(number + 1):
                while True:
                    yield await self._again(number)
                    left -= 1
                    for edge in (number, number - 1):
                        looks.certain(edge)
                    if looks.reached(number):
                        break
                    number -= 1
            else:
                number = max(number + 1, looks.reach() if number == farthest else 0)
            stalled = stalled + 1 if number == before else 0

    async def _again(self, number: int) -> Step:
        return self._step(number, await self._pages.again(number), again=True)

    def _step(self, number: int, page: Page, *, again: bool) -> Step:
        """Takes note of a page that was read."""
        came = self._pages.pop(number)
        marks = [mark(record, self._identity) for record in page.data]
        fresh = tuple(
            place
            for place, (key, known_anywhere) in enumerate(marks)
            if key not in self._where or not (known_anywhere or again)
        )
        for key, _ in marks:
            if again and key not in self._where:
                self._late.add(key)
            if self._where.setdefault(key, number) < number and not again:
                self._pushed[number] += 1
        if not number and not again:
            self._first = self._front = frozenset(key for key, _ in marks)
        shared = frozenset(key for key, known_anywhere in marks if known_anywhere)
        look = Look(number, [key for key, _ in marks], shared, came.span, last=page.next is None)
        self._looks.add(look)
        return Step(self._position(number), page, fresh, number)
