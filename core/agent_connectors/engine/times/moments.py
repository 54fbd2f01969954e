"""Points in time as people put them: "tomorrow 9am", "next Friday 17:00", "2026-11-27".

What a text means depends on where and when it is said, so reading has two steps: `parse`
knows whether the text is a time at all, and `Moment.at` says which, for a time zone.
"""

import re
from datetime import date, timedelta

from agent_connectors.engine.times.clocks import split_clock
from agent_connectors.engine.times.days import read_days
from agent_connectors.engine.times.moment import Day, Moment, NotATime, Way
from agent_connectors.engine.times.numbers import hours_and_minutes
from agent_connectors.engine.times.zones import split_zone

__all__ = ["Moment", "NotATime", "parse"]

_LONGEST = 100
"""How many characters a time may have."""

_CENTURY = 876_000 * 3_600_000
"""A hundred years, in milliseconds."""

_NOW = timedelta()


def parse(text: str, *, past: bool = False) -> Moment | None:
    """Reads a time; None if the text is no time.

    Days: `today`, `the day after tomorrow`; `Friday` (the coming one, not today), `next Friday`
    or `Friday next week` (weeks begin on Monday), `last Friday`; `2026-11-27`, `27 Nov 2026`,
    `Nov 27` (the nearest, where that is clear), `Fri 27 Nov` (checked); `in 3 days`, `a week from
    tomorrow`; `start of week`, `end of next month`, `first Monday of May`. Each may have a time:
    `17:00`, `5 p.m.`, `at 9`, `half past nine`, `noon`, `EOD`; and that a zone: `UTC`, `+02:00`,
    `Europe/Berlin`. And `now`, `in 2 hours`, `half an hour ago`. Only as the start or the end of
    a range: `last week`, `November 2026`, `past 7 days`, `last 24 hours`, `since Monday`.

    Args:
        text: What was said.
        past: Whether what is over is asked about. A weekday is the latest one then, and a date
            without a year is not to come.

    Raises:
        NotATime: It is nearly one; the text says what is wrong.
    """
    said = " ".join(text.lower().replace(",", " ").replace("\u2019", "'").split())
    if not said or len(said) > _LONGEST:
        return None
    begins = said.removeprefix("since ")
    moment = _read(text, begins, past=past or begins != said)
    if moment is None or begins == said:
        return moment
    return None if moment.edge == "span" else moment.altered(edge="since", vague=True)


def _read(text: str, said: str, *, past: bool) -> Moment | None:
    said = re.sub(r"^end of (today|tomorrow|yesterday)$", r"\1 eod", said)
    said = re.sub(r"^(in .+?)(?:'s|s'|s) time(?= |$)", r"\1", said)
    if said == "now":
        return Moment(text, shift=_NOW)
    moment = _shift(text, said) or _hours(text, said)
    if moment is not None:
        return moment
    rest, zone = split_zone(said)
    rest, clock = split_clock(rest)
    days = read_days(rest or "today")
    if days is None or (clock is not None and days.last is not None):
        return None
    if zone is not None and clock is None:
        raise NotATime("a time zone needs a time of day beside it")
    return Moment(
        text,
        day=_later(days.first, clock.days) if clock else days.first,
        clock=clock.time if clock else None,
        zone=zone,
        last=days.last,
        edge=None if clock else days.edge,
        vague=days.vague,
        weekday=days.weekday,
        latest=days.latest,
        past=past,
    )


def _later(day: Day, days: int) -> Day:
    def later(today: date, way: Way) -> date:
        return day(today, way) + timedelta(days=days)

    return later if days else day


def _shift(text: str, said: str) -> Moment | None:
    """A distance from now in hours, minutes or seconds."""
    found = re.fullmatch(r"(in )?(.+?)( ago| from now)?", said)
    if found is None or bool(found[1]) == bool(found[3]):
        return None
    length = _length(found[2])
    if length is None:
        return None
    return Moment(text, shift=-length if found[3] == " ago" else length)


def _hours(text: str, said: str) -> Moment | None:
    """Hours until now, or from now on: `last 24 hours`."""
    found = re.fullmatch(r"(?:the )?(last|past|previous|next|coming) (.+)", said)
    length = _length(re.sub(r"^(?=hour|minute)", "1 ", found[2])) if found else None
    if found is None or length is None:
        return None
    ahead = found[1] in {"next", "coming"}
    begins, ends = (_NOW, length) if ahead else (-length, _NOW)
    return Moment(text, shift=begins, reach=ends, edge="span", vague=True)


def _length(said: str) -> timedelta | None:
    # A bare `m` may stand for months.
    if ":" in said or re.fullmatch(r"\d+ ?m", said):
        return None
    length = hours_and_minutes(said)
    return None if length is None or length > _CENTURY else timedelta(milliseconds=length)
