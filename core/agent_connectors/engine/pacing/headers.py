"""Reads what answers say about a rate limit, of which nothing need be true."""

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from agent_connectors.engine.pacing.rate import RateHeaders

__all__ = ["Reported", "product_time", "reported", "retry_after"]

_MILLISECONDS = 10**11
"""From here on, a time is in milliseconds: in seconds, it would be of the year 5138."""

_WHOLE = re.compile(r"[0-9]{1,15}")
_SECONDS = re.compile(r"[0-9]{1,15}(\.[0-9]{0,15})?")
_ENDLESS = re.compile(r"[0-9]{16,}(\.[0-9]*)?")


class Reported(NamedTuple):
    """What an answer says about the window that it was counted in."""

    limit: int
    left: int
    reset: int
    """When the window ends, in Unix seconds of the product's clock."""


def reported(headers: Mapping[str, str], rate: RateHeaders, now: float) -> Reported | None:
    """The three headers of a window; None where one is missing or cannot be.

    Args:
        headers: The headers of an answer, by lower-case name.
        rate: What the product calls them.
        now: Unix time, where the answer has no `Date`.
    """
    names = (rate.limit, rate.remaining, rate.reset)
    limit, left, reset = (_whole(headers.get(name)) for name in names)
    # A limit of 0 would mean that nothing may be sent, ever: this answer shows otherwise.
    if not limit or left is None or reset is None:
        return None
    if rate.reset_in == "seconds":
        reset += int(product_time(headers, now))
    return Reported(limit, min(left, limit), reset if reset < _MILLISECONDS else reset // 1000)


def retry_after(headers: Mapping[str, str], now: float, longest: float) -> float | None:
    """The seconds to wait that `Retry-After` says, as a number or as a date.

    Args:
        headers: The headers of an answer, by lower-case name.
        now: Unix time, where the answer has no `Date`.
        longest: Seconds; a wait that is longer is taken for a clock that is wrong.

    Returns:
        0 to `longest`; None where there is no such header, or it says nothing.
    """
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), longest)
    if _ENDLESS.fullmatch(text):
        return longest
    until = unix_time(text)
    if until is None:
        return None
    return min(max(until - product_time(headers, now), 0.0), longest)


def product_time(headers: Mapping[str, str], now: float) -> float:
    """Unix time by the product's clock, which need not agree with ours."""
    said = unix_time(headers.get("date", ""))
    return now if said is None else said


def unix_time(text: str) -> float | None:
    """The Unix time of an HTTP date; None if it is none."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _whole(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if _WHOLE.fullmatch(text) else None
