import asyncio
from email.utils import formatdate

import pytest

from agent_connectors.engine.pacing.pacer import Pacer


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pacer(clock: Clock) -> Pacer:
    return Pacer(clock, lambda: 1_700_000_000 + clock.now - 1000)


def headers(
    left: int, *, limit: int = 100, reset: int = 1_700_000_060, **more: str
) -> dict[str, str]:
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(reset),
        **more,
    }


def reserve(pacer: Pacer) -> float:
    return asyncio.run(pacer.take(0))


def spend(pacer: Pacer, most: int = 1000) -> int:
    """How many requests are let through at once."""
    for sent in range(most):
        if reserve(pacer):
            return sent
    return most


def test_a_product_without_limits_is_never_waited_for(pacer: Pacer) -> None:
    assert spend(pacer, 5000) == 1, "one request finds out whether there are any"
    pacer.record_answer({})
    assert spend(pacer, 5000) == 5000
    assert pacer.available() is None


def test_the_budget_is_spent_to_the_last_and_not_beyond(pacer: Pacer, clock: Clock) -> None:
    reserve(pacer)
    pacer.record_answer(headers(99))
    assert pacer.available() == 99
    assert spend(pacer) == 99
    wait = reserve(pacer)
    assert 60 <= wait <= 61
    clock.now += wait
    assert spend(pacer) == 1, "what is under way may count in the new window"


def test_after_a_full_window_the_next_is_whole(pacer: Pacer, clock: Clock) -> None:
    for left in range(99, -1, -1):
        assert reserve(pacer) == 0
        pacer.record_answer(headers(left))
    assert reserve(pacer) > 0
    clock.now += 61
    assert spend(pacer) == 100


def test_answers_out_of_order_do_not_shrink_the_budget(pacer: Pacer) -> None:
    reserve(pacer)
    pacer.record_answer(headers(99))
    for _ in range(60):
        assert reserve(pacer) == 0
    for left in reversed(range(39, 99)):  # the one counted last is answered first
        pacer.record_answer(headers(99 + 39 - left))
    assert pacer.available() == 39


def test_others_who_spend_from_the_same_budget_are_counted(pacer: Pacer) -> None:
    reserve(pacer)
    pacer.record_answer(headers(40))
    assert spend(pacer) == 40


def test_a_new_window_is_noticed_from_an_answer(pacer: Pacer, clock: Clock) -> None:
    reserve(pacer)
    pacer.record_answer(headers(0))
    assert reserve(pacer) > 0
    clock.now += 30
    pacer.refused({})
    pacer._under_way += 1  # a request sent before the window was known to be full
    pacer.record_answer(headers(90, reset=1_700_000_120))
    assert spend(pacer) == 90


def test_a_late_answer_of_the_window_before_is_ignored(pacer: Pacer) -> None:
    for _ in range(2):
        reserve(pacer)
    pacer.record_answer(headers(80, reset=1_700_000_120))
    pacer.record_answer(headers(1, reset=1_700_000_060))
    assert pacer.available() == 80


def test_the_products_clock_is_believed_about_its_own_window(pacer: Pacer) -> None:
    reserve(pacer)
    an_hour_off = 1_700_003_600
    date = formatdate(an_hour_off, usegmt=True)
    pacer.record_answer(headers(0, reset=an_hour_off + 20, date=date))
    assert 20 <= reserve(pacer) <= 21


def test_a_reset_that_cannot_be_is_not_waited_for(pacer: Pacer) -> None:
    reserve(pacer)
    pacer.record_answer(headers(0, reset=4_000_000_000))
    assert reserve(pacer) <= 120


def test_headers_that_are_not_numbers_are_ignored(pacer: Pacer) -> None:
    reserve(pacer)
    pacer.record_answer({"x-ratelimit-limit": "many", "x-ratelimit-remaining": "", "date": "?"})
    assert pacer.available() is None


def test_a_refusal_waits_for_the_window_or_as_long_as_it_says(pacer: Pacer) -> None:
    assert pacer.refused({}) == 0
    reserve(pacer)
    pacer.record_answer(headers(50))
    assert 60 <= pacer.refused({}) <= 61
    assert pacer.refused({"retry-after": "7"}) == 7
    assert 6 < reserve(pacer) <= 7
