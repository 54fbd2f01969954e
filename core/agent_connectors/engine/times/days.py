"""The day that a text means, without a time of day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from agent_connectors.engine.times.calendar import after, beginning, exact, moved, near
from agent_connectors.engine.times.moment import WEEKDAYS, YEARS, Day, NotATime
from agent_connectors.engine.times.numbers import NUMBER, count_of

__all__ = ["Days", "read_days"]

_SHORT = tuple(name[:3].lower() for name in WEEKDAYS)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAY = (
    r"(mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)\.?"
)
_MONTH = rf"({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)}|sept)\.?"
_NUMBER = r"(\d{1,2})(?:st|nd|rd|th)?"
_WHICH = {"this": 0, "current": 0, "the": 0, "next": 1, "last": -1, "previous": -1}
_STEP = r"(this|current|next|last|previous)"
_SPAN = r"(week|month|quarter|year)"
_UNITS = {"d": "day", "w": "week", "wk": "week"}
_SIMPLE = {
    "today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2, "day before yesterday": -2,
}  # fmt: skip
_MOST = {"day": 36_500, "week": 5_200, "fortnight": 2_600, "month": 1_200, "year": 100}
"""How many of a unit are counted: a hundred years of them."""


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or the first and the last of several; see `Moment`."""

    first: Day
    last: Day | None = None
    edge: Literal["start", "end"] | None = None
    vague: bool = False


def read_days(said: str) -> Days | None:
    """The day that a text means; None if it means none.

    Args:
        said: The text, in small letters.

    Raises:
        NotATime: It may mean several, or contradicts itself.
    """
    said = said.removeprefix("on ").removeprefix("the ")
    if said in _SIMPLE:
        return Days(lambda today: today + timedelta(days=_SIMPLE[said]))
    for reader in (_written, _weekday, _weekday_of, _counted, _edge, _of_month, _span):
        days = reader(said)
        if days is not None:
            return days
    return None


def _written(said: str) -> Days | None:
    """A date in numbers or by the name of its month, which a weekday may confirm."""
    day = _date(said)
    if day is not None:
        return Days(day)
    found = re.fullmatch(rf"{_WEEKDAY} (?:the )?(.+)", said)
    named = _date(found[2]) if found else None
    if found is None or named is None:
        return None
    wanted = _SHORT.index(found[1][:3])

    def confirmed(today: date) -> date:
        meant = named(today)  # which is the same on any day, if it has a year
        if meant.weekday() != wanted:
            raise NotATime(
                f"{meant} is a {WEEKDAYS[meant.weekday()]}, not a {WEEKDAYS[wanted]}; "
                "say which is meant"
            )
        return meant

    if re.search(r"\d{4}", found[2]):
        confirmed(date.min)
    return Days(confirmed)


def _date(said: str) -> Day | None:
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", said, re.ASCII)
    if iso is None:
        # Only with the year first: 3/4/2026 is March to some and April to others.
        iso = re.fullmatch(r"(\d{4})/(\d\d?)/(\d\d?)", said, re.ASCII)
    if iso:
        return _always(exact(int(iso[1]), int(iso[2]), int(iso[3])))
    end = r"(?:[ -](?:of )?(\d{4}))?"
    found = re.fullmatch(rf"{_NUMBER}[ -](?:of )?{_MONTH}{end}", said, re.ASCII)
    number, month, year = found.groups() if found else (None, None, None)
    if found is None:
        found = re.fullmatch(rf"{_MONTH} (?:the )?{_NUMBER}{end}", said, re.ASCII)
        month, number, year = found.groups() if found else (None, None, None)
    if number is None or month is None:
        return None
    numbers = _month(month), int(number)
    if year:
        return _always(exact(int(year), *numbers))
    if exact(2024, *numbers) is None:  # which has a 29th of February
        return None
    return lambda today: near(today, *numbers)


def _always(day: date | None) -> Day | None:
    return None if day is None else lambda _: day


def _month(name: str) -> int:
    return [month[:3] for month in _MONTHS].index(name[:3]) + 1


def _weekday(said: str) -> Days | None:
    found = re.fullmatch(rf"(?:(this|next|last|previous|coming) )?{_WEEKDAY}", said)
    if found is None:
        return None
    which, wanted = found[1], _SHORT.index(found[2][:3])

    def day(today: date) -> date:
        ahead = (wanted - today.weekday() - 1) % 7 + 1
        if which == "next":
            return beginning(today, "week") + timedelta(days=7 + wanted)
        if which in {"last", "previous"}:
            return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
        if which == "this" and wanted <= today.weekday():
            raise NotATime("this week's is today or over; write the date")
        return today + timedelta(days=ahead)

    return Days(day)


