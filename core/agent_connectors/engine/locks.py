"""What belongs to an event loop: locks that wait in it, and what is open as long as it runs."""

import asyncio
import time
import weakref
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

__all__ = ["LoopLock", "PerLoop"]

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
        self._made: weakref.WeakKeyDictionary[
            asyncio.AbstractEventLoop, tuple[T, AsyncGenerator[None, None]]
        ] = weakref.WeakKeyDictionary()

    async def here(self) -> T:
        """The one of the running event loop."""
        loop = asyncio.get_running_loop()
        found = self._made.get(loop)
        if found is None:
            made = self._make()
            life = _life(made)
            found = self._made[loop] = made, life
            await anext(life)
        return found[0]

    async def aclose(self) -> None:
        """Closes what every event loop has; `here` makes new ones later.

        What a loop has that is stopped stays open until it runs again, or ends.
        """
        here = asyncio.get_running_loop()
        for loop, (made, life) in list(self._made.items()):
            if loop is here or loop.is_running():
                self._made.pop(loop, None)
                closing = _close(made, life) if loop is here else _close_elsewhere(loop, made, life)
                await closing


async def _life(made: Closeable) -> AsyncGenerator[None, None]:
    """Closes something when the running loop ends.

    A loop that ends closes its asynchronous generators first: the one moment at which
    connections can still be closed properly, and no other hook gives it.
    """
    try:
        yield
    finally:
        await made.aclose()


async def _close(made: Closeable, life: AsyncGenerator[None, None]) -> None:
    await made.aclose()
    with suppress(RuntimeError):  # the loop is ending, and closes it at this very moment
        await life.aclose()


async def _close_elsewhere(
    loop: asyncio.AbstractEventLoop, made: Closeable, life: AsyncGenerator[None, None]
) -> None:
    """Closes something of a loop that runs in another thread, if it goes on running.

    One that ends meanwhile closes it itself, and answers nobody.
    """
    closing: list[asyncio.Task[None]] = []

    def begin() -> None:
        closing.append(loop.create_task(_close(made, life)))

    try:
        loop.call_soon_threadsafe(begin)
    except RuntimeError:  # it has been closed
        return
    given_up = time.monotonic() + _CLOSING
    # Looking, not waiting: the loop may end at any moment, and would tell nobody.
    while loop.is_running() and time.monotonic() < given_up:
        if closing and closing[0].done():
            return
        await asyncio.sleep(_LOOK)
