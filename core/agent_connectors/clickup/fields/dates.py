"""Dates of custom fields: days, or points in time."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time
from typing import Any

from agent_connectors.clickup.fields.forms import Field, NotTaken, Written
from agent_connectors.engine.moments import Moment
from agent_connectors.engine.timestamps import to_milliseconds

__all__ = ["BEGINS", "DAY", "ENDS", "Now", "read_date"]

Now = Callable[[], Awaitable[datetime]]
"""Gives the time now, in the time zone of whoever says a time without one."""

# ClickUp's own way to store a day: four in the morning, where the user is.
DAY = time(4)
BEGINS = time()
ENDS = time(23, 59, 59, 999000)

_KNOWN = "should be a time: milliseconds"
"""How a text that is no time at all is refused, in other words than here."""

_FORM = (
    "a day or a time: milliseconds since 1970, ISO 8601 such as 2026-01-31 or "
    "2026-01-31T17:00:00Z, or words such as `tomorrow 9am`"
)


async def read_date(field: Field, value: Any, now: Now, *, clock: time = DAY) -> Written:
    """A day or a point in time, in milliseconds, and whether its time of day is to be shown.

    Args:
        field: The field.
        value: What was given.
        now: Asked only where a time is said without a zone.
        clock: The time of day that stands for a day.

    Raises:
        NotTaken: It is no time.
    """
    try:
        meant = to_milliseconds(value)
        if isinstance(meant, Moment):
            at = meant.at(await now(), clock=clock)
            return Written(at, None if meant.whole_day else {"time": True})
    except (ValueError, TypeError, ArithmeticError) as wrong:
        said = str(wrong)
        more = f"It {said}" if said.startswith("should be ") else f"{said[:1].upper()}{said[1:]}"
        raise NotTaken(
            field, _FORM, value, "" if _KNOWN in said else f"{more.rstrip('.')}."
        ) from None
    return Written(meant, {"time": True} if _says_when(value) else None)


def _says_when(value: Any) -> bool:
    """Whether a time of day is meant: milliseconds say nothing about it, other forms do."""
    if isinstance(value, str):
        return not value.strip().removeprefix("-").isdecimal()
    return isinstance(value, datetime)
