"""Lets synchronous code call asynchronous code, from any thread, inside a running loop or not.

One event loop runs in a daemon thread for all connectors of the process. A loop for each call,
as `asyncio.run` makes it, would throw the connections away with it, and cannot be used where
a loop is running already.
"""

import asyncio
import atexit
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from agent_connectors.engine.errors import InvalidCall
from agent_connectors.engine.running.last_resort import told_if_stopped

__all__ = ["run_sync"]

T = TypeVar("T")

_LETTING_GO = 5.0
"""Seconds that a call which is interrupted is given to put things in order."""


class _LoopThread:
    """An event loop in a daemon thread of its own."""

    def __init__(self) -> None:
        started: Future[asyncio.AbstractEventLoop] = Future()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(
            target=asyncio.run, args=[self._run(started)], name="agent-connectors", daemon=True
        )
        self._thread.start()
        self._loop = started.result()

    async def _run(self, started: "Future[asyncio.AbstractEventLoop]") -> None:
        started.set_result(asyncio.get_running_loop())
        await self._stop.wait()

    @property
    def is_here(self) -> bool:
        """Whether this is the thread."""
        return threading.current_thread() is self._thread

    def submit(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begins something on the loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def end(self) -> None:
        """Cancels what still runs, closes what is open, and ends the loop."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_LETTING_GO)


_lock = threading.Lock()
_thread: _LoopThread | None = None


def run_sync(function: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs a coroutine function on the shared loop and waits for its result.

    An exception that strikes the waiting thread, such as KeyboardInterrupt, cancels what runs
    on the loop, and is raised when that has ended, with a note of what was written.

    Raises:
        InvalidCall: The caller is itself running on the shared loop, which would wait for
            itself for ever.
    """
    thread = _start()
    if thread.is_here:
        raise InvalidCall(
            "A synchronous call was made from asynchronous code that a synchronous call runs.",
            hint="Await the asynchronous method instead.",
        )
    ended = threading.Event()

    async def run() -> T:
        try:
            return await function()
        finally:
            ended.set()

    with told_if_stopped():
        future = thread.submit(run())
        try:
            return future.result()
        except BaseException:
            if not future.done():
                future.cancel()
                ended.wait(_LETTING_GO)
            raise


def _start() -> _LoopThread:
    global _thread  # noqa: PLW0603 - one loop for the process
    with _lock:
        if _thread is None:
            _thread = _LoopThread()
        return _thread


@atexit.register
def _stop() -> None:
    """Ends the loop properly, so that its connections are closed and not merely dropped.

    Nobody is left to take the results of what still runs there: it is cancelled.
    """
    global _thread
    thread, _thread = _thread, None
    if thread is not None:
        thread.end()


def _forget() -> None:
    """After a fork the thread is gone: the child starts one of its own when it needs it."""
    global _thread, _lock  # noqa: PLW0603
    _lock = threading.Lock()
    if _thread is not None:
        # Its loop is half of the parent's: closing it would close what the parent uses.
        _abandoned.append(_thread)
    _thread = None


_abandoned: list[_LoopThread] = []

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