def _weekday_of(said: str) -> Days | None:
    """A day of this week, the next or the last."""
    found = re.fullmatch(rf"{_WEEKDAY} (?:of )?{_STEP} week", said)
    name, which = found.groups() if found else (None, None)
    if found is None:
        found = re.fullmatch(rf"{_STEP} week (?:on )?{_WEEKDAY}", said)
        which, name = found.groups() if found else (None, None)
    if name is None or which is None:
        return None
    days = _WHICH[which] * 7 + _SHORT.index(name[:3])
    return Days(lambda today: beginning(today, "week") + timedelta(days=days))


def _counted(said: str) -> Days | None:
    """A number of days, weeks, months or years from today."""
    unit = r"(day|week|fortnight|month|year)s?"
    found = re.fullmatch(rf"(in )?{NUMBER} {unit}( ago| from now| from today)?", said, re.ASCII)
    if found is None:
        short = r"(in )?(\d{1,8}) ?(d|wk?)s?( ago| from now)?"
        found = re.fullmatch(short, said, re.ASCII)
    if found is None or bool(found[1]) == bool(found[4]):
        return None
    count, unit = count_of(found[2]), _UNITS.get(found[3], found[3])
    if count > _MOST[unit]:
        return None
    count = -count if found[4] == " ago" else count
    if unit == "fortnight":
        count, unit = 2 * count, "week"
    return Days(lambda today: moved(today, count, unit))


_EDGE = re.compile(r"(start|beginning|end|first day|last day) of (?:the )?(.+)")


def _edge(said: str) -> Days | None:
    """The first or the last day of a week, a month, a quarter or a year."""
    short = re.fullmatch(r"eo([mqy])", said)
    if short:
        said = f"end of {({'m': 'month', 'q': 'quarter', 'y': 'year'})[short[1]]}"
    found = _EDGE.fullmatch(said)
    if found is None:
        return None
    last = found[1] in {"end", "last day"}
    edge: Literal["start", "end"] | None = None
    if not found[1].endswith("day"):
        edge = "end" if last else "start"
    day = _edge_of(found[2], last=last)
    return None if day is None else Days(day, edge=edge)


def _edge_of(said: str, *, last: bool) -> Day | None:
    month = re.fullmatch(_MONTH, said)
    if month:
        return lambda today: near(today, _month(month[1]), 0 if last else 1)
    if said in _SIMPLE:
        return None if last else lambda today: today + timedelta(days=_SIMPLE[said])
    span = _span(f"this {said}" if re.fullmatch(_SPAN, said) else said)
    if said == "day":
        return lambda today: today
    if span is None:
        return None
    return span.last if last else span.first


def _of_month(said: str) -> Days | None:
    """A day of this month, the next or the last."""
    found = re.fullmatch(rf"{_NUMBER} of (?:the )?{_STEP} month", said, re.ASCII)
    if found is None:
        return None
    count, number = _WHICH[found[2]], int(found[1])

    def day(today: date) -> date:
        first = moved(beginning(today, "month"), count, "month")
        meant = exact(first.year, first.month, number)
        if meant is None:
            raise NotATime(f"there is no day {number} in {first:%Y-%m}")
        return meant

    return Days(day)


def _span(said: str) -> Days | None:
    """A week, a month, a quarter or a year."""
    relative = re.fullmatch(rf"{_STEP} {_SPAN}", said)
    if relative:
        count, unit = _WHICH[relative[1]], relative[2]
        return _all_of(lambda today: moved(beginning(today, unit), count, unit), unit)
    for reader in (_iso_week, _month_of_year, _quarter):
        days = reader(said)
        if days is not None:
            return days
    return None


def _all_of(first: Day, unit: str, *, vague: bool = True) -> Days:
    return Days(first, lambda today: after(first(today), unit) - timedelta(days=1), vague=vague)


def _iso_week(said: str) -> Days | None:
    found = re.fullmatch(r"(\d{4})-?w(\d\d)(?:-([1-7]))?", said, re.ASCII)
    if found is None or int(found[1]) not in YEARS:
        return None
    try:
        day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None
    # As ISO 8601 has it, a week without its day is its Monday, where one day is asked for.
    return Days(lambda _: day) if found[3] else _all_of(lambda _: day, "week", vague=False)


def _month_of_year(said: str) -> Days | None:
    found = re.fullmatch(rf"{_MONTH} (?:of )?(\d{{4}})", said, re.ASCII)
    year, month = (int(found[2]), _month(found[1])) if found else (0, 0)
    if found is None:
        numbers = re.fullmatch(r"(\d{4})-(\d\d)", said, re.ASCII)
        year, month = (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
    first = exact(year, month, 1)
    return None if first is None else _all_of(lambda _: first, "month")


def _quarter(said: str) -> Days | None:
    found = re.fullmatch(r"(?:q([1-4])[ -]?(\d{4})|(\d{4})-?q([1-4]))", said, re.ASCII)
    if found is None:
        return None
    first = exact(int(found[2] or found[3]), int(found[1] or found[4]) * 3 - 2, 1)
    return None if first is None else _all_of(lambda _: first, "quarter")
