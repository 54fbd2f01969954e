"""Weeks, months, quarters and years: where they begin, and what is so far from a day."""

from datetime import date, timedelta

from agent_connectors.engine.times.moment import YEARS, NotATime, Way

__all__ = ["after", "beginning", "exact", "moved", "near"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}

_PAST, _AHEAD = 62, 150
"""How many days away a date without a year is taken for the nearest."""

_LONG_AGO = 300
"""How many days ago it may be where only what is over is asked about."""


def beginning(day: date, unit: str) -> date:
    """The first day of the day, week, month, quarter or year that a day is in."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[unit]
    return day.replace(day=1, month=(day.month - 1) // months * months + 1)


def after(first: date, unit: str) -> date:
    """The first day after that day, week, month, quarter or year.

    Args:
        first: Its first day.
        unit: What it is.
    """
    if unit in {"day", "week"}:
        return first + timedelta(days=7 if unit == "week" else 1)
    return beginning(first + timedelta(days=31 * _MONTHS[unit]), unit)


def moved(day: date, count: int, unit: str) -> date:
    """A day so many units away; the last of a month that is too short for it."""
    if unit in {"day", "week"}:
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    first = date(months // 12, months % 12 + 1, 1)
    last = after(first, "month") - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def near(today: date, month: int, number: int, way: Way = 1) -> date:
    """A date without a year: the nearest, where it is clear which that is.

    Args:
        today: The day on which it is said.
        month: From 1 on.
        number: The day of the month; 0 for its last.
        way: What is asked about. What is over is the latest one, which may be long ago.

    Raises:
        NotATime: It is far from both years' dates.
    """
    found = []
    for year in range(today.year - 4, today.year + 5):
        try:
            first = date(year, month, number or 1)
        except ValueError:
            continue
        found.append(first if number else after(first, "month") - timedelta(days=1))
    if way < 0:
        nearest = max(one for one in found if one <= today)
        clear = (today - nearest).days <= _LONG_AGO
    else:
        nearest = min(found, key=lambda one: abs(one - today))
        clear = -_PAST <= (nearest - today).days <= _AHEAD
    if not clear:
        raise NotATime("may be in this year or another; say the year")
    return nearest


def exact(year: int, month: int, number: int) -> date | None:
    """A date, if there is one."""
    try:
        return date(year, month, number) if year in YEARS else None
    except ValueError:
        return None
