"""Whether a write may still leave: asked when there is nothing left to wait for."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar

from agent_connectors.engine.scoped import scoped

__all__ = ["Ask", "asked_before_writes", "permission_to_write"]

Ask = Callable[[], Awaitable[None]]
"""Raises a ConnectorError if the write must not be sent any more."""

_ask: ContextVar[Ask | None] = ContextVar("ask", default=None)


def asked_before_writes(ask: Ask) -> scoped[Ask]:
    """Has each write of the calls within ask once more, after all waiting, before it is sent.

    Args:
        ask: Whom to ask.
    """
    return scoped(_ask, ask)


def permission_to_write() -> Ask | None:
    """Whom to ask before a write is sent; None where nobody wants to be."""
    return _ask.get()
