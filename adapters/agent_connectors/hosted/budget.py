"""A rate budget that all replicas spend from, kept in Redis."""

import asyncio
import logging
import time
from collections.abc import Coroutine, Mapping
from typing import Any

from limits import RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import ConnectionPool, Redis
from redis.exceptions import RedisError

from agent_connectors.engine.pacing import Pacer
from agent_connectors.hosted.line import Line

__all__ = ["SharedBudget", "SharedBudgets"]

_log = logging.getLogger(__name__)

_MARGIN = 2.0
"""Seconds by which our window is longer than the product's: requests that leave in one order
may arrive in another, and must not end up in the same window of the product."""

_SCOUT_SECONDS = 10
_POLL = 0.1
_FORGET_SECONDS = 3600

_SILENT = 3
"""Answers in a row that name no limit, after which there is taken to be none for a while: one
alone may come from something that stands before the product."""


class SharedBudgets:
    """The budgets of all credentials.

    Args:
        url: Where Redis is.
        window: How long the product's rate window is, in seconds.
    """

    def __init__(self, url: str, window: float) -> None:
        self.window = window
        self._pool: Any = ConnectionPool.from_url(
            url, socket_timeout=2.0, socket_connect_timeout=2.0
        )
        self.redis: Redis = Redis(connection_pool=self._pool)
        options: Any = {"implementation": "redispy", "connection_pool": self._pool}
        self.limiter = MovingWindowRateLimiter(RedisStorage(f"async+{url}", **options))

    def of(self, fingerprint: str) -> "SharedBudget":
        """The budget of a credential."""
        return SharedBudget(self, fingerprint)

    async def ping(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(await self.redis.ping())
        except (RedisError, OSError):
            return False

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._pool.aclose()


class SharedBudget:
    """The budget of one credential.

    Requests are counted in Redis when they leave, in a moving window of the size that the
    product says. As many as fit into any such window fit into the product's, wherever that
    begins. While Redis is away, each replica goes by what the answers tell it.

    Args:
        shared: The budgets.
        fingerprint: Stands for the credential.
    """

    def __init__(self, shared: SharedBudgets, fingerprint: str) -> None:
        self._shared = shared
        self._alone = Pacer()
        self._key = fingerprint
        self._names = {
            name: f"agent-connectors:{name}:{fingerprint}" for name in ("limit", "pause", "scout")
        }
        self._line = Line(shared.redis, f"agent-connectors:line:{fingerprint}")
        self._turn = asyncio.Lock()
        self._limit: int | None = None
        self._silent = 0
        self._under_way: set[asyncio.Task[None]] = set()

    async def reserve(self) -> float:
        """Takes one request from the budget, or tells how long to wait before asking again."""
        try:
            wait = await self._reserve()
        except (RedisError, OSError) as error:
            _log.warning("rate budget: Redis is away", extra={"error": type(error).__name__})
            return await self._alone.reserve()
        if wait == 0:
            # Counted here as well, so that `settle` has what to settle.
            await self._alone.reserve()
        return wait

    async def _reserve(self) -> float:
        pipeline = self._shared.redis.pipeline(transaction=False)
        pipeline.get(self._names["limit"])
        pipeline.pttl(self._names["pause"])
        pipeline.zcard(self._line.name)
        limit, pause, waiting = await pipeline.execute()
        if pause > 0:
            return float(pause) / 1000
        if limit is None:
            # Nobody knows the limit yet: one request goes ahead and finds out.
            scout = await self._shared.redis.set(
                self._names["scout"], b"1", nx=True, ex=_SCOUT_SECONDS
            )
            return 0.0 if scout else _POLL
        self._limit = int(limit)
        if not self._limit:
            return 0.0
        item, limiter = self._item(self._limit), self._shared.limiter
        if not waiting and await limiter.hit(item, self._key):
            return 0.0
        # One at a time, or several would see the same requests left and pass those in line.
        async with self._turn:
            stats = await limiter.get_window_stats(item, self._key)
            place = await self._line.place()
            if place < stats.remaining and await limiter.hit(item, self._key):
                await self._line.leave()
                return 0.0
            # Where some are left, only the line is in the way, and that moves on.
            free_at = 0.0 if stats.remaining else stats.reset_time
            wait = max(free_at - time.time(), _POLL)
            await self._line.stand(wait)
        return wait

    def settle(self, headers: Mapping[str, str] | None) -> None:
        """Takes note of an answer, or with None that none came."""
        self._alone.settle(headers)
        if headers is None:
            return
        try:
            limit = int(headers["x-ratelimit-limit"])
        except (KeyError, ValueError):
            self._silent += 1
            if self._silent % _SILENT == 0:
                self._later(self._learn(0))
            elif self._limit is None:
                self._later(self._send_another())
            return
        self._silent = 0
        if limit != self._limit:
            self._later(self._learn(limit))

    def refused(self, headers: Mapping[str, str]) -> float:
        """Takes note of a 429, after `settle`: every replica waits."""
        wait = self._alone.refused(headers)
        if wait > 0:
            self._later(self._pause(wait))
        return wait

    def spare(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""
        return self._alone.spare()

    async def _learn(self, limit: int) -> None:
        """Tells all replicas the limit; the request that found it out counts, too."""
        seconds = _FORGET_SECONDS if limit else int(self._shared.window)
        known = await self._shared.redis.set(
            self._names["limit"], str(limit), ex=max(seconds, 1), get=True
        )
        self._limit = limit
        if limit and (known is None or int(known) != limit):
            await self._shared.limiter.hit(self._item(limit), self._key)
            if known is not None and limit < int(known):
                # What has been sent was counted by the old limit: begin afresh.
                await self._pause(self._shared.window)

    async def _send_another(self) -> None:
        await self._shared.redis.delete(self._names["scout"])

    def _item(self, limit: int) -> RateLimitItemPerSecond:
        return RateLimitItemPerSecond(limit, int(self._shared.window + _MARGIN))

    async def _pause(self, seconds: float) -> None:
        milliseconds = max(int(seconds * 1000), 1)
        await self._shared.redis.set(self._names["pause"], b"1", px=milliseconds)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(_quietly(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (RedisError, OSError) as error:
        _log.warning("rate budget: Redis is away", extra={"error": type(error).__name__})
