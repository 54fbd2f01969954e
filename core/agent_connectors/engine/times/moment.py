"""A point in time that depends on where and when it is said."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from agent_connectors.engine.frozen import Frozen

__all__ = [
    "WEEKDAYS",
    "YEARS",
    "Day",
    "Edge",
    "Moment",
    "NotATime",
    "Way",
    "datetime_at",
    "is_about_time",
    "now_told",
]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)

YEARS = range(1900, 2200)
"""The years that can be meant."""

Way = Literal[-1, 1]
"""What is asked about: 1 for what is to come, -1 for what is over."""

Day = Callable[[date, Way], date]
"""A day, from the day on which it is said."""


Edge = Literal["start", "end", "since", "span"]


class NotATime(ValueError):
    """It is no point in time, or not certainly one; the text says why, for the caller to read."""


class Moment(Frozen):
    """A point in time that depends on where and when it is said.

    Attributes:
        text: What was said.
        day: The day it means, from the day on which it is said; None if `shift` is set.
        clock: The time of day; None if only a day is meant.
        shift: How far from now it is, where it is counted from now.
        zone: The time zone, where one was said.
        last: The last day, where several are meant; `day` is the first.
        reach: How far from now it ends, where a length of time until or from now is meant.
        edge: Whether the start or the end of something was said, which is part of a range then;
            what a range begins with (`since`), or all of one (`span`).
        vague: Whether it means several days, so that it is no point in time, only a range.
        weekday: Whether a weekday was said, and not of which week.
        past: Whether what is over is asked about: a weekday is the latest one then.
        latest: Whether the latest of a weekday was said (`last Monday`).
    """

    text: str
    day: Day | None = None
    clock: time | None = None
    shift: timedelta | None = None
    zone: tzinfo | None = None
    last: Day | None = None
    reach: timedelta | None = None
    edge: Edge | None = None
    vague: bool = False
    weekday: bool = False
    past: bool = False
    latest: bool = False

    @property
    def several(self) -> bool:
        """Whether several days are meant, or hours from one time to another."""
        return self.vague or self.last is not None

    @property
    def whole_day(self) -> bool:
        """Whether a day is meant and no time of it."""
        return self.shift is None and self.clock is None

    def kept(self, now: datetime, zone: tzinfo | None) -> "Moment":
        """The same days of the calendar, as another zone has them.

        Args:
            now: As for `at`: it decides which days are meant.
            zone: The zone whose days they are to be; that of `now` if not given.

        Raises:
            NotATime: As for `at`.
        """
        first, last = self.days(now)
        return self.altered(
            day=lambda *_: first,
            last=(lambda *_: last) if self.last else None,
            clock=None,
            shift=None,
            reach=None,
            zone=zone,
        )

    def at(self, now: datetime, *, clock: time = time()) -> int:
        """The time meant, in milliseconds since 1970.

        Args:
            now: When it is said, in the time zone in which it is said.
            clock: The time of day to take where none is meant.

        Raises:
            NotATime: It means several days, or a time of day that this day does not have.
        """
        if self.vague:
            raise NotATime(f"{self.text!r} is several days; say which one is meant")
        return self._at(now, clock)

    def first(self, now: datetime) -> int:
        """The first millisecond of what is meant.

        Args:
            now: As for `at`.

        Raises:
            NotATime: As for `at`.
        """
        return self._at(now, time())

    def until(self, now: datetime) -> int:
        """The last millisecond of what is meant.

        Args:
            now: As for `at`.

        Raises:
            NotATime: As for `at`.
        """
        if self.reach is not None:
            return _from_now(now, self.reach)
        if not self.whole_day:
            return self._at(now, time())
        # From the day after: a day may have 23 or 25 hours, and its last one twice.
        after = self._date(self.last or self.day, now) + timedelta(days=1)
        return self._on(after, time(), now) - 1

    def days(self, now: datetime) -> tuple[date, date]:
        """The first and the last day of what is meant.

        Args:
            now: As for `at`.
        """
        if self.reach is not None:
            return self._date(self.day, now), (now + self.reach).date()
        return self._date(self.day, now), self._date(self.last or self.day, now)

    def begins_now(self, now: datetime) -> bool:
        """Whether it is a length of time from now on, rather than until now.

        Args:
            now: As for `at`.
        """
        if self.shift is not None:
            return self.shift == timedelta()
        return self._date(self.day, now) == now.date()

    def before(self, end: "Moment", now: datetime) -> "Moment":
        """The same, or the one of a week before where that is what a range begins with.

        On a Thursday, `last Monday` is later than `last Friday`; from the one to the other means
        the Monday before that Friday.

        Args:
            end: The end of the range.
            now: As for `at`.
        """
        day = self.day
        if day is None or not (self.latest and end.latest) or self.first(now) <= end.until(now):
            return self
        return self.altered(day=lambda today, way: day(today, way) - timedelta(days=7))

    def told(self, now: datetime) -> str:
        """The day or the days that are meant, for whoever is to see how it was read.

        Args:
            now: As for `at`.
        """
        if self.shift is not None and self.reach is None:
            at = now + self.shift
            return f"{_told(at.date())} {at:%H:%M}"
        first, last = self.days(now)
        if first != last:
            return f"{_told(first)} to {_told(last)}"
        return _told(first) if self.clock is None else f"{_told(first)} {self.clock:%H:%M}"

    def either(self, now: datetime) -> str:
        """The two days that a weekday may mean, where it is not known what is asked about.

        Args:
            now: As for `at`.
        """
        coming = self._date(self.day, now)
        return f"{_told(coming - timedelta(days=7))} or {_told(coming)}"

    def _at(self, now: datetime, clock: time) -> int:
        if self.shift is not None:
            return _from_now(now, self.shift)
        return self._on(self._date(self.day, now), self.clock or clock, now)

    def _date(self, day: Day | None, now: datetime) -> date:
        if day is None:
            return (now + (self.shift or timedelta())).date()
        way: Way = -1 if self.past else 1
        here = day(now.date(), way)
        if self.zone is not None and day(now.astimezone(self.zone).date(), way) != here:
            raise NotATime(f"{self.text!r} is another day in that time zone; write the date")
        return here

    def _on(self, day: date, clock: time, now: datetime) -> int:
        if day.year not in YEARS:
            raise NotATime(f"should be a time from 1900 to 2199, not in the year {day.year}")
        said = datetime.combine(day, clock, self.zone or now.tzinfo)
        there = said.astimezone(UTC).astimezone(said.tzinfo)
        if self.clock is not None and there.replace(tzinfo=None) != said.replace(tzinfo=None):
            raise NotATime(f"there is no {clock:%H:%M} on {day}: clocks go forward then")
        return round(said.timestamp() * 1000)


def datetime_at(milliseconds: int, zone: tzinfo | None) -> datetime:
    """A point in time as the clocks of a zone show it.

    `datetime.fromtimestamp` refuses times before 1970 on Windows.

    Args:
        milliseconds: Since 1970.
        zone: That of the machine, if there is none.

    Raises:
        OverflowError: It is beyond all calendars.
    """
    return (_BEGAN + timedelta(milliseconds=milliseconds)).astimezone(zone)


def _from_now(now: datetime, shift: timedelta) -> int:
    # In absolute time: two hours are two hours, also when the clocks are changed.
    return round((now.timestamp() + shift.total_seconds()) * 1000)


def _told(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]} {day}"


def now_told(now: datetime) -> str:
    """What now is, and what a day in words would be, for whoever has to work one out.

    Args:
        now: The present, in the time zone in which times are said.
    """
    friday = now.date() + timedelta(days=11 - now.weekday())
    text = now.isoformat(timespec="minutes")
    day = WEEKDAYS[now.weekday()][:3]
    return f"It is {day} {text[:10]} {text[11:16]} {text[16:]}; next Friday is {friday}."


def is_about_time(error: BaseException) -> bool:
    """Whether something was refused because it is no point in time.

    Args:
        error: What was raised, with what it came from.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, NotATime):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
