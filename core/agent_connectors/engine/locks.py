"""A lock that can be waited for in any event loop."""

import asyncio
import weakref

__all__ = ["LoopLock"]


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
