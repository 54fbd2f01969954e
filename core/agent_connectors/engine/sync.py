"""Lets synchronous code call asynchronous code, from any thread, inside a running loop or not.

One event loop runs in a daemon thread for all connectors of the process. A loop for each call,
as `asyncio.run` makes it, would throw the connections away with it, and cannot be used where
a loop is running already.
"""

import atexit
import os
import threading
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from anyio.from_thread import BlockingPortal, start_blocking_portal

from agent_connectors.engine.errors import InvalidCall

__all__ = ["run_sync"]

T = TypeVar("T")

_lock = threading.Lock()
_portal: BlockingPortal | None = None
_portal_thread: int | None = None
_context: AbstractContextManager[BlockingPortal] | None = None
_abandoned: list[AbstractContextManager[BlockingPortal]] = []


def run_sync(function: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs a coroutine function on the shared loop and waits for its result.

    Raises:
        InvalidCall: The caller is itself running on the shared loop, which would wait for
            itself for ever.
    """
    portal = _start()
    if threading.get_ident() == _portal_thread:
        raise InvalidCall(
            "A synchronous call was made from asynchronous code that a synchronous call runs.",
            hint="Await the asynchronous method instead.",
        )
    result: T = portal.call(function)
    return result


def _start() -> BlockingPortal:
    global _portal, _portal_thread, _context  # noqa: PLW0603 - one loop for the process
    with _lock:
        if _portal is None:
            _context = start_blocking_portal()
            _portal = _context.__enter__()
            _portal_thread = _portal.call(threading.get_ident)
        return _portal


@atexit.register
def _stop() -> None:
    """Ends the loop properly, so that its connections are closed and not merely dropped."""
    global _portal, _context  # noqa: PLW0603
    if _context is not None:
        _context.__exit__(None, None, None)
    _portal = _context = None


def _forget() -> None:
    """After a fork the thread is gone: the child starts one of its own when it needs it."""
    global _portal, _portal_thread, _context, _lock  # noqa: PLW0603
    _lock = threading.Lock()
    if _context is not None:
        # Letting go of it would end it, and wait for a thread that is not there.
        _abandoned.append(_context)
    _portal = _portal_thread = _context = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
