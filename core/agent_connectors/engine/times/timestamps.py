"""Points in time: milliseconds since 1970 on the wire, ISO 8601 or words where people write."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.times.moment import YEARS, Moment, NotATime

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = ["IsoTime", "PastTime", "Timestamp", "check_order", "to_milliseconds"]


_LATEST = 7_258_118_400_000
"""The year 2200, in milliseconds: what is beyond it is in another unit."""

_LEAST = 10_000_000_000
"""April 1970, in milliseconds: what is below it is seconds, a year, a day, or a slip."""

_DIGITS = re.compile(r"[+-]?[0-9]{1,20}")

_ISO = re.compile(r"\d{4}-?(\d\d-?\d\d|W\d\d-?\d)(T\d\d| \d\d:\d\d(?!-)).*", re.ASCII)

_HOURS = re.compile(r".*\dT\d\d(-.*|:?\d\d-\d\d)", re.ASCII | re.IGNORECASE)

_EXPECTED = (
    "should be a time: milliseconds since 1970, ISO 8601 such as 2026-01-31 or "
    "2026-01-31T17:00:00Z, or words such as `tomorrow 9am` or `next Friday`"
)


def to_milliseconds(value: Any, *, past: bool = False) -> int | Moment:
    """A point in time as it is sent.

    Args:
        value: Milliseconds, a text, a `datetime` or a `date`.
        past: Whether what is over is asked about; see `moments.parse`.

    Returns:
        Milliseconds since 1970, or a `Moment` where that depends on the time zone of whoever
        said it.

    Raises:
        NotATime: It is no point in time, or one that nobody can mean.
    """
    if isinstance(value, bool):
        raise NotATime("should be a time, not true or false")
    if isinstance(value, int | float):
        return _plausible(value)
    if isinstance(value, str):
        value = _said(value.strip(), past=past)
    if isinstance(value, date) and value.year not in YEARS:
        raise NotATime(f"should be a time from 1900 to 2199, not in the year {value.year}")
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return round(value.timestamp() * 1000)
        local = value
        return Moment(value.isoformat(), day=lambda *_: local.date(), clock=local.time())
    if isinstance(value, date):
        day = value
        return Moment(value.isoformat(), day=lambda *_: day)
    if isinstance(value, int | Moment):
        return value
    raise NotATime(_EXPECTED)


def _said(text: str, *, past: bool) -> int | date | Moment:
    """What a text says."""
    day = _compact_date(text)
    if day is None and _DIGITS.fullmatch(text):
        return _plausible(int(text))
    if _HOURS.fullmatch(text):
        raise NotATime(
            f"should be one time: {text!r} may be from one hour to another, or an hour with a time "
            "zone; write a zone as +01:00 behind hours and minutes"
        )
    moment: date | Moment | None = day or _exact(text.upper())
    if moment is None:
        # Not at the top: to make its expressions takes a tenth of the whole import.
        from agent_connectors.engine.times.moments import parse

        moment = parse(text, past=past)
    if moment is None:
        raise NotATime(_EXPECTED)
    return moment


def _plausible(milliseconds: float) -> int:
    """A number of milliseconds, unless it is one that is meant otherwise."""
    if not -_LATEST <= milliseconds < _LATEST:
        raise NotATime("should be milliseconds since 1970; this is beyond the years 1900 to 2199")
    if milliseconds != int(milliseconds):
        raise NotATime("should be whole milliseconds since 1970; or write the date as 2026-01-31")
    if milliseconds < _LEAST:
        meant = _EPOCH + timedelta(milliseconds=int(milliseconds))
        raise NotATime(
            f"should be milliseconds since 1970, as which this is {meant.date()}; or write the "
            "date, such as 2026-01-31"
        )
    return int(milliseconds)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _compact_date(text: str) -> date | None:
    """A date without separators, such as 20261127.

    Raises:
        NotATime: It has eight digits and is no date.
    """
    if not re.fullmatch("[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise NotATime(_EXPECTED) from None


def _exact(text: str) -> datetime | None:
    """A text in ISO 8601 with a time of day."""
    try:
        return datetime.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _exact_or_not() -> "CoreSchema":
    from pydantic_core.core_schema import int_schema, is_instance_schema, union_schema

    return union_schema([is_instance_schema(Moment), int_schema()])


def _text() -> "CoreSchema":
    from pydantic_core.core_schema import str_schema

    return str_schema()


def _over(value: Any) -> int | Moment:
    return to_milliseconds(value, past=True)


_SCHEMA = {"type": ["integer", "string"]}

Timestamp = Annotated[
    int | str | datetime | date,
    Reading(_SCHEMA, to_milliseconds, _exact_or_not),
]
"""A point in time, sent as milliseconds since 1970: that number, ISO 8601, or words.

Without a zone, it is a time in the connector's time zone; see `moments.parse` for the words.
"""

PastTime = Annotated[int | str | datetime | date, Reading(_SCHEMA, _over, _exact_or_not)]
"""The same where what is over is asked about or told, so that `Monday` is the latest one."""


def _iso(value: Any) -> Any:
    """A date or a time in ISO 8601, as it is."""
    if isinstance(value, date):
        return value.isoformat()
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d([T ].*)?", text, re.ASCII):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return text
    raise NotATime("should be ISO 8601, such as 2026-01-31 or 2026-01-31T17:00:00Z")


def check_order(start: str, begins: Any, due: str, ends: Any) -> None:
    """Refuses two times in ISO 8601 of which the second is before the first.

    Those of which only one has a time zone, and what is no time, are left to others.

    Args:
        start: What the first is called.
        begins: The first.
        due: What the second is called.
        ends: The second.

    Raises:
        NotATime: They are the wrong way round.
    """
    try:
        first, last = (datetime.fromisoformat(_iso(each)) for each in (begins, ends))
    except ValueError:
        return
    if (first.tzinfo is None) != (last.tzinfo is None):
        return
    if not {len(_iso(begins)), len(_iso(ends))}.isdisjoint({len("2026-01-31")}):
        first, last = (each.replace(hour=0, minute=0, second=0) for each in (first, last))
    if last < first:
        raise NotATime(f"`{due}` ({ends}) is before `{start}` ({begins})")


IsoTime = Annotated[str | date, Reading({"type": "string"}, _iso, _text)]
"""A day or a point in time that is sent as it is written, in ISO 8601."""
