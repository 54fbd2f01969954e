"""Who waits for a rate budget, in the order in which they came, across all replicas."""

import asyncio
import weakref
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis

__all__ = ["Line"]

_PLACE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local gone = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - 1)
for _, who in ipairs(gone) do
    redis.call('ZREM', KEYS[1], who)
    redis.call('ZREM', KEYS[2], who)
end
return redis.call('ZRANK', KEYS[1], ARGV[1]) or redis.call('ZCARD', KEYS[1])
"""
"""Sends away who has not come back when it said it would, and gives the caller's place."""

_STAND = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
redis.call('ZADD', KEYS[1], 'NX', now, ARGV[1])
redis.call('ZADD', KEYS[2], now + ARGV[2], ARGV[1])
redis.call('EXPIRE', KEYS[1], 300)
redis.call('EXPIRE', KEYS[2], 300)
"""


class Line:
    """A waiting line in Redis. Places are kept by those who come back when they said they would.

    It only makes waiting fair: that the limit is kept is seen to by the window.

    Args:
        redis: Where it is.
        name: What it is called there.
    """

    def __init__(self, redis: Redis, name: str) -> None:
        self.name = name
        self._redis = redis
        self._keys = [name, f"{name}:due"]
        self._place = redis.register_script(_PLACE)
        self._stand = redis.register_script(_STAND)
        self._tickets: weakref.WeakKeyDictionary[asyncio.Task[Any], str] = (
            weakref.WeakKeyDictionary()
        )

    async def place(self) -> int:
        """How many stand before the running task."""
        return int(await self._place(self._keys, [self._ticket()]))

    async def stand(self, seconds: float) -> None:
        """Takes a place, or keeps it, and promises to be back after so many seconds."""
        await self._stand(self._keys, [self._ticket(), seconds])

    async def leave(self) -> None:
        """Leaves the line."""
        pipeline = self._redis.pipeline(transaction=False)
        for key in self._keys:
            pipeline.zrem(key, self._ticket())
        await pipeline.execute()
        self._tickets.pop(_task(), None)

    def _ticket(self) -> str:
        return self._tickets.setdefault(_task(), uuid4().hex)


def _task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("only a task can stand in line")
    return task
