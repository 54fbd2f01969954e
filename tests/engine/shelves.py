"""A list that changes while it is read, and everything that may happen to it."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.declare.operation import Operation
from tests.engine.bookshop import Bookshop

SIZE = 10
Read = TypeVar("Read")
Change = Callable[["Shelf"], None]


class Shelf:
    """Books in a row, and an executor that gives them out, ten a page.

    Args:
        count: How many books there are.
        changes: What happens to the row before each request is answered, the first being 1.
        seed: Decides in which order requests that are under way together are answered; in the
            order of their sending if None.
    """

    def __init__(
        self, count: int, changes: Mapping[int, Change] | Change, *, seed: int | None = None
    ) -> None:
        self.row = [f"b{number}" for number in range(count)]
        self.from_the_start = set(self.row)
        self.requests = 0
        self._made = 0
        self._changes = changes
        self._random = None if seed is None else random.Random(seed)

    async def fetch(
        self, operation: Operation, given: Mapping[str, Any], *, deadline: float
    ) -> Page:
        """Gives a page as it is at some moment between asking and answering."""
        delay = self._random.randrange(1, 12) if self._random else 1
        for _ in range(delay):
            await asyncio.sleep(0)
        self.requests += 1
        if callable(self._changes):
            self._changes(self)
        elif self.requests in self._changes:
            self._changes[self.requests](self)
        start = given.get("page", 0) * SIZE
        books = [{"id": book, "cover": "blue"} for book in self.row[start : start + SIZE]]
        more = start + SIZE < len(self.row)
        answered = self._random.randrange(1, 12) if self._random else 1
        for _ in range(answered):
            await asyncio.sleep(0)
        return Page(books, {"page": start // SIZE + 1} if more else None)

    def available(self) -> int | None:
        """As many requests as anybody likes."""
        return None

    def secrets(self) -> tuple[()]:
        """It has none."""
        return ()

    async def aclose(self) -> None:
        """Nothing is open."""

    def shop(self) -> Bookshop:
        """A connector that reads this row."""
        shop = Bookshop("http://books.example")
        shop._made = self
        return shop

    def insert(self, place: int) -> None:
        """Somebody adds a book."""
        self._made += 1
        self.row.insert(min(place, len(self.row)), f"new{self._made}")

    def take(self, place: int) -> None:
        """Somebody takes a book away."""
        if place < len(self.row):
            self.from_the_start.discard(self.row.pop(place))

    def front(self, place: int) -> None:
        """Somebody changes a book, in a row that begins with what was changed last."""
        if place < len(self.row):
            self.row.insert(0, self.row.pop(place))


class Rounds(Shelf):
    """Answers all that is asked for together, once nothing more is being asked for."""

    def __init__(self, count: int, changes: Mapping[int, Change] | Change) -> None:
        super().__init__(count, changes)
        self.rounds = self.together = 0
        self._waiting: list[asyncio.Event] = []

    async def fetch(
        self, operation: Operation, given: Mapping[str, Any], *, deadline: float
    ) -> Page:
        """Gives a page when its round is answered."""
        answered = asyncio.Event()
        self._waiting.append(answered)
        await answered.wait()
        return await super().fetch(operation, given, deadline=deadline)

    async def serve(self, reading: Coroutine[Any, Any, Read]) -> Read:
        """Answers round after round until something has been read."""
        task = asyncio.ensure_future(reading)
        while not task.done():
            for _ in range(50):
                await asyncio.sleep(0)
            self.rounds += bool(self._waiting)
            self.together = max(self.together, len(self._waiting))
            for answered in self._waiting:
                answered.set()
            self._waiting.clear()
        return task.result()
