"""The day that a text means, without a time of day."""

import re
from datetime import date, timedelta

from agent_connectors.engine.times.calendar import beginning, exact
from agent_connectors.engine.times.dates import MONTH, WEEKDAY, read_date, weekday_of
from agent_connectors.engine.times.moment import Day, NotATime, Way
from agent_connectors.engine.times.numbers import NUMBER, ORDINAL, count_of, place_of
from agent_connectors.engine.times.spans import (
    STEP,
    WHICH,
    Days,
    counted,
    part_of_calendar,
    read_span,
)

__all__ = ["Days", "read_days"]

_SHORT = {"d": "day", "w": "week", "wk": "week"}
_SIMPLE = {
    "today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2, "day before yesterday": -2,
}  # fmt: skip


def read_days(said: str) -> Days | None:
    """The day that a text means; None if it means none.

    Args:
        said: The text, in small letters.

    Raises:
        NotATime: It may mean several, or contradicts itself.
    """
    said = said.removeprefix("on ").removeprefix("the ")
    if said in _SIMPLE:
        return Days(lambda today, _: today + timedelta(days=_SIMPLE[said]))
    written = read_date(said)
    if written is not None:
        return Days(written)
    for reader in (_weekday, _weekday_of_week, _counted, _counted_from, _edge, _within, read_span):
        days = reader(said)
        if days is not None:
            return days
    return None


def _weekday(said: str) -> Days | None:
    said = re.sub(r"^this (?=coming |past )", "", said)
    found = re.fullmatch(rf"(?:(this|next|last|previous|past|coming) )?{WEEKDAY}( week)?", said)
    if found is None or (found[1] and found[3]):
        return None
    which, wanted = found[1], weekday_of(found[2])

    def day(today: date, way: Way) -> date:
        past = way < 0
        this = beginning(today, "week") + timedelta(days=wanted)
        ahead = today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
        before = today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
        if which == "next":
            return this + timedelta(days=7)
        if which == "this":
            if this > today if past else this <= today:
                still = "still to come" if past else "today or over"
                raise NotATime(f"this week's is {still} ({this}); write the date")
            return this
        if which in {"last", "previous", "past"}:
            return before
        if which == "coming":
            return ahead
        if this == today and (past or found[3]):
            raise NotATime(f"may be today or {before if past else ahead}; write the date")
        if found[3]:  # `Friday week` is a week after the coming one
            return ahead + timedelta(days=7)
        return before if past else ahead

    latest = which in {"last", "previous", "past"}
    return Days(day, weekday=not which and not found[3], latest=latest)


def _weekday_of_week(said: str) -> Days | None:
    """A day of this week, the next or the last."""
    found = re.fullmatch(rf"{WEEKDAY} (?:of )?{STEP} week", said)
    name, which = found.groups() if found else (None, None)
    if found is None:
        found = re.fullmatch(rf"{STEP} week (?:on )?{WEEKDAY}", said)
        which, name = found.groups() if found else (None, None)
    if name is None or which is None:
        return None
    days = timedelta(days=WHICH[which] * 7 + weekday_of(name))
    return Days(lambda today, _: beginning(today, "week") + days)


def _counted(said: str) -> Days | None:
    """A number of days, weeks, months or years from today."""
    unit = r"(day|week|fortnight|month|quarter|year)s?"
    found = re.fullmatch(rf"(in )?{NUMBER} {unit}( ago| from now)?", said, re.ASCII)
    if found is None:
        short = r"(in )?(\d{1,8}) ?(d|wk?)s?( ago| from now)?"
        found = re.fullmatch(short, said, re.ASCII)
    if found is None or bool(found[1]) == bool(found[4]):
        return None
    sign = -1 if found[4] == " ago" else 1
    away = counted(sign * count_of(found[2]), _SHORT.get(found[3], found[3]))
    return None if away is None else Days(lambda today, _: away(today))


def _counted_from(said: str) -> Days | None:
    """A number of them from another day: `a week from tomorrow`, `2 days before Friday`."""
    unit = r"(day|week|fortnight|month|quarter|year)s?"
    found = re.fullmatch(rf"{NUMBER} {unit} (from|after|before) (.+)", said, re.ASCII)
    other = read_days(found[4]) if found else None
    if found is None or other is None or other.last is not None or other.edge is not None:
        return None
    away = counted((-1 if found[3] == "before" else 1) * count_of(found[1]), found[2])
    first = other.first
    return None if away is None else Days(lambda today, way: away(first(today, way)))


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
    day = _edge_of(found[2], last=last)
    if day is None or found[1].endswith("day"):
        return None if day is None else Days(day)
    return Days(day, edge="end" if last else "start")


def _edge_of(said: str, *, last: bool) -> Day | None:
    if said in _SIMPLE:
        return None if last else lambda today, _: today + timedelta(days=_SIMPLE[said])
    if said == "day":
        return lambda today, _: today
    span = part_of_calendar(said)
    if span is None:
        return None
    return span.last if last else span.first


_OF_MONTH = re.compile(
    rf"(?:{ORDINAL}|(last))(?: day| {WEEKDAY})? (?:of|in) (?:the )?"
    rf"((?:{STEP} )?month|{MONTH}(?: (?:of )?\d{{4}})?|\d{{4}}-\d\d)",
    re.ASCII,
)


def _within(said: str) -> Days | None:
    """A day of a month, or a weekday of it: `the 15th of next month`, `first Monday of May`."""
    found = _OF_MONTH.fullmatch(said)
    span = part_of_calendar(found[4]) if found else None
    if found is None or span is None or span.last is None or not (found[1] or found[3]):
        return None
    number, name = place_of(found[1]) if found[1] else 0, found[3]
    begins, ends = span.first, span.last

    def day(today: date, way: Way) -> date:
        first, end = begins(today, way), ends(today, way)
        if name is None:
            meant = exact(first.year, first.month, number)
        elif number:
            ahead = (weekday_of(name) - first.weekday()) % 7 + 7 * (number - 1)
            meant = first + timedelta(days=ahead) if number < 6 else None
        else:
            meant = end - timedelta(days=(end.weekday() - weekday_of(name)) % 7)
        if meant is None or not first <= meant <= end:
            what = f"{found[1]} {name}" if name else f"day {number}"
            raise NotATime(f"there is no {what} in {first:%Y-%m}")
        return meant

    return Days(day)
