"""Lengths of time: milliseconds on the wire, `1h30m` where people and models write."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from agent_connectors.engine.reading import Reading

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = ["Duration", "duration_to_milliseconds"]

_PART = re.compile(
    r"(\d{1,9}(?:\.\d{1,9})?) ?(hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])"
)
_MILLISECONDS = {"h": 3_600_000, "m": 60_000, "s": 1000}


def duration_to_milliseconds(value: Any) -> Any:
    """A length of time as it is sent.

    Args:
        value: Milliseconds, a `timedelta`, or a text such as `1h30m`, `90 min` or `1.5 hours`.
            Days are not taken: nobody agrees on how many hours of work they have.

    Raises:
        ValueError: The text is no length of time.
    """
    if isinstance(value, bool):
        raise ValueError("should be a length of time such as 1h30m")  # noqa: TRY004 - for pydantic
    if isinstance(value, timedelta):
        return round(value.total_seconds() * 1000)
    if not isinstance(value, str) or value.lstrip("-").isdigit():
        return value
    text = value.strip().lower()
    iso = re.fullmatch(r"pt((?:\d+(?:\.\d+)?[hms])+)", text)
    text = iso[1] if iso else text
    parts = list(_PART.finditer(re.sub(r"(?<=[hms])(?=\d)", " ", text)))
    if not parts or _PART.sub("", re.sub(r"(?<=[hms])(?=\d)", " ", text)).strip(" ,"):
        raise ValueError("should be milliseconds, or hours and minutes such as 1h30m")
    return round(sum(float(part[1]) * _MILLISECONDS[part[2][0]] for part in parts))


def _whole() -> "CoreSchema":
    from pydantic_core.core_schema import int_schema

    return int_schema()


Duration = Annotated[
    int | str | timedelta,
    Reading({"type": ["integer", "string"]}, duration_to_milliseconds, _whole),
]
"""A length of time, sent as milliseconds: that number, or hours and minutes such as `1h30m`."""
