"""Points in time as people put them: "tomorrow 9am", "next Friday 17:00", "2026-11-27".

What a text means depends on where and when it is said, so reading has two steps: `parse`
knows whether the text is a time at all, and `Moment.at` says which, for a time zone.
"""

import re
from datetime import timedelta

from agent_connectors.engine.times.clocks import split_clock, split_zone
from agent_connectors.engine.times.days import read_days
from agent_connectors.engine.times.moment import Moment, NotATime
from agent_connectors.engine.times.numbers import hours_and_minutes

__all__ = ["Moment", "NotATime", "parse"]

_LONGEST = 100
"""How many characters a time may have."""

_CENTURY = 876_000 * 3_600_000
"""A hundred years, in milliseconds."""


def parse(text: str) -> Moment | None:
    """Reads a time; None if the text is no time.

    Days: `today`, `the day after tomorrow`; `Friday` (the coming one, not today), `next Friday`
    or `Friday next week` (weeks begin on Monday), `last Friday`; `2026-11-27`, `27 Nov 2026`,
    `Nov 27` (the nearest, where that is clear), `Fri 27 Nov` (checked); `in 3 days`, `a fortnight
    ago`; `start of week`, `end of next month`, `the 15th of next month`. Each may have a time:
    `17:00`, `5 p.m.`, `17h30`, `noon`, `EOD`; and that a zone: `UTC`, `+02:00`, `Europe/Berlin`.
    And `now`, `in 2 hours`, `half an hour ago`. Only as the start or the end of a range: `last
    week`, `November 2026`.

    Args:
        text: What was said.

    Raises:
        NotATime: It is nearly one; the text says what is wrong.
    """
    said = " ".join(text.lower().replace(",", " ").split())
    if not said or len(said) > _LONGEST:
        return None
    said = re.sub(r"^end of (today|tomorrow|yesterday)$", r"\1 eod", said)
    if said == "now":
        return Moment(text, shift=timedelta())
    shift = _shift(said)
    if shift is not None:
        return Moment(text, shift=shift)
    rest, zone = split_zone(said)
    rest, clock = split_clock(rest)
    days = read_days(rest or "today")
    if days is None or (clock is not None and days.last is not None):
        return None
    if zone is not None and clock is None:
        raise NotATime("a time zone needs a time of day beside it")
    return Moment(
        text,
        day=days.first,
        clock=clock,
        zone=zone,
        last=days.last,
        edge=None if clock else days.edge,
        vague=days.vague,
    )


def _shift(said: str) -> timedelta | None:
    """A distance from now in hours, minutes or seconds."""
    found = re.fullmatch(r"(in )?(.+?)( ago| from now)?", said)
    if found is None or bool(found[1]) == bool(found[3]):
        return None
    # A bare `m` may stand for months.
    if ":" in found[2] or re.fullmatch(r"\d+ ?m", found[2]):
        return None
    length = hours_and_minutes(found[2])
    if length is None or length > _CENTURY:
        return None
    return timedelta(milliseconds=-length if found[3] == " ago" else length)
