"""Lengths of time: milliseconds on the wire, `1h30m` where people and models write."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from agent_connectors.engine.declare.reading import Reading

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = ["Duration", "DurationOrZero", "duration_to_milliseconds"]

_SECOND, _MINUTE, _HOUR = 1000, 60_000, 3_600_000
_LONGEST = 87_600 * _HOUR
"""Ten years. What is longer is a point in time, or a slip."""

_DAYS = re.compile(r"\d ?(?:d|w|wk|mo|y)s?\b|(?:day|week|fortnight|month|year)s?\b|^p\d")

_EXPECTED = "should be hours and minutes such as 1h30m, or milliseconds"


def duration_to_milliseconds(value: Any, *, zero: bool = False) -> int:
    """A length of time as it is sent.

    Args:
        value: Milliseconds, a `timedelta`, or a text such as `1h30m`, `90 min`, `2h30` or `1.5
            hours`. Days are not taken: nobody agrees on how many hours of work they have.
        zero: Whether it may be none at all.

    Raises:
        ValueError: It is no length of time, or one that nobody means.
    """
    if isinstance(value, timedelta):
        return _meant(round(value.total_seconds() * 1000), zero=zero)
    if isinstance(value, str):
        text = value.strip()
        if not re.fullmatch(r"[+-]?[0-9]{1,30}", text):
            return _meant(_read(text.lower()), zero=zero)
        value = int(text)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(_EXPECTED)  # noqa: TRY004 - for pydantic
    return _number(value, zero=zero)


def _read(text: str) -> int:
    # Not at the top, as with times: its expressions take longer to make than the rest.
    from agent_connectors.engine.times.numbers import hours_and_minutes

    length = hours_and_minutes(text)
    if length is not None:
        return length
    if re.fullmatch(r"\d{1,3}:\d\d", text, re.ASCII):
        raise ValueError(f"{_EXPECTED}; {text} may be hours or minutes: write 1h30m or 1m30s")
    if text.startswith("-"):
        raise ValueError(f"{_EXPECTED}, not less than nothing")
    if _DAYS.search(text):
        raise ValueError(f"{_EXPECTED}; a day has as many hours of work as you say, such as 8h")
    raise ValueError(_EXPECTED)


def _meant(length: int, *, zero: bool) -> int:
    """A length in milliseconds, unless it is one that nobody means."""
    if zero and length == 0:
        return length
    if length < _SECOND:
        raise ValueError(f"{_EXPECTED}; it is under a second")
    if length > _LONGEST:
        raise ValueError(f"{_EXPECTED}; it is more than ten years")
    return length


def _number(length: int, *, zero: bool) -> int:
    """A number of milliseconds, unless it is likely to be one of seconds, minutes or hours."""
    if zero and length == 0:
        return length
    if length <= 0:
        raise ValueError(f"{_EXPECTED}, and more than nothing")
    # Whole hours as seconds, such as 86400, are no whole seconds as milliseconds.
    as_seconds = length < 100 * _SECOND and length % 3600 == 0 and length % _SECOND
    if length < _MINUTE or as_seconds:
        raise ValueError(
            f"{_EXPECTED}; as milliseconds, {length} is {length / 1000:g} seconds. If they are "
            f"seconds, minutes or hours, write the unit, such as {_likely(length)}"
        )
    return _meant(length, zero=zero)


def _likely(number: int) -> str:
    """A number with the unit that it is likely to have."""
    if number < 15:
        return f"{number}h"
    if number <= 600:
        return f"{number}m"
    seconds = number
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}h{minutes}m" if minutes else f"{hours}h"


def _or_zero(value: Any) -> int:
    return duration_to_milliseconds(value, zero=True)


def _whole() -> "CoreSchema":
    from pydantic_core.core_schema import int_schema

    return int_schema()


_SCHEMA = {"type": ["integer", "string"]}

Duration = Annotated[int | str | timedelta, Reading(_SCHEMA, duration_to_milliseconds, _whole)]
"""A length of time, sent as milliseconds: that number, or hours and minutes such as `1h30m`."""

DurationOrZero = Annotated[int | str | timedelta, Reading(_SCHEMA, _or_zero, _whole)]
"""A length of time, or 0 for none."""
