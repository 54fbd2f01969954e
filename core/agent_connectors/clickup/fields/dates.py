"""Dates of custom fields: days, or points in time."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypeVar

from agent_connectors.clickup.fields.forms import Around, Field, NotTaken, Written
from agent_connectors.engine.times.moments import Moment, NotATime
from agent_connectors.engine.times.timestamps import to_milliseconds

__all__ = ["Stretch", "read_date", "read_stretch"]

T = TypeVar("T")

# ClickUp's own way to store a day: four in the morning, where the user is.
_DAY = time(4)

_KNOWN = "should be a time: milliseconds"
"""How a text that is no time at all is refused, in other words than here."""

_FORM = (
    "a day or a time: milliseconds since 1970, ISO 8601 such as 2026-01-31 or "
    "2026-01-31T17:00:00Z, or words such as `tomorrow 9am`"
)


async def read_date(
    field: Field, value: Any, around: Around, *, whole_day: bool = False
) -> Written:
    """A day or a point in time, in milliseconds, and whether its time of day is to be shown.

    Args:
        field: The field.
        value: What was given.
        around: Asked only where a time is said without a zone.
        whole_day: Whether it is to be a day, whatever time of it is given.

    Raises:
        NotTaken: It is no time.
    """

    def settled(moment: Moment, now: datetime) -> Written:
        return Written(moment.at(now, clock=_DAY), None if moment.whole_day else {"time": True})

    at_once = Written(0, {"time": True} if _says_when(value) else None)

    def exactly(at: int) -> Written:
        return at_once._replace(value=at)

    return await _read(field, value, around, settled, exactly, whole_day=whole_day)


class Stretch(NamedTuple):
    """What a time in a condition stands for: a day is all of it, a week too."""

    first: int
    last: int
    edge: str | None = None
    """Whether the `start` or the `end` of something was said."""
    told: str = ""
    """How it was read."""
    days: tuple[date, date] | None = None
    """The first and the last day, where several are meant of which either may be the bound."""


async def read_stretch(field: Field, value: Any, around: Around, *, until: Any = None) -> Stretch:
    """The first and the last millisecond of a time that something is compared with.

    Args:
        field: The field.
        value: What was given.
        around: Asked only where a time is said without a zone.
        until: The end of the range that it begins, as it was given.

    Raises:
        NotTaken: It is no time, or a weekday that may be two.
    """

    def settled(moment: Moment, now: datetime) -> Stretch:
        if moment.weekday and not moment.past:
            raise NotATime(f"{moment.text!r} may be {moment.either(now)}; write the date")
        end = None if until is None else to_milliseconds(until)
        if isinstance(end, Moment):
            moment = moment.before(end, now)
        if moment.edge == "since":
            raise NotATime(f"use `>=` and the day that {moment.text!r} begins with")
        several = moment.several and moment.edge not in {"start", "end"}
        days = moment.days(now) if several else None
        return Stretch(moment.first(now), moment.until(now), moment.edge, moment.told(now), days)

    return await _read(field, value, around, settled, lambda at: Stretch(at, at))


async def _read(
    field: Field,
    value: Any,
    around: Around,
    settled: Callable[[Moment, datetime], T],
    exactly: Callable[[int], T],
    *,
    whole_day: bool = False,
) -> T:
    try:
        meant = to_milliseconds(value)
        if not isinstance(meant, Moment):
            return exactly(meant)
        now = await around.now()
        if whole_day or meant.whole_day:
            # Days are those of the ClickUp user, who may be elsewhere.
            meant = meant.kept(now, await around.directory.zone())
        return settled(meant, now)
    except (ValueError, TypeError, ArithmeticError) as wrong:
        said = str(wrong)
        more = f"It {said}" if said.startswith("should be ") else f"{said[:1].upper()}{said[1:]}"
        raise NotTaken(
            field, _FORM, value, "" if _KNOWN in said else f"{more.rstrip('.')}."
        ) from None


def _says_when(value: Any) -> bool:
    """Whether a time of day is meant: milliseconds say nothing about it, other forms do."""
    if isinstance(value, str):
        return not value.strip().removeprefix("-").isdecimal()
    return isinstance(value, datetime)
