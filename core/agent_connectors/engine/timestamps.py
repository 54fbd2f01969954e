"""Points in time: milliseconds since 1970 on the wire, ISO 8601 or words where people write."""

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from agent_connectors.engine.moments import Moment, parse
from agent_connectors.engine.reading import Reading

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = ["Timestamp", "to_milliseconds"]


_EARLIEST, _LATEST = -2_208_988_800_000, 7_258_118_400_000
"""The years 1900 and 2200, in milliseconds: what is beyond them is in another unit."""

_SECONDS = range(1_000_000_000, 10_000_000_000)
"""Numbers that are in 1970 as milliseconds, and from 2001 to 2286 as seconds."""

_COMPACT_DATES = range(19_000_000, 22_000_000)
"""Numbers that look like 20261127."""

_DIGITS = re.compile(r"-?[0-9]{1,20}")


def to_milliseconds(value: Any) -> Any:
    """A point in time as it is sent.

    Args:
        value: Milliseconds, a text, a `datetime` or a `date`.

    Returns:
        Milliseconds since 1970, or a `Moment` where that depends on the time zone of whoever
        said it.

    Raises:
        ValueError: It is no point in time, or one that nobody can mean.
    """
    if isinstance(value, bool):
        raise ValueError("should be a time, not true or false")  # noqa: TRY004 - pydantic tells it
    if isinstance(value, int | float):
        return _plausible(value)
    if isinstance(value, str):
        text = value.strip()
        day = _compact_date(text)
        if day is None and _DIGITS.fullmatch(text):
            return _plausible(int(text))
        moment = day or _exact(text) or parse(text)
        if moment is None:
            raise ValueError(_EXPECTED)
        value = moment
    if isinstance(value, date) and not 1900 <= value.year < 2200:
        raise ValueError(f"should be a time from 1900 to 2199, not in the year {value.year}")
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return round(value.timestamp() * 1000)
        local = value
        return Moment(value.isoformat(), day=lambda _: local.date(), clock=local.time())
    if isinstance(value, date):
        day = value
        return Moment(value.isoformat(), day=lambda _: day)
    return value


_EXPECTED = (
    "should be a time: milliseconds since 1970, ISO 8601 such as 2026-01-31 or "
    "2026-01-31T17:00:00Z, or words such as `tomorrow 9am` or `next Friday`"
)


def _plausible(milliseconds: float) -> float:
    """A number of milliseconds, unless it is one that is meant otherwise."""
    if not _EARLIEST <= milliseconds < _LATEST:
        raise ValueError("should be milliseconds since 1970; this is beyond the years 1900 to 2199")
    whole = int(milliseconds)  # a float is looked for in a range one by one
    if whole in _SECONDS or whole in _COMPACT_DATES:
        meant = datetime.fromtimestamp(milliseconds / 1000, UTC).date()
        raise ValueError(
            f"should be milliseconds since 1970, as which this is {meant}; or write the date, "
            "such as 2026-01-31"
        )
    return milliseconds


def _compact_date(text: str) -> date | None:
    """A date without separators, such as 20261127.

    Raises:
        ValueError: It has eight digits and is no date.
    """
    if not re.fullmatch("[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise ValueError(_EXPECTED) from None


def _exact(text: str) -> datetime | None:
    """A text in ISO 8601 with a time of day."""
    try:
        return datetime.fromisoformat(text) if len(text) > len("2026-01-31") else None
    except ValueError:
        return None


def _exact_or_not() -> "CoreSchema":
    from pydantic_core.core_schema import int_schema, is_instance_schema, union_schema

    return union_schema([is_instance_schema(Moment), int_schema()])


Timestamp = Annotated[
    int | str | datetime | date,
    Reading({"type": ["integer", "string"]}, to_milliseconds, _exact_or_not),
]
"""A point in time, sent as milliseconds since 1970: that number, ISO 8601, or words.

Without a zone, it is a time in the connector's time zone; see `moments.parse` for the words.
"""
