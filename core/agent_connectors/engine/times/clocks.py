"""The time of day at either end of a text."""

import re
from dataclasses import dataclass
from datetime import time

from agent_connectors.engine.times.moment import NotATime
from agent_connectors.engine.times.numbers import NUMBER, count_of

__all__ = ["Clock", "split_clock"]

_END_OF_DAY = time(23, 59, 59, 999000)

_CLOCK = (
    r"(?:(?P<noon>(?:12 )?noon|midday)|(?P<midnight>midnight)"
    r"|(?P<end>eod|end of (?:the )?day)(?= (?!of\b)|$)"
    r"|(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?: ?(?P<half>[ap]m))?"
    r"|(?P<hour_>\d{1,2})(?:\.(?P<minute_>\d\d))? ?(?P<half_>[ap]m)"
    r"|(?P<french>\d{1,2})h(?P<minute__>\d\d)?"
    rf"|(?P<part>half(?= past)|quarter|(?:{NUMBER[1:-1]})(?= past| minutes?))(?: minutes?)? "
    r"(?P<way>past|to) "
    rf"(?P<spoken>{NUMBER[1:-1]})(?: ?(?P<half__>[ap]m)| o'clock)?"
    rf"|(?P<full>{NUMBER[1:-1]}) o'clock)"
)
_LAST = re.compile(rf"(?:^| at | |(?<=\d)t|^at |^by ){_CLOCK}$", re.ASCII)
_FIRST = re.compile(rf"^(?:at )?{_CLOCK} (?:on )?(?=\S)", re.ASCII)
_HOUR = (re.compile(r"(?:^| )at (\d{1,2})$", re.ASCII), re.compile(r"^at (\d{1,2})(?: |$)"))
_BARE = (re.compile(r"(?:^| )(\d{1,2})$", re.ASCII), re.compile(r"^(\d{1,2})(?: |$)", re.ASCII))
"""An hour and nothing else, which needs a part of the day beside it."""

_PARTS = {
    "morning": range(12),
    "afternoon": range(12, 19),
    "evening": range(17, 24),
    "night": range(19, 24),
}
"""The hours of the parts of a day."""

_PART = re.compile(rf"(?:^| )(?:(?:in the|at) )?({'|'.join(_PARTS)})(?= |$)")

_ANY_HOURS = range(7, 24)
"""Hours that are read without `am` or `pm`: here clocks of 24 hours agree with working days."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    Attributes:
        time: The time.
        days: How many days later; 1 for the midnight that ends a day.
    """

    time: time
    days: int = 0


def split_clock(said: str) -> tuple[str, Clock | None]:
    """A text without the time of day at its end or its beginning, and that.

    Args:
        said: The text, in small letters.

    Raises:
        NotATime: It has one that may be two.
    """
    said = re.sub(r"\b([ap])\.? ?m\.?(?= |$)", r"\1m", said)
    said = re.sub(r"\btonight\b", "today evening", said)
    found = _PART.search(said)
    if found is None:
        return _split(said, None)
    rest = " ".join(f"{said[: found.start()]} {said[found.end() :]}".split())
    rest, clock = _split(re.sub(r"^this(?= |$)|(?<= )this$", "today", rest), found[1])
    if clock is None:
        raise NotATime(
            f"it does not say when in the {found[1]}; write the time of day, such as 9am or "
            "8pm, or only the day"
        )
    return rest, clock


def _split(said: str, part: str | None) -> tuple[str, Clock | None]:
    for pattern in (_LAST, _FIRST):
        found = pattern.search(said)
        if found:
            rest = _without(said, found)
            if not rest and not part and found["midnight"]:
                raise NotATime(
                    "midnight is the beginning or the end of a day; say of which, or 00:00"
                )
            if not part and re.fullmatch(r"\d{1,2}h(\d\d)?", said, re.ASCII):
                raise NotATime(
                    f"{said!r} may be a time of day or a length of time; write it as 09:00"
                )
            clock = _clock(found, part)
            return (rest, clock) if clock is not None else (said, None)
    for pattern in _BARE if part else _HOUR:
        found = pattern.search(said)
        if found:
            clock = _resolved(int(found[1]), 0, part)
            return (_without(said, found), clock) if clock is not None else (said, None)
    return said, None


def _without(said: str, found: re.Match[str]) -> str:
    rest = f"{said[: found.start()]} {said[found.end() :]}".strip()
    return rest.removesuffix(" at").removeprefix("on ").strip()


def _clock(found: re.Match[str], part: str | None) -> Clock | None:
    if found["midnight"]:
        return Clock(time(), days=int(part in {"evening", "night"}))
    if found["noon"] or found["end"]:
        return Clock(time(12) if found["noon"] else _END_OF_DAY)
    if found["spoken"] or found["full"]:
        hours, minutes = _spoken(found)
    else:
        hours = int(found["hour"] or found["hour_"] or found["french"])
        minutes = int(found["minute"] or found["minute_"] or found["minute__"] or 0)
    half = found["half"] or found["half_"] or found["half__"]
    if half is None and (part or found["spoken"] or found["full"]):
        return _resolved(hours, minutes, part)
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0) if 1 <= hours <= 12 else -1
    second = int(found["second"] or 0)
    if (hours, minutes, second) == (24, 0, 0):
        return Clock(time(), days=1)
    fits = part is None or hours in _PARTS[part]
    return (
        Clock(time(hours, minutes, second)) if fits and _is_time(hours, minutes, second) else None
    )


def _is_time(hours: int, minutes: int, seconds: int) -> bool:
    return 0 <= hours < 24 and minutes < 60 and seconds < 60


def _spoken(found: re.Match[str]) -> tuple[int, int]:
    """Hours and minutes of `half past nine` or `nine o'clock`; the hours are -1 if it is none."""
    hours = count_of(found["spoken"] or found["full"])
    named = {"half": 30, "quarter": 15, None: 0}
    minutes = named[found["part"]] if found["part"] in named else count_of(found["part"])
    if not 1 <= hours <= 12 or not minutes < 60:
        return -1, 0
    return ((hours - 2) % 12 + 1, 60 - minutes) if found["way"] == "to" else (hours, minutes)


def _resolved(hours: int, minutes: int, part: str | None) -> Clock | None:
    """An hour that may be of either half of the day.

    Raises:
        NotATime: It may.
    """
    meant = [hours, hours + 12] if 1 <= hours < 12 else [hours]
    fit = [hour for hour in meant if hour in (_PARTS[part] if part else range(24))]
    if not part and hours in _ANY_HOURS:
        fit = [hours]
    if len(fit) > 1:
        shown = " or ".join(f"{hour:02}:{minutes:02}" for hour in fit)
        raise NotATime(f"that may be {shown}; say which")
    return Clock(time(fit[0], minutes)) if fit and minutes < 60 else None
