"""Dates as ClickUp keeps them: without a time of day, as four in the morning of their day."""

from datetime import tzinfo
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.times.moment import datetime_at

__all__ = ["date_kept", "user_zone"]

_MINUTE = 60_000

_BEGINS = 4
"""The hour at which a day stands."""


async def user_zone(directory: Directory) -> tzinfo | None:
    """The time zone that the user has in ClickUp; None if it cannot be told."""
    try:
        return await directory.zone()
    except ConnectorError:
        return None


def date_kept(asked: Any, there: Any, *, timed: bool, zone: tzinfo | None) -> bool:
    """Whether a date is there.

    Args:
        asked: What was asked for, in milliseconds.
        there: What is there, also as text.
        timed: Whether its time of day counts; it is then kept to the minute.
        zone: The zone of the ClickUp user, whose days they are; None if it is not known.
    """
    moment, shown = int(asked), int(there or 0)
    if moment == shown:
        return True
    if timed:
        return shown == moment - moment % _MINUTE
    return zone is not None and shown == _day(moment, zone)


def _day(moment: int, zone: tzinfo) -> int | None:
    try:
        local = datetime_at(moment, zone)
    except OverflowError:
        return None  # beyond all calendars
    return int(local.replace(hour=_BEGINS, minute=0, second=0, microsecond=0).timestamp() * 1000)
