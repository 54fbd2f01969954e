"""The time of day, and the time zone, at the ends of a text."""

import re
from datetime import UTC, time, timedelta, timezone, tzinfo

from agent_connectors.engine.times.moment import NotATime

__all__ = ["END_OF_DAY", "split_clock", "split_zone"]

END_OF_DAY = time(23, 59, 59, 999000)

_CLOCK = (
    r"(?:(?P<noon>(?:12 )?noon|midday)|(?P<midnight>midnight)"
    r"|(?P<end>eod|end of (?:the )?day)(?= (?!of\b)|$)"
    r"|(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))? ?(?P<half>[ap]m)?"
    r"|(?P<hour_>\d{1,2})(?:\.(?P<minute_>\d\d))? ?(?P<half_>[ap]m)"
    r"|(?P<french>\d{1,2})h(?P<minute__>\d\d)?)"
)
_LAST = re.compile(rf"(?:^| at | |(?<=\d)t|^at |^by ){_CLOCK}$", re.ASCII)
_FIRST = re.compile(rf"^(?:at )?{_CLOCK} (?:on )?(?=\S)", re.ASCII)

_DAYTIME = (
    (re.compile(r"\b((?:[1-9]|1[01])(?::\d\d)?) in the morning\b", re.ASCII), r"\1 am"),
    (re.compile(r"\b((?:12|[1-6])(?::\d\d)?) in the afternoon\b", re.ASCII), r"\1 pm"),
    (re.compile(r"\b((?:[5-9]|1[01])(?::\d\d)?) in the evening\b", re.ASCII), r"\1 pm"),
    (re.compile(r"\b([ap])\.? ?m\.?(?= |$)"), r"\1m"),
)

# Not without a space or a name: `9:00-10:00` is rather from nine to ten.
_OFFSET = re.compile(
    r"(?: ?(?:utc|gmt)(?=[+-]\d\d?(?::|$|\d\d$))| (?=[+-]\d\d))([+-])(\d\d?)(?::?([0-5]\d))?$",
    re.ASCII,
)
_NAMED = re.compile(r" ([a-z_]+/[a-z_+/-]+)$")
_SHORT = re.compile(r" ([acehijkmnpw][a-z]{0,3}t|bst|ist|msk)$")
"""Abbreviations of time zones: most stand for several, or hold for half a year only."""


def split_zone(said: str) -> tuple[str, tzinfo | None]:
    """A text without the time zone at its end, and that.

    Args:
        said: The text, in small letters.

    Raises:
        NotATime: It ends in what is no time zone, or may be several.
    """
    plain = re.search(r"(?: (?:utc|gmt)|(?<=[\dm]) ?(?:utc|gmt)|(?<=:\d\d)z)$", said, re.ASCII)
    if plain:
        return said[: plain.start()], UTC
    offset = _OFFSET.search(said)
    if offset and not re.fullmatch(r"\d{1,4}", said[: offset.start()], re.ASCII):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 14:
            raise NotATime(f"there is no time zone {offset[0].strip()}")
        ahead = timedelta(hours=hours, minutes=minutes)
        return said[: offset.start()], timezone(-ahead if offset[1] == "-" else ahead)
    named = _NAMED.search(said)
    if named:
        return said[: named.start()], _named(named[1])
    short = _SHORT.search(said)
    if short and split_clock(said[: short.start()])[1] is not None:
        raise NotATime(
            f"{short[1].upper()} is not one time zone everywhere and always; write it as "
            "Europe/Berlin or +01:00"
        )
    return said, None


def _named(name: str) -> tzinfo:
    # Not at the top: few calls name a zone, and the list of them is read from files.
    from zoneinfo import ZoneInfo, available_timezones

    known = {zone.lower(): zone for zone in available_timezones()}
    if name not in known or name.startswith("etc/"):  # in which the signs mean the opposite
        raise NotATime(f"there is no time zone {name}; write it as Europe/Berlin or +01:00")
    return ZoneInfo(known[name])


def split_clock(said: str) -> tuple[str, time | None]:
    """A text without the time of day at its end or its beginning, and that.

    Args:
        said: The text, in small letters.

    Raises:
        NotATime: It has one that may be two.
    """
    for pattern, short in _DAYTIME:
        said = pattern.sub(short, said)
    found = _LAST.search(said)
    rest = said[: found.start()] if found else said
    if found is None:
        found = _FIRST.search(said)
        rest = said[found.end() :] if found else said
    if found is None:
        return said, None
    rest = rest.removesuffix(" at").strip()
    if not rest and found["midnight"]:
        raise NotATime("midnight is the beginning or the end of a day; say of which, or 00:00")
    if not rest and found["french"] and not int(found["french"]) > 12:
        raise NotATime(f"{said!r} may be a time of day or a length of time; write it as 09:00")
    clock = _time(found)
    return (rest, clock) if clock is not None else (said, None)


def _time(found: re.Match[str]) -> time | None:
    if found["noon"] or found["midnight"]:
        return time(12 if found["noon"] else 0)
    if found["end"]:
        return END_OF_DAY
    hours = int(found["hour"] or found["hour_"] or found["french"])
    minutes = int(found["minute"] or found["minute_"] or found["minute__"] or 0)
    half = found["half"] or found["half_"]
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    try:
        return time(hours, minutes, int(found["second"] or 0))
    except ValueError:
        return None
