"""How many calls an organization may make, so that none takes the server from the others."""

import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from agent_connectors.hosted.metrics import Metrics
from agent_connectors.hosted.refusals import Refused
from agent_connectors.redis import RedisBudget

__all__ = ["TenantLimits"]

_NAME = "agent-connectors:organization"


class TenantLimits:
    """Lets calls in, as many as an organization may make.

    Args:
        calls_at_once: How many may be under way in this server; 0 for any number.
        calls_a_minute: How many may begin in a minute, in all servers together; 0 for any number.
        budgets: Where the servers count together, if they do.
        metrics: Where refusals are counted.
    """

    def __init__(
        self,
        calls_at_once: int,
        calls_a_minute: int,
        budgets: RedisBudget | None,
        metrics: Metrics,
    ) -> None:
        self._at_once = calls_at_once
        self._a_minute = RateLimitItemPerMinute(calls_a_minute) if calls_a_minute else None
        self._budgets = budgets
        self._metrics = metrics
        self._under_way: Counter[str] = Counter()
        self._alone = MovingWindowRateLimiter(MemoryStorage())

    @asynccontextmanager
    async def admitted(self, organization_id: str) -> AsyncIterator[None]:
        """Lets a call in.

        Raises:
            Refused: The organization has too many under way, or has begun too many.
        """
        self._metrics.limited.labels(organization_id)  # there with 0, before the first refusal
        if self._at_once and self._under_way[organization_id] >= self._at_once:
            raise self._refused(organization_id, f"{self._at_once} calls under way", 1.0)
        self._under_way[organization_id] += 1
        try:
            if self._a_minute and (wait := await self._wait(self._a_minute, organization_id)):
                told = f"begun {self._a_minute.amount} calls within a minute"
                raise self._refused(organization_id, told, wait)
            yield
        finally:
            self._under_way[organization_id] -= 1
            if not self._under_way[organization_id]:
                del self._under_way[organization_id]

    async def _wait(self, item: RateLimitItem, organization_id: str) -> float:
        """Seconds until the organization may begin another call; 0 if it has begun this one."""
        if self._budgets is not None:
            try:
                return await _hit((await self._budgets.client()).limiter, item, organization_id)
            except (RedisError, OSError) as error:
                self._budgets.failed(error)
        return await _hit(self._alone, item, organization_id)

    def _refused(self, organization_id: str, has: str, wait: float) -> Refused:
        self._metrics.limited.labels(organization_id).inc()
        return Refused(
            429,
            f"This organization has {has}. Nothing was sent. Try again in {ceil(wait)} s.",
            Retry_After=str(ceil(wait)),
        )


async def _hit(limiter: MovingWindowRateLimiter, item: RateLimitItem, organization: str) -> float:
    if await limiter.hit(item, _NAME, organization):
        return 0.0
    stats = await limiter.get_window_stats(item, _NAME, organization)
    return max(stats.reset_time - time.time(), 1.0)
