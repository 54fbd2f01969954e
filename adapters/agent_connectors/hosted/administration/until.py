"""Until when something holds, as an operator says it."""

import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

__all__ = ["UNTIL", "shown_until"]

_AFTER = re.compile(r"(\d{1,5})([hdw])")
_SECONDS = {"h": 3_600, "d": 86_400, "w": 604_800}


if TYPE_CHECKING:
    _Type = click.ParamType[int]
else:
    _Type = click.ParamType  # older versions of click have no generic one


class _Until(_Type):
    """A day or a time of UTC, or how long from now; in seconds since 1970."""

    name = "when"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Reads `90d`, `2027-01-31` or `2027-01-31T18:00`."""
        if isinstance(value, int):
            return value
        if found := _AFTER.fullmatch(value):
            if not int(found[1]):
                self.fail(f"{value!r} is over at once.")
            return int(time.time()) + int(found[1]) * _SECONDS[found[2]]
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is none of `90d`, `12h`, `2027-01-31`, `2027-01-31T18:00`.")
        until = int((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp())
        if until <= time.time():
            self.fail(f"{value!r} is over.")
        return until


UNTIL = _Until()
"""The type of an option."""


def shown_until(until: int) -> str:
    """When that is, in UTC."""
    return datetime.fromtimestamp(until, UTC).isoformat(sep=" ", timespec="minutes")[:16]
