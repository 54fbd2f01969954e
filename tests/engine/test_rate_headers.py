"""Whatever stands in the headers of a rate limit, a wait is short, and never an exception."""

from email.utils import formatdate
from itertools import product

import pytest

from agent_connectors.engine.pacing.headers import Reported, reported, retry_after
from agent_connectors.engine.pacing.pacer import Pacer
from agent_connectors.engine.pacing.rate import USUAL_HEADERS

LONGEST_WAIT = USUAL_HEADERS.longest_wait
NOW = 1_700_000_000.0

NUMBERS = ("1", " 7 ", "0.5", "1.", "0", "007")
NO_NUMBERS = (
    *("", " ", "-1", "-0", "+1", "nan", "NaN", "inf", "-inf", "Infinity", "1e3", "1E400", "0x10"),
    *(
        "1_0",
        "1,5",
        "1;5",
        "1s",
        "soon",
        "null",
        "None",
        "true",
        "[]",
        "\u0661",
        "\xb2",
        "1 2",
        "--1",
    ),
    *(
        "Wed, 99 Foo 2026",
        "Mon, 01 Jan",
        "2026-01-01",
        "99 99 99",
        "Thu, 01 Jan 99999 00:00:00 GMT",
    ),
)
ENDLESS = ("9" * 16, "9" * 400, "9" * 5000, "9" * 400 + ".5")
ODD = (*NUMBERS, *NO_NUMBERS, *ENDLESS, str(int(NOW) + 60), str(int(NOW) * 1000), "100")


@pytest.mark.parametrize("text", NUMBERS)
def test_seconds_are_read(text: str) -> None:
    assert retry_after({"retry-after": text}, NOW, LONGEST_WAIT) == float(text)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_says_nothing_is_as_if_it_were_not_there(text: str) -> None:
    assert retry_after({"retry-after": text}, NOW, LONGEST_WAIT) is None
    assert retry_after({}, NOW, LONGEST_WAIT) is None


@pytest.mark.parametrize("text", [*ENDLESS, "121", "999999999999"])
def test_no_wait_is_longer_than_any_window(text: str) -> None:
    assert retry_after({"retry-after": text}, NOW, LONGEST_WAIT) == LONGEST_WAIT


def test_dates_are_read_by_the_clock_of_the_product() -> None:
    def date(seconds: float) -> str:
        return formatdate(NOW + seconds, usegmt=True)

    assert retry_after({"retry-after": date(5)}, NOW, LONGEST_WAIT) == 5
    assert retry_after({"retry-after": date(-5)}, NOW, LONGEST_WAIT) == 0
    assert retry_after({"retry-after": date(3605), "date": date(3600)}, NOW, LONGEST_WAIT) == 5
    assert retry_after({"retry-after": date(9e9)}, NOW, LONGEST_WAIT) == LONGEST_WAIT
    assert retry_after({"retry-after": date(5), "date": "yesterday"}, NOW, LONGEST_WAIT) == 5


def test_a_window_is_whole_or_none() -> None:
    for limit, left, reset in product(ODD, repeat=3):
        told = reported(
            {"x-ratelimit-limit": limit, "x-ratelimit-remaining": left, "x-ratelimit-reset": reset},
            USUAL_HEADERS,
            NOW,
        )
        if told is not None:
            assert told.limit >= 1
            assert 0 <= told.left <= told.limit
            assert 0 <= told.reset < 10**15


async def test_no_headers_stop_a_pacer_for_longer_than_a_window() -> None:
    """Every odd window after a good one: a minute later, something may be sent again."""
    for limit, left, reset in product(ODD, repeat=3):
        for retry in ("", *ODD[:3]):
            now = [1000.0]
            pacer = Pacer(lambda now=now: now[0], lambda: NOW)  # type: ignore[misc]
            good = {
                "x-ratelimit-limit": "2",
                "x-ratelimit-remaining": "1",
                "x-ratelimit-reset": str(int(NOW) + 60),
            }
            odd = {
                "x-ratelimit-limit": limit,
                "x-ratelimit-remaining": left,
                "x-ratelimit-reset": reset,
                "retry-after": retry,
            }
            for headers in (good, odd):
                pacer.spend()
                pacer.record_answer(headers)
            assert 0 <= pacer.refused(odd) <= LONGEST_WAIT
            now[0] += LONGEST_WAIT + 1
            assert await pacer.take(0) == 0, odd


@pytest.mark.parametrize("seconds", [1, int(NOW), int(NOW) + 60, 99_999_999_999])
def test_a_window_that_ends_in_milliseconds_ends_then(seconds: int) -> None:
    def told(reset: int) -> Reported | None:
        names = ("limit", "remaining", "reset")
        return reported(
            dict(zip((f"x-ratelimit-{n}" for n in names), ("9", "0", str(reset)), strict=True)),
            USUAL_HEADERS,
            NOW,
        )

    assert told(seconds) == Reported(9, 0, seconds)
    if seconds * 1000 >= 10**11:
        assert told(seconds * 1000) == told(seconds)
