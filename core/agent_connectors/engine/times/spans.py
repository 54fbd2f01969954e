"""Weeks, months, quarters and years, and lengths of time that end or begin now."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from agent_connectors.engine.times.calendar import after, beginning, exact, moved, near
from agent_connectors.engine.times.dates import MONTH, always, month_of
from agent_connectors.engine.times.moment import YEARS, Day, Edge, NotATime
from agent_connectors.engine.times.numbers import NUMBER, count_of

__all__ = ["STEP", "WHICH", "Days", "counted", "part_of_calendar", "read_span"]

WHICH = {"this": 0, "current": 0, "the": 0, "next": 1, "last": -1, "previous": -1}
STEP = r"(this|current|next|last|previous)"
_SPAN = r"(week|month|quarter|year)"
_MOST = {
    "day": 36_500,
    "week": 5_200,
    "fortnight": 2_600,
    "month": 1_200,
    "quarter": 400,
    "year": 100,
}
"""How many of a unit are counted: a hundred years of them."""


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or the first and the last of several; see `Moment`."""

    first: Day
    last: Day | None = None
    edge: Edge | None = None
    vague: bool = False
    weekday: bool = False
    latest: bool = False


def counted(count: int, unit: str) -> Callable[[date], date] | None:
    """Goes so many units on from a day; None where nobody counts so far."""
    if abs(count) > _MOST[unit]:
        return None
    if unit == "fortnight":
        count, unit = 2 * count, "week"
    return lambda day: moved(day, count, unit)


def read_span(said: str) -> Days | None:
    """A week, a month, a quarter or a year.

    Args:
        said: The text, in small letters.
    """
    relative = re.fullmatch(rf"{STEP} {_SPAN}", said)
    if relative:
        count, unit = WHICH[relative[1]], relative[2]
        return _all_of(lambda today, _: moved(beginning(today, unit), count, unit), unit)
    for reader in (_rolling, _iso_week, _month_of_year, _quarter):
        days = reader(said)
        if days is not None:
            return days
    return None


def part_of_calendar(said: str) -> Days | None:
    """What something is said to be the start or the end of: also `month`, `march` and `2027`.

    Args:
        said: The text, in small letters.
    """
    if re.fullmatch(_SPAN, said):
        return read_span(f"this {said}")
    month = re.fullmatch(MONTH, said)
    if month:
        number = month_of(month[1])
        return Days(
            lambda today, way: near(today, number, 1, way),
            lambda today, way: near(today, number, 0, way),
        )
    if re.fullmatch(r"\d{4}", said, re.ASCII):
        year = always(exact(int(said), 1, 1))
        return None if year is None else _all_of(year, "year")
    return read_span(said)


def _rolling(said: str) -> Days | None:
    """Days until now or from now on: `past 7 days`, `next 2 days`, `past month`.

    Args:
        said: The text, in small letters.

    Raises:
        NotATime: It may as well be whole weeks or months of the calendar.
    """
    unit = r"(day|week|fortnight|month|quarter|year)s?"
    found = re.fullmatch(rf"(last|past|previous|next|coming) (?:{NUMBER} )?{unit}", said, re.ASCII)
    if found is None or (found[2] is None and found[1] != "past"):
        return None
    if found[1] != "past" and found[3] != "day":
        more = "next" in found[1] or "coming" in found[1]
        raise NotATime(
            f"may be counted from today or in whole {found[3]}s; "
            + ("write both days" if more else f"say `past {found[2]} {found[3]}s` or both days")
        )
    count = count_of(found[2] or "one")
    ahead = found[1] in {"next", "coming"}
    away = counted(count if ahead else -count, found[3])
    if away is None:
        return None
    ends: tuple[Day, Day] = (lambda today, _: today, lambda today, _: away(today))
    first, last = ends if ahead else reversed(ends)
    return Days(first, last, edge="span", vague=True)


def _all_of(first: Day, unit: str, *, vague: bool = True) -> Days:
    return Days(
        first,
        lambda today, way: after(first(today, way), unit) - timedelta(days=1),
        vague=vague,
    )


def _iso_week(said: str) -> Days | None:
    found = re.fullmatch(r"(\d{4})-?w(\d\d)(?:-?([1-7]))?", said, re.ASCII)
    if found is None or int(found[1]) not in YEARS:
        return None
    try:
        day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None
    # As ISO 8601 has it, a week without its day is its Monday, where one day is asked for.
    return Days(lambda *_: day) if found[3] else _all_of(lambda *_: day, "week", vague=False)


def _month_of_year(said: str) -> Days | None:
    found = re.fullmatch(rf"{MONTH} (?:of )?(\d{{4}})", said, re.ASCII)
    year, month = (int(found[2]), month_of(found[1])) if found else (0, 0)
    if found is None:
        numbers = re.fullmatch(r"(\d{4})-(\d\d)", said, re.ASCII)
        year, month = (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
    first = always(exact(year, month, 1))
    return None if first is None else _all_of(first, "month")


def _quarter(said: str) -> Days | None:
    found = re.fullmatch(r"(?:q([1-4])[ -]?(?:of )?(\d{4})|(\d{4})[ -]?q([1-4]))", said, re.ASCII)
    if found is None:
        return None
    first = always(exact(int(found[2] or found[3]), int(found[1] or found[4]) * 3 - 2, 1))
    return None if first is None else _all_of(first, "quarter")
