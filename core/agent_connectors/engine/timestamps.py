"""Points in time: milliseconds since 1970 on the wire, ISO 8601 or words where people write."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from agent_connectors.engine.moments import parse
from agent_connectors.engine.reading import Reading
from agent_connectors.engine.times.moment import YEARS, Moment, NotATime

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = ["IsoTime", "Timestamp", "to_milliseconds"]


_LATEST = 7_258_118_400_000
"""The year 2200, in milliseconds: what is beyond it is in another unit."""

_LEAST = 10_000_000_000
"""April 1970, in milliseconds: what is below it is seconds, a year, a day, or a slip."""

_DIGITS = re.compile(r"[+-]?[0-9]{1,20}")

_ISO = re.compile(r"\d{4}-?(\d\d-?\d\d|W\d\d-?\d)(T\d\d| \d\d:\d\d(?!-)).*", re.ASCII)

_EXPECTED = (
    "should be a time: milliseconds since 1970, ISO 8601 such as 2026-01-31 or "
    "2026-01-31T17:00:00Z, or words such as `tomorrow 9am` or `next Friday`"
)


def to_milliseconds(value: Any) -> int | Moment:
    """A point in time as it is sent.

    Args:
        value: Milliseconds, a text, a `datetime` or a `date`.

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
        value = _said(value.strip())
    if isinstance(value, date) and value.year not in YEARS:
        raise NotATime(f"should be a time from 1900 to 2199, not in the year {value.year}")
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return round(value.timestamp() * 1000)
        local = value
        return Moment(value.isoformat(), day=lambda _: local.date(), clock=local.time())
    if isinstance(value, date):
        day = value
        return Moment(value.isoformat(), day=lambda _: day)
    if isinstance(value, int | Moment):
        return value
    raise NotATime(_EXPECTED)


def _said(text: str) -> int | date | Moment:
    """What a text says."""
    day = _compact_date(text)
    if day is None and _DIGITS.fullmatch(text):
        return _plausible(int(text))
    moment = day or _exact(text.upper()) or parse(text)
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


Timestamp = Annotated[
    int | str | datetime | date,
    Reading({"type": ["integer", "string"]}, to_milliseconds, _exact_or_not),
]
"""A point in time, sent as milliseconds since 1970: that number, ISO 8601, or words.

Without a zone, it is a time in the connector's time zone; see `moments.parse` for the words.
"""


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


IsoTime = Annotated[str | date, Reading({"type": "string"}, _iso, _text)]
"""A day or a point in time that is sent as it is written, in ISO 8601."""
