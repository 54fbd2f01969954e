"""Whole days, which ClickUp keeps as four in the morning, in the zone of whoever sets them."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = 24 * 3600 * 1000
_FIRST_HOUR = 4
_EPOCH = date(1970, 1, 1).toordinal()
# `datetime.fromtimestamp` knows no time before it on Windows.
_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
# Beyond these, in milliseconds, calendars end.
_FIRST, _LAST = -62_000_000_000_000, 253_000_000_000_000


@lru_cache(maxsize=4096)
def _beginning(day: int, zone: str) -> int:
    """The fixed hour of a day, given as a number of days since the epoch."""
    on = date.fromordinal(_EPOCH + day)
    moment = datetime(on.year, on.month, on.day, _FIRST_HOUR, tzinfo=ZoneInfo(zone))
    return int(moment.timestamp() * 1000)


def whole_day(moment: int, zone: str) -> int:
    """How the day in the calendar of UTC that a moment falls on is kept.

    Args:
        moment: In milliseconds.
        zone: The IANA name of the zone whose day is meant.
    """
    return _beginning(moment // _DAY, zone)


def rounded(moment: int, zone: str) -> int:
    """A moment without its time of day: the fixed hour of the day it falls on in a zone.

    Args:
        moment: In milliseconds.
        zone: The IANA name of the zone.
    """
    if not _FIRST < moment < _LAST:
        return moment
    local = (_BEGAN + timedelta(milliseconds=moment)).astimezone(ZoneInfo(zone))
    return _beginning(local.toordinal() - _EPOCH, zone)
