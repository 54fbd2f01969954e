"""How far a call has come, for whoever waits for it."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar

from agent_connectors.engine.scoped import scoped

__all__ = ["Report", "has_read", "reporting"]

Report = Callable[[int, int | None], Awaitable[None]]
"""Takes how many more records were read, and how many are wanted in all, if that is known."""

_current: ContextVar[Report | None] = ContextVar("progress", default=None)


def reporting(report: Report) -> scoped[Report]:
    """Has a function told of what the calls within read.

    Args:
        report: It is awaited after each page, so it should neither take long nor raise.
    """
    return scoped(_current, report)


async def has_read(records: int, wanted: int | None) -> None:
    """Tells whoever waits that a page was read; does nothing where nobody does.

    Args:
        records: How many records it had.
        wanted: How many are wanted in all; None if that is not known.
    """
    report = _current.get()
    if report is not None:
        await report(records, wanted)
