"""Who waits for a rate limit, in the order in which they came, in whichever event loop."""

import asyncio
from collections import OrderedDict
from contextlib import suppress
from itertools import islice

__all__ = ["Queue", "Waiting"]

_GRACE = 2.0
"""Seconds after which somebody who did not come when it was its turn is taken to be gone."""


class Waiting:
    """Somebody who waits."""

    __slots__ = ("_called", "_future", "due", "loop")

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.due = 0.0
        """When it will look again, by the clock of the one who asks."""
        self._called = False
        self._future: asyncio.Future[None] | None = None

    async def sleep(self, seconds: float) -> None:
        """Waits so long, or until it is called."""
        self._future = self.loop.create_future()
        timer = self.loop.call_later(seconds, self._wake)
        if self._called:  # between looking and lying down
            self._wake()
        try:
            await self._future
        finally:
            timer.cancel()
            self._future, self._called = None, False

    def call(self) -> None:
        """Wakes it, from any thread."""
        if not self._called:
            self._called = True
            with suppress(RuntimeError):  # its loop has ended, and it with it
                self.loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        if self._future is not None and not self._future.done():
            self._future.set_result(None)


class Queue:
    """The order of those who wait. Its user holds a lock around each call."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[Waiting, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._waiting)

    def place(self, waiting: Waiting | None, now: float) -> int:
        """How many come before this one, who may not have a place yet."""
        while self._waiting:
            # A loop that was stopped leaves those behind who waited in it.
            first = next(iter(self._waiting))
            if first is waiting or first.due + _GRACE >= now:
                break
            del self._waiting[first]
        if waiting not in self._waiting:
            return len(self._waiting)
        return next(n for n, other in enumerate(self._waiting) if other is waiting)

    def stand(self, waiting: Waiting, due: float) -> None:
        """Takes a place at the end, or keeps it, and promises to look again at that moment."""
        waiting.due = due
        self._waiting.setdefault(waiting)

    def leave(self, waiting: Waiting) -> None:
        """Gives up the place."""
        self._waiting.pop(waiting, None)

    def call(self, count: int) -> None:
        """Wakes so many from the front."""
        for waiting in islice(self._waiting, max(count, 0)):
            waiting.call()
