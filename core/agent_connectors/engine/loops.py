"""What belongs to an event loop: locks, what is open while it runs, things done together."""

import asyncio
import threading
import time
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from typing import Any, Generic, Protocol, TypeVar

__all__ = ["LoopLock", "PerLoop", "gather_or_cancel"]


_CLOSING = 5.0
"""Seconds for which the loops of other threads are given time to close what they have."""

_LOOK = 0.005


class LoopLock:
    """Lets one task at a time through, in each event loop.

    An `asyncio.Lock` belongs to the loop that first waits for it. Where two loops do the same
    thing at the same time, both do it: what is guarded by this must bear that.
    """

    def __init__(self) -> None:
        self._locks: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = (
            weakref.WeakKeyDictionary()
        )

    def here(self) -> asyncio.Lock:
        """The lock of the running event loop."""
        return self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())


class Closeable(Protocol):
    """Something that is open."""

    async def aclose(self) -> None:
        """Closes it; does nothing the second time."""


T = TypeVar("T", bound=Closeable)


class PerLoop(Generic[T]):
    """Something that each event loop has one of, closed when the loop ends.

    Args:
        make: Makes one.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._slots: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Slot[T]] = (
            weakref.WeakKeyDictionary()
        )
        # The loops of several threads use it: none may be added while another looks at all.
        self._lock = threading.Lock()

    async def here(self) -> T:
        """The one of the running event loop."""
        loop = asyncio.get_running_loop()
        slot = self._slots.get(loop)
        if slot is None:
            slot = _Slot()
            with self._lock:
                self._slots[loop] = slot
            await slot.tie()
        if slot.made is None:
            slot.made = self._make()
        return slot.made

    async def aclose(self) -> None:
        """Closes what every event loop has; `here` makes new ones later.

        What a loop has that is stopped stays open until it runs again, or ends.
        """
        here = asyncio.get_running_loop()
        with self._lock:
            slots = list(self._slots.items())
        for loop, slot in slots:
            if loop is here:
                await slot.close()
            elif loop.is_running():
                await slot.close_elsewhere(loop)


class _Slot(Generic[T]):
    """What one event loop has."""

    def __init__(self) -> None:
        self.made: T | None = None
        self._life = self._live()
        self._closing: set[asyncio.Task[None]] = set()
        self._ended = False

    async def tie(self) -> None:
        """Ties it to the running loop.

        A loop that ends closes its asynchronous generators first: the one moment at which
        connections can still be closed properly, and no other hook gives it.
        """
        await anext(self._life)

    async def _live(self) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            await self.close()
            while self._closing:
                await asyncio.wait(self._closing)
            self._ended = True

    async def close(self) -> None:
        """Closes it, from the loop that it belongs to."""
        made, self.made = self.made, None
        if made is not None:
            await made.aclose()

    async def close_elsewhere(self, loop: asyncio.AbstractEventLoop) -> None:
        """Closes it from another loop, if its own goes on running.

        One that ends meanwhile closes it itself, and answers nobody.
        """
        closed = threading.Event()

        def begin() -> None:
            if self._ended:
                closed.set()
                return
            task = loop.create_task(self.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
            task.add_done_callback(lambda _: closed.set())

        try:
            loop.call_soon_threadsafe(begin)
        except RuntimeError:  # it has been closed
            return
        given_up = time.monotonic() + _CLOSING
        # Looking, not waiting: the loop may end at any moment, and would tell nobody.
        while not closed.is_set() and loop.is_running() and time.monotonic() < given_up:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK)


Result = TypeVar("Result")


async def gather_or_cancel(works: Iterable[Coroutine[Any, Any, Result]]) -> list[Result]:
    """What comes of each, in order; the first failure ends the others.

    Args:
        works: What to do.
    """
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
