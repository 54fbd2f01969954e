"""Points in time as people put them: "tomorrow 9am", "next Friday 17:00", "2026-11-27".

What a text means depends on where and when it is said, so reading has two steps: `parse`
knows whether the text is a time at all, and `Moment.at` says which, for a time zone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

__all__ = ["Moment", "parse"]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?"
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_MOST = {
    "minute": 52_560_000, "min": 52_560_000, "hour": 876_000, "hr": 876_000,
    "day": 36_500, "week": 5_200, "month": 1_200, "year": 100,
}  # fmt: skip
"""How many of a unit are counted: a hundred years of them."""

_YEARS = range(1900, 2200)
"""The years that can be meant."""

_UNIT = r"(minute|min|hour|hr|day|week|month|year)s?"

_TIME = re.compile(
    r"(?:^|[ ,t]|\bat )(?:(noon)|(midnight)|(\d{1,2}):(\d\d)(?::(\d\d))? ?([ap]m)?"
    r"|(\d{1,2}) ?([ap]m))$"
)

Day = Callable[[date], date]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time that depends on where and when it is said.

    Attributes:
        text: What was said.
        day: The day it means, from the day on which it is said; None if `shift` is set.
        clock: The time of day; None if only a day is meant.
        shift: How far from now it is, where it is counted from now.
    """

    text: str
    day: Day | None = None
    clock: time | None = None
    shift: timedelta | None = None

    @property
    def whole_day(self) -> bool:
        """Whether a day is meant and no time of it."""
        return self.shift is None and self.clock is None

    def at(self, now: datetime, *, clock: time = time()) -> int:
        """The time meant, in milliseconds since 1970.

        Args:
            now: When it is said, in the time zone in which it is said.
            clock: The time of day to take where none is meant.
        """
        if self.shift is not None:
            # In absolute time: two hours are two hours, also when the clocks are changed.
            return round((now.timestamp() + self.shift.total_seconds()) * 1000)
        day = self.day(now.date()) if self.day else now.date()
        said = datetime.combine(day, self.clock or clock, now.tzinfo)
        return round(said.timestamp() * 1000)


def parse(text: str) -> Moment | None:
    """Reads a time without a zone; None if the text is no time.

    Days: `today`, `tomorrow`, `yesterday`; `Friday` (the coming one, not today), `next Friday`
    (that of the next week; weeks begin on Monday), `last Friday`; `2026-11-27`, `27 Nov 2026`,
    `Nov 27` (the nearest); `in 3 days`, `2 weeks ago`; `start of week`, `end of next month`.
    Each may have a time: `17:00`, `5pm`, `noon`. And `now`, `in 2 hours`, `30 minutes ago`.

    Args:
        text: What was said.
    """
    said = " ".join(text.lower().replace(",", " ").split())
    if said == "now":
        return Moment(text, shift=timedelta())
    shift = _shift(said)
    if shift is not None:
        return Moment(text, shift=shift)
    clock: time | None = None
    found = _TIME.search(said)
    if found:
        clock = _clock(found)
        if clock is None:
            return None
        said = said[: found.start()].removesuffix(" at").strip()
        if not said:
            return Moment(text, day=_same, clock=clock)
    day = _day(said.removeprefix("on "))
    return None if day is None else Moment(text, day=day, clock=clock)


def _same(today: date) -> date:
    return today


def _clock(found: re.Match[str]) -> time | None:
    noon, midnight, hour, minute, second, half, whole_hour, whole_half = found.groups()
    if noon or midnight:
        return time(12 if noon else 0)
    hours, half = int(hour or whole_hour), half or whole_half
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    try:
        return time(hours, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def _count(said: str) -> tuple[int, str] | None:
    """A distance from now and its unit, as in `in 2 hours` and `3 days ago`."""
    found = re.fullmatch(rf"(?:in )?(\d{{1,8}}|an?|one) {_UNIT}( ago| from now)?", said)
    if found is None or not (said.startswith("in ") or found[3]):
        return None
    count = int(found[1]) if found[1].isdecimal() else 1
    if count > _MOST[found[2]]:
        return None
    return (-count if found[3] == " ago" else count), found[2]


def _shift(said: str) -> timedelta | None:
    """A distance from now in hours or minutes."""
    match _count(said):
        case count, ("minute" | "min"):
            return timedelta(minutes=count)
        case count, ("hour" | "hr"):
            return timedelta(hours=count)
        case _:
            return None


def _day(said: str) -> Day | None:
    """The day that a text means, as a function of today."""
    simple = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(said)
    if simple is not None:
        return lambda today: today + timedelta(days=simple)
    try:
        exact = date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else None
    except ValueError:
        return None
    if exact is not None:
        return (lambda _: exact) if exact.year in _YEARS else None
    for reader in (_weekday, _counted, _edge, _named):
        day = reader(said)
        if day is not None:
            return day
    return None


def _weekday(said: str) -> Day | None:
    found = re.fullmatch(rf"(?:(this|next|last) )?{_WEEKDAY}", said)
    if found is None:
        return None
    which, wanted = found[1], _WEEKDAYS.index(found[2])

    def day(today: date) -> date:
        monday = today - timedelta(days=today.weekday())
        if which == "next":
            return monday + timedelta(days=7 + wanted)
        if which == "last":
            return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)

    return day


def _counted(said: str) -> Day | None:
    match _count(said):
        case count, ("day" | "week" | "month" | "year") as unit:
            return lambda today: _moved(today, count, unit)
        case _:
            return None


def _moved(day: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    last = _first_after(first, "month") - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _edge(said: str) -> Day | None:
    """The first or the last day of a week, month or year."""
    pattern = r"(start|beginning|end) of (?:the )?(?:(this|next|last) )?(week|month|year)"
    found = re.fullmatch(pattern, said)
    if found is None:
        return None
    count = {"next": 1, "last": -1}.get(found[2] or "", 0)
    edge, unit = found[1], found[3]

    def day(today: date) -> date:
        first = _first(_moved(today, count, unit), unit)
        return _first_after(first, unit) - timedelta(days=1) if edge == "end" else first

    return day


def _first(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1, month=1 if unit == "year" else day.month)


def _first_after(first: date, unit: str) -> date:
    if unit == "week":
        return first + timedelta(days=7)
    step = timedelta(days=366 if unit == "year" else 31)
    return _first(first + step, unit)


def _named(said: str) -> Day | None:
    """A day of a month by its name; without a year, the one nearest to today."""
    found = re.fullmatch(rf"(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}(?: (\d{{4}}))?", said)
    number, month, year = (1, 2, 3) if found else (2, 1, 3)
    found = found or re.fullmatch(rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?: (\d{{4}}))?", said)
    if found is None:
        return None
    numbers = (_MONTHS.index(found[month]) + 1, int(found[number]))
    try:
        date(int(found[year] or 2024), *numbers)  # 2024 has a 29th of February
    except ValueError:
        return None
    if found[year]:
        exact = date(int(found[year]), *numbers)
        return (lambda _: exact) if exact.year in _YEARS else None

    def day(today: date) -> date:
        near = []
        for candidate in range(today.year - 4, today.year + 5):
            try:
                near.append(date(candidate, *numbers))
            except ValueError:
                continue
        return min(near, key=lambda one: abs(one - today))

    return day
