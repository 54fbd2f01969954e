"""Who waits for a rate limit, and who is told at once that waiting is no use."""

import asyncio
import gc
import threading
from time import monotonic, time

import pytest

from agent_connectors.engine.pacing.pacer import Pacer
from agent_connectors.engine.pacing.shared import budget_for, key_of, pacer_for


def headers(limit: int, left: int, seconds: float) -> dict[str, str]:
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(int(time() + seconds)),
    }


async def test_until_the_limit_is_known_one_goes_ahead() -> None:
    pacer = Pacer()
    taken: list[int] = []

    async def call(number: int) -> None:
        assert await pacer.take(30) == 0
        taken.append(number)

    calls = [asyncio.create_task(call(n)) for n in range(50)]
    await asyncio.sleep(0.05)
    assert taken == [0]
    pacer.record_answer(headers(100, 99, 60))
    await asyncio.gather(*calls)
    assert taken == list(range(50)), "in the order in which they came"


async def test_one_that_failed_lets_the_next_find_out() -> None:
    pacer = Pacer()
    assert await pacer.take(0) == 0
    waiting = asyncio.create_task(pacer.take(30))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    pacer.record_answer(None)
    assert await waiting == 0


async def test_who_cannot_make_it_is_told_at_once() -> None:
    """100 in 10 s, 1,000 calls, 25 s each: what fits is two windows after this one."""
    now = [1000.0]
    pacer = Pacer(lambda: now[0], lambda: 0.0)
    pacer.spend()
    pacer.record_answer(
        {"x-ratelimit-limit": "100", "x-ratelimit-remaining": "99", "x-ratelimit-reset": "10"}
    )
    calls = [asyncio.create_task(pacer.take(25)) for _ in range(1000)]
    await asyncio.sleep(0.05)
    waits = [call.result() for call in calls if call.done()]
    assert waits.count(0.0) == 99
    assert len(waits) >= 1000 - 300 - 1
    assert all(wait > 25 for wait in waits if wait)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def test_who_is_cancelled_frees_its_place() -> None:
    pacer = Pacer()
    assert await pacer.take(0) == 0
    first, second = (asyncio.create_task(pacer.take(30)) for _ in range(2))
    await asyncio.sleep(0.05)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    pacer.record_answer(headers(2, 1, 60))
    assert await second == 0


async def test_a_429_that_only_says_when_holds_back_everybody() -> None:
    pacer = Pacer()
    assert await pacer.take(0) == 0
    pacer.record_answer({})
    assert [await pacer.take(0) for _ in range(20)] == [0.0] * 20, "no limit is known"
    pacer.record_answer({"retry-after": "5"})
    assert pacer.refused({"retry-after": "5"}) == 5
    waits = [await pacer.take(1) for _ in range(80)]
    assert all(4 < wait <= 5 for wait in waits)


async def test_headers_that_vanish_do_not_stop_anything() -> None:
    pacer = Pacer()
    pacer.spend()
    pacer.record_answer(headers(100, 99, 60))
    for _ in range(500):
        assert await pacer.take(0) == 0
        pacer.record_answer({})


def test_waiting_in_another_loop_and_thread() -> None:
    pacer = Pacer()
    pacer.spend()
    took: list[float] = []
    thread = threading.Thread(target=lambda: took.append(asyncio.run(pacer.take(20))))
    thread.start()
    begun = monotonic()
    while len(pacer._queue) < 1 and monotonic() < begun + 10:
        pass
    pacer.record_answer(headers(100, 99, 60))
    thread.join(10)
    assert took == [0.0]


def test_one_budget_for_a_token_and_a_place() -> None:
    one = budget_for(key_of("https://a.example", "token"))
    assert budget_for(key_of("https://a.example", "token")) is one
    assert budget_for(key_of("https://b.example", "token")) is not one
    assert budget_for(key_of("https://a.example", "other")) is not one
    app, other = object(), object()
    in_process = pacer_for(key_of("https://a.example", "token"), app)
    assert in_process is not one
    assert pacer_for(key_of("https://a.example", "token"), other) is not in_process
    own = Pacer()
    assert budget_for("key", own) is own
    assert "token" not in key_of("https://a.example", "token")


def test_budgets_that_nobody_uses_are_forgotten() -> None:
    from agent_connectors.engine.pacing import shared

    gc.collect()
    before = len(shared._pacers)
    kept = [pacer_for(f"forgotten-{n}") for n in range(100)]
    assert len(shared._pacers) == before + 100
    del kept
    gc.collect()
    assert len(shared._pacers) <= before


@pytest.mark.parametrize("limit", [1, 3, 100])
async def test_a_full_window_is_given_out_once(limit: int) -> None:
    pacer = Pacer()
    pacer.spend()
    pacer.record_answer(headers(limit, limit - 1, 60))
    assert [await pacer.take(0) for _ in range(limit - 1)] == [0.0] * (limit - 1)
    assert await pacer.take(0) > 0
