"""The rate budget that replicas share through Redis."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from agent_connectors.redis import RedisBudget, SharedBudget
from agent_connectors.redis.fair_queue import FairQueue
from tests.hosted.services import redis_url

WINDOW = 1.0
OURS = 3.0
"""With the margin."""


def headers(limit: int, left: int = 1) -> dict[str, str]:
    reset = str(int(time.time() + WINDOW))
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": reset,
    }


@pytest.fixture
async def replicas() -> AsyncIterator[list[SharedBudget]]:
    """The same credential's budget, as two replicas see it."""
    fingerprint = uuid4().hex
    shared = [RedisBudget(redis_url(), WINDOW) for _ in range(2)]
    for budgets in shared:
        assert await budgets.ping()  # the first request is not to wait for a connection
    yield [budgets.of(fingerprint) for budgets in shared]
    for budgets in shared:
        redis = (await budgets.client()).redis
        async for key in redis.scan_iter(f"*{fingerprint}*"):
            await redis.delete(key)
        await budgets.aclose()


async def wait_for(budget: SharedBudget) -> float:
    """Seconds until a request may be sent; takes it."""
    begun = time.monotonic()
    assert await budget.take() == 0
    return time.monotonic() - begun


async def learn(budgets: list[SharedBudget], limit: int) -> None:
    assert await budgets[0].take(0) == 0
    budgets[0].record_answer(headers(limit))
    await asyncio.sleep(0.05)


async def test_one_request_finds_out_the_limit(replicas: list[SharedBudget]) -> None:
    first, second = replicas
    assert await first.take(0) == 0
    assert await first.take(0) > 0
    assert await second.take(0) > 0, "the other replica waits for it, too"
    first.record_answer(headers(5))
    await asyncio.sleep(0.05)
    assert await second.take(0) == 0


async def test_all_replicas_together_stay_within_every_window(
    replicas: list[SharedBudget],
) -> None:
    await learn(replicas, 8)
    sent = [time.monotonic()]

    async def work(budget: SharedBudget) -> None:
        for _ in range(3):
            await wait_for(budget)
            sent.append(time.monotonic())
            budget.record_answer(headers(8))

    await asyncio.gather(*(work(replicas[n % 2]) for n in range(8)))
    sent.sort()
    for begin in sent:
        assert sum(begin <= moment < begin + WINDOW for moment in sent) <= 8
    assert len(sent) == 25


async def test_who_came_first_goes_first(replicas: list[SharedBudget]) -> None:
    await learn(replicas, 3)
    order: list[int] = []

    async def work(number: int) -> None:
        await wait_for(replicas[number % 2])
        order.append(number)

    running = []
    for number in range(8):
        running.append(asyncio.create_task(work(number)))
        await asyncio.sleep(0.05)
    await asyncio.gather(*running)
    assert {*order[:2]} == {0, 1}, "what was left"
    assert {*order[2:5]} == {2, 3, 4}, "the next window"
    assert {*order[5:]} == {5, 6, 7}


