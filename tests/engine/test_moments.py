"""Times as people say them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_connectors.engine.times.durations import duration_to_milliseconds
from agent_connectors.engine.times.moment import datetime_at
from agent_connectors.engine.times.moments import Moment, parse
from agent_connectors.engine.times.timestamps import to_milliseconds

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 25, 15, 30, tzinfo=NEW_YORK)  # a Wednesday


def said(text: str, *, clock: time = time()) -> str:
    moment = parse(text)
    assert moment is not None, text
    at = datetime.fromtimestamp(moment.at(NOW, clock=clock) / 1000, NEW_YORK)
    return at.strftime("%Y-%m-%d" if moment.whole_day else "%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("now", "2026-11-25 15:30"),
        ("today", "2026-11-25"),
        ("Tomorrow", "2026-11-26"),
        ("yesterday", "2026-11-24"),
        ("tomorrow 9am", "2026-11-26 09:00"),
        ("tomorrow at 5:30 pm", "2026-11-26 17:30"),
        ("17:00", "2026-11-25 17:00"),
        ("noon", "2026-11-25 12:00"),
        ("today midnight", "2026-11-25 00:00"),
        ("12 am", "2026-11-25 00:00"),
        ("Friday", "2026-11-27"),
        ("this friday", "2026-11-27"),
        ("on Friday", "2026-11-27"),
        ("wednesday", "2026-12-02"),
        ("monday", "2026-11-30"),
        ("next Friday 17:00", "2026-12-04 17:00"),
        ("next wed", "2026-12-02"),
        ("last wednesday", "2026-11-18"),
        ("last tuesday", "2026-11-24"),
        ("in 3 days", "2026-11-28"),
        ("2 weeks ago", "2026-11-11"),
        ("in a month", "2026-12-25"),
        ("in 2 hours", "2026-11-25 17:30"),
        ("30 minutes ago", "2026-11-25 15:00"),
        ("start of week", "2026-11-23"),
        ("end of week", "2026-11-29"),
        ("end of next month", "2026-12-31"),
        ("start of last month", "2026-10-01"),
        ("end of the year", "2026-12-31"),
        ("2026-12-01", "2026-12-01"),
        ("2026-12-01 08:15", "2026-12-01 08:15"),
        ("27 Nov 2026", "2026-11-27"),
        ("November 27th, 2026", "2026-11-27"),
        ("Jan 5", "2027-01-05"),
        ("3 oct", "2026-10-03"),
    ],
)
def test_what_people_say(text: str, means: str) -> None:
    assert said(text) == means


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "friday the 13th",
        "25:00",
        "13pm",
        "2026-02-30",
        "31 feb",
        "next",
        "3 days",
        "5",
        "in 2 hours 17:00",
        "2 hours ago at noon",
        "in 99999999 days",
        "in 99999999999 hours",
        "in 9999 years",
        "99999999 weeks ago",
        "9" * 5000 + " days ago",
        "0001-01-01",
        "9999-12-31",
        "1 jan 9999",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert parse(text) is None


def test_hours_pass_where_clocks_are_changed() -> None:
    now = datetime(2027, 3, 28, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    moment = parse("in 2 hours")
    assert moment is not None
    assert moment.at(now) - now.timestamp() * 1000 == 2 * 3_600_000


@pytest.mark.parametrize(
    "text", ["in 100 years", "100 years ago", "in 36500 days", "in 1200 months"]
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Apia", "America/New_York"])
def test_what_is_read_can_be_worked_out(text: str, zone: str) -> None:
    moment = parse(text)
    assert moment is not None
    assert isinstance(moment.at(datetime.now(ZoneInfo(zone))), int)


def test_a_month_has_as_many_days_as_it_has() -> None:
    moment = parse("in 1 month")
    assert moment is not None
    assert moment.at(datetime(2027, 1, 31, 12, tzinfo=UTC)) == round(
        datetime(2027, 2, 28, tzinfo=UTC).timestamp() * 1000
    )


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from(
        ["America/Los_Angeles", "America/New_York", "UTC", "Asia/Tokyo", "Pacific/Apia"]
    ),
)
def test_a_day_is_that_day_in_its_zone(day: date, zone: str) -> None:
    moment = to_milliseconds(day.isoformat())
    assert isinstance(moment, Moment)
    assert moment.whole_day
    now = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    at = datetime.fromtimestamp(moment.at(now, clock=time(4)) / 1000, ZoneInfo(zone))
    assert at.date() == day


def test_a_time_with_a_zone_needs_no_other() -> None:
    assert to_milliseconds("2026-01-31T17:00:00Z") == 1769878800000
    assert to_milliseconds("1769878800000") == 1769878800000
    assert to_milliseconds(datetime(2026, 1, 31, 17, tzinfo=UTC)) == 1769878800000


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "a time"),
        *((odd, "milliseconds") for odd in (0, "0", 5, 15, "2026", 1000, -1, "-5", 1.5, -(10**12))),
        (1795748400123.5, "whole"),
        ([1], "a time"),
        (None, "a time"),
        (False, "a time"),
        (1795748400000000, "milliseconds"),
        ("1795748400000000", "milliseconds"),
        (1795748400, "1970-01-21"),
        (20261127, "1970-01-01"),
        ("20261350", "a time"),
        (10**400, "milliseconds"),
        (float("inf"), "milliseconds"),
        (float("nan"), "milliseconds"),
        (-(10**15), "milliseconds"),
        ("--5", "a time"),
        ("²", "a time"),
        (date(9999, 12, 31), "9999"),
        (datetime(1, 1, 1), "year 1"),  # noqa: DTZ001 - one without a zone is meant
        (datetime(1, 1, 1, tzinfo=NEW_YORK), "year 1"),
        ("9999-12-31T23:59:59-11:00", "9999"),
    ],
)
def test_what_cannot_be_meant_is_refused(value: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        to_milliseconds(value)


@pytest.mark.parametrize("value", [1769878800000, "1769878800000", 1769878800000.0, 10**11])
def test_numbers_are_milliseconds(value: Any) -> None:
    assert to_milliseconds(value) == int(value)


def test_a_day_may_be_written_without_hyphens() -> None:
    moment = to_milliseconds("20261127")
    assert isinstance(moment, Moment)
    assert moment.whole_day
    assert moment.at(NOW) == round(datetime(2026, 11, 27, tzinfo=NEW_YORK).timestamp() * 1000)


def test_a_time_without_a_zone_waits_for_one() -> None:
    moment = to_milliseconds("2026-01-31T17:00:00")
    assert isinstance(moment, Moment)
    assert not moment.whole_day
    assert moment.at(NOW) == round(datetime(2026, 1, 31, 17, tzinfo=NEW_YORK).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h30m", 90),
        ("90m", 90),
        ("1.5h", 90),
        ("1 hour 30 minutes", 90),
        ("2 hrs", 120),
        ("PT1H30M", 90),
        ("45 min", 45),
        (timedelta(minutes=5), 5),
        ("5400000", 90),
        ("1h30", 90),
        (5_400_000, 90),
        (5_400_000.0, 90),
    ],
)
def test_lengths_of_time(text: str, minutes: int) -> None:
    assert duration_to_milliseconds(text) == minutes * 60_000


@pytest.mark.parametrize("text", ["1d", "soon", "30m15", "h", "1:30", "", "9" * 400 + "h", True])
def test_what_is_no_length_of_time(text: Any) -> None:
    with pytest.raises(ValueError, match="1h30m"):
        duration_to_milliseconds(text)


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "text", "hours"),
    [
        (datetime(2027, 3, 28, 1, 30, tzinfo=BERLIN), "in 2 hours", 2),
        (datetime(2027, 10, 31, 1, 30, tzinfo=BERLIN), "in 3 hours", 3),
    ],
)
def test_an_hour_is_an_hour_when_the_clocks_change(now: datetime, text: str, hours: int) -> None:
    moment = parse(text)
    assert moment is not None
    assert moment.at(now) == round((now.timestamp() + hours * 3600) * 1000)


@pytest.mark.parametrize(
    "text",
    ["in 2 hours 17:00", "in 99999999 days", "in 99999999999 hours", "in 9999 years", "²"],
)
def test_what_nobody_means(text: str) -> None:
    assert parse(text) is None


def test_numbers_that_are_no_milliseconds() -> None:
    assert isinstance(to_milliseconds("20261127"), Moment)
    for absurd in (1_795_748_400_000_000, "1795748400000000", True):
        with pytest.raises(ValueError, match="should be"):
            to_milliseconds(absurd)


@given(
    st.integers(-2_208_988_800_000, 7_258_118_399_999),
    st.sampled_from(["UTC", "America/New_York", "Asia/Kathmandu"]),
)
def test_clocks_show_each_millisecond_before_1970_too(at: int, name: str) -> None:
    shown = datetime_at(at, ZoneInfo(name))
    assert (shown - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1) == at
    assert shown.tzinfo == ZoneInfo(name)


@pytest.mark.parametrize("at", [-(10**20), 10**20])
def test_clocks_end(at: int) -> None:
    with pytest.raises(OverflowError):
        datetime_at(at, UTC)
