"""A rate budget that several processes spend from, kept in Redis."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping
from math import inf
from typing import Any

from limits import RateLimitItemPerSecond

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.loops import LoopLock, PerLoop
from agent_connectors.engine.pacing.headers import reported
from agent_connectors.engine.pacing.rate import USUAL_HEADERS, RateHeaders
from agent_connectors.engine.pacing.shared import pacer_for
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.settings import seconds
from agent_connectors.engine.values.unseen import even_half_made, unseen
from agent_connectors.redis.client import Client
from agent_connectors.redis.fair_queue import FairQueue
from redis.exceptions import RedisError

__all__ = ["RedisBudget", "SharedBudget"]

_log = logging.getLogger("agent_connectors.rate_limit")

_MARGIN = 2.0
"""Seconds by which our window is longer than the product's: requests that leave in one order
may arrive in another, and must not end up in the same window of the product."""

_SCOUT_SECONDS = 10
_POLL = 0.1
_FORGET_SECONDS = 3600

_AWAY = 5.0
"""Seconds for which a Redis that failed is not asked again."""

_SILENT = 3
"""Answers in a row that name no limit, after which there is taken to be none for a while: one
alone may come from something that stands before the product."""


class RedisBudget:
    """The rate budgets of all credentials, in Redis: every process that names it shares them.

        ClickupApiConnector(budget=RedisBudget("redis://localhost:6379"))

    One may be shared by any number of connectors, tasks, threads and event loops. In Redis, a
    credential is known by a hash of it. While Redis is away, each process keeps to what the
    answers tell it, as it does without a shared budget, and logs that once.

    Args:
        url: Where Redis is.
        window: How long rate windows are, in seconds, if not as their products say.

    Raises:
        ConfigurationError: That is no URL of Redis, or no length of time.
    """

    @unseen
    def __init__(self, url: str, window: float | None = None) -> None:
        self.window = None if window is None else seconds("window", window)
        if not isinstance(url, str):
            raise ConfigurationError(f"`url` is text, not {type(url).__name__}.")
        # It may hold a password.
        hidden = Secret(url)
        Client(hidden)  # opens nothing: what cannot be a URL is refused here, not by the first call
        self._clients = PerLoop(lambda: Client(hidden))
        self._asked_again = -inf

    @even_half_made
    def __repr__(self) -> str:
        return f"RedisBudget(window={self.window})"

    def of(self, key: str, rate: RateHeaders = USUAL_HEADERS) -> "SharedBudget":
        """The budget of a credential.

        Args:
            key: Stands for the credential; nothing can be made of it.
            rate: How the product says how many requests may be sent.
        """
        return SharedBudget(self, key, rate)

    async def client(self) -> Client:
        """The client of the running event loop.

        Raises:
            ConnectionError: Redis failed a moment ago.
        """
        if time.monotonic() < self._asked_again:
            raise ConnectionError
        return await self._clients.here()

    def failed(self, error: Exception) -> None:
        """Notes that Redis is away; asked again in a few seconds."""
        if time.monotonic() >= self._asked_again:
            self._asked_again = time.monotonic() + _AWAY
            message = "rate budget: Redis is away (%s); this process keeps its own count"
            _log.warning(message, type(error).__name__)

    async def ping(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(await (await self._clients.here()).redis.ping())
        except (RedisError, OSError):
            return False

    async def aclose(self) -> None:
        """Closes the connections; a later request opens new ones."""
        await self._clients.aclose()


class SharedBudget:
    """The budget of one credential.

    Requests are counted in Redis when they leave, in a moving window of the size that the
    product says. As many as fit into any such window fit into the product's, wherever that
    begins.

    Args:
        shared: The budgets.
        key: Stands for the credential.
        rate: How the product says how many requests may be sent.
    """

    def __init__(self, shared: RedisBudget, key: str, rate: RateHeaders) -> None:
        self._shared = shared
        self._rate = rate
        self._window = rate.window if shared.window is None else shared.window
        self._alone = pacer_for(key, rate=rate)
        self._key = key
        self._limit_name, self._pause_name, self._scout_name, self._queue_name = (
            f"agent-connectors:{name}:{key}" for name in ("limit", "pause", "scout", "queue")
        )
        self._turn = LoopLock()
        self._limit: int | None = None
        self._silent = 0
        self._under_way: set[asyncio.Task[None]] = set()

    async def take(
        self, max_wait: float = inf, on_wait: Callable[[float], None] | None = None
    ) -> float:
        """Takes one request from the budget, after those who asked before in any process."""
        until = time.monotonic() + max_wait
        try:
            client = await self._shared.client()
            queue = FairQueue(client.redis, self._queue_name)
            if await self._take_at_once(client):
                self._alone.spend()
                return 0.0
            while True:
                wait, certain = await self._look(client, queue)
                if not wait:
                    self._alone.spend()
                    return 0.0
                left = until - time.monotonic()
                if wait > left and (certain or left <= 0):
                    await queue.leave()
                    return wait
                wait = max(min(wait, left), 0.001)
                await queue.stand(wait)
                if on_wait is not None:
                    on_wait(wait)
                await asyncio.sleep(wait)
        except (RedisError, OSError) as error:
            self._shared.failed(error)
        return await self._alone.take(until - time.monotonic(), on_wait)

    async def _take_at_once(self, client: Client) -> bool:
        """Takes one where nothing is in the way, as is usual: looks and counts in one go."""
        if not self._limit:
            return False
        item = self._item(self._limit)
        names = (self._limit_name, self._pause_name, self._queue_name)
        return await client.hit_if_free(item, self._key, *names)

    async def _look(self, client: Client, queue: FairQueue) -> tuple[float, bool]:
        """Seconds until it is one's turn, 0 if it is, and whether it cannot be sooner."""
        pipeline = client.redis.pipeline(transaction=False)
        pipeline.get(self._limit_name)
        pipeline.pttl(self._pause_name)
        pipeline.zcard(self._queue_name)
        limit, pause, waiting = await pipeline.execute()
        if pause > 0:
            return float(pause) / 1000, True
        if limit is None:
            # Nobody knows the limit, yet or any more: one request goes ahead and finds out.
            self._limit = None
            scout = await client.redis.set(self._scout_name, b"1", nx=True, ex=_SCOUT_SECONDS)
            return (0.0 if scout else _POLL), False
        self._limit = int(limit)
        if not self._limit:
            return 0.0, True
        item = self._item(self._limit)
        if not waiting and await client.limiter.hit(item, self._key):
            return 0.0, True
        return await self._look_in_queue(client, queue, item)

    async def _look_in_queue(
        self, client: Client, queue: FairQueue, item: RateLimitItemPerSecond
    ) -> tuple[float, bool]:
        # One at a time, or several would see the same requests left and pass those in the queue.
        async with self._turn.here():
            # In this order: who goes between the two leaves fewer, and never a better place.
            place = await queue.place()
            stats = await client.limiter.get_window_stats(item, self._key)
            if place < stats.remaining and await client.limiter.hit(item, self._key):
                await queue.leave()
                return 0.0, True
        if stats.remaining:
            # Where some are left, only the queue is in the way, and that moves on.
            return _POLL, False
        free_in = max(stats.reset_time - time.time(), 0.0)
        wait = free_in + place // item.amount * self._window
        return max(wait, _POLL), wait > _POLL

    def record_answer(self, headers: Mapping[str, str] | None) -> None:
        """Takes note of an answer, or with None that none came, or none of the product's."""
        self._alone.record_answer(headers)
        if headers is None:
            if self._limit is None:
                self._later(self._send_another())
            return
        told = reported(headers, self._rate, time.time())
        if told is None:
            self._silent += 1
            if self._silent % _SILENT == 0:
                self._later(self._learn(0))
            elif self._limit is None:
                self._later(self._send_another())
            return
        self._silent = 0
        if told.limit != self._limit:
            self._later(self._learn(told.limit))

    def refused(self, headers: Mapping[str, str]) -> float:
        """Takes note of a 429, after `record_answer`: every process waits."""
        wait = self._alone.refused(headers)
        if wait > 0:
            self._later(self._pause(wait))
        return wait

    def available(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""
        return self._alone.available()

    async def _learn(self, limit: int) -> None:
        """Tells all processes the limit; the request that found it out counts, too."""
        client = await self._shared.client()
        seconds = _FORGET_SECONDS if limit else int(self._window)
        known = await client.redis.set(self._limit_name, str(limit), ex=max(seconds, 1), get=True)
        self._limit = limit
        if limit and (known is None or int(known) != limit):
            await client.limiter.hit(self._item(limit), self._key)
            if known is not None and limit < int(known):
                # What has been sent was counted by the old limit: begin afresh.
                await self._pause(self._window)

    async def _send_another(self) -> None:
        await (await self._shared.client()).redis.delete(self._scout_name)

    def _item(self, limit: int) -> RateLimitItemPerSecond:
        return RateLimitItemPerSecond(limit, int(self._window + _MARGIN))

    async def _pause(self, seconds: float) -> None:
        milliseconds = max(int(seconds * 1000), 1)
        client = await self._shared.client()
        await client.redis.set(self._pause_name, b"1", px=milliseconds)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._quietly(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _quietly(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (RedisError, OSError) as error:
            self._shared.failed(error)
