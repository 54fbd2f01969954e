"""Dates as they are written: in numbers, or with the name of a month."""

import re
from datetime import date

from agent_connectors.engine.times.calendar import exact, near
from agent_connectors.engine.times.moment import WEEKDAYS, Day, NotATime, Way
from agent_connectors.engine.times.numbers import ORDINAL, place_of

__all__ = ["MONTH", "WEEKDAY", "always", "month_of", "read_date", "weekday_of"]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MONTH = rf"({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)}|sept)\.?"
WEEKDAY = (
    r"(mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)\.?"
)


def month_of(name: str) -> int:
    """The number of a month that `MONTH` has matched."""
    return [month[:3] for month in _MONTHS].index(name[:3]) + 1


def weekday_of(name: str) -> int:
    """The number of a weekday that `WEEKDAY` has matched, Monday being 0."""
    return [day[:3].lower() for day in WEEKDAYS].index(name[:3])


def always(day: date | None) -> Day | None:
    """A day that is the same whenever it is said."""
    return None if day is None else lambda *_: day


def read_date(said: str) -> Day | None:
    """The day of a date, which a weekday may confirm; None if it is none.

    Args:
        said: The text, in small letters.

    Raises:
        NotATime: It may be two, or the weekday is another.
    """
    day = _numbers(said) or _named(said)
    if day is not None:
        return day
    found = re.fullmatch(rf"{WEEKDAY} (?:the )?(.+)", said)
    named = (_numbers(found[2]) or _named(found[2])) if found else None
    if found is None or named is None:
        return None
    wanted = weekday_of(found[1])

    def confirmed(today: date, way: Way) -> date:
        meant = named(today, way)  # which is the same on any day, if it has a year
        if meant.weekday() != wanted:
            raise NotATime(
                f"{meant} is a {WEEKDAYS[meant.weekday()]}, not a {WEEKDAYS[wanted]}; "
                "say which is meant"
            )
        return meant

    if re.search(r"\d{4}", found[2]):
        confirmed(date.min, 1)
    return confirmed


def _numbers(said: str) -> Day | None:
    found = re.fullmatch(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)", said, re.ASCII)
    if found:
        return always(exact(int(found[1]), int(found[3]), int(found[4])))
    found = re.fullmatch(r"(\d\d?)([-/.])(\d\d?)\2(\d{4})", said, re.ASCII)
    if found is None:
        return None
    # 3/4/2026 is March to some and April to others; 31/12/2026 is one day to all.
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    days = {exact(year, other, one), exact(year, one, other)} - {None}
    if len(days) > 1:
        listed = " or ".join(sorted(map(str, days)))
        raise NotATime(f"should be a time that is one day to all: this may be {listed}")
    return always(days.pop()) if days else None


def _named(said: str) -> Day | None:
    end = r"(?:[ -](?:of )?(\d{4}))?"
    found = re.fullmatch(rf"{ORDINAL}[ -](?:of )?{MONTH}{end}", said, re.ASCII)
    number, month, year = found.groups() if found else (None, None, None)
    if found is None:
        found = re.fullmatch(rf"{MONTH} (?:the )?{ORDINAL}{end}", said, re.ASCII)
        month, number, year = found.groups() if found else (None, None, None)
    if number is None or month is None:
        return None
    numbers = month_of(month), place_of(number)
    if year:
        return always(exact(int(year), *numbers))
    if exact(2024, *numbers) is None:  # which has a 29th of February
        return None
    return lambda today, way: near(today, *numbers, way)
