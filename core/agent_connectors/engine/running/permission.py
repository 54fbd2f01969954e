"""Whether a write may still leave: asked when there is nothing left to wait for."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["Ask", "asked_before_writes", "permission_to_write"]

Ask = Callable[[], Awaitable[None]]
"""Raises a ConnectorError if the write must not be sent any more."""

_ask: ContextVar[Ask | None] = ContextVar("ask", default=None)


@contextmanager
def asked_before_writes(ask: Ask) -> Iterator[None]:
    """Has each write of the calls within ask once more, after all waiting, before it is sent.

    Args:
        ask: Whom to ask.
    """
    token = _ask.set(ask)
    try:
        yield
    finally:
        _ask.reset(token)


def permission_to_write() -> Ask | None:
    """Whom to ask before a write is sent; None where nobody wants to be."""
    return _ask.get()
