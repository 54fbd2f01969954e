"""A time zone in which it is about noon, so that no test runs over a midnight."""

from datetime import UTC, datetime

__all__ = ["noon_zone"]


def noon_zone() -> str:
    """The name of a zone where it is between 11:30 and 12:30 now."""
    now = datetime.now(UTC)
    ahead = 12 - (now.hour + (now.minute >= 30))
    # The signs of these zones are the other way round: `Etc/GMT-2` is two hours ahead.
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