async def test_who_came_first_goes_first_also_when_redis_was_slow_to_it(
    replicas: list[SharedBudget], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = replicas
    await learn(replicas, 1)
    client = await first._shared.client()

    async def slowly(*_: object) -> bool:
        await asyncio.sleep(0.4)
        return False

    monkeypatch.setattr(client, "hit_if_free", slowly)
    order: list[str] = []

    async def work(name: str, budget: SharedBudget) -> None:
        await wait_for(budget)
        order.append(name)

    early = asyncio.create_task(work("early", first))
    await asyncio.sleep(0.1)
    await asyncio.gather(early, work("late", second))
    assert order == ["early", "late"]


async def test_who_goes_meanwhile_makes_no_room_for_those_further_back(
    replicas: list[SharedBudget], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two looks of one replica, another sends the first in line on its way."""
    first, second = replicas
    await learn(replicas, 3)
    client = await second._shared.client()
    queues = []
    for _ in range(4):
        # Each comes when the one before stands: of those that come at once, any may be first.
        queues.append(FairQueue(client.redis, second._queue_name))
        await queues[-1].stand(60)
    item = second._item(3)
    looks = ("get_window_stats", "place")

    def then_one_goes(look: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def looked(*given: Any) -> Any:
            seen = await look(*given)
            monkeypatch.undo()
            assert await client.limiter.hit(item, second._key)
            await queues[0].leave()
            return seen

        return looked

    # Two are left: the third in line has to wait, whichever look the other one falls between.
    for owner, name in zip((client.limiter, queues[2]), looks, strict=True):
        monkeypatch.setattr(owner, name, then_one_goes(getattr(owner, name)))
    wait, _ = await second._look_in_queue(client, queues[2], item)
    assert wait > 0
    assert await first.take(0) > 0


async def test_who_goes_away_does_not_hold_up_the_line(replicas: list[SharedBudget]) -> None:
    await learn(replicas, 2)
    await wait_for(replicas[0])
    gone = asyncio.create_task(wait_for(replicas[0]))
    await asyncio.sleep(0.1)
    gone.cancel()
    assert await wait_for(replicas[1]) < OURS + 1.5


async def test_a_429_makes_every_replica_wait(replicas: list[SharedBudget]) -> None:
    await learn(replicas, 100)
    assert await replicas[0].take(0) == 0
    replicas[0].record_answer(headers(100, left=0))
    assert replicas[0].refused({"retry-after": "2"}) == pytest.approx(2.0)
    await asyncio.sleep(0.05)
    assert 1.0 < await replicas[1].take(0) <= 2.0


async def test_a_product_without_limits_is_not_held_back(replicas: list[SharedBudget]) -> None:
    for _ in range(3):
        assert await wait_for(replicas[0]) < 0.5
        replicas[0].record_answer({})
        await asyncio.sleep(0.05)
    waits = [await budget.take(0) for budget in replicas for _ in range(20)]
    assert waits == [0.0] * 40


async def test_without_redis_each_replica_goes_by_the_answers() -> None:
    budgets = RedisBudget("redis://127.0.0.1:1", WINDOW)
    budget = budgets.of("x")
    assert not await budgets.ping()
    assert await budget.take(0) == 0
    budget.record_answer(headers(1, left=0))
    assert await budget.take(0) > 0
    await budgets.aclose()


async def test_what_is_free_is_taken_in_one_go(
    replicas: list[SharedBudget], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = replicas
    await learn(replicas, 3)
    assert await second.take(0) == 0  # which learns the limit by looking

    def look(*_: object, **__: object) -> None:
        raise AssertionError("a round trip too many")

    client = await second._shared.client()
    with monkeypatch.context() as patch:
        patch.setattr(client.redis, "pipeline", look)
        assert await second.take(0) == 0
    assert await second.take(0) > 0, "three have been sent"
    assert await first.take(0) > 0


async def test_what_is_free_is_not_taken_from_those_who_wait(
    replicas: list[SharedBudget],
) -> None:
    first, second = replicas
    await learn(replicas, 5)
    assert await second.take(0) == 0
    client = await second._shared.client()
    await client.redis.zadd(second._queue_name, {"somebody": 1.0})
    assert not await second._take_at_once(client), "somebody waits"
    await client.redis.delete(second._queue_name)
    await second._pause(5)
    assert not await second._take_at_once(client), "nobody may send anything"
    await client.redis.delete(second._pause_name)
    await client.redis.set(second._limit_name, "4")
    assert not await second._take_at_once(client), "the limit has changed"
    assert await first.take(0) == 0


async def test_a_redis_that_has_forgotten_the_limit_learns_it_again(
    replicas: list[SharedBudget],
) -> None:
    """It was started empty, or the limit had been there for an hour."""
    await learn(replicas, 100)
    for budget in replicas:
        assert await budget.take(0) == 0
        budget.record_answer(headers(100))
    client = await replicas[0]._shared.client()
    async for key in client.redis.scan_iter(f"*{replicas[0]._key}*"):
        await client.redis.delete(key)
    begun = time.monotonic()
    for number in range(10):
        budget = replicas[number % 2]
        await wait_for(budget)
        budget.record_answer(headers(100))
    assert time.monotonic() - begun < 5
    assert await client.redis.get(replicas[0]._limit_name) == b"100"
