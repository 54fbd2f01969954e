"""Times and lengths of time in words, each as it is meant or refused: none is guessed."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_connectors.engine.times.durations import DurationOrZero, duration_to_milliseconds
from agent_connectors.engine.times.moment import now_told
from agent_connectors.engine.times.moments import Moment, NotATime
from agent_connectors.engine.times.timestamps import to_milliseconds

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, 15, tzinfo=BERLIN)  # a Wednesday


def meant(text: Any, now: datetime = NOW) -> str:
    """What a text means, in the zone of `now`: a day, or a time."""
    read = to_milliseconds(text)
    if isinstance(read, Moment) and read.vague:
        ends = (read.first(now), read.until(now))
        days = [datetime.fromtimestamp(end / 1000, now.tzinfo).date() for end in ends]
        return f"{days[0]}..{days[1]}"
    whole = isinstance(read, Moment) and read.whole_day
    at = datetime.fromtimestamp(
        (read.at(now) if isinstance(read, Moment) else read) / 1000, now.tzinfo
    )
    return at.strftime("%Y-%m-%d" if whole else "%Y-%m-%d %H:%M")


READ = {
    "today": "2026-11-25",
    "the day after tomorrow": "2026-11-27",
    "day before yesterday": "2026-11-23",
    "the day before yesterday 5pm": "2026-11-23 17:00",
    "1st of March": "2027-03-01",
    "the 1st of March": "2027-03-01",
    "March 1st 2027": "2027-03-01",
    "March 1, 2027": "2027-03-01",
    "27-Nov-2026": "2026-11-27",
    "Dec 24": "2026-12-24",
    "Fri 27 Nov": "2026-11-27",
    "Friday, November 27th, 2026": "2026-11-27",
    "Sat 2026-11-28 8am": "2026-11-28 08:00",
    "Friday next week": "2026-12-04",
    "next week Friday": "2026-12-04",
    "Monday last week": "2026-11-16",
    "Tuesday of this week": "2026-11-24",
    "tomorrow 9am UTC": "2026-11-26 10:00",
    "9am Europe/Berlin": "2026-11-25 09:00",
    "tomorrow 9am America/New_York": "2026-11-26 15:00",
    "tomorrow 9:00Z": "2026-11-26 10:00",
    "tomorrow 9am UTC+2": "2026-11-26 08:00",
    "5 p.m.": "2026-11-25 17:00",
    "tomorrow at 5 P.M.": "2026-11-26 17:00",
    "5.30 pm": "2026-11-25 17:30",
    "at 17h30": "2026-11-25 17:30",
    "today 20h": "2026-11-25 20:00",
    "tomorrow 17h": "2026-11-26 17:00",
    "9am tomorrow": "2026-11-26 09:00",
    "17:00 on Friday": "2026-11-27 17:00",
    "noon tomorrow": "2026-11-26 12:00",
    "tomorrow at 9 in the morning": "2026-11-26 09:00",
    "12am": "2026-11-25 00:00",
    "in half an hour": "2026-11-25 10:45",
    "half an hour ago": "2026-11-25 09:45",
    "an hour ago": "2026-11-25 09:15",
    "in 1h30m": "2026-11-25 11:45",
    "in 2 hours and 30 minutes": "2026-11-25 12:45",
    "in an hour and a half": "2026-11-25 11:45",
    "in a fortnight": "2026-12-09",
    "a fortnight ago": "2026-11-11",
    "two weeks ago": "2026-11-11",
    "in 3d": "2026-11-28",
    "in 3 days at 9am": "2026-11-28 09:00",
    "2026-W48": "2026-11-23",
    "2026-W48-5": "2026-11-27",
    "end of month": "2026-11-30",
    "end of quarter": "2026-12-31",
    "EOM": "2026-11-30",
    "EOD": "2026-11-25 23:59",
    "EOD Friday": "2026-11-27 23:59",
    "end of today": "2026-11-25 23:59",
    "end of March 2027": "2027-03-31",
    "first day of next month": "2026-12-01",
    "the 15th of next month": "2026-12-15",
    "this Friday": "2026-11-27",
    "next Friday": "2026-12-04",
    "2026-11-25 10:15": "2026-11-25 10:15",
    "20261125T101500Z": "2026-11-25 11:15",
    "2026-11-25T10:15:00.123+01:00": "2026-11-25 10:15",
    "2026-11-25T10:15 Europe/Berlin": "2026-11-25 10:15",
    "Wed, 25 Nov 2026 10:15:00 +0100": "2026-11-25 10:15",
    "2026/11/25": "2026-11-25",
    "2026-10-25 02:30": "2026-10-25 02:30",
    "last week": "2026-11-16..2026-11-22",
    "next month": "2026-12-01..2026-12-31",
    "March 2027": "2027-03-01..2027-03-31",
    "2027-03": "2027-03-01..2027-03-31",
    "Q1 2027": "2027-01-01..2027-03-31",
}

REFUSED = {
    "": "should be a time", "soon": "should be", "asap": "should be",
    "tonight": "does not say when",
    "marathon 5": "should be", "5 octopus": "should be", "marsh 1": "should be",
    "3/4/2026": "2026-03-04 or 2026-04-03", "03.04.2026": "2026-03-04 or 2026-04-03",
    "32/13/2026": "should be", "31/12-2026": "should be",
    "march": "should be", "friday 13": "should be", "the 5th": "should be",
    "Sun 28 Nov": "is a Saturday", "Friday 2026-11-28": "is a Saturday",
    "31 Feb": "should be", "2027-02-29": "should be", "2026-W54": "should be",
    "31st of this month": "no day 31", "May 5": "say the year", "1 June": "say the year",
    "this Wednesday": "write the date", "this Monday": "write the date",
    "midnight": "beginning or the end", "at 5": "05:00 or 17:00",
    "tomorrow at 5": "05:00 or 17:00", "quarter to five": "04:45 or 16:45",
    "9 to 5": "should be", "tomorrow nine to five": "should be",
    "9h": "length of time", "2h30": "length of time", "20h": "length of time",
    "17h30": "length of time", "24:01": "should be", "yesterday evening": "does not say when",
    "15:00 in the morning": "does not say when", "last 2 weeks": "counted from today",
    "2026-11-27T10-11": "one hour to another", "2026-11-27T10:00-11": "one hour to another",
    "2026-11-27t10-11:00": "one hour to another", "5th Monday of December": "no 5th monday",
    "since past week": "should be", "Wednesday week": "may be today", "13pm": "should be",
    "in 2m": "should be", "in 1.5 days": "should be", "3 days": "should be", "2 hours": "should be",
    "in 5": "should be", "in 3 days ago": "should be", "EOW": "should be", "EOD EOD": "should be",
    "tomorrow 9am CET": "not one time zone", "tomorrow 9am EST": "not one time zone",
    "tomorrow 9am Europe/Berln": "no time zone", "tomorrow 9am UTC+25": "no time zone",
    "tomorrow 9am Etc/GMT+5": "should be", "2026-11-27 UTC": "time of day",
    "2027-03-28 02:30": "clocks go forward", "28 March 2027 2:30am": "clocks go forward",
    "2026-11-25x10:15": "should be", "2026-11-25 10": "should be", "2026-13-01": "should be",
    "tomorrow 9:00-10:00": "should be", "2026-11-25 09:00-10:00": "should be",
    "tomorrow 9am -5": "should be", "last week 5pm": "should be",
    "today tomorrow": "should be", "1e12": "should be",
    "nan": "should be", "1.5": "should be", "\uff11\uff12": "should be", "9" * 400: "should be",
    "tomorrow " * 50: "should be", "in " + "9" * 50 + " days": "should be",
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_what_is_clear_is_read(text: str) -> None:
    assert meant(text) == READ[text]
    assert meant(f"  {text.upper()} ") == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_clear_is_refused(text: str) -> None:
    with pytest.raises(NotATime, match=REFUSED[text]):
        meant(text)


@pytest.mark.parametrize("text", ["last week", "next month", "March 2027", "Q1 2027"])
def test_several_days_are_no_point_in_time(text: str) -> None:
    read = to_milliseconds(text)
    assert isinstance(read, Moment)
    with pytest.raises(NotATime, match="several days"):
        read.at(NOW)


def test_tomorrow_in_a_zone_where_it_is_another_day_is_refused() -> None:
    evening = datetime(2026, 11, 25, 20, tzinfo=ZoneInfo("America/Los_Angeles"))
    with pytest.raises(NotATime, match="another day in that time zone"):
        meant("tomorrow 9am UTC", evening)
    assert meant("2026-11-26 09:00 UTC", evening) == "2026-11-26 01:00"


DAYS = [
    # One with 23 hours, one with 25, one that begins at one, one whose last hour comes twice.
    ("Europe/Berlin", "2027-03-28", 23),
    ("Europe/Berlin", "2026-10-25", 25),
    ("America/Santiago", "2026-09-06", 23),
    ("America/Santiago", "2026-04-04", 25),
    ("Pacific/Auckland", "2026-11-25", 24),
    ("Asia/Kathmandu", "2026-11-25", 24),
    ("Pacific/Kiritimati", "2026-11-25", 24),
]


@pytest.mark.parametrize(("zone", "day", "hours"), DAYS)
def test_a_day_lasts_until_the_next(zone: str, day: str, hours: int) -> None:
    read = to_milliseconds(day)
    assert isinstance(read, Moment)
    now = datetime(2026, 11, 25, 10, 15, tzinfo=ZoneInfo(zone))
    first, last = read.first(now), read.until(now)
    assert last - first + 1 == hours * 3_600_000
    for end in (first, last):
        assert str(datetime.fromtimestamp(end / 1000, now.tzinfo).date()) == day
    for beyond in (first - 1, last + 1):
        assert str(datetime.fromtimestamp(beyond / 1000, now.tzinfo).date()) != day


ZONES = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kathmandu"]


@settings(max_examples=300)
@given(st.integers(1_000_000_000, 4_000_000_000), st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_what_a_model_reads_can_be_written_back(second: int, told: str, said: str) -> None:
    from agent_connectors.clickup.compact.values import ZONE
    from agent_connectors.clickup.compact.values import time as shown

    token = ZONE.set((ZoneInfo(told), ZoneInfo(told)))
    try:
        text = shown(str(second * 1000), whole_days=True)
    finally:
        ZONE.reset(token)
    read = to_milliseconds(text)
    if isinstance(read, Moment):  # a whole day, which is the reader's
        read = read.at(datetime(2026, 1, 1, tzinfo=ZoneInfo(told)), clock=time(4))
    assert read == second * 1000
    if "T" in text:
        now = datetime.fromtimestamp(second, ZoneInfo(said))
        told_now = now_told(now).removeprefix("It is ").partition(";")[0]
        again = to_milliseconds(told_now)
        again = again.at(NOW) if isinstance(again, Moment) else again
        assert again == second // 60 * 60_000


_WORDS = [
    "in", "next", "last", "this", "the", "of", "end", "start", "ago", "on", "at", "5", "17:30",
    "9am", "tomorrow", "friday", "week", "month", "27", "nov", "2026", "2026-11-25", "w48", "utc",
    "+01:00", "noon", "eod", "half", "an", "hour", "days", "1h30", "march", ",", "-",
]  # fmt: skip


@settings(max_examples=500)
@given(
    st.lists(
        st.sampled_from(_WORDS),
        max_size=6,
    ).map(" ".join)
    | st.text(max_size=12)
)
def test_any_text_is_a_time_or_refused(text: str) -> None:
    try:
        read = to_milliseconds(text)
        if isinstance(read, Moment):
            assert read.first(NOW) <= read.until(NOW)
    except NotATime:
        pass


def test_what_now_is() -> None:
    assert now_told(NOW) == "It is Wed 2026-11-25 10:15 +01:00; next Friday is 2026-12-04."
    sunday = datetime(2026, 11, 29, 23, 59, tzinfo=UTC)
    assert now_told(sunday) == "It is Sun 2026-11-29 23:59 +00:00; next Friday is 2026-12-04."
    assert meant("next Friday", sunday) == "2026-12-04"


LENGTHS = {
    "2h30": 150, "2 h 30": 150, "1,5h": 90, "1.5 h": 90, "an hour": 60, "half an hour": 30,
    "2 hours and 30 minutes": 150, "1 hour, 5 mins": 65, "90 min": 90, "PT1H30M": 90,
    "01:30:00": 90, "an hour and a half": 90, "one and a half hours": 90, "two hours": 120,
    "quarter of an hour": 15, "three quarters of an hour": 45, "1h90m": 150, "90 mins.": 90,
    "5400000": 90, 5_400_000: 90, 60_000: 1, timedelta(hours=2): 120, "60s": 1,
}  # fmt: skip

NO_LENGTHS = {
    7200: "such as 2h", "7200": "such as 2h", 86_400: "such as 24h", 5400: "such as 1h30m",
    "90": "such as 90m", "2": "such as 2h", 1: "such as 1h", 59_999: "write the unit",
    -5: "more than nothing", "-1h": "less than nothing", "1h -30m": "should be", 0: "nothing",
    "0h": "under a second", "0.2s": "under a second", timedelta(): "under a second",
    timedelta(hours=-1): "under a second", "1:30": "1h30m or 1m30s", "a week": "8h", "1d": "8h",
    "P1D": "8h", "2 days 3h": "8h", "1,500h": "should be", "1h 1h": "should be",
    "9h99": "should be",
    "30m15": "should be", "1.5.5h": "should be", 1.5: "should be",
    float("nan"): "should be", float("inf"): "should be", 10**400: "ten years",
    1_795_000_000_000: "ten years", "9" * 400 + "h": "should be", "": "should be",
    "about 2h": "should be",
}  # fmt: skip


@pytest.mark.parametrize("text", LENGTHS)
def test_lengths_that_are_clear(text: Any) -> None:
    assert duration_to_milliseconds(text) == LENGTHS[text] * 60_000


@pytest.mark.parametrize("text", NO_LENGTHS, ids=lambda text: repr(text)[:20])
def test_lengths_that_nobody_means(text: Any) -> None:
    with pytest.raises(ValueError, match=NO_LENGTHS[text]):
        duration_to_milliseconds(text)


def test_true_is_no_length() -> None:
    with pytest.raises(ValueError, match="should be"):
        duration_to_milliseconds(True)


def test_no_time_at_all_where_that_makes_sense() -> None:
    from pydantic import TypeAdapter

    adapter: TypeAdapter[Any] = TypeAdapter(DurationOrZero)
    assert [adapter.validate_python(none) for none in (0, "0", "0h")] == [0, 0, 0]
